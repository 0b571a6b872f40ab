"""Invoices: created, changed, issued, voided."""
