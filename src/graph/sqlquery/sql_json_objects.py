"""JSON objects and arrays, as SQL expressions that concatenate text; the database writes the response."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import JSON, Boolean, ColumnElement, Enum, Integer, Select, String, Uuid
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

from graph.sqlquery.sql_json_scalars import (
    Constant,
    JsonExpression,
    JsonSafeText,
    Reusable,
    is_never_null,
    quote_literal,
    render,
)
from models.base import ExactDecimal

JsonFields = Sequence[tuple[str, ColumnElement[Any]]]

_QUOTE = "'\"'"
_MAX_CONCAT_OPERANDS = 40
"""More operands than this are concatenated in groups: SQLite limits how deep an expression may be."""


class JsonObject(JsonExpression):
    """A JSON object of expressions over the enclosing select or, with `rows`, over that one row; null without a row."""

    def __init__(self, fields: JsonFields, rows: Select[Any] | None = None) -> None:
        self.fields, self.rows = fields, rows
        self.type = JSON()


class JsonArray(JsonExpression):
    """A JSON array of one item for each row, in order. `rows` needs a LIMIT, or SQLite drops the order."""

    def __init__(self, item: ColumnElement[Any], rows: Select[Any]) -> None:
        self.item, self.rows = item, rows
        self.type = JSON()


class _JsonText(JsonExpression):
    """The JSON text of a value."""

    def __init__(self, value: ColumnElement[Any]) -> None:
        self.value = value
        self.type = String()


@compiles(JsonObject)
def _json_object(element: JsonObject, compiler: SQLCompiler, **options: Any) -> str:
    json_text = _JsonText(JsonObject(element.fields))
    return f"({render(compiler, json_text if element.rows is None else element.rows.add_columns(json_text), options)})"


@compiles(JsonArray)
def _json_array(element: JsonArray, compiler: SQLCompiler, **options: Any) -> str:
    rows = render(compiler, element.rows.add_columns(_JsonText(element.item).label("item")), options)
    items = "string_agg(item, ',')" if compiler.dialect.name == "postgresql" else "group_concat(item)"
    return f"(SELECT '[' || coalesce({items}, '') || ']' FROM ({rows}) AS items)"


@compiles(_JsonText)
def _json_text(element: _JsonText, compiler: SQLCompiler, **options: Any) -> str:
    return _concat(_concat_operands(element.value, compiler, options))


def _concat_operands(value: ColumnElement[Any], compiler: SQLCompiler, options: dict[str, Any]) -> list[str]:
    """Return the operands whose concatenation is the value's JSON text; no two adjacent ones are literals."""
    if isinstance(value, Constant):
        return [quote_literal(value.text)]
    if isinstance(value, Reusable):
        return _reusable_operands(value, compiler, options)
    if not isinstance(value, JsonObject) or value.rows is not None:
        return _value_operands(value, compiler, options)
    operands = ["'{'"]
    for index, (name, inner) in enumerate(value.fields):
        _append_folding_literals(operands, [quote_literal(f'{"," if index else ""}"{name}":')])
        _append_folding_literals(operands, _concat_operands(inner, compiler, options))
    _append_folding_literals(operands, ["'}'"])
    return operands


def _reusable_operands(element: Reusable, compiler: SQLCompiler, options: dict[str, Any]) -> list[str]:
    """Return the operands of an earlier statement, if there was one: its SQL says all, without any bind parameter."""
    known = element.operands.get(compiler.dialect.name)
    if known is not None:
        return known
    operands = _concat_operands(element.value, compiler, options)
    if not any("bind_" in operand or "POSTCOMPILE" in operand for operand in operands):
        element.operands[compiler.dialect.name] = operands
    return operands


def _append_folding_literals(operands: list[str], more: Sequence[str]) -> None:
    """Append operands; a literal after a literal is merged into it."""
    if operands[-1].startswith("'") and more[0].startswith("'"):
        operands[-1] = operands[-1][:-1] + more[0][1:]
        more = more[1:]
    operands.extend(more)


def _value_operands(value: ColumnElement[Any], compiler: SQLCompiler, options: dict[str, Any]) -> list[str]:
    sql, type_ = render(compiler, value, options), value.type
    if isinstance(type_, (JsonSafeText, Enum, Uuid, ExactDecimal)):
        if is_never_null(value):
            return [_QUOTE, sql, _QUOTE]
        return [f"coalesce({_QUOTE} || {sql} || {_QUOTE}, 'null')"]
    if isinstance(type_, JSON):
        return [sql if isinstance(value, JsonArray) else f"coalesce({sql}, 'null')"]
    if isinstance(type_, Boolean):
        return [f"CASE {sql} WHEN true THEN 'true' WHEN false THEN 'false' ELSE 'null' END"]
    if compiler.dialect.name != "postgresql" and not isinstance(type_, Integer):
        return [f"json_quote({sql})"]
    text = f"CAST({sql} AS TEXT)" if isinstance(type_, Integer) else f"to_json({sql})::text"
    return [text if is_never_null(value) else f"coalesce({text}, 'null')"]


def _concat(operands: Sequence[str]) -> str:
    if len(operands) <= _MAX_CONCAT_OPERANDS:
        return " || ".join(operands)
    groups = [operands[start : start + _MAX_CONCAT_OPERANDS] for start in range(0, len(operands), _MAX_CONCAT_OPERANDS)]
    return " || ".join(f"({_concat(group)})" for group in groups)
