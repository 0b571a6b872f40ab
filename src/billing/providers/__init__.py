"""The firm's accounts at payment providers, and the webhooks about them."""
