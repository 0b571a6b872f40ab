"""Rows that the database takes as they are, of two firms; and of a ghost: a firm with rows, but without a firm."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Row = tuple[str, dict[str, Any]]
"""A table, and the values of a row of it as SQLite has them."""

A, B, GHOST = "A", "B", "ghost"
NOW = "2026-03-02 09:00:00.000000"
# Numbers of events: none of one firm's is another's.
_EVENTS = {A: 1, B: 2, GHOST: 3}
_CURRENCIES = {A: "EUR", B: "USD", GHOST: "EUR"}
# What other rows of their table have to point to, where two must not point to the same.
_TWICE = ("person", "client", "invoice", "operation", "payment", "prepayment", "refund", "transfer")


def key(firm: str, name: str, generation: int = 1) -> str:
    """The id of a sample: always the same."""
    return uuid.uuid5(uuid.NAMESPACE_OID, f"{firm} {name} {generation}").hex


@dataclass(frozen=True)
class Ids:
    """What the rows of one firm's one generation are called."""

    firm: str
    name: str
    generation: int

    @property
    def currency(self) -> str:
        return _CURRENCIES[self.firm]

    @property
    def event(self) -> int:
        return _EVENTS[self.firm]

    def me(self) -> str:
        """The row itself."""
        return key(self.firm, self.name, self.generation)

    def one(self, name: str) -> str:
        """One that the world has."""
        return key(self.firm, name)

    def spare(self, name: str) -> str:
        """One that the world has, and that no row of the first generation points to."""
        return key(self.firm, name, min(self.generation, 2))


def sample(name: str, firm: str = A, generation: int = 3) -> Row:
    """A row that is right in every way. The first generation is in the world, the third can be added to it."""
    ids = Ids(firm, name, generation)
    values = _MAKE[name](ids)
    if name not in ("firm", "person", "sign_in_throttle"):
        values = {"firm_id": ids.one("firm"), **values}
    table = _TABLES.get(name, name)
    if table == "account":
        values = {"id": ids.me(), "currency": ids.currency, "debits": 0, "credits": 0, "opened_at": NOW, **values}
    if table in ("invoice", "payment", "prepayment", "transfer", "credit_entry", "refund", "dispute"):
        values["event_seq"] = ids.event
    if table in ("invoice", "payment", "prepayment", "account"):
        values["changed_seq"] = ids.event
    if name == "event" and generation > 1:
        values["seq"] = ids.event + 100
    return table, values


Make = Callable[[Ids], dict[str, Any]]

_TABLES = {
    "owner": "firm_member", "connection": "provider_connection", "onboarding": "provider_connection",
    "settings": "payment_settings", "customer": "provider_customer", "session_of_user": "session",
    "line": "invoice_line", "entry": "credit_entry", "offline": "payment", "by_credits": "payment",
    "refund_of_prepayment": "refund", "dispute_of_prepayment": "dispute", "lot": "account", "held": "account",
    "held_for_refund": "account", "due": "account", "pending": "account", "billed": "account",
    "cash": "account",
}  # fmt: skip

_PEOPLE: dict[str, Make] = {
    "firm": lambda at: {
        "id": at.me(), "name": at.firm, "currency": at.currency, "country": "FR", "time_zone": "Europe/Paris",
        "seq": 9, "last_invoice_number": 0, "cursor_key": b"k" * 32, "created_at": NOW,
    },
    "person": lambda at: {
        "id": at.me(), "email": f"{at.me()}@a.test", "name": "Ada", "created_at": NOW,
    },
    "firm_member": lambda at: {
        "id": at.me(), "person_id": at.spare("person"), "role": "EMPLOYEE", "manage_payments": 0, "manage_invoices": 0,
        "view_all_clients": 0, "created_at": NOW,
    },
    "owner": lambda at: {
        "id": at.me(), "person_id": key(at.firm, "person", 0), "role": "OWNER", "manage_payments": 0,
        "manage_invoices": 0, "view_all_clients": 0, "created_at": NOW,
    },
    "client": lambda at: {
        "id": at.me(), "name": "Client", "available": 0, "held": 0, "due": 0, "created_at": NOW,
    },
    "client_user": lambda at: {
        "id": at.me(), "client_id": at.one("client"), "person_id": at.spare("person"), "created_at": NOW,
    },
    "assignment": lambda at: {"member_id": at.one("firm_member"), "client_id": at.spare("client")},
    "session": lambda at: {
        "token_digest": at.me(), "member_id": at.one("firm_member"), "created_at": NOW, "expires_at": NOW,
    },
    "session_of_user": lambda at: {
        "token_digest": at.me(), "client_user_id": at.one("client_user"), "created_at": NOW, "expires_at": NOW,
    },
    "sign_in_throttle": lambda at: {"key": at.me(), "failures": 1, "last_failure_at": NOW},
}  # fmt: skip

_SETTINGS: dict[str, Make] = {
    "connection": lambda at: {
        "id": at.me(), "kind": "STRIPE", "name": "Stripe", "account_id": at.me(), "livemode": 0, "status": "CONNECTED",
        "card_active": 1, "bank_debit_active": 0, "onboarding_token": at.me(), "created_at": NOW,
    },
    "onboarding": lambda at: {
        "id": at.me(), "kind": "STRIPE", "name": "Stripe", "livemode": 0, "status": "ONBOARDING",
        "card_active": 0, "bank_debit_active": 0, "onboarding_token": at.me(), "created_at": NOW,
    },
    "settings": lambda at: {
        "hide_invoices_from_clients": 0, "default_connection_id": at.one("connection"),
        "payment_method": "CARD_OR_BANK_DEBIT", "credit_application": "MANUAL", "prepayment_enabled": 1,
        "prepayment_method": "CARD", "prepayment_minimum": 10, "prepayment_maximum": 20,
    },
    "customer": lambda at: {
        "connection_id": at.one("connection"), "client_id": at.spare("client"), "customer_id": "cus_1",
    },
    "alert": lambda at: {
        "id": at.me(), "kind": "charge.slow", "subject_id": at.me(), "message": "Look.", "raised_at": NOW,
    },
    "job": lambda at: {
        "id": at.me(), "kind": "SYNC_PAYMENT", "subject_id": at.me(), "run_at": NOW, "attempts": 0, "wakes": 1,
        "created_at": NOW,
    },
    "operation": lambda at: {
        "id": at.me(), "seat_id": at.one("client_user"), "key": at.me(), "mutation": "payInvoice", "fingerprint": "f",
        "client_id": at.one("client"), "invoice_id": at.one("invoice"), "created_at": NOW,
    },
}  # fmt: skip

_BILLING: dict[str, Make] = {
    "invoice": lambda at: {
        "id": at.me(), "client_id": at.one("client"), "number": at.me(), "status": "UNPAID", "total": 100, "paid": 0,
        "pending": 0, "deposit_requested": 50, "issued_on": "2026-03-02", "created_at": NOW,
    },
    "line": lambda at: {
        "invoice_id": at.spare("invoice"), "position": 0, "description": "Work", "quantity": "1", "unit_price": 100,
        "amount": 100,
    },
    "payment": lambda at: {
        "id": at.me(), "client_id": at.one("client"), "invoice_id": at.one("invoice"),
        "operation_id": at.one("operation"), "amount": 100, "applied": 0, "refunded": 0, "paid_by": "CARD",
        "method": "CARD", "status": "REQUIRES_ACTION", "connection_id": at.one("connection"), "intent_id": at.me(),
        "created_at": NOW,
    },
    "by_credits": lambda at: {
        "id": at.me(), "client_id": at.one("client"), "invoice_id": at.one("invoice"), "amount": 100, "applied": 100,
        "refunded": 0, "paid_by": "CREDITS", "status": "SUCCEEDED", "settled_at": NOW, "created_at": NOW,
    },
    "offline": lambda at: {
        "id": at.me(), "client_id": at.one("client"), "invoice_id": at.one("invoice"), "amount": 100, "applied": 100,
        "refunded": 0, "paid_by": "OFFLINE", "offline_method": "CASH", "status": "SUCCEEDED", "settled_at": NOW,
        "created_at": NOW,
    },
    "prepayment": lambda at: {
        "id": at.me(), "client_id": at.one("client"), "operation_id": at.one("operation"), "amount": 100, "refunded": 0,
        "method": "CARD", "status": "REQUIRES_ACTION", "connection_id": at.one("connection"), "intent_id": at.me(),
        "created_at": NOW,
    },
}  # fmt: skip

_RETURNS: dict[str, Make] = {
    "refund": lambda at: {
        "id": at.me(), "client_id": at.one("client"), "payment_id": at.one("payment"), "amount": 100, "lost": 0,
        "operation_id": None if at.generation == 2 else at.spare("operation"),
        "connection_id": at.one("connection"), "provider_refund_id": at.me(),
        "status": "PROCESSING", "reason": "Because", "created_at": NOW,
    },
    "refund_of_prepayment": lambda at: {
        "id": at.me(), "client_id": at.one("client"), "prepayment_id": at.one("prepayment"), "amount": 100, "lost": 0,
        "connection_id": at.one("connection"), "provider_refund_id": at.me(), "status": "SUCCEEDED",
        "settled_at": NOW, "reason": "Because", "created_at": NOW,
    },
    "dispute": lambda at: {
        "id": at.me(), "client_id": at.one("client"), "payment_id": at.one("payment"), "amount": 100,
        "connection_id": at.one("connection"), "provider_dispute_id": at.me(), "status": "OPEN", "withdrawals": 1,
        "reinstatements": 0, "created_at": NOW,
    },
    "dispute_of_prepayment": lambda at: {
        "id": at.me(), "client_id": at.one("client"), "prepayment_id": at.one("prepayment"), "amount": 100,
        "connection_id": at.one("connection"), "provider_dispute_id": at.me(), "status": "WON", "withdrawals": 1,
        "reinstatements": 1, "created_at": NOW,
    },
}  # fmt: skip

_BOOKS: dict[str, Make] = {
    "event": lambda at: {
        "seq": at.event, "kind": "invoice.paid", "member_id": at.one("firm_member"), "client_id": at.one("client"),
        "at": NOW,
    },
    "lot": lambda at: {
        "kind": "LOT", "client_id": at.one("client"), "source": "PREPAYMENT", "prepayment_id": at.spare("prepayment"),
    },
    "held": lambda at: {"kind": "HELD", "client_id": at.one("client"), "payment_id": at.spare("payment")},
    "held_for_refund": lambda at: {"kind": "HELD", "client_id": at.one("client"), "refund_id": at.spare("refund")},
    "due": lambda at: {"kind": "DUE", "client_id": at.one("client"), "invoice_id": at.spare("invoice")},
    "pending": lambda at: {
        "kind": "PENDING", "client_id": at.one("client"), "invoice_id": at.one("invoice"),
        "payment_id": at.spare("payment"),
    },
    "billed": lambda _: {"kind": "BILLED"},
    "cash": lambda _: {"kind": "CASH_PROVIDER"},
    "transfer": lambda at: {
        "id": at.me(), "currency": at.currency, "debit_id": at.one("due"), "credit_id": at.one("billed"), "amount": 100,
        "cause": at.me(),
    },
    "entry": lambda at: {
        "id": at.spare("transfer"), "client_id": at.one("client"), "kind": "PREPAYMENT", "amount": 100,
        "balance_after": 100, "prepayment_id": at.one("prepayment"), "operation_id": at.spare("operation"),
        "created_at": NOW,
    },
}  # fmt: skip

_MAKE = {**_PEOPLE, **_SETTINGS, **_BILLING, **_RETURNS, **_BOOKS}

WORLD = (
    "firm", "person", "client", "firm_member", "owner", "client_user", "assignment", "session", "sign_in_throttle",
    "connection", "onboarding", "customer", "alert", "job", "event", "invoice", "line", "operation", "payment",
    "prepayment", "refund", "refund_of_prepayment", "dispute", "dispute_of_prepayment", "lot", "held",
    "held_for_refund", "due", "pending", "billed", "transfer", "entry",
)  # fmt: skip
"""What every firm of the world has. Settings are for the tests to add, and so is a cash account."""

SAMPLES = tuple(_MAKE)
# A firm has one of these, which the world's have.
ONLY_ONE = ("owner", "onboarding", "billed")


def insert(connection: sqlite3.Connection, row: Row) -> int:
    """Add the row. The number that SQLite has for it."""
    table, values = row
    marks = ", ".join("?" * len(values))
    cursor = connection.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", tuple(values.values()))
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def build_world(connection: sqlite3.Connection) -> None:
    """Two firms with one of everything, and the ghost. Foreign keys are off: the ghost's rows break them."""
    for firm in (A, B, GHOST):
        for name in WORLD:
            if (firm, name) != (GHOST, "firm"):
                insert(connection, sample(name, firm, 1))
            if name == "person":
                insert(connection, sample(name, firm, 0))  # who sits in the owner's seat
            if name in _TWICE:
                insert(connection, sample(name, firm, 2))
