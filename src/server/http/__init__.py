"""The HTTP endpoints, and the authentication of their requests."""
