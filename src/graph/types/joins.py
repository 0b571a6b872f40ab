"""Join conditions of related types, in SQL. All of them stay within one firm."""

from typing import Any

from sqlalchemy import ColumnElement

from graph import sqlquery


def on_client(row: Any, client: Any, _: sqlquery.CompileContext) -> ColumnElement[bool]:
    """The client of a row."""
    condition: ColumnElement[bool] = (client.firm_id == row.firm_id) & (client.id == row.client_id)
    return condition


def on_event(row: Any, event: Any, _: sqlquery.CompileContext) -> ColumnElement[bool]:
    """The event that created a row."""
    condition: ColumnElement[bool] = (event.firm_id == row.firm_id) & (event.seq == row.event_seq)
    return condition


def on_foreign_key(column_name: str) -> Any:
    """The row whose id is in the named column."""

    def join(row: Any, other: Any, _: sqlquery.CompileContext) -> ColumnElement[bool]:
        condition: ColumnElement[bool] = (other.firm_id == row.firm_id) & (other.id == getattr(row, column_name))
        return condition

    return join


def on_reverse_foreign_key(column_name: str) -> Any:
    """The other rows that have this row's id in the named column of theirs."""

    def join(row: Any, other: Any, _: sqlquery.CompileContext) -> ColumnElement[bool]:
        condition: ColumnElement[bool] = (other.firm_id == row.firm_id) & (getattr(other, column_name) == row.id)
        return condition

    return join
