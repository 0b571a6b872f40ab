"""A database of an earlier version, with everything in it that there could be, comes through the migrations whole."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import select

from billing.access.principals import Member, rights_of
from billing.invoices.void_invoice import void_invoice
from db import migrations
from models import FirmMember, Invoice, Payment
from tests.support.actions import assert_money_report_balances, refund
from tests.support.database_backends import SqliteBackend
from tests.support.firm import Firm, build_app

_ROWS = Path(__file__).parent / "data" / "revision_0001.sql"
"""A firm's life as version 0.1 wrote it down: prepaid, paid, voided, failed, canceled, under way."""


@pytest.fixture
def upgraded_database(tmp_path: Path) -> Path:
    """The database at revision 0001 with those rows, brought up to date."""
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


def rows(path: Path, statement: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(path)
    found = connection.execute(statement).fetchall()
    connection.close()
    return found


def test_what_the_new_columns_say_of_old_rows(upgraded_database: Path) -> None:
    """D21, D23, D32, D33: what is on its invoice, what has ended, what was refunded; no row lost."""
    before = [line.split('"')[1] for line in _ROWS.read_text().splitlines()]
    for table in ("transfer", "credit_entry", "event", "payment", "prepayment", "account", "invoice", "job"):
        assert rows(upgraded_database, f"SELECT count(*) FROM {table}") == [(before.count(table),)]
    payments = rows(
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
    assert rows(upgraded_database, "SELECT status, ended_at IS NOT NULL FROM prepayment ORDER BY id") == [
        ("SUCCEEDED", 1), ("SUCCEEDED", 1), ("SUCCEEDED", 1), ("REQUIRES_ACTION", 0),
    ]  # fmt: skip
    refunds = rows(upgraded_database, "SELECT status, amount, lost, reason FROM refund ORDER BY amount")
    assert refunds == [("SUCCEEDED", 5_00, 0, "mistake"), ("SUCCEEDED", 75_00, 0, "mistake")]
    causes = rows(upgraded_database, "SELECT count(*) FROM transfer WHERE reference LIKE 'payment:%:settled:revenue'")
    assert causes == rows(upgraded_database, "SELECT count(*) FROM payment WHERE status = 'SUCCEEDED'")
    ((key,),) = rows(upgraded_database, "SELECT cursor_key FROM firm")
    assert isinstance(key, bytes)
    assert len(key) == 32


async def test_migrated_ledger_passes_audit_and_accepts_payments(upgraded_database: Path, tmp_path: Path) -> None:
    """D21, D26, D33: nothing for the audit to find; what was paid before can be refunded, and voided, by the deeds."""
    (tmp_path / "house").mkdir()
    async with build_app(SqliteBackend(upgraded_database), tmp_path / "house") as house:
        await house.audit()
        async with house.services.reads() as session:
            found = (await session.scalars(select(FirmMember))).one()
            client_id = (await session.scalars(select(Invoice.client_id))).first()
            payments = (await session.scalars(select(Payment).order_by(Payment.id))).all()
        assert client_id is not None
        firm = Firm(house, found.firm_id, client_id, "EUR")
        firm.owner = Member(found.firm_id, found.id, found.role, rights_of(found))
        assert (await firm.credits(), await firm.lot_balances()) == ((0, 15_00), [0, 0, 0, 0, 0])
        await assert_money_report_balances(firm)
        first, card = payments[0], payments[8]
        await refund(firm, first, "10.00")
        await void_invoice(house.services, firm.owner, first.invoice_id, "mistake")
        await refund(firm, card, "85.00")
        assert await firm.credits() == (115_00, 15_00)
        await assert_money_report_balances(firm)
