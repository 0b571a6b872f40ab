"""The batch writer: all rows in few statements and in the order that foreign keys need, or none."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.exc import DBAPIError

import models
from billing.transaction import begin_transaction
from db.batch_writer import RowMissing
from tests.support import firm as firm_support
from tests.support.firm import AppHarness, Firm
from tests.support.ledger import ledger_transaction
from tests.support.round_trips import record_round_trips, written_tables

pytestmark = pytest.mark.both_databases

DELETE_WITHOUT_SESSION = {"synchronize_session": False}


def new_client(firm: Firm, name: str) -> models.Client:
    return firm_support.new_client(firm.id, name, firm.app.clock())


async def count_rows(app: AppHarness, firm: Firm, model: type[models.Client | models.Assignment]) -> int:
    async with app.services.reads() as session:
        return await session.scalar(select(func.count()).where(model.firm_id == firm.id)) or 0


async def delete_client(app: AppHarness, client: models.Client) -> None:
    async with app.services.writes.begin() as session:
        await session.execute(delete(models.Client).where(models.Client.id == client.id))


@pytest.mark.parametrize("with_session", [False, True])
async def test_more_rows_than_a_statement_carries(app: AppHarness, *, with_session: bool) -> None:
    """They take several statements, and rows come before those that refer to them."""
    firm = await app.create_firm()
    async with begin_transaction(app.services, firm.owner, "test") as transaction:
        if with_session:
            await transaction.session.get_one(models.FirmMember, (firm.id, firm.owner.id))
        clients = [new_client(firm, "Many") for _ in range(400)]
        for client in clients:
            await transaction.add(models.Assignment(firm_id=firm.id, member_id=firm.owner.id, client_id=client.id))
        for client in clients:
            await transaction.add(client)
    assert await count_rows(app, firm, models.Client) == 401
    assert await count_rows(app, firm, models.Assignment) == 400


async def test_one_statement_on_postgresql_and_one_round_trip_on_sqlite(app: AppHarness) -> None:
    """Added and changed rows of several tables are written together, however many tables they are in."""
    firm = await app.create_firm()
    client = new_client(firm, "New")
    with record_round_trips() as log:
        async with ledger_transaction(app, firm.id) as transaction:
            await transaction.add(models.Assignment(firm_id=firm.id, member_id=firm.owner.id, client_id=client.id))
            await transaction.add(client)
            transaction.firm.name = "Renamed"
    writes = [tables for sql in log.statements if (tables := written_tables(sql))]
    if app.services.driver.dialect.name == "postgresql":
        assert writes == [{"client", "event", "assignment", "firm"}]
    else:
        assert writes == [{"client"}, {"assignment"}, {"event"}, {"firm"}]
    assert len(log.round_trips) == (4 if app.services.driver.dialect.name == "postgresql" else 2)


async def test_rows_of_a_table_that_refer_to_one_another(app: AppHarness) -> None:
    """Each of the two payments of a split tender refers to the other."""
    firm = await app.create_firm()
    invoice_id = await firm.create_invoice("10.00")
    first, second = models.new_id(), models.new_id()
    async with ledger_transaction(app, firm.id) as transaction:
        for payment_id, other_id in ((first, second), (second, first)):
            await transaction.add(
                models.Payment(
                    firm_id=firm.id, id=payment_id, client_id=firm.client_id, invoice_id=invoice_id,
                    split_tender_id=other_id, event_seq=transaction.seq, amount=1, paid_by=models.PaidBy.CREDITS,
                    status=models.PaymentStatus.FAILED, created_at=transaction.now, ended_at=transaction.now,
                )
            )  # fmt: skip
    async with app.services.reads() as session:
        statement = select(models.Payment.split_tender_id).filter_by(firm_id=firm.id).order_by(models.Payment.id)
        assert (await session.scalars(statement)).all() == [second, first]


async def test_change_of_a_deleted_row_in_a_session_fails(app: AppHarness) -> None:
    """An update that matches no row raises, and nothing of its transaction is written."""
    firm = await app.create_firm()
    client_id = await firm.add_client("Deleted")
    async with firm.assert_unchanged():
        with pytest.raises(RowMissing):
            async with begin_transaction(app.services, firm.owner, "test") as transaction:
                client = await transaction.get(models.Client, client_id)
                await transaction.session.execute(
                    delete(models.Client).where(models.Client.id == client_id), execution_options=DELETE_WITHOUT_SESSION
                )
                client.name = "Renamed"
    assert (await firm.client(client_id)).name == "Deleted"


async def test_change_of_a_deleted_row_without_a_session_fails(app: AppHarness) -> None:
    """The same for rows that the driver writes with the commit."""
    firm = await app.create_firm()
    client = await firm.client(await firm.add_client("Deleted"))
    await delete_client(app, client)
    client.name = "Renamed"
    assignment = models.Assignment(firm_id=firm.id, member_id=firm.owner.id, client_id=firm.client_id)
    async with firm.assert_unchanged():
        with pytest.raises(RowMissing):
            async with app.services.driver.begin(firm.id) as writes:
                await writes.commit([assignment], [client])
    assert await count_rows(app, firm, models.Assignment) == 0


async def test_one_deleted_row_of_several_fails(app: AppHarness) -> None:
    """Each update must match its row: others that do match do not make up for it."""
    firm = await app.create_firm()
    clients = [await firm.client(await firm.add_client(f"Client {number}")) for number in range(3)]
    await delete_client(app, clients[1])
    for client in clients:
        client.name = "Renamed"
    async with firm.assert_unchanged():
        with pytest.raises(RowMissing):
            async with app.services.driver.begin(firm.id) as writes:
                await writes.commit(changed=clients)
    assert (await firm.client(clients[0].id)).name == "Client 0"


async def test_too_long_text_is_refused(app: AppHarness) -> None:
    """PostgreSQL refuses a text that is longer than its column; it is not cut. SQLite has no such limit."""
    firm = await app.create_firm()
    if app.services.driver.dialect.name == "sqlite":
        return
    async with firm.assert_unchanged():
        with pytest.raises(DBAPIError, match="too long"):
            async with app.services.driver.begin(firm.id) as writes:
                await writes.commit([new_client(firm, "x" * 201)])
    assert await count_rows(app, firm, models.Client) == 1
