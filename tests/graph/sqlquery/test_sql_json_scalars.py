"""Which values are there in each row: text put together with one that is not would be nothing at all."""

from __future__ import annotations

from sqlalchemy import case, null, select
from sqlalchemy.orm import aliased

import models
from graph.sqlquery import sql_json_scalars


def test_what_is_never_null() -> None:
    """A column that may not be null, of the table that rows are taken from; and what is made of such alone."""
    invoice = aliased(models.Invoice)
    assert sql_json_scalars.is_never_null(sql_json_scalars.as_column(invoice.total))
    assert sql_json_scalars.is_never_null(sql_json_scalars.GlobalId("Invoice", invoice.id))
    assert sql_json_scalars.is_never_null(sql_json_scalars.Amount(invoice.total - invoice.paid, 2))


def test_what_may_be_null() -> None:
    """A column that may be, a part that may be, a column of something that is joined or chosen, and whatever else."""
    invoice = aliased(models.Invoice)
    inner = select(invoice.total, invoice.due_on).subquery()
    for value in (
        sql_json_scalars.as_column(invoice.due_on),
        sql_json_scalars.Timestamp(aliased(models.Payment).expires_at),
        sql_json_scalars.as_column(inner.c.total),
        sql_json_scalars.Amount(
            sql_json_scalars.as_column(invoice.total) + sql_json_scalars.as_column(inner.c.total), 2
        ),
        sql_json_scalars.as_column(invoice.total) / sql_json_scalars.as_column(invoice.paid),
        case((invoice.total > 0, invoice.total), else_=null()),
        select(invoice.total).scalar_subquery(),
    ):
        assert not sql_json_scalars.is_never_null(value), value
