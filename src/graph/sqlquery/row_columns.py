"""Columns of rows that a statement reads for computed fields, as objects of their model: what rules in Python take."""

import datetime as dt
import enum
import uuid
from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Enum, LargeBinary, Select, Uuid, inspect
from sqlalchemy.types import TypeEngine

from graph.sqlquery.selections import NO_LIMIT
from graph.sqlquery.sql_json_objects import JsonArray, JsonFields, JsonObject
from graph.sqlquery.sql_json_scalars import Hexadecimal, as_column, serialize
from models import sqlalchemy_compat
from models.base import Instant

M = TypeVar("M")


class RowColumns(Generic[M]):
    """The named columns of a model. Any other attribute of the objects raises DetachedInstanceError."""

    def __init__(self, model: type[M], *names: str) -> None:
        self._mapper: Any = inspect(model)
        self._others = frozenset(self._mapper.column_attrs.keys()) - frozenset(names)
        self._parsers = {name: _parser(self._mapper.column_attrs[name].columns[0].type) for name in names}

    def of(self, row: Any) -> ColumnElement[Any]:
        """SQL: the columns of a row of the enclosing select."""
        return JsonObject(self._fields(row))

    def of_one(self, row: Any, rows: Select[Any]) -> ColumnElement[Any]:
        """SQL: the columns of the one row of a select from `row` without columns; null if there is none."""
        return JsonObject(self._fields(row), rows)

    def of_all(self, row: Any, rows: Select[Any]) -> ColumnElement[Any]:
        """SQL: the columns of all rows of an ordered select from `row` without columns."""
        return JsonArray(self.of(row), rows.limit(NO_LIMIT))

    def load(self, values: Mapping[str, Any]) -> M:
        """Return the object of a row, from its JSON."""
        loaded = {name: parse(values[name]) for name, parse in self._parsers.items()}
        row: M = sqlalchemy_compat.load_partially(self._mapper, loaded, self._others)
        return row

    def _fields(self, row: Any) -> JsonFields:
        return [(name, _serialize(as_column(getattr(row, name)))) for name in self._parsers]


def _serialize(column: ColumnElement[Any]) -> ColumnElement[Any]:
    return Hexadecimal(column) if isinstance(column.type, LargeBinary) else serialize(column)


def _parser(type_: TypeEngine[Any]) -> Callable[[Any], Any]:
    """Return the function that makes a column's value of its JSON."""
    if isinstance(type_, Enum):
        members: Mapping[str, enum.Enum] = type_.enum_class.__members__  # type: ignore[union-attr]
        return lambda name: None if name is None else members[name]
    if isinstance(type_, Uuid):
        return lambda text: None if text is None else uuid.UUID(text)
    if isinstance(type_, Instant):
        return lambda text: None if text is None else dt.datetime.fromisoformat(text)
    if isinstance(type_, LargeBinary):
        return bytes.fromhex
    return lambda value: value
