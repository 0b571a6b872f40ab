"""Rows written all at once: all of them, in the order that they need, or none."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.exc import DBAPIError

import models
from billing.transaction import transaction
from db import batch_writer
from tests.support.firm import Firm, House


def assignments(firm: Firm, member: models.FirmMember, many: int) -> list[models.Base]:
    """As many clients, and their assignments before them."""
    ids = [models.new_id() for _ in range(many)]
    kind = {"firm_id": firm.id, "created_at": firm.house.clock()}
    return [
        *(models.Assignment(firm_id=firm.id, member_id=member.id, client_id=one) for one in ids),
        *(models.Client(id=one, name="Many", **kind) for one in ids),
    ]


async def test_more_than_a_statement_carries(house: House) -> None:
    """In several statements then, and what others point to is there before them."""
    firm = await house.firm()
    async with transaction(house.services, firm.owner, "test") as book:
        member = await book.session.get_one(models.FirmMember, (firm.id, firm.owner.id))
        for row in assignments(firm, member, 400):
            await book.add(row)
    async with house.services.reads() as session:
        for model in (models.Assignment, models.Client):
            found = await session.scalar(select(func.count()).where(model.firm_id == firm.id))
            assert found == 400 + (model is models.Client)


async def test_a_row_that_is_lost_takes_all_with_it(house: House) -> None:
    """A change that finds nothing is never passed over: nothing of its transaction is kept."""
    firm = await house.firm()
    lost = await firm.add_client("Lost")
    async with firm.unmoved():
        with pytest.raises(batch_writer.Lost):
            async with transaction(house.services, firm.owner, "test") as book:
                client = await book.row(models.Client, lost)
                await book.session.execute(
                    delete(models.Client).where(models.Client.id == lost),
                    execution_options={"synchronize_session": False},
                )
                client.name = "Found"
    assert (await firm.client(lost)).name == "Lost"


async def test_a_draft_loses_nothing_either(house: House) -> None:
    """The same where the statement is the whole transaction."""
    firm = await house.firm()
    lost = await firm.client(await firm.add_client("Lost"))
    seat = await firm.add_member("new", models.FirmRole.ADMIN)
    async with house.services.writes.begin() as session:
        await session.execute(delete(models.Client).where(models.Client.id == lost.id))
    lost.name = "Found"
    direct = house.services.direct
    assignment = models.Assignment(firm_id=firm.id, member_id=seat.id, client_id=firm.client_id)
    statements = batch_writer.writer(direct.dialect).statements(
        [assignment], [lost], batch_writer.Guard(firm.id, await firm.seq())
    )
    async with firm.unmoved():
        with pytest.raises((batch_writer.Lost, DBAPIError)):
            await direct.write(statements)
    async with house.services.reads() as session:
        assert (await session.scalars(select(models.Assignment))).all() == []


async def test_what_is_too_long_is_refused_and_not_cut(house: House) -> None:
    """Where the database bounds a text, a chain does not shorten it."""
    if house.database.write_engine.dialect.name == "sqlite":
        return  # it bounds no text: the edge does
    firm = await house.firm()
    direct = house.services.direct
    client = models.Client(
        firm_id=firm.id, id=models.new_id(), name="x" * 201, available=0, held=0, due=0, created_at=house.clock()
    )
    statements = batch_writer.writer(direct.dialect).statements(
        [client], [], batch_writer.Guard(firm.id, await firm.seq())
    )
    async with firm.unmoved():
        with pytest.raises(DBAPIError, match="too long"):
            await direct.write(statements)
