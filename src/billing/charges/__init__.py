"""Charges, the payments and prepayments that a provider collects: life cycle, refunds, disputes, reconciliation."""
