"""No row points out of its firm: each foreign key, and a row that breaks it and nothing else."""

from __future__ import annotations

import sqlite3

import pytest

import models
from tests.models.samples import FIRM_A, FIRM_B, MISSING_FIRM, insert, key, sample
from tests.models.schema import constraints, of_kind

# For each foreign key, by its name: the sample, and the column of it that is made to point to another firm's object.
# `firm_id`: the sample is a ghost's, whose firm is not there. `person_id`: nobody's. `currency`: another firm's.
REFERENCES = {
    "fk_account_firm_id_client_id": ("lot", "client_id"),
    "fk_account_firm_id_client_id_invoice_id": ("due", "invoice_id"),
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
    "fk_event_firm_id": ("event", "firm_id"),
    "fk_event_firm_id_client_id": ("event", "client_id"),
    "fk_event_firm_id_client_user_id": ("event", "client_user_id"),
    "fk_event_firm_id_member_id": ("event", "member_id"),
    "fk_firm_member_firm_id": ("firm_member", "firm_id"),
    "fk_firm_member_person_id": ("firm_member", "person_id"),
    "fk_invoice_firm_id_client_id": ("invoice", "client_id"),
    "fk_invoice_firm_id_event_seq": ("invoice", "event_seq"),
    "fk_invoice_line_firm_id_invoice_id": ("line", "invoice_id"),
    "fk_job_firm_id": ("job", "firm_id"),
    "fk_operation_firm_id": ("operation", "firm_id"),
    "fk_operation_firm_id_client_id": ("operation", "client_id"),
    "fk_operation_firm_id_invoice_id": ("operation", "invoice_id"),
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
}

# What has to be left out, so that the row points nowhere else with the same column, and has one actor.
_WITHOUT = {
    "fk_account_firm_id_client_id": "prepayment_id",
    "fk_credit_entry_firm_id_client_id": "prepayment_id",
    "fk_event_firm_id_client_user_id": "member_id",
}

# What the other firm's object is called among the samples, where that is not the column's name.
_OTHER_FIRM_TABLES = {
    "member_id": "firm_member",
    "connection_id": "connection",
    "default_connection_id": "connection",
    "split_tender_id": "payment",
    "lot_id": "lot",
    "debit_id": "due",
    "credit_id": "billed",
    "reverses_id": "transfer",
    "id": "transfer",
}


def row_pointing_elsewhere(name: str) -> tuple[str, dict[str, object]]:
    """A row that is right but for the one foreign key."""
    of, column = REFERENCES[name]
    table, values = sample(of, MISSING_FIRM if column == "firm_id" else FIRM_A)
    if name in _WITHOUT:
        values[_WITHOUT[name]] = None
    if column == "person_id":
        values[column] = key(FIRM_A, "nobody")
    elif column == "currency":
        values[column] = sample("firm", FIRM_B)[1]["currency"]
    elif column == "event_seq":
        values[column] = sample("event", FIRM_B, 1)[1]["seq"]
    elif column != "firm_id":
        values[column] = key(FIRM_B, _OTHER_FIRM_TABLES.get(column, column.removesuffix("_id")))
    return table, values


@pytest.mark.parametrize("name", REFERENCES)
def test_what_points_elsewhere_is_refused(database: sqlite3.Connection, name: str) -> None:
    """No foreign key crosses a firm: another firm's object does not exist for a row (D32)."""
    with pytest.raises(sqlite3.IntegrityError, match=r"^FOREIGN KEY constraint failed$"):
        insert(database, row_pointing_elsewhere(name))


@pytest.mark.parametrize("name", REFERENCES)
def test_what_it_points_to_is_there_elsewhere(database: sqlite3.Connection, name: str) -> None:
    """It is refused for being another firm's, and not for being nobody's."""
    of, column = REFERENCES[name]
    one = constraints(database)[name]
    parent, _, columns = one.body.partition(" REFERENCES ")[2].rstrip(")").partition(" (")
    if column not in ("firm_id", "person_id", "currency"):
        there = columns.split(", ")[-1]
        _, values = row_pointing_elsewhere(name)
        found = database.execute(f"SELECT firm_id FROM {parent} WHERE {there} = ?", (values[column],)).fetchall()
        assert found == [(key(FIRM_B, "firm"),)], of


@pytest.mark.parametrize("name", REFERENCES)
def test_nothing_else_is_wrong_with_it(unchecked_database: sqlite3.Connection, name: str) -> None:
    """Each case is of its one foreign key: without it, the row would be in."""
    table, values = row_pointing_elsewhere(name)
    rowid = insert(unchecked_database, (table, values))
    broken = {
        number for _, row, _, number in unchecked_database.execute(f"PRAGMA foreign_key_check({table})") if row == rowid
    }
    columns = [
        (number, column)
        for number, _, _, column, *_ in unchecked_database.execute(f"PRAGMA foreign_key_list({table})").fetchall()
    ]
    assert [{column for number, column in columns if number == one} for one in broken] == [
        set(constraints(unchecked_database)[name].columns)
    ]


def test_every_foreign_key_has_a_case(database: sqlite3.Connection, metadata_database: sqlite3.Connection) -> None:
    """A foreign key without a case fails, and so does a case whose foreign key is gone."""
    for connection in (database, metadata_database):
        assert of_kind(connection, "FOREIGN KEY") == set(REFERENCES)


def test_no_foreign_key_crosses_a_firm() -> None:
    """Whatever belongs to a firm points to what belongs to a firm by that firm's id, and something else."""
    owned = {name for name, table in models.Base.metadata.tables.items() if "firm_id" in table.c}
    assert set(models.Base.metadata.tables) - owned == {"firm", "person", "sign_in_throttle"}
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


def test_what_belongs_to_a_firm_has_its_id_first_in_its_key() -> None:
    """Two firms may have the same id, and neither is in the other's way. A session is found by its token alone."""
    for name, table in models.Base.metadata.tables.items():
        if "firm_id" in table.c and name != "session":
            assert next(iter(table.primary_key)).name == "firm_id", name


@pytest.mark.parametrize("side", ["debit_id", "credit_id"])
def test_a_transfer_between_two_firms_cannot_be_written(database: sqlite3.Connection, side: str) -> None:
    """D32, D33: no transfer has an account of another firm on either side, not even of the same id."""
    table, values = sample("transfer")
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        insert(database, (table, {**values, side: key(FIRM_B, "due")}))
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        insert(database, (table, {**values, "firm_id": key(FIRM_B, "firm"), "event_seq": 2}))


def test_a_transfer_between_two_currencies_cannot_be_written(database: sqlite3.Connection) -> None:
    """D11, D33: a firm has accounts of its own currency only, and a transfer is of its accounts' currency."""
    table, values = sample("transfer")
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        insert(database, (table, {**values, "currency": "USD"}))
    table, values = sample("cash")
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        insert(database, (table, {**values, "currency": "USD"}))


def test_a_firms_currency_cannot_be_changed_under_its_accounts(database: sqlite3.Connection) -> None:
    """D11: one currency for each firm, for ever, once it has books."""
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        database.execute("UPDATE firm SET currency = 'USD' WHERE id = ?", (key(FIRM_A, "firm"),))
