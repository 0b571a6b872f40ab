"""The only code that writes transfers between accounts. Posted transfers never change (D32)."""

from ledger import credit_notes, disputes, invariants, invoices, lots, payments, refunds, unapply
from ledger.invariants import InvariantViolation
from ledger.transaction import EventMeta, LedgerTransaction, NotPrefetched

__all__ = [
    "EventMeta",
    "InvariantViolation",
    "LedgerTransaction",
    "NotPrefetched",
    "credit_notes",
    "disputes",
    "invariants",
    "invoices",
    "lots",
    "payments",
    "refunds",
    "unapply",
]
