"""A database of version 0.1 with payments in every state is migrated without loss."""

from __future__ import annotations

import sqlite3
import uuid
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import select

from billing.access.principals import Member, rights_of
from billing.identity.locales_and_time_zones import default_locale
from billing.invoices.void_invoice import void_invoice
from db import migrations
from models import FirmMember, Invoice, Payment
from tests.support.actions import assert_money_report_balances, refund
from tests.support.database_backends import SqliteBackend
from tests.support.firm import Firm, build_app

_ROWS = Path(__file__).parent / "data" / "revision_0001.sql"
"""A firm's rows, written by version 0.1: prepaid, paid, voided, failed, canceled and open payments."""


@pytest.fixture
def upgraded_database(tmp_path: Path) -> Path:
    """A database at revision 0001 with those rows, migrated to the latest revision."""
    path = tmp_path / "old.db"
    url = f"sqlite+aiosqlite:///{path}"
    command.upgrade(migrations.alembic_config(url), "0001")
    connection = sqlite3.connect(path)
    connection.executescript(_ROWS.read_text())
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()
    migrations.migrate(url)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode=DELETE")
    connection.close()
    return path


def fetch(path: Path, statement: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(path)
    rows = connection.execute(statement).fetchall()
    connection.close()
    return rows


def test_new_columns_of_old_rows(upgraded_database: Path) -> None:
    """D21, D23, D32, D33: what is applied, ended and refunded; no row is lost."""
    inserted_tables = [line.split('"')[1] for line in _ROWS.read_text().splitlines()]
    for table in ("transfer", "credit_entry", "event", "payment", "prepayment", "account", "invoice"):
        assert fetch(upgraded_database, f"SELECT count(*) FROM {table}") == [(inserted_tables.count(table),)]
    jobs = fetch(upgraded_database, "SELECT count(*), sum(kind = 'FIND_OVERDUE_INVOICES') FROM job")
    assert jobs == [(inserted_tables.count("job") + 1, 1)]  # each firm has its daily job
    payments = fetch(
        upgraded_database,
        "SELECT paid_by, status, amount, applied, refunded, ended_at IS NOT NULL FROM payment ORDER BY id",
    )
    assert payments == [
        ("CREDITS", "SUCCEEDED", 30_00, 30_00, 0, 0),
        ("CREDITS", "SUCCEEDED", 75_00, 0, 75_00, 0),
        ("CREDITS", "SUCCEEDED", 5_00, 0, 5_00, 0),
        ("CARD", "SUCCEEDED", 20_00, 20_00, 0, 1),
        ("CARD", "CANCELED", 30_00, 0, 0, 1),
        ("CREDITS", "SUCCEEDED", 25_00, 25_00, 0, 0),
        ("BANK_DEBIT", "FAILED", 60_00, 0, 0, 1),
        ("CARD", "SUCCEEDED", 65_00, 65_00, 0, 1),
        ("CREDITS", "SUCCEEDED", 85_00, 85_00, 0, 0),
        ("BANK_DEBIT", "REQUIRES_ACTION", 100_00, 0, 0, 0),
        ("CREDITS", "REQUIRES_ACTION", 15_00, 0, 0, 0),
    ]
    assert fetch(upgraded_database, "SELECT status, ended_at IS NOT NULL FROM prepayment ORDER BY id") == [
        ("SUCCEEDED", 1), ("SUCCEEDED", 1), ("SUCCEEDED", 1), ("REQUIRES_ACTION", 0),
    ]  # fmt: skip
    refunds = fetch(upgraded_database, "SELECT status, amount, lost, reason FROM refund ORDER BY amount")
    assert refunds == [("SUCCEEDED", 5_00, 0, "mistake"), ("SUCCEEDED", 75_00, 0, "mistake")]
    recognized = fetch(
        upgraded_database, "SELECT count(*) FROM transfer WHERE reference LIKE 'payment:%:settled:revenue'"
    )
    assert recognized == fetch(upgraded_database, "SELECT count(*) FROM payment WHERE status = 'SUCCEEDED'")
    assert fetch(upgraded_database, "SELECT due, pending FROM client") == [(290_00, 115_00)]
    assert fetch(upgraded_database, "SELECT count(*) FROM payment WHERE refused_at IS NOT NULL") == [(0,)]
    settings = fetch(upgraded_database, "SELECT prepayment_method, chosen_prepayment_method FROM payment_settings")
    assert settings == [("CARD_OR_BANK_DEBIT", "CARD_OR_BANK_DEBIT")]
    ((key,),) = fetch(upgraded_database, "SELECT cursor_key FROM firm")
    assert isinstance(key, bytes)
    assert len(key) == 32


def copy_firm(connection: sqlite3.Connection, country: str) -> None:
    """Insert the firm and its settings once more, in this country."""
    firm_id = uuid.uuid4().hex
    for table, changes in (
        ("firm", {"id": firm_id, "country": country}),
        ("payment_settings", {"firm_id": firm_id, "default_connection_id": None}),
    ):
        names = [name for _, name, *_ in connection.execute(f"PRAGMA table_info({table})")]
        values = ", ".join(f":{name}" if name in changes else name for name in names)
        connection.execute(f"INSERT INTO {table} SELECT {values} FROM {table} WHERE rowid = 1", changes)


def test_language_of_old_firms(tmp_path: Path) -> None:
    """D65: that of the firm's country, as a new firm has it; people have chosen none."""
    path = tmp_path / "old.db"
    url = f"sqlite+aiosqlite:///{path}"
    command.upgrade(migrations.alembic_config(url), "0001")
    connection = sqlite3.connect(path)
    connection.executescript(_ROWS.read_text())
    languages = [("BE", "fr"), ("CA", "en"), ("DE", "en"), ("FR", "fr")]
    for country, _ in languages[:-1]:
        copy_firm(connection, country)
    connection.commit()
    connection.close()
    migrations.migrate(url)
    assert fetch(path, "SELECT country, locale, reply_to FROM firm ORDER BY country") == [
        (country, locale, None) for country, locale in languages
    ]
    assert [(country, default_locale(country)) for country, _ in languages] == languages
    assert set(fetch(path, "SELECT locale FROM person")) == {(None,)}


def test_refusals_and_customers_of_old_payments(tmp_path: Path) -> None:
    """D30: a failed payment without an intent was refused; one whose intent is unknown keeps its client's customer."""
    path = tmp_path / "old.db"
    url = f"sqlite+aiosqlite:///{path}"
    command.upgrade(migrations.alembic_config(url), "0001")
    connection = sqlite3.connect(path)
    connection.executescript(_ROWS.read_text())
    connection.close()
    command.upgrade(migrations.alembic_config(url), "0004")
    connection = sqlite3.connect(path)
    connection.execute("UPDATE payment SET intent_id = NULL WHERE status = 'FAILED'")
    lost = (
        "UPDATE payment SET status = 'CREATING', intent_id = NULL WHERE status = 'REQUIRES_ACTION' AND amount = 10000"
    )
    connection.execute(lost)
    connection.commit()
    connection.close()
    migrations.migrate(url)
    refused = fetch(path, "SELECT status, amount, refused_at = ended_at FROM payment WHERE refused_at IS NOT NULL")
    assert refused == [("FAILED", 60_00, 1)]
    creating = fetch(
        path, "SELECT status, amount FROM payment WHERE customer_id = (SELECT customer_id FROM provider_customer)"
    )
    assert creating == [("CREATING", 100_00)]


async def test_migrated_ledger_passes_audit_and_accepts_payments(upgraded_database: Path, tmp_path: Path) -> None:
    """D21, D26, D33: the audit finds nothing, and old payments can be refunded and voided."""
    (tmp_path / "app").mkdir()
    async with build_app(SqliteBackend(upgraded_database), tmp_path / "app") as app:
        await app.audit()
        async with app.services.reads() as session:
            owner = (await session.scalars(select(FirmMember))).one()
            client_id = (await session.scalars(select(Invoice.client_id))).first()
            payments = (await session.scalars(select(Payment).order_by(Payment.id))).all()
        assert client_id is not None
        firm = Firm(app, owner.firm_id, client_id, "EUR")
        firm.owner = Member(owner.firm_id, owner.id, owner.role, rights_of(owner))
        assert (await firm.credits(), await firm.lot_balances()) == ((0, 15_00), [0, 0, 0, 0, 0])
        await assert_money_report_balances(firm)
        first, second = payments[0], payments[8]
        await refund(firm, first, "10.00")
        await void_invoice(app.services, firm.owner, first.invoice_id, "mistake")
        await refund(firm, second, "85.00")
        assert await firm.credits() == (115_00, 15_00)
        await assert_money_report_balances(firm)


def test_keys_of_old_texts(tmp_path: Path) -> None:
    """D36: search and uniqueness know old rows. Numbers that look the same stay, the oldest with the plain key."""
    path = tmp_path / "old.db"
    url = f"sqlite+aiosqlite:///{path}"
    command.upgrade(migrations.alembic_config(url), "0001")
    connection = sqlite3.connect(path)
    connection.executescript(_ROWS.read_text())
    (first, second, third), *_ = [[row[0] for row in connection.execute("SELECT id FROM invoice ORDER BY id LIMIT 3")]]
    for id_, number, description in (
        (third, "RE\u0301-1", "STRASSE"),
        (first, "RÉ-1", "Straße"),
        (second, "ＲÉ-1", None),
    ):
        connection.execute("UPDATE invoice SET number = ?, description = ? WHERE id = ?", (number, description, id_))
    connection.execute("UPDATE client SET name = 'Émile \u3000 Ltd'")
    connection.commit()
    connection.close()
    migrations.migrate(url)
    keys = fetch(path, "SELECT number, number_key, search_key FROM invoice ORDER BY id LIMIT 3")
    assert keys == [
        ("RÉ-1", "RÉ-1", "ré-1\nstrasse"),
        ("ＲÉ-1", f"RÉ-1\x1f{second}", "ré-1\n"),
        ("RE\u0301-1", f"RÉ-1\x1f{third}", "ré-1\nstrasse"),
    ]
    assert fetch(path, "SELECT DISTINCT search_key, name_key FROM client") == [("émile ltd\n\n", "émile ltd")]
    assert fetch(path, "SELECT search_key FROM person ORDER BY name") == [
        ("client\nclient@595210243834.test",),
        ("owner\nowner@595210243834.test",),
    ]
    assert fetch(path, "PRAGMA foreign_key_check") == []


def test_numbers_days_and_reasons_of_old_rows(tmp_path: Path) -> None:
    """D56, D57, D59: numbers in the order of settling, days of the firm's time zone, why invoices were voided."""
    path = tmp_path / "old.db"
    url = f"sqlite+aiosqlite:///{path}"
    command.upgrade(migrations.alembic_config(url), "0001")
    connection = sqlite3.connect(path)
    connection.executescript(_ROWS.read_text())
    connection.close()
    command.upgrade(migrations.alembic_config(url), "0007")
    connection = sqlite3.connect(path)
    # The payment of 20.00 by card becomes one by cheque, and the last prepayment one that was disputed.
    connection.executescript("""
        UPDATE firm SET time_zone = 'Pacific/Auckland';
        UPDATE event SET reason = 'Cheque 4711' WHERE seq = (SELECT event_seq FROM credit_entry
            WHERE kind = 'PAYMENT_RECEIVED' AND amount = 2000);
        UPDATE credit_entry SET kind = 'OFFLINE_PAYMENT', offline_method = 'CHEQUE', received_on = '2026-02-27'
            WHERE kind = 'PAYMENT_RECEIVED' AND amount = 2000;
        UPDATE payment SET paid_by = 'OFFLINE', offline_method = 'CHEQUE', connection_id = NULL, method = NULL
            WHERE paid_by = 'CARD' AND amount = 2000;
        INSERT INTO dispute (firm_id, id, client_id, prepayment_id, connection_id, provider_dispute_id, event_seq,
            amount, status, withdrawals, reinstatements, created_at)
        SELECT firm_id, id, client_id, id, connection_id, 'du_1', event_seq, 100, 'LOST', 1, 0,
            '2026-03-02 10:00:00.000000' FROM prepayment WHERE status = 'SUCCEEDED' ORDER BY id LIMIT 1;
        UPDATE prepayment SET settled_at = '2026-03-02 11:30:00.000000' WHERE status = 'SUCCEEDED'
            AND id = (SELECT max(id) FROM prepayment WHERE status = 'SUCCEEDED');
        """)
    connection.commit()
    connection.close()
    migrations.migrate(url)
    settled = "SELECT number, settled_at, id, {} FROM {} WHERE settled_at IS NOT NULL"
    rows = [
        *fetch(path, settled.format("received_on, paid_by, reason", "payment")),
        *fetch(path, settled.format("received_on, 'CARD', NULL", "prepayment")),
    ]
    rows.sort(key=lambda row: (str(row[1]), str(row[2])))
    assert [row[0] for row in rows] == list(range(1, len(rows) + 1))
    assert len(rows) == 10
    assert fetch(path, "SELECT last_payment_number FROM firm") == [(len(rows),)]
    assert fetch(path, "SELECT count(*) FROM payment WHERE settled_at IS NULL AND number IS NULL") == [(4,)]
    by_source = {(row[4], row[3], row[5]) for row in rows}
    assert by_source == {
        ("CREDITS", None, None), ("OFFLINE", "2026-02-27", "Cheque 4711"), ("CARD", "2026-03-02", None),
        ("CARD", "2026-03-03", None),
    }  # fmt: skip
    assert rows[-1][3] == "2026-03-03"  # 11:30 in UTC is half past midnight in Auckland
    is_at_event = "voided_at = (SELECT at FROM event WHERE kind = 'invoice.voided')"
    voided = fetch(path, f"SELECT {is_at_event}, void_reason FROM invoice WHERE status = 'VOID'")
    assert voided == [(1, "mistake")]
    assert fetch(path, "SELECT count(*) FROM invoice WHERE status <> 'VOID' AND voided_at IS NOT NULL") == [(0,)]
    last_paid = fetch(path, "SELECT i.paid > 0, i.last_paid_at = (SELECT max(p.settled_at) FROM payment p WHERE"
                      " p.invoice_id = i.id) FROM invoice i WHERE i.last_paid_at IS NOT NULL")  # fmt: skip
    assert {row[1] for row in last_paid} == {1}
    assert fetch(path, "SELECT count(*) FROM invoice WHERE last_paid_at IS NULL AND paid > 0") == [(0,)]
    disputes = fetch(
        path, "SELECT closed_at = created_at, changed_seq = event_seq, reason, evidence_due_at FROM dispute"
    )
    assert disputes == [(1, 1, None, None)]
    assert fetch(path, "SELECT count(*) FROM refund WHERE changed_seq <> event_seq") == [(0,)]
    assert fetch(path, "PRAGMA foreign_key_check") == []
