"""Which expressions are never null: a concatenation with null would be null as a whole."""

from __future__ import annotations

from sqlalchemy import case, null, select
from sqlalchemy.orm import aliased

import models
from graph.sqlquery import sql_json_scalars


def test_not_null_columns_of_a_table_and_what_is_computed_from_them_are_never_null() -> None:
    invoice = aliased(models.Invoice)
    assert sql_json_scalars.is_never_null(sql_json_scalars.as_column(invoice.total))
    assert sql_json_scalars.is_never_null(sql_json_scalars.GlobalId("Invoice", invoice.id))
    assert sql_json_scalars.is_never_null(sql_json_scalars.Amount(invoice.total - invoice.paid, 2))


def test_other_expressions_may_be_null() -> None:
    """Nullable columns, columns of subqueries (of outer joins, too), divisions, CASE, scalar subqueries."""
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
