"""Scalars of the response, as SQL expressions that give the same text on PostgreSQL and SQLite.

The type of an expression decides how `sql_json_objects` writes it: JSON verbatim, integers and booleans bare, all else
as a string.
"""

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import JSON, Alias, BinaryExpression, Column, ColumnElement, Date, String, case
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql import operators
from sqlalchemy.sql.compiler import SQLCompiler

from db import opaque_ids
from models.base import Instant


class JsonSafeText(String):
    """Text that needs no escaping in JSON: numbers, ids, timestamps."""

    cache_ok = True


class JsonExpression(ColumnElement[Any]):
    """Base class of the expressions that this package compiles itself."""

    inherit_cache = False


class Constant(JsonExpression):
    """A JSON literal."""

    def __init__(self, value: object) -> None:
        self.text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        self.type = JSON()


class Reusable(JsonExpression):
    """An expression that many statements contain, with its SQL as a part of a JSON object for each dialect."""

    def __init__(self, value: ColumnElement[Any]) -> None:
        self.value, self.type = value, value.type
        self.operands: dict[str, list[str]] = {}
        """The operands of the JSON's concatenation, unless they contain a bind parameter."""


class ColumnText(JsonExpression):
    """Text that is computed from one column and needs no escaping in JSON."""

    def __init__(self, value: Any) -> None:
        self.column, self.type = as_column(value), JsonSafeText()

    def _sql(self, column: str, *, is_postgresql: bool) -> str:
        """Return the SQL of the text, from that of the column."""
        raise NotImplementedError


class Timestamp(ColumnText):
    """A timestamp in UTC: "2026-03-31T09:30:00Z", with microseconds unless they are zero."""

    def _sql(self, column: str, *, is_postgresql: bool) -> str:
        if is_postgresql:
            text = f"""to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
        else:
            text = f"replace({column}, ' ', 'T') || 'Z'"
        return f"replace({text}, '.000000Z', 'Z')"


class GlobalId(ColumnText):
    """A global id, as `db.opaque_ids.encode_global_id` writes it."""

    def __init__(self, type_name: str, value: Any) -> None:
        super().__init__(value)
        self.type_name = type_name

    def _sql(self, column: str, *, is_postgresql: bool) -> str:
        if is_postgresql:
            return f"encode(('{self.type_name}:' || {column}::text)::bytea, 'base64')"
        return f"global_id('{self.type_name}', {column})"


class Hexadecimal(ColumnText):
    """Bytes that are never null, as hexadecimal digits."""

    def _sql(self, column: str, *, is_postgresql: bool) -> str:
        return f"encode({column}, 'hex')" if is_postgresql else f"hex({column})"


class CursorText(JsonExpression):
    """The cursor of a row, as `db.opaque_ids.encode_cursor` writes it; null if the id is."""

    def __init__(self, list_name: str, row_id: Any, key: Any = None) -> None:
        self.list_name, self.row_id, self.type = list_name, as_column(row_id), JsonSafeText()
        self.sort_key = None if key is None else as_column(key)

    def sql(self, row_id: str, key: str | None, *, is_postgresql: bool) -> str:
        """Return the SQL of the cursor, from that of the id and the key."""
        if not is_postgresql:
            return f"list_cursor('{self.list_name}', {row_id}, {f'CAST({key} AS TEXT)' if key else quote_literal('')})"
        content = f"'\\x{opaque_ids.cursor_prefix(self.list_name).hex()}'::bytea || uuid_send({row_id})"
        if key is None:
            return f"translate(encode({content}, 'base64'), '+/', '-_')"
        is_date = self.sort_key is not None and isinstance(self.sort_key.type, Date)
        # The text of a date would depend on the server's DateStyle.
        text = f"to_char({key}, 'YYYY-MM-DD')" if is_date else f"({key})::text"
        # PostgreSQL breaks lines of base64 after 76 characters.
        return f"translate(encode({content} || convert_to({text}, 'UTF8'), 'base64'), E'+/\\n', '-_')"


class ObjectKey(GlobalId):
    """The type and database id of an incomplete object: "Type:id"."""

    def _sql(self, column: str, *, is_postgresql: bool) -> str:
        return f"('{self.type_name}:' || {column}{'::text' if is_postgresql else ''})"


class Amount(ColumnText):
    """Minor units as a decimal with that many fraction digits: "250.00"."""

    def __init__(self, minor: Any, digits: int) -> None:
        super().__init__(minor)
        self.digits = digits

    def _sql(self, column: str, *, is_postgresql: bool) -> str:
        digits, unit = self.digits, 10**self.digits
        if is_postgresql:
            return f"(({column}) * 0.{'1':0>{digits}})::text" if digits else f"({column})::text"
        if not digits:
            return f"CAST({column} AS TEXT)"
        sign = f"CASE WHEN {column} < 0 THEN '-' ELSE '' END"
        return f"printf('%s%d.%0{digits}d', {sign}, abs({column}) / {unit}, abs({column}) % {unit})"


def as_column(value: Any) -> ColumnElement[Any]:
    """Return the column of a mapped attribute; return any other expression as is."""
    column: ColumnElement[Any] = value.__clause_element__() if hasattr(value, "__clause_element__") else value
    return column


def is_never_null(value: Any) -> bool:
    """Return whether the value is a NOT NULL column of a selected table, or computed from such columns alone."""
    if isinstance(value, ColumnText):
        return is_never_null(value.column)
    if isinstance(value, CursorText):
        return is_never_null(value.row_id)
    if isinstance(value, BinaryExpression):
        is_sum = value.operator in (operators.add, operators.sub)
        return is_sum and is_never_null(value.left) and is_never_null(value.right)
    return isinstance(value, Column) and value.nullable is False and isinstance(value.table, Alias)


def json_case(cases: Iterable[tuple[ColumnElement[bool], object]]) -> ColumnElement[Any]:
    """Return the first literal whose condition holds, else null."""
    literal: ColumnElement[Any] = case(*((when, Constant(value)) for when, value in cases))
    literal.type = JSON()
    return literal


def serialize(expression: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return the expression in the form that the response shows values of its type in."""
    return Timestamp(expression) if isinstance(expression.type, Instant) else expression


def render(compiler: SQLCompiler, element: Any, options: dict[str, Any]) -> str:
    """Compile an element inside another one."""
    # SQLAlchemy passes its own options down through every element; only this one applies to nested elements.
    return compiler.process(element, literal_binds=options.get("literal_binds", False))


def quote_literal(text: str) -> str:
    """Return the text as an SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


@compiles(Constant)
def _constant(element: Constant, _compiler: SQLCompiler, **_options: Any) -> str:
    return quote_literal(element.text)


@compiles(ColumnText)
def _column_text(element: ColumnText, compiler: SQLCompiler, **options: Any) -> str:
    is_postgresql = compiler.dialect.name == "postgresql"
    return element._sql(render(compiler, element.column, options), is_postgresql=is_postgresql)


@compiles(CursorText)
def _cursor(element: CursorText, compiler: SQLCompiler, **options: Any) -> str:
    key = None if element.sort_key is None else render(compiler, element.sort_key, options)
    row_id = render(compiler, element.row_id, options)
    return element.sql(row_id, key, is_postgresql=compiler.dialect.name == "postgresql")
