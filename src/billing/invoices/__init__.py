"""Invoices: create, update, issue and void them, and find those that became overdue."""
