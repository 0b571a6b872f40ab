"""Scalars of the response, as SQL expressions that give the same text on PostgreSQL and SQLite.

The type of an expression decides how `sql_json_objects` writes it: JSON verbatim, integers and booleans bare, all else
as a string.
"""

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import JSON, Alias, BinaryExpression, Column, ColumnElement, String, case
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql import operators
from sqlalchemy.sql.compiler import SQLCompiler

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


class Timestamp(JsonExpression):
    """A timestamp in UTC: "2026-03-31T09:30:00Z", with microseconds unless they are zero."""

    def __init__(self, value: Any) -> None:
        self.column = as_column(value)
        self.type = JsonSafeText()


class GlobalId(JsonExpression):
    """A global id, as `db.opaque_ids.encode_global_id` writes it."""

    def __init__(self, type_name: str, value: Any) -> None:
        self.type_name, self.column = type_name, as_column(value)
        self.type = JsonSafeText()


class Cursor(JsonExpression):
    """The cursor of a row, as `db.opaque_ids.encode_cursor` writes it."""

    def __init__(self, value: Any) -> None:
        self.column = as_column(value)
        self.type = JsonSafeText()


class ObjectKey(JsonExpression):
    """The type and database id of an incomplete object: "Type:id"."""

    def __init__(self, type_name: str, value: Any) -> None:
        self.type_name, self.column = type_name, as_column(value)
        self.type = JsonSafeText()


class Amount(JsonExpression):
    """Minor units as a decimal with that many fraction digits: "250.00"."""

    def __init__(self, minor: Any, digits: int) -> None:
        self.column, self.digits = as_column(minor), digits
        self.type = JsonSafeText()


def as_column(value: Any) -> ColumnElement[Any]:
    """Return the column of a mapped attribute; return any other expression as is."""
    column: ColumnElement[Any] = value.__clause_element__() if hasattr(value, "__clause_element__") else value
    return column


def is_never_null(value: Any) -> bool:
    """Return whether the value is a NOT NULL column of a selected table, or computed from such columns alone."""
    if isinstance(value, (Timestamp, GlobalId, Cursor, ObjectKey, Amount)):
        return is_never_null(value.column)
    if isinstance(value, BinaryExpression):
        return (
            value.operator in (operators.add, operators.sub)
            and is_never_null(value.left)
            and is_never_null(value.right)
        )
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


@compiles(Timestamp)
def _timestamp(element: Timestamp, compiler: SQLCompiler, **options: Any) -> str:
    column = render(compiler, element.column, options)
    return f"replace(replace({column}, ' ', 'T') || 'Z', '.000000Z', 'Z')"


@compiles(Timestamp, "postgresql")
def _timestamp_postgresql(element: Timestamp, compiler: SQLCompiler, **options: Any) -> str:
    column = render(compiler, element.column, options)
    return f"""replace(to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '.000000Z', 'Z')"""


@compiles(GlobalId)
def _global_id(element: GlobalId, compiler: SQLCompiler, **options: Any) -> str:
    return f"global_id('{element.type_name}', {render(compiler, element.column, options)})"


@compiles(GlobalId, "postgresql")
def _global_id_postgresql(element: GlobalId, compiler: SQLCompiler, **options: Any) -> str:
    column = render(compiler, element.column, options)
    return f"encode(('{element.type_name}:' || {column}::text)::bytea, 'base64')"


@compiles(Cursor)
def _cursor(element: Cursor, compiler: SQLCompiler, **options: Any) -> str:
    return f"list_cursor({render(compiler, element.column, options)})"


@compiles(Cursor, "postgresql")
def _cursor_postgresql(element: Cursor, compiler: SQLCompiler, **options: Any) -> str:
    column = render(compiler, element.column, options)
    return f"rtrim(translate(encode(uuid_send({column}), 'base64'), '+/', '-_'), '=')"


@compiles(ObjectKey)
def _object_key(element: ObjectKey, compiler: SQLCompiler, **options: Any) -> str:
    return f"('{element.type_name}:' || {render(compiler, element.column, options)})"


@compiles(ObjectKey, "postgresql")
def _object_key_postgresql(element: ObjectKey, compiler: SQLCompiler, **options: Any) -> str:
    return f"('{element.type_name}:' || {render(compiler, element.column, options)}::text)"


@compiles(Amount)
def _amount(element: Amount, compiler: SQLCompiler, **options: Any) -> str:
    minor, digits = render(compiler, element.column, options), element.digits
    if not digits:
        return f"CAST({minor} AS TEXT)"
    unit = 10**digits
    sign = f"CASE WHEN {minor} < 0 THEN '-' ELSE '' END"
    return f"printf('%s%d.%0{digits}d', {sign}, abs({minor}) / {unit}, abs({minor}) % {unit})"


@compiles(Amount, "postgresql")
def _amount_postgresql(element: Amount, compiler: SQLCompiler, **options: Any) -> str:
    minor, digits = render(compiler, element.column, options), element.digits
    return f"(({minor}) * 0.{'1':0>{digits}})::text" if digits else f"({minor})::text"
