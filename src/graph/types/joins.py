"""Join conditions of related types, in SQL. All of them stay within one firm."""

from typing import Any

from sqlalchemy import ColumnElement, and_

from graph import sqlquery


def on_event(row: Any, event: Any, _: sqlquery.CompileContext) -> ColumnElement[bool]:
    """The event that created a row."""
    return and_(event.firm_id == row.firm_id, event.seq == row.event_seq)


def on_foreign_key(column_name: str) -> Any:
    """The row whose id is in the named column."""
    return lambda row, other, _: and_(other.firm_id == row.firm_id, other.id == getattr(row, column_name))


def on_reverse_foreign_key(column_name: str) -> Any:
    """The other rows that have this row's id in the named column of theirs."""
    return lambda row, other, _: and_(other.firm_id == row.firm_id, getattr(other, column_name) == row.id)


on_client = on_foreign_key("client_id")
