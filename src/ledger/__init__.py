"""The only code that writes transfers between accounts. Posted transfers never change (D32)."""

from ledger import credit_notes, disputes, invariants, invoices, lots, payments, refunds, unapply
from ledger.invariants import Finding
from ledger.transaction import Act, Book, Unforeseen

__all__ = [
    "Act",
    "Book",
    "Finding",
    "Unforeseen",
    "credit_notes",
    "disputes",
    "invariants",
    "invoices",
    "lots",
    "payments",
    "refunds",
    "unapply",
]
