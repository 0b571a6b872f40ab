"""The only hand that writes credits: transfers between accounts, and nothing that could change one."""

from ledger.audit import INVARIANTS, Finding, audit_books
from ledger.book import Act, Book, Unforeseen
from ledger.disputes import cover_dispute, reinstate, withdraw, withdrawal
from ledger.grants import grant, reverse, take_in
from ledger.invoices import from_credits, issue, payments_on, void
from ledger.lots import oldest_lots
from ledger.movements import begin, give_back, hold, receive, receive_offline, settle, undo_begin
from ledger.refunds import cover_refund, hold_refund, pay_refund, undo_refund
from ledger.returns import lot_of, put_back, spenders, take_off, unspent
from ledger.writing import Guard, Lost, Statement, Writer, writer

__all__ = [
    "INVARIANTS",
    "Act",
    "Book",
    "Finding",
    "Guard",
    "Lost",
    "Statement",
    "Unforeseen",
    "Writer",
    "audit_books",
    "begin",
    "cover_dispute",
    "cover_refund",
    "from_credits",
    "give_back",
    "grant",
    "hold",
    "hold_refund",
    "issue",
    "lot_of",
    "oldest_lots",
    "pay_refund",
    "payments_on",
    "put_back",
    "receive",
    "receive_offline",
    "reinstate",
    "reverse",
    "settle",
    "spenders",
    "take_in",
    "take_off",
    "undo_begin",
    "undo_refund",
    "unspent",
    "void",
    "withdraw",
    "withdrawal",
    "writer",
]
