"""Invoices: create, update, issue and void them."""
