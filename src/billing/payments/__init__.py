"""Payments of invoices from credits, by card, by bank debit and offline; quotes, cancellation, release and refunds."""
