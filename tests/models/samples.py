"""Rows that the database takes as they are, of two firms; and of a ghost: a firm with rows, but without a firm."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Row = tuple[str, dict[str, Any]]
"""A table, and the values of a row of it as SQLite has them."""

FIRM_A, FIRM_B, MISSING_FIRM = "A", "B", "ghost"
NOW = "2026-03-02 09:00:00.000000"
# Numbers of events: none of one firm's is another's.
_EVENT_SEQ = {FIRM_A: 1, FIRM_B: 2, MISSING_FIRM: 3}
_CURRENCIES = {FIRM_A: "EUR", FIRM_B: "USD", MISSING_FIRM: "EUR"}
# What other rows of their table have to point to, where two must not point to the same.
_NAMES_WITH_SPARE = ("person", "client", "invoice", "operation", "payment", "prepayment", "refund", "transfer")


def key(firm: str, name: str, generation: int = 1) -> str:
    """The id of a sample: always the same."""
    return uuid.uuid5(uuid.NAMESPACE_OID, f"{firm} {name} {generation}").hex


@dataclass(frozen=True)
class SampleIds:
    """What the rows of one firm's one generation are called."""

    firm: str
    name: str
    generation: int

    @property
    def currency(self) -> str:
        return _CURRENCIES[self.firm]

    @property
    def event(self) -> int:
        return _EVENT_SEQ[self.firm]

    def own_key(self) -> str:
        """The row itself."""
        return key(self.firm, self.name, self.generation)

    def id_of(self, name: str) -> str:
        """One that the world has."""
        return key(self.firm, name)

    def spare_id_of(self, name: str) -> str:
        """One that the world has, and that no row of the first generation points to."""
        return key(self.firm, name, min(self.generation, 2))


def sample(name: str, firm: str = FIRM_A, generation: int = 3) -> Row:
    """A row that is right in every way. The first generation is in the world, the third can be added to it."""
    ids = SampleIds(firm, name, generation)
    values = _ROW_FACTORIES[name](ids)
    if name not in ("firm", "person", "sign_in_throttle"):
        values = {"firm_id": ids.id_of("firm"), **values}
    table = _TABLES.get(name, name)
    if table == "account":
        values = {
            "id": ids.own_key(),
            "currency": ids.currency,
            "debits_posted": 0,
            "credits_posted": 0,
            "opened_at": NOW,
            **values,
        }
    if table in ("invoice", "payment", "prepayment", "transfer", "credit_entry", "refund", "dispute"):
        values["event_seq"] = ids.event
    if table in ("invoice", "payment", "prepayment", "account"):
        values["changed_seq"] = ids.event
    if name == "event" and generation > 1:
        values["seq"] = ids.event + 100
    return table, values


RowFactory = Callable[[SampleIds], dict[str, Any]]

_TABLES = {
    "owner": "firm_member", "connection": "provider_connection", "onboarding": "provider_connection",
    "settings": "payment_settings", "customer": "provider_customer", "session_of_user": "session",
    "line": "invoice_line", "entry": "credit_entry", "offline": "payment", "by_credits": "payment",
    "refund_of_prepayment": "refund", "dispute_of_prepayment": "dispute", "lot": "account", "held": "account",
    "held_for_refund": "account", "due": "account", "pending": "account", "billed": "account",
    "cash": "account",
}  # fmt: skip

_PEOPLE: dict[str, RowFactory] = {
    "firm": lambda at: {
        "id": at.own_key(), "name": at.firm, "currency": at.currency, "country": "FR", "time_zone": "Europe/Paris",
        "seq": 9, "last_invoice_number": 0, "cursor_key": b"k" * 32, "created_at": NOW,
    },
    "person": lambda at: {
        "id": at.own_key(), "email": f"{at.own_key()}@a.test", "name": "Ada", "created_at": NOW,
    },
    "firm_member": lambda at: {
        "id": at.own_key(), "person_id": at.spare_id_of("person"), "role": "EMPLOYEE", "manage_payments": 0, "manage_invoices": 0,
        "view_all_clients": 0, "created_at": NOW,
    },
    "owner": lambda at: {
        "id": at.own_key(), "person_id": key(at.firm, "person", 0), "role": "OWNER", "manage_payments": 0,
        "manage_invoices": 0, "view_all_clients": 0, "created_at": NOW,
    },
    "client": lambda at: {
        "id": at.own_key(), "name": "Client", "available": 0, "held": 0, "due": 0, "created_at": NOW,
    },
    "client_user": lambda at: {
        "id": at.own_key(), "client_id": at.id_of("client"), "person_id": at.spare_id_of("person"), "created_at": NOW,
    },
    "assignment": lambda at: {"member_id": at.id_of("firm_member"), "client_id": at.spare_id_of("client")},
    "session": lambda at: {
        "token_digest": at.own_key(), "member_id": at.id_of("firm_member"), "created_at": NOW, "expires_at": NOW,
    },
    "session_of_user": lambda at: {
        "token_digest": at.own_key(), "client_user_id": at.id_of("client_user"), "created_at": NOW, "expires_at": NOW,
    },
    "sign_in_throttle": lambda at: {"key": at.own_key(), "failures": 1, "last_failure_at": NOW},
}  # fmt: skip

_SETTINGS: dict[str, RowFactory] = {
    "connection": lambda at: {
        "id": at.own_key(), "kind": "STRIPE", "name": "Stripe", "account_id": at.own_key(), "livemode": 0, "status": "CONNECTED",
        "card_active": 1, "bank_debit_active": 0, "onboarding_token": at.own_key(), "created_at": NOW,
    },
    "onboarding": lambda at: {
        "id": at.own_key(), "kind": "STRIPE", "name": "Stripe", "livemode": 0, "status": "ONBOARDING",
        "card_active": 0, "bank_debit_active": 0, "onboarding_token": at.own_key(), "created_at": NOW,
    },
    "settings": lambda at: {
        "hide_invoices_from_clients": 0, "default_connection_id": at.id_of("connection"),
        "payment_method": "CARD_OR_BANK_DEBIT", "credit_application": "MANUAL", "prepayment_enabled": 1,
        "prepayment_method": "CARD", "prepayment_minimum": 10, "prepayment_maximum": 20,
    },
    "customer": lambda at: {
        "connection_id": at.id_of("connection"), "client_id": at.spare_id_of("client"), "customer_id": "cus_1",
    },
    "alert": lambda at: {
        "id": at.own_key(), "kind": "charge.slow", "subject_id": at.own_key(), "message": "Look.", "raised_at": NOW,
    },
    "job": lambda at: {
        "id": at.own_key(), "kind": "SYNC_PAYMENT", "subject_id": at.own_key(), "run_at": NOW, "attempts": 0, "wakes": 1,
        "created_at": NOW,
    },
    "operation": lambda at: {
        "id": at.own_key(), "membership_id": at.id_of("client_user"), "key": at.own_key(), "mutation": "payInvoice", "fingerprint": "f",
        "client_id": at.id_of("client"), "invoice_id": at.id_of("invoice"), "created_at": NOW,
    },
}  # fmt: skip

_BILLING: dict[str, RowFactory] = {
    "invoice": lambda at: {
        "id": at.own_key(), "client_id": at.id_of("client"), "number": at.own_key(), "status": "UNPAID", "total": 100, "paid": 0,
        "pending": 0, "deposit_requested": 50, "issued_on": "2026-03-02", "created_at": NOW,
    },
    "line": lambda at: {
        "invoice_id": at.spare_id_of("invoice"), "position": 0, "description": "Work", "quantity": "1", "unit_price": 100,
        "amount": 100,
    },
    "payment": lambda at: {
        "id": at.own_key(), "client_id": at.id_of("client"), "invoice_id": at.id_of("invoice"),
        "operation_id": at.id_of("operation"), "amount": 100, "applied": 0, "refunded": 0, "paid_by": "CARD",
        "method": "CARD", "status": "REQUIRES_ACTION", "connection_id": at.id_of("connection"), "intent_id": at.own_key(),
        "created_at": NOW,
    },
    "by_credits": lambda at: {
        "id": at.own_key(), "client_id": at.id_of("client"), "invoice_id": at.id_of("invoice"), "amount": 100, "applied": 100,
        "refunded": 0, "paid_by": "CREDITS", "status": "SUCCEEDED", "settled_at": NOW, "created_at": NOW,
    },
    "offline": lambda at: {
        "id": at.own_key(), "client_id": at.id_of("client"), "invoice_id": at.id_of("invoice"), "amount": 100, "applied": 100,
        "refunded": 0, "paid_by": "OFFLINE", "offline_method": "CASH", "status": "SUCCEEDED", "settled_at": NOW,
        "created_at": NOW,
    },
    "prepayment": lambda at: {
        "id": at.own_key(), "client_id": at.id_of("client"), "operation_id": at.id_of("operation"), "amount": 100, "refunded": 0,
        "method": "CARD", "status": "REQUIRES_ACTION", "connection_id": at.id_of("connection"), "intent_id": at.own_key(),
        "created_at": NOW,
    },
}  # fmt: skip

_REFUNDS_AND_DISPUTES: dict[str, RowFactory] = {
    "refund": lambda at: {
        "id": at.own_key(), "client_id": at.id_of("client"), "payment_id": at.id_of("payment"), "amount": 100, "lost": 0,
        "operation_id": None if at.generation == 2 else at.spare_id_of("operation"),
        "connection_id": at.id_of("connection"), "provider_refund_id": at.own_key(),
        "status": "PROCESSING", "reason": "Because", "created_at": NOW,
    },
    "refund_of_prepayment": lambda at: {
        "id": at.own_key(), "client_id": at.id_of("client"), "prepayment_id": at.id_of("prepayment"), "amount": 100, "lost": 0,
        "connection_id": at.id_of("connection"), "provider_refund_id": at.own_key(), "status": "SUCCEEDED",
        "settled_at": NOW, "reason": "Because", "created_at": NOW,
    },
    "dispute": lambda at: {
        "id": at.own_key(), "client_id": at.id_of("client"), "payment_id": at.id_of("payment"), "amount": 100,
        "connection_id": at.id_of("connection"), "provider_dispute_id": at.own_key(), "status": "OPEN", "withdrawals": 1,
        "reinstatements": 0, "created_at": NOW,
    },
    "dispute_of_prepayment": lambda at: {
        "id": at.own_key(), "client_id": at.id_of("client"), "prepayment_id": at.id_of("prepayment"), "amount": 100,
        "connection_id": at.id_of("connection"), "provider_dispute_id": at.own_key(), "status": "WON", "withdrawals": 1,
        "reinstatements": 1, "created_at": NOW,
    },
}  # fmt: skip

_LEDGER: dict[str, RowFactory] = {
    "event": lambda at: {
        "seq": at.event, "kind": "invoice.paid", "member_id": at.id_of("firm_member"), "client_id": at.id_of("client"),
        "at": NOW,
    },
    "lot": lambda at: {
        "kind": "LOT", "client_id": at.id_of("client"), "source": "PREPAYMENT", "prepayment_id": at.spare_id_of("prepayment"),
    },
    "held": lambda at: {"kind": "HELD", "client_id": at.id_of("client"), "payment_id": at.spare_id_of("payment")},
    "held_for_refund": lambda at: {"kind": "HELD", "client_id": at.id_of("client"), "refund_id": at.spare_id_of("refund")},
    "due": lambda at: {"kind": "RECEIVABLE", "client_id": at.id_of("client"), "invoice_id": at.spare_id_of("invoice")},
    "pending": lambda at: {
        "kind": "PENDING", "client_id": at.id_of("client"), "invoice_id": at.id_of("invoice"),
        "payment_id": at.spare_id_of("payment"),
    },
    "billed": lambda _: {"kind": "BILLED_CLEARING"},
    "cash": lambda _: {"kind": "CASH_PROVIDER"},
    "transfer": lambda at: {
        "id": at.own_key(), "currency": at.currency, "debit_id": at.id_of("due"), "credit_id": at.id_of("billed"), "amount": 100,
        "code": "INVOICE_ISSUED", "reference": at.own_key(),
    },
    "entry": lambda at: {
        "id": at.spare_id_of("transfer"), "client_id": at.id_of("client"), "kind": "PREPAYMENT", "amount": 100,
        "balance_after": 100, "prepayment_id": at.id_of("prepayment"), "operation_id": at.spare_id_of("operation"),
        "created_at": NOW,
    },
}  # fmt: skip

_ROW_FACTORIES = {**_PEOPLE, **_SETTINGS, **_BILLING, **_REFUNDS_AND_DISPUTES, **_LEDGER}

SEEDED_ROWS = (
    "firm", "person", "client", "firm_member", "owner", "client_user", "assignment", "session", "sign_in_throttle",
    "connection", "onboarding", "customer", "alert", "job", "event", "invoice", "line", "operation", "payment",
    "prepayment", "refund", "refund_of_prepayment", "dispute", "dispute_of_prepayment", "lot", "held",
    "held_for_refund", "due", "pending", "billed", "transfer", "entry",
)  # fmt: skip
"""What every firm of the world has. Settings are for the tests to add, and so is a cash account."""

SAMPLES = tuple(_ROW_FACTORIES)
# A firm has one of these, which the world's have.
SINGLETONS = ("owner", "onboarding", "billed")


def insert(connection: sqlite3.Connection, row: Row) -> int:
    """Add the row. The number that SQLite has for it."""
    table, values = row
    marks = ", ".join("?" * len(values))
    cursor = connection.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", tuple(values.values()))
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def seed_database(connection: sqlite3.Connection) -> None:
    """Two firms with one of everything, and the ghost. Foreign keys are off: the ghost's rows break them."""
    for firm in (FIRM_A, FIRM_B, MISSING_FIRM):
        for name in SEEDED_ROWS:
            if (firm, name) != (MISSING_FIRM, "firm"):
                insert(connection, sample(name, firm, 1))
            if name == "person":
                insert(connection, sample(name, firm, 0))  # who sits in the owner's seat
            if name in _NAMES_WITH_SPARE:
                insert(connection, sample(name, firm, 2))
