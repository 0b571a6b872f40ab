"""The only hand that writes credits: transfers between accounts, and nothing that could change one."""

from ledger.audit import INVARIANTS, Finding, audit_books
from ledger.book import Act, Book
from ledger.invoices import from_credits, issue, paid_from_credits, void
from ledger.movements import begin, give_back, hold, receive, settle, undo_begin

__all__ = [
    "INVARIANTS",
    "Act",
    "Book",
    "Finding",
    "audit_books",
    "begin",
    "from_credits",
    "give_back",
    "hold",
    "issue",
    "paid_from_credits",
    "receive",
    "settle",
    "undo_begin",
    "void",
]
