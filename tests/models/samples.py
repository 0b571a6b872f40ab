"""Rows that the database takes as they are, of two firms; and of a ghost: a firm with rows, but without a firm."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Callable
from typing import Any

Row = tuple[str, dict[str, Any]]
"""A table, and the values of a row of it as SQLite has them."""

A, B, GHOST = "A", "B", "ghost"
NOW = "2026-03-02 09:00:00.000000"
# Numbers of events: none of one firm's is another's.
_EVENTS = {A: 1, B: 2, GHOST: 3}
_CURRENCIES = {A: "EUR", B: "USD", GHOST: "EUR"}
# What other rows of their table have to point to, where two must not point to the same.
_TWICE = ("person", "client", "invoice", "payment", "prepayment", "transfer")


def key(firm: str, name: str, generation: int = 1) -> str:
    """The id of a sample: always the same."""
    return uuid.uuid5(uuid.NAMESPACE_OID, f"{firm} {name} {generation}").hex


def sample(name: str, firm: str = A, generation: int = 3) -> Row:
    """A row that is right in every way. The first generation is in the world, the third can be added to it."""

    def me(name: str = name) -> str:
        return key(firm, name, generation)

    def one(name: str) -> str:
        return key(firm, name)

    def spare(name: str) -> str:
        return key(firm, name, min(generation, 2))

    values = {**_PEOPLE, **_SETTINGS, **_BILLING, **_BOOKS}[name](firm, me, one, spare)
    if name not in ("firm", "person", "sign_in_throttle"):
        values = {"firm_id": one("firm"), **values}
    table = _TABLES.get(name, name)
    if table == "account":
        values = {**_ACCOUNT, "id": me(), "currency": _CURRENCIES[firm], **values}
    if table in ("event", "invoice", "payment", "prepayment", "transfer", "credit_entry") and "seq" not in values:
        values["event_seq"] = _EVENTS[firm]
    if name == "event" and generation > 1:
        values["seq"] = _EVENTS[firm] + 100
    return table, values


Make = Callable[[str, Callable[..., str], Callable[[str], str], Callable[[str], str]], dict[str, Any]]

_TABLES = {
    "owner": "firm_member", "connection": "provider_connection", "onboarding": "provider_connection",
    "settings": "payment_settings", "customer": "provider_customer", "session_of_user": "session",
    "line": "invoice_line", "entry": "credit_entry", "offline": "payment", "by_credits": "payment",
    "lot": "account", "held": "account", "due": "account", "pending": "account", "billed": "account",
    "cash": "account",
}  # fmt: skip

_PEOPLE: dict[str, Make] = {
    "firm": lambda firm, me, one, spare: {
        "id": me(), "name": firm, "currency": _CURRENCIES[firm], "country": "FR", "time_zone": "Europe/Paris",
        "seq": 9, "last_invoice_number": 0, "created_at": NOW,
    },
    "person": lambda firm, me, one, spare: {
        "id": me(), "email": f"{me()}@a.test", "name": "Ada", "created_at": NOW,
    },
    "firm_member": lambda firm, me, one, spare: {
        "id": me(), "person_id": spare("person"), "role": "EMPLOYEE", "manage_payments": 0, "manage_invoices": 0,
        "view_all_clients": 0, "created_at": NOW,
    },
    "owner": lambda firm, me, one, spare: {
        "id": me(), "person_id": key(firm, "person", 0), "role": "OWNER", "manage_payments": 0, "manage_invoices": 0,
        "view_all_clients": 0, "created_at": NOW,
    },
    "client": lambda firm, me, one, spare: {
        "id": me(), "name": "Client", "available": 0, "held": 0, "due": 0, "created_at": NOW,
    },
    "client_user": lambda firm, me, one, spare: {
        "id": me(), "client_id": one("client"), "person_id": spare("person"), "created_at": NOW,
    },
    "assignment": lambda firm, me, one, spare: {"member_id": one("firm_member"), "client_id": spare("client")},
    "session": lambda firm, me, one, spare: {
        "token_digest": me(), "member_id": one("firm_member"), "created_at": NOW, "expires_at": NOW,
    },
    "session_of_user": lambda firm, me, one, spare: {
        "token_digest": me(), "client_user_id": one("client_user"), "created_at": NOW, "expires_at": NOW,
    },
    "sign_in_throttle": lambda firm, me, one, spare: {"key": me(), "failures": 1, "last_failure_at": NOW},
}  # fmt: skip

_SETTINGS: dict[str, Make] = {
    "connection": lambda firm, me, one, spare: {
        "id": me(), "kind": "STRIPE", "name": "Stripe", "account_id": me(), "livemode": 0, "status": "CONNECTED",
        "card_active": 1, "bank_debit_active": 0, "onboarding_token": me(), "created_at": NOW,
    },
    "onboarding": lambda firm, me, one, spare: {
        "id": me(), "kind": "STRIPE", "name": "Stripe", "livemode": 0, "status": "ONBOARDING",
        "card_active": 0, "bank_debit_active": 0, "onboarding_token": me(), "created_at": NOW,
    },
    "settings": lambda firm, me, one, spare: {
        "hide_invoices_from_clients": 0, "default_connection_id": one("connection"),
        "payment_method": "CARD_OR_BANK_DEBIT", "credit_application": "MANUAL", "prepayment_enabled": 1,
        "prepayment_method": "CARD", "prepayment_minimum": 10, "prepayment_maximum": 20,
    },
    "customer": lambda firm, me, one, spare: {
        "connection_id": one("connection"), "client_id": spare("client"), "customer_id": "cus_1",
    },
    "alert": lambda firm, me, one, spare: {
        "id": me(), "kind": "charge.slow", "subject_id": me(), "message": "Look.", "raised_at": NOW,
    },
    "job": lambda firm, me, one, spare: {
        "id": me(), "kind": "SYNC_PAYMENT", "subject_id": me(), "run_at": NOW, "attempts": 0, "wakes": 1,
        "created_at": NOW,
    },
    "operation": lambda firm, me, one, spare: {
        "id": me(), "seat_id": one("client_user"), "key": me(), "mutation": "payInvoice", "fingerprint": "f",
        "client_id": one("client"), "invoice_id": one("invoice"), "created_at": NOW,
    },
}  # fmt: skip

_BILLING: dict[str, Make] = {
    "invoice": lambda firm, me, one, spare: {
        "id": me(), "client_id": one("client"), "number": me(), "status": "UNPAID", "total": 100, "paid": 0,
        "pending": 0, "deposit_requested": 50, "issued_on": "2026-03-02", "created_at": NOW,
    },
    "line": lambda firm, me, one, spare: {
        "invoice_id": spare("invoice"), "position": 0, "description": "Work", "quantity": "1", "unit_price": 100,
        "amount": 100,
    },
    "payment": lambda firm, me, one, spare: {
        "id": me(), "client_id": one("client"), "invoice_id": one("invoice"), "operation_id": one("operation"),
        "amount": 100, "refunded": 0, "paid_by": "CARD", "method": "CARD", "status": "REQUIRES_ACTION",
        "connection_id": one("connection"), "intent_id": me(), "created_at": NOW,
    },
    "by_credits": lambda firm, me, one, spare: {
        "id": me(), "client_id": one("client"), "invoice_id": one("invoice"), "amount": 100, "refunded": 0,
        "paid_by": "CREDITS", "status": "SUCCEEDED", "settled_at": NOW, "created_at": NOW,
    },
    "offline": lambda firm, me, one, spare: {
        "id": me(), "client_id": one("client"), "invoice_id": one("invoice"), "amount": 100, "refunded": 0,
        "paid_by": "OFFLINE", "offline_method": "CASH", "status": "SUCCEEDED", "settled_at": NOW, "created_at": NOW,
    },
    "prepayment": lambda firm, me, one, spare: {
        "id": me(), "client_id": one("client"), "operation_id": one("operation"), "amount": 100, "refunded": 0,
        "method": "CARD", "status": "REQUIRES_ACTION", "connection_id": one("connection"), "intent_id": me(),
        "created_at": NOW,
    },
}  # fmt: skip

_ACCOUNT = {"debits": 0, "credits": 0, "opened_at": NOW}
_BOOKS: dict[str, Make] = {
    "event": lambda firm, me, one, spare: {
        "seq": _EVENTS[firm], "kind": "invoice.paid", "member_id": one("firm_member"), "client_id": one("client"),
        "at": NOW,
    },
    "lot": lambda firm, me, one, spare: {
        "kind": "LOT", "client_id": one("client"), "source": "PREPAYMENT", "prepayment_id": spare("prepayment"),
    },
    "held": lambda firm, me, one, spare: {"kind": "HELD", "client_id": one("client"), "payment_id": spare("payment")},
    "due": lambda firm, me, one, spare: {"kind": "DUE", "client_id": one("client"), "invoice_id": spare("invoice")},
    "pending": lambda firm, me, one, spare: {
        "kind": "PENDING", "client_id": one("client"), "invoice_id": one("invoice"), "payment_id": spare("payment"),
    },
    "billed": lambda firm, me, one, spare: {"kind": "BILLED"},
    "cash": lambda firm, me, one, spare: {"kind": "CASH_PROVIDER"},
    "transfer": lambda firm, me, one, spare: {
        "id": me(), "currency": _CURRENCIES[firm], "debit_id": one("due"), "credit_id": one("billed"), "amount": 100,
        "cause": me(),
    },
    "entry": lambda firm, me, one, spare: {
        "id": spare("transfer"), "client_id": one("client"), "kind": "PREPAYMENT", "amount": 100,
        "balance_after": 100, "prepayment_id": one("prepayment"), "created_at": NOW,
    },
}  # fmt: skip

WORLD = (
    "firm", "person", "client", "firm_member", "owner", "client_user", "assignment", "session", "sign_in_throttle",
    "connection", "onboarding", "customer", "alert", "job", "event", "invoice", "line", "operation", "payment",
    "prepayment", "lot", "held", "due", "pending", "billed", "transfer", "entry",
)  # fmt: skip
"""What every firm of the world has. Settings are for the tests to add, and so is a cash account."""

SAMPLES = tuple({**_PEOPLE, **_SETTINGS, **_BILLING, **_BOOKS})
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
