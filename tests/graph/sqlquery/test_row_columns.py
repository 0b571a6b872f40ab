"""Columns that a statement writes as JSON become objects of their model, the same on both databases."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from sqlalchemy import Text, select, type_coerce
from sqlalchemy.orm import aliased
from sqlalchemy.orm.exc import DetachedInstanceError

import models
from billing.live import change_feed
from db import compiled
from graph.sqlquery import JsonObject, RowColumns
from tests.support.firm import AppHarness, Firm

pytestmark = pytest.mark.both_databases

COLUMNS = RowColumns(models.Prepayment, "id", "status", "amount", "memo", "created_at", "settled_at")
FIRM = RowColumns(models.Firm, "seq", "cursor_key")


@pytest.fixture
async def firm(app: AppHarness) -> Firm:
    return await app.create_ready_firm()


async def read_json(firm: Firm, expression: Any) -> Any:
    """The value of an expression, as a member of a response."""
    answer = type_coerce(JsonObject([("value", expression)]), Text())
    statement = compiled.compile_statement(select(answer), firm.app.services.driver.dialect)
    [(text,)] = await firm.app.services.driver.fetch(statement.sql, [])
    return json.loads(text)["value"]


async def test_values_are_those_of_the_row(firm: Firm) -> None:
    row = await firm.start_prepayment("30.00")
    prepayment = aliased(models.Prepayment)
    rows = select().select_from(prepayment).where(prepayment.firm_id == firm.id)
    for found in (
        COLUMNS.load(await read_json(firm, COLUMNS.of_one(prepayment, rows))),
        *map(COLUMNS.load, await read_json(firm, COLUMNS.of_all(prepayment, rows.order_by(prepayment.id)))),
    ):
        assert isinstance(found, models.Prepayment)
        assert (found.id, found.status, found.amount) == (row.id, models.PaymentStatus.REQUIRES_ACTION, 30_00)
        assert (found.memo, found.created_at, found.settled_at) == (None, row.created_at, None)
        assert found.created_at.tzinfo is dt.UTC


async def test_rows_are_in_their_order_or_missing(firm: Firm) -> None:
    ids = [(await firm.start_prepayment(amount)).id for amount in ("1.00", "2.00", "3.00")]
    prepayment = aliased(models.Prepayment)
    rows = select().select_from(prepayment).where(prepayment.firm_id == firm.id)
    newest_first = COLUMNS.of_all(prepayment, rows.order_by(prepayment.id.desc()))
    assert [COLUMNS.load(values).id for values in await read_json(firm, newest_first)] == ids[::-1]
    none = rows.where(prepayment.amount == 0)
    assert await read_json(firm, COLUMNS.of_all(prepayment, none)) == []
    assert await read_json(firm, COLUMNS.of_one(prepayment, none)) is None


async def test_bytes(firm: Firm) -> None:
    found = FIRM.load(
        await read_json(firm, FIRM.of_one(change_feed.head_firm, change_feed.select_head(firm.client_user)))
    )
    async with firm.app.services.reads() as session:
        row = await session.get_one(models.Firm, firm.id)
    assert (found.seq, found.cursor_key) == (row.seq, row.cursor_key)


def test_other_columns_cannot_be_read() -> None:
    """A rule that comes to need another column fails, instead of deciding without it."""
    row = RowColumns(models.Invoice, "paid").load({"paid": 5})
    assert row.paid == 5
    for attribute in ("total", "status", "payable", "amount_due"):
        with pytest.raises(DetachedInstanceError):
            getattr(row, attribute)
