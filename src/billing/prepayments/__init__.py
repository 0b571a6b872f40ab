"""Prepayments: enable and disable them, decide their availability, make and refund them."""
