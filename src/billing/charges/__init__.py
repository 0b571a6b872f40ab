"""Payments and prepayments at a provider: their life cycle, refunds, disputes and reconciliation."""
