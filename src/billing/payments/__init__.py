"""Payments of invoices: from credits, by card, by bank debit, offline."""
