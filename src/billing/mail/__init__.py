"""Outgoing mail: queued in the transaction that causes it, written and sent by a job (D47, D48)."""
