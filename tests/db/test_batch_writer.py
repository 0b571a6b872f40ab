"""Rows written all at once: all of them, in the order that they need, or none."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.exc import DBAPIError

import models
from billing.transaction import begin_transaction
from db import batch_writer
from tests.support.firm import AppHarness, Firm


def add_assignments(firm: Firm, member: models.FirmMember, many: int) -> list[models.Base]:
    """As many clients, and their assignments before them."""
    ids = [models.new_id() for _ in range(many)]
    kind = {"firm_id": firm.id, "created_at": firm.app.clock()}
    return [
        *(models.Assignment(firm_id=firm.id, member_id=member.id, client_id=one) for one in ids),
        *(models.Client(id=one, name="Many", **kind) for one in ids),
    ]


async def test_more_than_a_statement_carries(app: AppHarness) -> None:
    """In several statements then, and what others point to is there before them."""
    firm = await app.create_firm()
    async with begin_transaction(app.services, firm.owner, "test") as transaction:
        member = await transaction.session.get_one(models.FirmMember, (firm.id, firm.owner.id))
        for row in add_assignments(firm, member, 400):
            await transaction.add(row)
    async with app.services.reads() as session:
        for model in (models.Assignment, models.Client):
            found = await session.scalar(select(func.count()).where(model.firm_id == firm.id))
            assert found == 400 + (model is models.Client)


async def test_a_row_that_is_lost_takes_all_with_it(app: AppHarness) -> None:
    """A change that finds nothing is never passed over: nothing of its transaction is kept."""
    firm = await app.create_firm()
    lost = await firm.add_client("Lost")
    async with firm.assert_unchanged():
        with pytest.raises(batch_writer.StaleRow):
            async with begin_transaction(app.services, firm.owner, "test") as transaction:
                client = await transaction.get(models.Client, lost)
                await transaction.session.execute(
                    delete(models.Client).where(models.Client.id == lost),
                    execution_options={"synchronize_session": False},
                )
                client.name = "Found"
    assert (await firm.client(lost)).name == "Lost"


async def test_a_draft_loses_nothing_either(app: AppHarness) -> None:
    """The same where the statement is the whole transaction."""
    firm = await app.create_firm()
    lost = await firm.client(await firm.add_client("Lost"))
    seat = await firm.add_member("new", models.FirmRole.ADMIN)
    async with app.services.writes.begin() as session:
        await session.execute(delete(models.Client).where(models.Client.id == lost.id))
    lost.name = "Found"
    direct = app.services.driver
    assignment = models.Assignment(firm_id=firm.id, member_id=seat.id, client_id=firm.client_id)
    statements = batch_writer.writer_for(direct.dialect).statements(
        [assignment], [lost], batch_writer.SeqGuard(firm.id, await firm.event_seq())
    )
    async with firm.assert_unchanged():
        with pytest.raises((batch_writer.StaleRow, DBAPIError)):
            await direct.write(statements)
    async with app.services.reads() as session:
        assert (await session.scalars(select(models.Assignment))).all() == []


async def test_what_is_too_long_is_refused_and_not_cut(app: AppHarness) -> None:
    """Where the database bounds a text, a chain does not shorten it."""
    if app.database.write_engine.dialect.name == "sqlite":
        return  # it bounds no text: the edge does
    firm = await app.create_firm()
    direct = app.services.driver
    client = models.Client(
        firm_id=firm.id, id=models.new_id(), name="x" * 201, available=0, held=0, due=0, created_at=app.clock()
    )
    statements = batch_writer.writer_for(direct.dialect).statements(
        [client], [], batch_writer.SeqGuard(firm.id, await firm.event_seq())
    )
    async with firm.assert_unchanged():
        with pytest.raises(DBAPIError, match="too long"):
            await direct.write(statements)
