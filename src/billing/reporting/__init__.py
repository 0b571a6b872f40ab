"""The money report, and the audit of the ledger."""
