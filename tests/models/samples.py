"""Valid sample rows of two firms, and of a missing firm: rows whose firm does not exist."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Row = tuple[str, dict[str, Any]]
"""A table and the values of one of its rows, as SQLite stores them."""

FIRM_A, FIRM_B, MISSING_FIRM = "A", "B", "missing"
NOW = "2026-03-02 09:00:00.000000"
# Event numbers differ between firms, so that a reference to another firm's event is dangling.
_EVENT_SEQ = {FIRM_A: 1, FIRM_B: 2, MISSING_FIRM: 3}
_CURRENCIES = {FIRM_A: "EUR", FIRM_B: "USD", MISSING_FIRM: "EUR"}
# A second row of these is seeded, for tests of rows that must not share a unique reference.
_NAMES_WITH_SPARE = (
    "person", "client", "invoice", "operation", "payment", "prepayment", "refund", "transfer", "webhook_endpoint",
)  # fmt: skip


def key(firm: str, name: str, generation: int = 1) -> str:
    """Return the deterministic id of a sample."""
    return uuid.uuid5(uuid.NAMESPACE_OID, f"{firm} {name} {generation}").hex


@dataclass(frozen=True)
class SampleIds:
    """Ids for one sample of a firm. Generation 1 is seeded, 2 is the spare row, 3 is for tests to insert."""

    firm: str
    name: str
    generation: int

    @property
    def currency(self) -> str:
        return _CURRENCIES[self.firm]

    @property
    def event(self) -> int:
        return _EVENT_SEQ[self.firm]

    @property
    def own(self) -> str:
        """The id of the sample itself."""
        return key(self.firm, self.name, self.generation)

    def id_of(self, name: str) -> str:
        """Return the id of a seeded row."""
        return key(self.firm, name)

    def spare_id(self, name: str) -> str:
        """Return the id of a seeded row that no row of the first generation refers to."""
        return key(self.firm, name, min(self.generation, 2))


def sample(name: str, firm: str = FIRM_A, generation: int = 3) -> Row:
    """Return a valid row. The first generation is seeded, the third can be inserted beside it."""
    ids = SampleIds(firm, name, generation)
    values = _ROW_FACTORIES[name](ids)
    if name not in ("firm", "person", "sign_in_throttle", "known_origin", "password_reset"):
        values = {"firm_id": ids.id_of("firm"), **values}
    table = _TABLES.get(name, name)
    if table == "account":
        values = {
            "id": ids.own,
            "currency": ids.currency,
            "debits_posted": 0,
            "credits_posted": 0,
            "opened_at": NOW,
            **values,
        }
    if table in ("invoice", "payment", "prepayment", "transfer", "credit_entry", "refund", "dispute", "notice"):
        values["event_seq"] = ids.event
    if table in ("invoice", "payment", "prepayment", "account", "refund", "dispute"):
        values["changed_seq"] = ids.event
    if name == "event" and generation > 1:
        values["seq"] = ids.event + 100
    return table, values


RowFactory = Callable[[SampleIds], dict[str, Any]]

_TABLES = {
    "owner": "firm_member", "connection": "provider_connection", "onboarding": "provider_connection",
    "settings": "payment_settings", "customer": "provider_customer", "session_of_user": "session",
    "invitation_of_user": "invitation",
    "line": "invoice_line", "entry": "credit_entry", "offline": "payment", "by_credits": "payment",
    "refund_of_prepayment": "refund", "dispute_of_prepayment": "dispute", "lot": "account", "held": "account",
    "held_for_refund": "account", "receivable": "account", "pending": "account", "billed_clearing": "account",
    "cash": "account", "notice_of_prepayment": "notice", "notice_of_refund": "notice", "notice_of_dispute": "notice",
    "notice_of_invoice": "notice", "notice_of_entry": "notice", "notice_of_connection": "notice",
}  # fmt: skip

_PEOPLE: dict[str, RowFactory] = {
    "firm": lambda ids: {
        "id": ids.own, "name": ids.firm, "currency": ids.currency, "country": "FR", "time_zone": "Europe/Paris",
        "locale": "fr", "seq": 9, "last_invoice_number": 0, "last_payment_number": 0, "cursor_key": b"k" * 32,
        "created_at": NOW,
    },
    "person": lambda ids: {
        "id": ids.own, "email": f"{ids.own}@a.test", "name": "Ada", "search_key": "ada", "created_at": NOW,
    },
    "former_time_zone": lambda ids: {"until": f"2026-01-0{ids.generation}", "time_zone": "America/New_York"},
    "firm_member": lambda ids: {
        "id": ids.own, "person_id": ids.spare_id("person"), "role": "EMPLOYEE", "manage_payments": 0,
        "manage_invoices": 0, "view_all_clients": 0, "manage_clients": 0, "created_at": NOW,
    },
    "owner": lambda ids: {
        "id": ids.own, "person_id": key(ids.firm, "person", 0), "role": "OWNER", "manage_payments": 0,
        "manage_invoices": 0, "view_all_clients": 0, "manage_clients": 0, "created_at": NOW,
    },
    "client": lambda ids: {
        "id": ids.own, "name": "Client", "name_key": "client", "search_key": "client", "reference_key": ids.own,
        "available": 0, "held": 0, "due": 0, "pending": 0,
        "created_at": NOW,
    },
    "client_user": lambda ids: {
        "id": ids.own, "client_id": ids.id_of("client"), "person_id": ids.spare_id("person"), "created_at": NOW,
    },
    "assignment": lambda ids: {"member_id": ids.id_of("firm_member"), "client_id": ids.spare_id("client")},
    "session": lambda ids: {
        "token_digest": ids.own, "id": ids.own, "member_id": ids.id_of("firm_member"), "created_at": NOW,
        "last_seen_at": NOW, "expires_at": NOW,
    },
    "session_of_user": lambda ids: {
        "token_digest": ids.own, "id": ids.own, "client_user_id": ids.id_of("client_user"), "created_at": NOW,
        "last_seen_at": NOW, "expires_at": NOW,
    },
    "invitation": lambda ids: {
        "id": ids.own, "event_seq": ids.event, "email": f"{ids.own}@a.test", "name": "Ada", "role": "EMPLOYEE",
        "operation_id": ids.spare_id("operation"), "manage_payments": 0, "manage_invoices": 0, "view_all_clients": 0,
        "manage_clients": 0, "generation": 1, "token_digest": ids.own, "created_at": NOW, "expires_at": NOW,
    },
    "invitation_of_user": lambda ids: {
        "id": ids.own, "event_seq": ids.event, "email": f"{ids.own}@a.test", "name": "Ada",
        "client_id": ids.id_of("client"), "manage_payments": 0, "manage_invoices": 0, "view_all_clients": 0,
        "manage_clients": 0, "generation": 1, "token_digest": ids.own, "created_at": NOW, "expires_at": NOW,
    },
    "invitation_client": lambda ids: {
        "invitation_id": ids.id_of("invitation"), "client_id": ids.spare_id("client"),
    },
    "password_reset": lambda ids: {
        "id": ids.own, "email": "ada@a.test", "locale": "en", "person_id": ids.id_of("person"),
        "token_digest": ids.own, "created_at": NOW, "expires_at": NOW,
    },
    "sign_in_throttle": lambda ids: {"key": ids.own, "failures": 1, "last_failure_at": NOW},
    "known_origin": lambda ids: {
        "person_id": ids.id_of("person"), "origin": f"network:{ids.own}", "signed_in_at": NOW,
    },
}  # fmt: skip

_SETTINGS: dict[str, RowFactory] = {
    "connection": lambda ids: {
        "id": ids.own, "kind": "STRIPE", "name": "Stripe", "account_id": ids.own, "livemode": 0, "status": "CONNECTED",
        "card_active": 1, "bank_debit_active": 0, "onboarding_token": ids.own, "created_at": NOW,
    },
    "onboarding": lambda ids: {
        "id": ids.own, "kind": "STRIPE", "name": "Stripe", "livemode": 0, "status": "ONBOARDING",
        "card_active": 0, "bank_debit_active": 0, "onboarding_token": ids.own, "created_at": NOW,
    },
    "settings": lambda ids: {
        "hide_invoices_from_clients": 0, "default_connection_id": ids.id_of("connection"),
        "payment_method": "CARD_OR_BANK_DEBIT", "credit_application": "MANUAL", "prepayment_enabled": 1,
        "prepayment_method": "CARD", "prepayment_minimum": 10, "prepayment_maximum": 20,
    },
    "customer": lambda ids: {
        "connection_id": ids.id_of("connection"), "client_id": ids.spare_id("client"), "customer_id": "cus_1",
    },
    "alert": lambda ids: {
        "id": ids.own, "kind": "charge.slow", "subject_id": ids.own, "message": "Look.", "raised_at": NOW,
    },
    "job": lambda ids: {
        "id": ids.own, "kind": "SYNC_PAYMENT", "subject_id": ids.own, "run_at": NOW, "attempts": 0, "wakes": 1,
        "created_at": NOW,
    },
    "mail": lambda ids: {
        "id": ids.own, "kind": "NOTICE", "subject_id": ids.own, "generation": 1, "address": "ada@a.test", "name": "Ada",
        "locale": "en", "status": "QUEUED", "attempts": 0, "created_at": NOW, "expires_at": NOW,
    },
    "operation": lambda ids: {
        "id": ids.own, "membership_id": ids.id_of("client_user"), "key": ids.own, "mutation": "payInvoice",
        "fingerprint": "f",
        "client_id": ids.id_of("client"), "invoice_id": ids.id_of("invoice"), "created_at": NOW,
    },
}  # fmt: skip

_BILLING: dict[str, RowFactory] = {
    "invoice": lambda ids: {
        "id": ids.own, "client_id": ids.id_of("client"), "number": ids.own, "number_key": ids.own,
        "number_order_key": ids.own, "search_key": ids.own, "status": "UNPAID", "total": 100, "paid": 0, "pending": 0,
        "deposit_requested": 50, "issued_on": "2026-03-02", "created_at": NOW,
    },
    "line": lambda ids: {
        "invoice_id": ids.spare_id("invoice"), "position": 0, "description": "Work", "quantity": "1", "unit_price": 100,
        "amount": 100,
    },
    "payment": lambda ids: {
        "id": ids.own, "client_id": ids.id_of("client"), "invoice_id": ids.id_of("invoice"),
        "operation_id": ids.id_of("operation"), "amount": 100, "applied": 0, "refunded": 0, "paid_by": "CARD",
        "method": "CARD", "status": "REQUIRES_ACTION", "connection_id": ids.id_of("connection"), "intent_id": ids.own,
        "created_at": NOW,
    },
    "by_credits": lambda ids: {
        "id": ids.own, "client_id": ids.id_of("client"), "invoice_id": ids.id_of("invoice"), "amount": 100,
        "applied": 100,
        "refunded": 0, "paid_by": "CREDITS", "status": "SUCCEEDED", "settled_at": NOW, "created_at": NOW,
        "number": ids.generation,
    },
    "offline": lambda ids: {
        "id": ids.own, "client_id": ids.id_of("client"), "invoice_id": ids.id_of("invoice"), "amount": 100,
        "applied": 100,
        "refunded": 0, "paid_by": "OFFLINE", "offline_method": "CASH", "status": "SUCCEEDED", "settled_at": NOW,
        "number": 10 + ids.generation, "received_on": "2026-03-02",
        "created_at": NOW,
    },
    "prepayment": lambda ids: {
        "id": ids.own, "client_id": ids.id_of("client"), "operation_id": ids.id_of("operation"), "amount": 100,
        "refunded": 0,
        "method": "CARD", "status": "REQUIRES_ACTION", "connection_id": ids.id_of("connection"), "intent_id": ids.own,
        "created_at": NOW,
    },
}  # fmt: skip

_REFUNDS_AND_DISPUTES: dict[str, RowFactory] = {
    "refund": lambda ids: {
        "id": ids.own, "client_id": ids.id_of("client"), "payment_id": ids.id_of("payment"), "amount": 100, "lost": 0,
        "operation_id": None if ids.generation == 2 else ids.spare_id("operation"),
        "connection_id": ids.id_of("connection"), "provider_refund_id": ids.own,
        "status": "PROCESSING", "reason": "Because", "created_at": NOW,
    },
    "refund_of_prepayment": lambda ids: {
        "id": ids.own, "client_id": ids.id_of("client"), "prepayment_id": ids.id_of("prepayment"), "amount": 100,
        "lost": 0,
        "connection_id": ids.id_of("connection"), "provider_refund_id": ids.own, "status": "SUCCEEDED",
        "settled_at": NOW, "reason": "Because", "created_at": NOW,
    },
    "dispute": lambda ids: {
        "id": ids.own, "client_id": ids.id_of("client"), "payment_id": ids.id_of("payment"), "amount": 100,
        "connection_id": ids.id_of("connection"), "provider_dispute_id": ids.own, "status": "OPEN", "withdrawals": 1,
        "reinstatements": 0, "created_at": NOW,
    },
    "dispute_of_prepayment": lambda ids: {
        "id": ids.own, "client_id": ids.id_of("client"), "prepayment_id": ids.id_of("prepayment"), "amount": 100,
        "connection_id": ids.id_of("connection"), "provider_dispute_id": ids.own, "status": "WON", "withdrawals": 1,
        "reinstatements": 1, "created_at": NOW, "closed_at": NOW,
    },
}  # fmt: skip

_LEDGER: dict[str, RowFactory] = {
    "event": lambda ids: {
        "seq": ids.event, "kind": "invoice.paid", "member_id": ids.id_of("firm_member"),
        "client_id": ids.id_of("client"), "at": NOW, "id": ids.own, "subject_type": "INVOICE",
        "subject_id": ids.id_of("invoice"),
    },
    "event_change": lambda ids: {
        "event_seq": ids.event, "position": ids.generation, "field": "name", "before": "Ada", "after": "Bob",
    },
    "lot": lambda ids: {
        "kind": "LOT", "client_id": ids.id_of("client"), "source": "PREPAYMENT",
        "prepayment_id": ids.spare_id("prepayment"),
    },
    "held": lambda ids: {"kind": "HELD", "client_id": ids.id_of("client"), "payment_id": ids.spare_id("payment")},
    "held_for_refund": lambda ids: {
        "kind": "HELD", "client_id": ids.id_of("client"), "refund_id": ids.spare_id("refund"),
    },
    "receivable": lambda ids: {
        "kind": "RECEIVABLE", "client_id": ids.id_of("client"), "invoice_id": ids.spare_id("invoice"),
    },
    "pending": lambda ids: {
        "kind": "PENDING", "client_id": ids.id_of("client"), "invoice_id": ids.id_of("invoice"),
        "payment_id": ids.spare_id("payment"),
    },
    "billed_clearing": lambda _: {"kind": "BILLED_CLEARING"},
    "cash": lambda _: {"kind": "CASH_PROVIDER"},
    "transfer": lambda ids: {
        "id": ids.own, "currency": ids.currency, "debit_id": ids.id_of("receivable"),
        "credit_id": ids.id_of("billed_clearing"), "amount": 100,
        "code": "INVOICE_ISSUED", "reference": ids.own,
    },
    "entry": lambda ids: {
        "id": ids.spare_id("transfer"), "client_id": ids.id_of("client"), "kind": "PREPAYMENT", "amount": 100,
        "balance_after": 100, "prepayment_id": ids.id_of("prepayment"), "operation_id": ids.spare_id("operation"),
        "created_at": NOW,
    },
}  # fmt: skip


def _notice(ids: SampleIds, kind: str, **subject: str) -> dict[str, Any]:
    return {
        "id": ids.own, "kind": kind, "reference": ids.own, "client_id": ids.id_of("client"), **subject,
        "arguments": "{}", "created_at": NOW,
    }  # fmt: skip


_NOTICES: dict[str, RowFactory] = {
    "notice": lambda ids: _notice(ids, "PAYMENT_RECEIVED", payment_id=ids.id_of("payment")),
    "notice_of_prepayment": lambda ids: _notice(ids, "PREPAYMENT_RECEIVED", prepayment_id=ids.id_of("prepayment")),
    "notice_of_refund": lambda ids: _notice(ids, "REFUND_FAILED", refund_id=ids.id_of("refund")),
    "notice_of_dispute": lambda ids: _notice(ids, "DISPUTE_OPENED", dispute_id=ids.id_of("dispute")),
    "notice_of_invoice": lambda ids: _notice(ids, "INVOICE_ISSUED", invoice_id=ids.id_of("invoice")),
    "notice_of_entry": lambda ids: _notice(ids, "CREDIT_ADDED", entry_id=ids.id_of("transfer")),
    "notice_of_connection": lambda ids: {
        **_notice(ids, "PROVIDER_RESTRICTED", connection_id=ids.id_of("connection")), "client_id": None,
    },
    "notice_read": lambda ids: {"membership_id": ids.own, "notice_id": ids.id_of("notice"), "read_at": NOW},
    "notice_watermark": lambda ids: {"membership_id": ids.own, "until_seq": 1, "read_at": NOW},
    "notice_preference": lambda ids: {"membership_id": ids.own, "kind": "PAYMENT_STUCK", "by_email": 1},
}  # fmt: skip

_WEBHOOKS: dict[str, RowFactory] = {
    "webhook_endpoint": lambda ids: {
        "id": ids.own, "operation_id": None if ids.generation == 2 else ids.spare_id("operation"),
        "url": "https://a.test/", "status": "ACTIVE",
        "secret_version": 2, "oldest_secret_version": 1, "secret_rotated_at": NOW, "created_at": NOW,
    },
    "webhook_delivery": lambda ids: {
        "id": ids.own, "endpoint_id": ids.spare_id("webhook_endpoint"), "notice_id": ids.id_of("notice"),
        "attempts": 1, "next_attempt_at": NOW, "last_status": 500, "last_error": "STATUS", "created_at": NOW,
    },
}  # fmt: skip

_ROW_FACTORIES = {**_WEBHOOKS, **_PEOPLE, **_SETTINGS, **_BILLING, **_REFUNDS_AND_DISPUTES, **_LEDGER, **_NOTICES}

SEEDED_ROWS = (
    "firm", "former_time_zone", "person", "client", "firm_member", "owner", "client_user", "assignment", "session",
    "sign_in_throttle",
    "known_origin",
    "connection", "onboarding", "customer", "alert", "job", "mail", "event", "event_change", "invoice", "line",
    "operation", "payment", "prepayment", "invitation", "invitation_of_user", "invitation_client", "password_reset",
    "refund", "refund_of_prepayment", "dispute", "dispute_of_prepayment", "lot", "held",
    "held_for_refund", "receivable", "pending", "billed_clearing", "transfer", "entry", "notice",
    "webhook_endpoint", "webhook_delivery",
)  # fmt: skip
"""The samples that are seeded for every firm. Tests insert the others."""

SAMPLES = tuple(_ROW_FACTORIES)
# A firm has at most one of these, and the seeded firms have it.
SINGLETONS = ("owner", "onboarding", "billed_clearing")


def insert(connection: sqlite3.Connection, row: Row) -> int:
    """Insert the row and return its rowid."""
    table, values = row
    placeholders = ", ".join("?" * len(values))
    cursor = connection.execute(
        f"INSERT INTO {table} ({', '.join(values)}) VALUES ({placeholders})", tuple(values.values())
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def seed_database(connection: sqlite3.Connection) -> None:
    """Insert the rows of two firms and of the missing firm. Foreign keys must be off for the latter."""
    for firm in (FIRM_A, FIRM_B, MISSING_FIRM):
        for name in SEEDED_ROWS:
            if (firm, name) != (MISSING_FIRM, "firm"):
                insert(connection, sample(name, firm, 1))
            if name == "person":
                insert(connection, sample(name, firm, 0))  # the owner
            if name in _NAMES_WITH_SPARE:
                insert(connection, sample(name, firm, 2))
