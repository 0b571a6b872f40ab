"""The gateway to Stripe."""
