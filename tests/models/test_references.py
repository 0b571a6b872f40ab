"""Each foreign key refuses a row that refers to another firm's object and is otherwise valid."""

from __future__ import annotations

import sqlite3

import pytest

import models
from tests.models.samples import FIRM_A, FIRM_B, MISSING_FIRM, insert, key, sample
from tests.models.schema import constraints, of_kind

# For each foreign key: a sample, and the column that is set to the id of another firm's object.
# `firm_id`: the sample is the missing firm's. `person_id`: an unknown person. `currency`: another firm's.
REFERENCES = {
    "fk_account_firm_id_client_id": ("lot", "client_id"),
    "fk_account_firm_id_client_id_invoice_id": ("receivable", "invoice_id"),
    "fk_account_firm_id_client_id_payment_id": ("held", "payment_id"),
    "fk_account_firm_id_client_id_prepayment_id": ("lot", "prepayment_id"),
    "fk_account_firm_id_client_id_refund_id": ("held_for_refund", "refund_id"),
    "fk_account_firm_id_currency": ("cash", "currency"),
    "fk_alert_firm_id": ("alert", "firm_id"),
    "fk_assignment_firm_id_client_id": ("assignment", "client_id"),
    "fk_assignment_firm_id_member_id": ("assignment", "member_id"),
    "fk_client_firm_id": ("client", "firm_id"),
    "fk_client_user_firm_id_client_id": ("client_user", "client_id"),
    "fk_client_user_person_id": ("client_user", "person_id"),
    "fk_credit_entry_firm_id_client_id": ("entry", "client_id"),
    "fk_credit_entry_firm_id_client_id_payment_id": ("entry", "payment_id"),
    "fk_credit_entry_firm_id_client_id_prepayment_id": ("entry", "prepayment_id"),
    "fk_credit_entry_firm_id_event_seq": ("entry", "event_seq"),
    "fk_credit_entry_firm_id_id": ("entry", "id"),
    "fk_credit_entry_firm_id_lot_id": ("entry", "lot_id"),
    "fk_credit_entry_firm_id_operation_id": ("entry", "operation_id"),
    "fk_credit_entry_firm_id_reverses_id": ("entry", "reverses_id"),
    "fk_dispute_firm_id_client_id_payment_id": ("dispute", "payment_id"),
    "fk_dispute_firm_id_client_id_prepayment_id": ("dispute_of_prepayment", "prepayment_id"),
    "fk_dispute_firm_id_connection_id": ("dispute", "connection_id"),
    "fk_dispute_firm_id_event_seq": ("dispute", "event_seq"),
    "fk_event_change_firm_id_event_seq": ("event_change", "event_seq"),
    "fk_event_firm_id": ("event", "firm_id"),
    "fk_event_firm_id_client_id": ("event", "client_id"),
    "fk_event_firm_id_client_user_id": ("event", "client_user_id"),
    "fk_event_firm_id_member_id": ("event", "member_id"),
    "fk_firm_member_firm_id": ("firm_member", "firm_id"),
    "fk_firm_member_person_id": ("firm_member", "person_id"),
    "fk_former_time_zone_firm_id": ("former_time_zone", "firm_id"),
    "fk_invitation_client_firm_id_client_id": ("invitation_client", "client_id"),
    "fk_invitation_client_firm_id_invitation_id": ("invitation_client", "invitation_id"),
    "fk_invitation_firm_id_client_id": ("invitation_of_user", "client_id"),
    "fk_invitation_firm_id_event_seq": ("invitation", "event_seq"),
    "fk_invitation_firm_id_operation_id": ("invitation", "operation_id"),
    "fk_invoice_firm_id_client_id": ("invoice", "client_id"),
    "fk_invoice_firm_id_event_seq": ("invoice", "event_seq"),
    "fk_invoice_line_firm_id_invoice_id": ("line", "invoice_id"),
    "fk_job_firm_id": ("job", "firm_id"),
    "fk_known_origin_person_id": ("known_origin", "person_id"),
    "fk_mail_firm_id": ("mail", "firm_id"),
    "fk_notice_firm_id_client_id": ("notice_of_dispute", "client_id"),
    "fk_notice_firm_id_client_id_invoice_id": ("notice_of_invoice", "invoice_id"),
    "fk_notice_firm_id_client_id_payment_id": ("notice", "payment_id"),
    "fk_notice_firm_id_client_id_prepayment_id": ("notice_of_prepayment", "prepayment_id"),
    "fk_notice_firm_id_client_id_refund_id": ("notice_of_refund", "refund_id"),
    "fk_notice_firm_id_connection_id": ("notice_of_connection", "connection_id"),
    "fk_notice_firm_id_dispute_id": ("notice_of_dispute", "dispute_id"),
    "fk_notice_firm_id_entry_id": ("notice_of_entry", "entry_id"),
    "fk_notice_firm_id_event_seq": ("notice", "event_seq"),
    "fk_notice_preference_firm_id": ("notice_preference", "firm_id"),
    "fk_notice_read_firm_id_notice_id": ("notice_read", "notice_id"),
    "fk_notice_watermark_firm_id": ("notice_watermark", "firm_id"),
    "fk_operation_firm_id": ("operation", "firm_id"),
    "fk_operation_firm_id_client_id": ("operation", "client_id"),
    "fk_operation_firm_id_invoice_id": ("operation", "invoice_id"),
    "fk_password_reset_person_id": ("password_reset", "person_id"),
    "fk_payment_firm_id_client_id_invoice_id": ("payment", "invoice_id"),
    "fk_payment_firm_id_connection_id": ("payment", "connection_id"),
    "fk_payment_firm_id_event_seq": ("payment", "event_seq"),
    "fk_payment_firm_id_operation_id": ("payment", "operation_id"),
    "fk_payment_firm_id_split_tender_id": ("payment", "split_tender_id"),
    "fk_payment_settings_firm_id": ("settings", "firm_id"),
    "fk_payment_settings_firm_id_default_connection_id": ("settings", "default_connection_id"),
    "fk_prepayment_firm_id_client_id": ("prepayment", "client_id"),
    "fk_prepayment_firm_id_connection_id": ("prepayment", "connection_id"),
    "fk_prepayment_firm_id_event_seq": ("prepayment", "event_seq"),
    "fk_prepayment_firm_id_operation_id": ("prepayment", "operation_id"),
    "fk_provider_connection_firm_id": ("connection", "firm_id"),
    "fk_provider_customer_firm_id_client_id": ("customer", "client_id"),
    "fk_provider_customer_firm_id_connection_id": ("customer", "connection_id"),
    "fk_refund_firm_id_client_id_payment_id": ("refund", "payment_id"),
    "fk_refund_firm_id_client_id_prepayment_id": ("refund_of_prepayment", "prepayment_id"),
    "fk_refund_firm_id_connection_id": ("refund", "connection_id"),
    "fk_refund_firm_id_event_seq": ("refund", "event_seq"),
    "fk_refund_firm_id_operation_id": ("refund", "operation_id"),
    "fk_session_firm_id": ("session", "firm_id"),
    "fk_session_firm_id_client_user_id": ("session_of_user", "client_user_id"),
    "fk_session_firm_id_member_id": ("session", "member_id"),
    "fk_transfer_firm_id_currency_credit_id": ("transfer", "credit_id"),
    "fk_transfer_firm_id_currency_debit_id": ("transfer", "debit_id"),
    "fk_transfer_firm_id_event_seq": ("transfer", "event_seq"),
    "fk_transfer_firm_id_reverses_id": ("transfer", "reverses_id"),
    "fk_webhook_delivery_firm_id_endpoint_id": ("webhook_delivery", "endpoint_id"),
    "fk_webhook_delivery_firm_id_notice_id": ("webhook_delivery", "notice_id"),
    "fk_webhook_endpoint_firm_id": ("webhook_endpoint", "firm_id"),
    "fk_webhook_endpoint_firm_id_operation_id": ("webhook_endpoint", "operation_id"),
}

# Columns set to null, so that no other foreign key is violated, and the event has one actor.
_NULLED_COLUMNS = {
    "fk_account_firm_id_client_id": "prepayment_id",
    "fk_credit_entry_firm_id_client_id": "prepayment_id",
    "fk_event_firm_id_client_user_id": "member_id",
}

# The sample that a column refers to, where the column has another name.
_REFERRED_SAMPLES = {
    "member_id": "firm_member",
    "connection_id": "connection",
    "default_connection_id": "connection",
    "split_tender_id": "payment",
    "lot_id": "lot",
    "endpoint_id": "webhook_endpoint",
    "entry_id": "transfer",
    "debit_id": "receivable",
    "credit_id": "billed_clearing",
    "reverses_id": "transfer",
    "id": "transfer",
}


def row_with_foreign_reference(name: str) -> tuple[str, dict[str, object]]:
    """Return a row that violates only this foreign key."""
    sample_name, column = REFERENCES[name]
    table, values = sample(sample_name, MISSING_FIRM if column == "firm_id" else FIRM_A)
    if name in _NULLED_COLUMNS:
        values[_NULLED_COLUMNS[name]] = None
    if column == "person_id":
        values[column] = key(FIRM_A, "unknown")
    elif column == "currency":
        values[column] = sample("firm", FIRM_B)[1]["currency"]
    elif column == "event_seq":
        values[column] = sample("event", FIRM_B, 1)[1]["seq"]
    elif column != "firm_id":
        values[column] = key(FIRM_B, _REFERRED_SAMPLES.get(column, column.removesuffix("_id")))
    return table, values


@pytest.mark.parametrize("name", REFERENCES)
def test_foreign_reference_is_refused(database: sqlite3.Connection, name: str) -> None:
    """D32: no reference crosses a firm."""
    with pytest.raises(sqlite3.IntegrityError, match=r"^FOREIGN KEY constraint failed$"):
        insert(database, row_with_foreign_reference(name))


@pytest.mark.parametrize("name", REFERENCES)
def test_referred_object_exists_in_the_other_firm(database: sqlite3.Connection, name: str) -> None:
    """The row is refused because the object is another firm's, not because it does not exist."""
    _, column = REFERENCES[name]
    constraint = constraints(database)[name]
    parent, _, columns = constraint.body.partition(" REFERENCES ")[2].rstrip(")").partition(" (")
    if column not in ("firm_id", "person_id", "currency"):
        parent_column = columns.split(", ")[-1]
        _, values = row_with_foreign_reference(name)
        rows = database.execute(f"SELECT firm_id FROM {parent} WHERE {parent_column} = ?", (values[column],)).fetchall()
        assert rows == [(key(FIRM_B, "firm"),)]


@pytest.mark.parametrize("name", REFERENCES)
def test_case_violates_one_foreign_key_only(unchecked_database: sqlite3.Connection, name: str) -> None:
    """Without its foreign key, the row of each case would be accepted."""
    table, values = row_with_foreign_reference(name)
    rowid = insert(unchecked_database, (table, values))
    violated = {
        number for _, row, _, number in unchecked_database.execute(f"PRAGMA foreign_key_check({table})") if row == rowid
    }
    columns = [
        (number, column)
        for number, _, _, column, *_ in unchecked_database.execute(f"PRAGMA foreign_key_list({table})").fetchall()
    ]
    assert [{column for number, column in columns if number == foreign_key} for foreign_key in violated] == [
        set(constraints(unchecked_database)[name].columns)
    ]


def test_every_foreign_key_has_a_case(database: sqlite3.Connection, metadata_database: sqlite3.Connection) -> None:
    """Every foreign key has a case, and every case a foreign key, in the models and in the migrations."""
    for connection in (database, metadata_database):
        assert of_kind(connection, "FOREIGN KEY") == set(REFERENCES)


def test_no_foreign_key_crosses_a_firm() -> None:
    """References between tables of a firm include the firm's id and another column."""
    owned = {name for name, table in models.Base.metadata.tables.items() if "firm_id" in table.c}
    assert set(models.Base.metadata.tables) - owned == {
        "firm",
        "person",
        "sign_in_throttle",
        "known_origin",
        "password_reset",
    }
    for name in owned:
        table = models.Base.metadata.tables[name]
        for constraint in table.foreign_key_constraints:
            pairs = {element.parent.name: element.column.name for element in constraint.elements}
            target = constraint.referred_table.name
            if target in owned:
                assert pairs.get("firm_id") == "firm_id", constraint
                assert len(pairs) > 1, constraint
            elif target == "firm":
                assert pairs["firm_id"] == "id", constraint
            else:
                assert target == "person", constraint


def test_primary_keys_begin_with_the_firm() -> None:
    """Ids need to be unique within a firm only. Sessions are found by their token alone."""
    for name, table in models.Base.metadata.tables.items():
        if "firm_id" in table.c and name != "session":
            assert next(iter(table.primary_key)).name == "firm_id", name


@pytest.mark.parametrize("side", ["debit_id", "credit_id"])
def test_transfer_between_firms_is_refused(database: sqlite3.Connection, side: str) -> None:
    """D32, D33: neither account of a transfer can be another firm's."""
    table, values = sample("transfer")
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        insert(database, (table, {**values, side: key(FIRM_B, "receivable")}))
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        insert(database, (table, {**values, "firm_id": key(FIRM_B, "firm"), "event_seq": 2}))


def test_transfer_between_currencies_is_refused(database: sqlite3.Connection) -> None:
    """D11, D33: accounts have their firm's currency, and transfers that of their accounts."""
    table, values = sample("transfer")
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        insert(database, (table, {**values, "currency": "USD"}))
    table, values = sample("cash")
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        insert(database, (table, {**values, "currency": "USD"}))


def test_currency_of_a_firm_with_accounts_is_fixed(database: sqlite3.Connection) -> None:
    """D11: a firm that has accounts keeps its currency."""
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        database.execute("UPDATE firm SET currency = 'USD' WHERE id = ?", (key(FIRM_A, "firm"),))
