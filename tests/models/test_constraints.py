"""Each CHECK and UNIQUE constraint refuses a row that violates it and nothing else, so the ledger stays consistent.

The database is created by the migrations. A constraint without a case fails, and so does a case without a constraint.
"""

from __future__ import annotations

import re
import sqlite3
from typing import Any

import pytest
from sqlalchemy import Enum

import models
from tests.models.samples import FIRM_A, FIRM_B, insert, key, sample
from tests.models.schema import constraints, of_kind

Case = tuple[str, dict[str, Any]]

# The columns that are set when a payment or prepayment settles.
SETTLED = {"settled_at": "2026-03-02", "number": 30, "received_on": "2026-03-02"}

# For each CHECK: samples and the changes that violate it by the least possible amount.
CHECKS: dict[str, list[Case]] = {
    "ck_firm_currency": [("firm", {"currency": "EU"}), ("firm", {"currency": "EURO"})],
    "ck_firm_country": [("firm", {"country": "F"}), ("firm", {"country": "FRA"})],
    "ck_firm_seq": [("firm", {"seq": -1})],
    "ck_person_email_lower": [("person", {"email": "Ada@a.test"})],
    "ck_client_available": [("client", {"available": -1})],
    "ck_client_held": [("client", {"held": -1})],
    "ck_client_due": [("client", {"due": -1})],
    "ck_client_pending": [("client", {"pending": -1})],
    "ck_provider_connection_account": [
        ("connection", {"account_id": None}),
        ("connection", {"account_id": None, "status": "RESTRICTED"}),
    ],
    "ck_payment_settings_prepayment_method_follows": [
        ("settings", {"payment_method": "CARD", "prepayment_method": "BANK_DEBIT"}),
        ("settings", {"payment_method": "BANK_DEBIT", "prepayment_method": "CARD_OR_BANK_DEBIT"}),
    ],
    "ck_payment_settings_minimum": [("settings", {"prepayment_minimum": 0})],
    "ck_payment_settings_maximum": [("settings", {"prepayment_minimum": None, "prepayment_maximum": 0})],
    "ck_payment_settings_range": [("settings", {"prepayment_minimum": 21})],
    "ck_job_lease": [("job", {"lease_id": key(FIRM_A, "lease")}), ("job", {"leased_until": "2026-03-02"})],
    "ck_mail_generation": [("mail", {"generation": 0})],
    "ck_mail_attempts": [
        ("mail", {"attempts": -1, "attempted_at": "2026-03-02"}),
        ("mail", {"attempts": 1}),
        ("mail", {"attempted_at": "2026-03-02"}),
    ],
    "ck_webhook_endpoint_secret_version": [
        ("webhook_endpoint", {"oldest_secret_version": 0}),
        ("webhook_endpoint", {"oldest_secret_version": 3}),
        ("webhook_endpoint", {"secret_rotated_at": None}),
    ],
    "ck_webhook_endpoint_failing_since": [
        ("webhook_endpoint", {"failing_since": "2026-03-02"}),
        ("webhook_endpoint", {"status": "FAILING"}),
    ],
    "ck_webhook_delivery_attempts": [("webhook_delivery", {"attempts": -1})],
    "ck_webhook_delivery_succeeded": [
        ("webhook_delivery", {"succeeded_at": "2026-03-02", "last_error": None}),
        ("webhook_delivery", {"succeeded_at": "2026-03-02", "next_attempt_at": None}),
    ],
    "ck_webhook_delivery_last_status": [("webhook_delivery", {"last_status": None})],
    "ck_mail_ended_at": [("mail", {"status": "SENT"}), ("mail", {"ended_at": "2026-03-02"})],
    "ck_session_one_seat": [
        ("session", {"client_user_id": key(FIRM_A, "client_user")}),
        ("session", {"member_id": None}),
    ],
    "ck_invitation_one_target": [
        ("invitation", {"client_id": key(FIRM_A, "client")}),
        ("invitation", {"role": None}),
    ],
    "ck_invitation_one_end": [("invitation", {"accepted_at": "2026-03-02", "revoked_at": "2026-03-02"})],
    "ck_invitation_generation": [("invitation", {"generation": 0})],
    "ck_password_reset_token": [
        ("password_reset", {"person_id": None}),
        ("password_reset", {"token_digest": None}),
    ],
    "ck_event_one_actor": [("event", {"client_user_id": key(FIRM_A, "client_user")})],
    "ck_event_seq": [("event", {"seq": 0})],
    "ck_event_subject": [("event", {"subject_type": None}), ("event", {"subject_id": None})],
    "ck_event_change_position": [("event_change", {"position": -1})],
    "ck_event_change_changed": [("event_change", {"before": None, "after": None})],
    "ck_event_change_different": [("event_change", {"before": "Bob"})],
    "ck_invoice_total": [
        ("invoice", {"status": "DRAFT", "issued_on": None, "total": -1, "deposit_requested": None}),
    ],
    "ck_invoice_paid": [("invoice", {"status": "PAID", "total": -1, "paid": -1, "deposit_requested": None})],
    "ck_invoice_pending": [("invoice", {"pending": -1})],
    "ck_invoice_not_overpaid": [
        ("invoice", {"pending": 101}),
        ("invoice", {"status": "PAID", "paid": 100, "pending": 1}),
        ("invoice", {"status": "PARTIALLY_PAID", "paid": 60, "pending": 41}),
    ],
    "ck_invoice_deposit": [("invoice", {"deposit_requested": 0}), ("invoice", {"deposit_requested": 101})],
    "ck_invoice_status_by_settled_money": [
        ("invoice", {"status": "DRAFT", "issued_on": None, "paid": 1}),
        ("invoice", {"status": "DRAFT", "issued_on": None, "pending": 1}),
        ("invoice", {"status": "VOID", "paid": 1, "voided_at": "2026-03-02"}),
        ("invoice", {"status": "VOID", "pending": 1, "voided_at": "2026-03-02"}),
        ("invoice", {"status": "UNPAID", "paid": 1}),
        ("invoice", {"status": "UNPAID", "total": 0, "deposit_requested": None}),
        ("invoice", {"status": "PARTIALLY_PAID", "paid": 0}),
        ("invoice", {"status": "PARTIALLY_PAID", "paid": 100}),
        ("invoice", {"status": "PAID", "paid": 99}),
        ("invoice", {"status": "PAID", "paid": 0, "pending": 100}),
    ],
    "ck_invoice_issued_on": [("invoice", {"issued_on": None}), ("invoice", {"status": "DRAFT"})],
    "ck_invoice_voided_at": [("invoice", {"status": "VOID"}), ("invoice", {"voided_at": "2026-03-02"})],
    "ck_invoice_line_unit_price": [("line", {"unit_price": -1})],
    "ck_invoice_line_amount": [("line", {"amount": -1})],
    "ck_payment_amount": [("payment", {"amount": 0}), ("by_credits", {"amount": 0, "applied": 0})],
    "ck_payment_applied": [
        ("payment", {"refunded": -1}),
        ("payment", {"refunded": 101}),
        ("by_credits", {"applied": -1}),
        ("by_credits", {"applied": 101}),
        ("offline", {"applied": 60, "refunded": 41}),
    ],
    "ck_payment_applied_when_succeeded": [
        ("payment", {"applied": 1}),
        ("payment", {"status": "RELEASED", "applied": 1}),
    ],
    "ck_payment_provider": [
        ("payment", {"connection_id": None}),
        ("payment", {"paid_by": "BANK_DEBIT", "method": "BANK_DEBIT", "connection_id": None}),
        ("by_credits", {"connection_id": key(FIRM_A, "connection")}),
        ("offline", {"connection_id": key(FIRM_A, "connection")}),
    ],
    "ck_payment_method_as_paid_by": [("payment", {"method": "BANK_DEBIT"}), ("by_credits", {"method": "CARD"})],
    "ck_payment_offline_method": [("offline", {"offline_method": None}), ("payment", {"offline_method": "CASH"})],
    "ck_payment_settled_at": [
        ("by_credits", {"settled_at": None, "number": None}),
        ("payment", SETTLED),
        ("payment", {"status": "FAILED", **SETTLED}),
        ("payment", {"status": "CANCELED", **SETTLED}),
    ],
    "ck_payment_number": [("offline", {"number": None}), ("payment", {"number": 30})],
    "ck_payment_received_on": [
        ("offline", {"received_on": None}),
        ("by_credits", {"received_on": "2026-03-02"}),
        ("payment", {"received_on": "2026-03-02"}),
    ],
    "ck_payment_intent": [
        ("payment", {"intent_id": None}),
        ("payment", {"intent_id": None, "status": "PROCESSING"}),
        ("offline", {"status": "PROCESSING", "applied": 0, **dict.fromkeys(SETTLED)}),
    ],
    "ck_payment_ended_at": [
        ("payment", {"ended_at": "2026-03-02"}),
        ("payment", {"status": "PROCESSING", "ended_at": "2026-03-02"}),
        ("payment", {"status": "CREATING", "ended_at": "2026-03-02"}),
    ],
    "ck_notice_one_subject": [
        ("notice", {"payment_id": None}),
        ("notice", {"invoice_id": key(FIRM_A, "invoice")}),
        ("notice_of_connection", {"connection_id": None}),
        ("notice_of_connection", {"kind": "PREPAYMENT_UNAVAILABLE", "payment_id": key(FIRM_A, "payment")}),
    ],
    "ck_notice_of_client": [
        ("notice", {"client_id": None}),
        ("notice_of_connection", {"client_id": key(FIRM_A, "client")}),
    ],
    "ck_prepayment_amount": [("prepayment", {"amount": 0})],
    "ck_prepayment_refunded": [("prepayment", {"refunded": -1}), ("prepayment", {"refunded": 101})],
    "ck_prepayment_provider": [("prepayment", {"connection_id": None}), ("prepayment", {"method": None})],
    "ck_prepayment_never_released": [("prepayment", {"status": "RELEASED"})],
    "ck_prepayment_settled_at": [
        ("prepayment", {"status": "SUCCEEDED"}),
        ("prepayment", SETTLED),
    ],
    "ck_prepayment_number": [("prepayment", {"number": 30})],
    "ck_prepayment_received_on": [("prepayment", {"received_on": "2026-03-02"})],
    "ck_prepayment_intent": [
        ("prepayment", {"intent_id": None}),
        ("prepayment", {"intent_id": None, "status": "PROCESSING"}),
    ],
    "ck_prepayment_ended_at": [
        ("prepayment", {"ended_at": "2026-03-02"}),
        ("prepayment", {"status": "PROCESSING", "ended_at": "2026-03-02"}),
        ("prepayment", {"status": "CREATING", "ended_at": "2026-03-02"}),
    ],
    "ck_refund_amount": [("refund", {"amount": 0})],
    "ck_refund_lost": [("refund", {"lost": -1}), ("refund", {"lost": 101})],
    "ck_refund_of_one": [
        ("refund", {"payment_id": None}),
        ("refund", {"prepayment_id": key(FIRM_A, "prepayment")}),
    ],
    "ck_refund_settled_at": [
        ("refund", {"settled_at": "2026-03-02"}),
        ("refund", {"status": "FAILED", "settled_at": "2026-03-02"}),
        ("refund_of_prepayment", {"settled_at": None}),
    ],
    "ck_refund_known": [("refund", {"provider_refund_id": None})],
    "ck_refund_provider": [("refund", {"connection_id": None})],
    "ck_dispute_amount": [("dispute", {"amount": 0})],
    "ck_dispute_closed_at": [("dispute", {"closed_at": "2026-03-02"}), ("dispute", {"status": "WON"})],
    "ck_dispute_of_one": [
        ("dispute", {"payment_id": None}),
        ("dispute", {"prepayment_id": key(FIRM_A, "prepayment")}),
    ],
    "ck_dispute_funds": [
        ("dispute", {"withdrawals": 0, "reinstatements": 1}),
        ("dispute", {"withdrawals": 2}),
        ("dispute", {"withdrawals": 0, "reinstatements": -1}),
    ],
    "ck_account_sums": [
        ("cash", {"debits_posted": -1}),
        ("cash", {"credits_posted": -1}),
        ("receivable", {"debits_posted": -1, "credits_posted": -1}),
    ],
    "ck_account_credits_not_overdrawn": [
        ("lot", {"debits_posted": 1}),
        ("held", {"debits_posted": 101, "credits_posted": 100}),
    ],
    "ck_account_invoice_not_overpaid": [
        ("receivable", {"credits_posted": 1}),
        ("pending", {"debits_posted": 100, "credits_posted": 101}),
    ],
    "ck_account_of_client": [
        ("lot", {"client_id": None, "prepayment_id": None}),
        ("held", {"client_id": None}),
        ("receivable", {"client_id": None}),
        ("pending", {"client_id": None}),
        ("cash", {"client_id": key(FIRM_A, "client")}),
    ],
    "ck_account_of_invoice": [
        ("receivable", {"invoice_id": None}),
        ("pending", {"invoice_id": None}),
        ("lot", {"invoice_id": key(FIRM_A, "invoice")}),
        ("cash", {"invoice_id": key(FIRM_A, "invoice")}),
    ],
    "ck_account_source": [("lot", {"source": None}), ("held", {"source": "PREPAYMENT"})],
    "ck_account_of_payment": [("pending", {"payment_id": None})],
    "ck_account_held_for": [
        ("held", {"payment_id": None}),
        ("held_for_refund", {"payment_id": key(FIRM_A, "payment", 2)}),
    ],
    "ck_account_of_refund": [("lot", {"refund_id": key(FIRM_A, "refund", 2)})],
    "ck_account_of_prepayment": [("held", {"prepayment_id": key(FIRM_A, "prepayment", 2)})],
    "ck_transfer_code": [("transfer", {"code": "UNKNOWN"})],
    "ck_transfer_amount": [("transfer", {"amount": 0}), ("transfer", {"amount": -1})],
    "ck_transfer_two_accounts": [("transfer", {"credit_id": key(FIRM_A, "receivable")})],
    "ck_credit_entry_amount": [("entry", {"amount": 0})],
    "ck_credit_entry_balance_after": [("entry", {"balance_after": -1})],
    "ck_credit_entry_offline_method": [
        ("entry", {"offline_method": "CASH"}),
        ("entry", {"kind": "OFFLINE_PAYMENT", "received_on": "2026-03-02"}),
    ],
    "ck_credit_entry_received_on": [
        ("entry", {"received_on": "2026-03-02"}),
        ("entry", {"kind": "OFFLINE_PAYMENT", "offline_method": "CASH"}),
    ],
}  # fmt: skip

# CHECKs that cannot be violated alone, with the CHECK that the same row violates.
IMPLIED = {"ck_invoice_total": "ck_invoice_not_overpaid", "ck_invoice_paid": "ck_invoice_total"}

# For each CHECK of an enumeration: its sample and column.
ENUMERATIONS = {
    "ck_firm_member_role": ("firm_member", "role"),
    "ck_invitation_role": ("invitation", "role"),
    "ck_job_kind": ("job", "kind"),
    "ck_event_subject_type": ("event", "subject_type"),
    "ck_mail_kind": ("mail", "kind"),
    "ck_notice_kind": ("notice", "kind"),
    "ck_notice_preference_kind": ("notice_preference", "kind"),
    "ck_mail_status": ("mail", "status"),
    "ck_webhook_endpoint_status": ("webhook_endpoint", "status"),
    "ck_webhook_delivery_last_error": ("webhook_delivery", "last_error"),
    "ck_provider_connection_kind": ("connection", "kind"),
    "ck_provider_connection_status": ("connection", "status"),
    "ck_payment_settings_payment_method": ("settings", "payment_method"),
    "ck_payment_settings_credit_application": ("settings", "credit_application"),
    "ck_payment_settings_prepayment_method": ("settings", "prepayment_method"),
    "ck_payment_settings_chosen_prepayment_method": ("settings", "chosen_prepayment_method"),
    "ck_invoice_status": ("invoice", "status"),
    "ck_payment_paid_by": ("payment", "paid_by"),
    "ck_payment_offline_kind": ("offline", "offline_method"),
    "ck_payment_status": ("payment", "status"),
    "ck_payment_method": ("payment", "method"),
    "ck_prepayment_status": ("prepayment", "status"),
    "ck_prepayment_method": ("prepayment", "method"),
    "ck_account_kind": ("cash", "kind"),
    "ck_account_source_kind": ("lot", "source"),
    "ck_credit_entry_kind": ("entry", "kind"),
    "ck_credit_entry_offline_method_kind": ("entry", "offline_method"),
    "ck_refund_status": ("refund", "status"),
    "ck_dispute_status": ("dispute", "status"),
}

# For each UNIQUE: samples and the changes that make them duplicates of a seeded row.
DUPLICATES: dict[str, list[Case]] = {
    "uq_person_email": [("person", {"email": f"{key(FIRM_B, 'person')}@a.test"})],
    "uq_firm_member_firm_id_person_id": [("firm_member", {"person_id": key(FIRM_A, "person")})],
    "uq_firm_member_owner": [("firm_member", {"role": "OWNER"})],
    "uq_client_firm_id_reference_key": [("client", {"reference_key": key(FIRM_A, "client")})],
    "uq_client_user_firm_id_client_id_person_id": [("client_user", {"person_id": key(FIRM_A, "person")})],
    "uq_session_id": [("session", {"id": key(FIRM_B, "session")})],
    "uq_invitation_open_member": [("invitation", {"email": f"{key(FIRM_A, 'invitation')}@a.test"})],
    "uq_invitation_open_client_user": [
        ("invitation_of_user", {"email": f"{key(FIRM_A, 'invitation_of_user')}@a.test"})
    ],
    "uq_invitation_token_digest": [("invitation", {"token_digest": key(FIRM_B, "invitation")})],
    "uq_password_reset_token_digest": [("password_reset", {"token_digest": key(FIRM_B, "password_reset")})],
    "uq_provider_connection_kind_account_id": [
        ("connection", {"account_id": key(FIRM_A, "connection")}),
        ("connection", {"account_id": key(FIRM_B, "connection")}),
    ],
    "uq_provider_connection_onboarding_token": [("connection", {"onboarding_token": key(FIRM_B, "connection")})],
    "uq_provider_connection_onboarding": [("connection", {"status": "ONBOARDING"})],
    "uq_alert_firm_id_kind_subject_id": [("alert", {"subject_id": key(FIRM_A, "alert")})],
    "uq_job_firm_id_kind_subject_id": [("job", {"subject_id": key(FIRM_A, "job")})],
    "uq_operation_firm_id_membership_id_key": [("operation", {"key": key(FIRM_A, "operation")})],
    "uq_invoice_firm_id_number_key": [("invoice", {"number_key": key(FIRM_A, "invoice")})],
    "uq_payment_firm_id_split_tender_id": [("payment", {"split_tender_id": key(FIRM_A, "split_tender")})],
    "uq_payment_firm_id_number": [("by_credits", {"number": 30}), ("offline", {"number": 30})],
    "uq_prepayment_firm_id_number": [("prepayment", {"status": "SUCCEEDED", **SETTLED})],
    "uq_payment_connection_id_intent_id": [("payment", {"intent_id": key(FIRM_A, "payment")})],
    "uq_prepayment_connection_id_intent_id": [("prepayment", {"intent_id": key(FIRM_A, "prepayment")})],
    "uq_account_firm_id_payment_id_kind": [
        ("held", {"payment_id": key(FIRM_A, "payment")}),
        ("pending", {"payment_id": key(FIRM_A, "payment")}),
    ],
    "uq_account_firm_id_prepayment_id": [("lot", {"prepayment_id": key(FIRM_A, "prepayment")})],
    "uq_account_receivable": [("receivable", {"invoice_id": key(FIRM_A, "invoice")})],
    "uq_account_of_firm": [("billed_clearing", {})],
    "uq_notice_firm_id_reference": [("notice", {"reference": key(FIRM_A, "notice")})],
    "uq_event_firm_id_id": [("event", {"id": key(FIRM_A, "event")})],
    "uq_webhook_endpoint_firm_id_operation_id": [("webhook_endpoint", {"operation_id": key(FIRM_A, "operation")})],
    "uq_webhook_delivery_firm_id_endpoint_id_notice_id": [
        ("webhook_delivery", {"endpoint_id": key(FIRM_A, "webhook_endpoint")})
    ],
    "uq_transfer_firm_id_reference": [("transfer", {"reference": key(FIRM_A, "transfer")})],
    "uq_credit_entry_firm_id_lot_id": [("entry", {"lot_id": key(FIRM_A, "lot")})],
    "uq_credit_entry_firm_id_operation_id": [("entry", {"operation_id": key(FIRM_A, "operation")})],
    "uq_refund_connection_id_provider_refund_id": [("refund", {"provider_refund_id": key(FIRM_A, "refund")})],
    "uq_refund_firm_id_operation_id": [("refund", {"operation_id": key(FIRM_A, "operation")})],
    "uq_dispute_connection_id_provider_dispute_id": [("dispute", {"provider_dispute_id": key(FIRM_A, "dispute")})],
    "uq_account_firm_id_refund_id": [("held_for_refund", {"refund_id": key(FIRM_A, "refund")})],
}

# Supersets of the primary key, which cannot be violated alone. They are targets of foreign keys.
FOREIGN_KEY_TARGETS = {
    "uq_firm_id_currency",
    "uq_invoice_firm_id_client_id_id",
    "uq_payment_firm_id_client_id_id",
    "uq_prepayment_firm_id_client_id_id",
    "uq_account_firm_id_currency_id",
    "uq_refund_firm_id_client_id_id",
}

# The nullable columns. All others are NOT NULL.
NULLABLE_COLUMNS = {
    "firm": {"reply_to"},
    "person": {"locale", "password_hash"},
    "firm_member": {"removed_at"},
    "client_user": {"removed_at"},
    "session": {"member_id", "client_user_id", "device"},
    "invitation": {"client_id", "operation_id", "locale", "role", "accepted_at", "revoked_at"},
    "password_reset": {"person_id", "token_digest", "locale"},
    "provider_connection": {"account_id", "return_url", "connected_at", "disconnected_at", "swept_at"},
    "payment_settings": {
        "default_connection_id", "payment_method", "prepayment_method", "chosen_prepayment_method",
        "prepayment_minimum", "prepayment_maximum",
    },
    "job": {"leased_until", "lease_id"},
    "notice": {"client_id", *models.SUBJECT_COLUMNS, "delivered_at"},
    "webhook_endpoint": {"operation_id", "kinds", "secret_rotated_at", "failing_since", "deleted_at"},
    "webhook_delivery": {"succeeded_at", "next_attempt_at", "last_status", "last_error"},
    "mail": {"membership_id", "attempted_at", "failure", "ended_at"},
    "client": {"email", "reference", "reference_key", "archived_at"},
    "operation": {"client_id", "invoice_id"},
    "event": {"member_id", "client_user_id", "client_id", "reason", "subject_type", "subject_id"},
    "event_change": {"before", "after"},
    "invoice": {
        "description", "deposit_requested", "issued_on", "due_on", "last_paid_at", "voided_at", "void_reason",
    },
    "payment": {
        "operation_id", "split_tender_id", "offline_method", "settled_at", "connection_id", "method", "customer_id",
        "intent_id", "client_secret", "failure_code", "provider_code", "expires_at", "processing_since", "refused_at",
        "ended_at", "card_brand", "card_last4", "reason", "number", "received_on",
    },
    "prepayment": {
        "operation_id", "settled_at", "connection_id", "method", "customer_id", "intent_id", "client_secret",
        "failure_code", "provider_code", "expires_at", "processing_since", "refused_at", "ended_at",
        "card_brand", "card_last4", "memo", "number", "received_on",
    },
    "refund": {
        "payment_id", "prepayment_id", "operation_id", "connection_id", "provider_refund_id", "failure_code",
        "provider_code", "settled_at",
    },
    "dispute": {"payment_id", "prepayment_id", "reason", "evidence_due_at", "closed_at"},
    "account": {"client_id", "invoice_id", "payment_id", "prepayment_id", "refund_id", "source"},
    "transfer": {"reverses_id"},
    "credit_entry": {
        "payment_id", "prepayment_id", "reverses_id", "lot_id", "operation_id", "offline_method", "received_on",
    },
}  # fmt: skip


def cases(table: dict[str, list[Case]]) -> list[Any]:
    return [
        pytest.param(name, sample_name, changes, id=f"{name}-{number}" if number else name)
        for name, violations in table.items()
        for number, (sample_name, changes) in enumerate(violations)
    ]


def violated_constraint(database: sqlite3.Connection, sample_name: str, changes: dict[str, Any]) -> str:
    table, values = sample(sample_name)
    with pytest.raises(sqlite3.IntegrityError) as caught:
        insert(database, (table, {**values, **changes}))
    return str(caught.value)


def violated_checks(unchecked: sqlite3.Connection, sample_name: str, changes: dict[str, Any]) -> set[str]:
    """Insert the row and return the CHECKs of its table that it violates."""
    table, values = sample(sample_name)
    rowid = insert(unchecked, (table, {**values, **changes}))
    return {
        constraint.name
        for constraint in constraints(unchecked).values()
        if (constraint.table, constraint.kind) == (table, "CHECK")
        and unchecked.execute(f"SELECT NOT ({constraint.body}) FROM {table} WHERE rowid = ?", (rowid,)).fetchone()
        == (1,)
    }


@pytest.mark.parametrize(("name", "sample_name", "changes"), cases(CHECKS))
def test_check_refuses(database: sqlite3.Connection, name: str, sample_name: str, changes: dict[str, Any]) -> None:
    """D12, D18, D23, D33: the tables enforce bounds of balances, ownership, and what a status requires."""
    violated = violated_constraint(database, sample_name, changes).removeprefix("CHECK constraint failed: ")
    assert violated in (name, IMPLIED.get(name))


@pytest.mark.parametrize(("name", "sample_name", "changes"), cases(CHECKS))
def test_case_violates_one_check_only(
    unchecked_database: sqlite3.Connection, name: str, sample_name: str, changes: dict[str, Any]
) -> None:
    """Without its CHECK, the row of each case would be accepted (D12, D33)."""
    assert violated_checks(unchecked_database, sample_name, changes) == {name, IMPLIED.get(name, name)}


@pytest.mark.parametrize("name", ENUMERATIONS)
def test_unknown_enumeration_value_is_refused(database: sqlite3.Connection, name: str) -> None:
    """D23: the CHECK lists exactly the values of the enumeration."""
    sample_name, column = ENUMERATIONS[name]
    table, values = sample(sample_name)
    check = constraints(database)[name]
    column_type = models.Base.metadata.tables[table].c[column].type
    assert isinstance(column_type, Enum)
    assert set(re.findall(r"'(\w+)'", check.body)) == set(column_type.enums)
    with pytest.raises(sqlite3.IntegrityError, match=r"CHECK constraint failed"):
        insert(database, (table, {**values, column: "SOMETHING_ELSE"}))


@pytest.mark.parametrize("name", ENUMERATIONS)
def test_enumeration_has_its_own_check(unchecked_database: sqlite3.Connection, name: str) -> None:
    """D23: an unknown value violates the CHECK of its column."""
    sample_name, column = ENUMERATIONS[name]
    assert name in violated_checks(unchecked_database, sample_name, {column: "SOMETHING_ELSE"})


@pytest.mark.parametrize(("name", "sample_name", "changes"), cases(DUPLICATES))
def test_duplicate_is_refused(
    database: sqlite3.Connection, name: str, sample_name: str, changes: dict[str, Any]
) -> None:
    """D9, D14, D30: references, keys, intents and numbers are unique."""
    if name == "uq_payment_firm_id_split_tender_id":
        insert(database, sample("payment", FIRM_A, 4))
        changes = {"split_tender_id": key(FIRM_A, "payment", 4)}
        table, values = sample("payment", FIRM_A, 5)
        insert(database, (table, {**values, **changes}))
    if name.endswith("_firm_id_number"):
        settled = "offline" if sample_name != "prepayment" else sample_name
        table, values = sample(settled, FIRM_A, 4)
        insert(database, (table, {**values, "status": "SUCCEEDED", **SETTLED}))
    if name == "uq_credit_entry_firm_id_lot_id":
        database.execute(
            "UPDATE credit_entry SET lot_id = ? WHERE id = ?", (key(FIRM_A, "lot"), key(FIRM_A, "transfer"))
        )
    constraint = constraints(database)[name]
    columns = ", ".join(f"{constraint.table}.{column}" for column in constraint.columns)
    assert violated_constraint(database, sample_name, changes) == f"UNIQUE constraint failed: {columns}"


@pytest.mark.parametrize(
    ("sample_name", "changes"),
    [
        ("firm_member", {"role": "OWNER", "removed_at": "2026-03-02"}),
        ("connection", {"status": "DISCONNECTED", "account_id": None}),
        ("receivable", {"kind": "PENDING", "payment_id": key(FIRM_A, "payment", 2)}),
        ("lot", {"prepayment_id": None}),
        ("notice_of_connection", {"kind": "PREPAYMENT_UNAVAILABLE", "connection_id": None}),
    ],
)
def test_non_duplicate_is_accepted(database: sqlite3.Connection, sample_name: str, changes: dict[str, Any]) -> None:
    """A removed owner, a closed connection, a second account of an invoice, a lot without prepayment."""
    table, values = sample(sample_name)
    insert(database, (table, {**values, **changes}))


@pytest.mark.parametrize("table", sorted(models.Base.metadata.tables))
def test_other_columns_are_required(database: sqlite3.Connection, table: str) -> None:
    """D32: who, for whom, when and how much are never missing."""
    columns = database.execute(f"PRAGMA table_info({table})").fetchall()
    assert {name for _, name, _, required, *_ in columns if not required} == NULLABLE_COLUMNS.get(table, set())


def test_every_constraint_has_a_case(database: sqlite3.Connection, metadata_database: sqlite3.Connection) -> None:
    """Every constraint has a case, and every case a constraint, in the models and in the migrations."""
    for connection in (database, metadata_database):
        assert of_kind(connection, "CHECK") == {*CHECKS, *ENUMERATIONS}
        assert of_kind(connection, "UNIQUE") == {*DUPLICATES, *FOREIGN_KEY_TARGETS}


@pytest.mark.parametrize("name", sorted(FOREIGN_KEY_TARGETS))
def test_foreign_key_target_is_used(database: sqlite3.Connection, name: str) -> None:
    """It contains the primary key, so it is always unique, and some foreign key refers to it."""
    constraint = constraints(database)[name]
    primary_key = constraints(database)[f"pk_{constraint.table}"]
    assert set(primary_key.columns) < set(constraint.columns)
    target = f"REFERENCES {constraint.table} ({', '.join(constraint.columns)})"
    assert any(target in other.body for other in constraints(database).values())
