"""JSON objects and arrays: text, put together in the database, which goes through to the caller as it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import JSON, Boolean, ColumnElement, Enum, Integer, Select, String, Uuid
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

from graph.sqlquery.sql_json_scalars import Constant, JsonExpression, JsonSafeText, is_never_null, quote_literal, render
from models.base import ExactDecimal

JsonFields = Sequence[tuple[str, ColumnElement[Any]]]

_QUOTE = "'\"'"
_MAX_CONCAT_OPERANDS = 40
"""Expressions may be so deep only: more pieces than these are put together in groups."""


class JsonObject(JsonExpression):
    """A JSON object: of what stands around it or, with `rows`, of the one row there, null where there is none."""

    def __init__(self, fields: JsonFields, rows: Select[Any] | None = None) -> None:
        self.fields, self.rows = fields, rows
        self.type = JSON()


class JsonArray(JsonExpression):
    """A JSON array of an object for each row, in their order. `rows` has to be bounded, or the order is lost."""

    def __init__(self, item: ColumnElement[Any], rows: Select[Any]) -> None:
        self.item, self.rows = item, rows
        self.type = JSON()


class _JsonText(JsonExpression):
    """A value, written as JSON."""

    def __init__(self, value: ColumnElement[Any]) -> None:
        self.value = value
        self.type = String()


@compiles(JsonObject)
def _json_object(element: JsonObject, compiler: SQLCompiler, **options: Any) -> str:
    written = _JsonText(JsonObject(element.fields))
    return f"({render(compiler, written if element.rows is None else element.rows.add_columns(written), options)})"


@compiles(JsonArray)
def _json_array(element: JsonArray, compiler: SQLCompiler, **options: Any) -> str:
    rows = render(compiler, element.rows.add_columns(_JsonText(element.item).label("item")), options)
    joined = "string_agg(item, ',')" if compiler.dialect.name == "postgresql" else "group_concat(item)"
    return f"(SELECT '[' || coalesce({joined}, '') || ']' FROM ({rows}) AS items)"


@compiles(_JsonText)
def _json_text(element: _JsonText, compiler: SQLCompiler, **options: Any) -> str:
    return _concat(_concat_operands(element.value, compiler, options))


def _concat_operands(value: ColumnElement[Any], compiler: SQLCompiler, options: dict[str, Any]) -> list[str]:
    """The value as JSON text, in pieces to be put one after the other: constants are quoted, and never two in a row."""
    if isinstance(value, Constant):
        return [quote_literal(value.text)]
    if not isinstance(value, JsonObject) or value.rows is not None:
        return _value_operands(value, compiler, options)
    pieces = ["'{'"]
    for position, (name, inner) in enumerate(value.fields):
        _append_folding_literals(pieces, [quote_literal(f'{"," if position else ""}"{name}":')])
        _append_folding_literals(pieces, _concat_operands(inner, compiler, options))
    _append_folding_literals(pieces, ["'}'"])
    return pieces


def _append_folding_literals(operands: list[str], more: Sequence[str]) -> None:
    """Add pieces; a constant after a constant becomes one with it."""
    if operands[-1].startswith("'") and more[0].startswith("'"):
        operands[-1] = operands[-1][:-1] + more[0][1:]
        more = more[1:]
    operands.extend(more)


def _value_operands(value: ColumnElement[Any], compiler: SQLCompiler, options: dict[str, Any]) -> list[str]:
    written, type_ = render(compiler, value, options), value.type
    if isinstance(type_, (JsonSafeText, Enum, Uuid, ExactDecimal)):
        if is_never_null(value):
            return [_QUOTE, written, _QUOTE]
        return [f"coalesce({_QUOTE} || {written} || {_QUOTE}, 'null')"]
    if isinstance(type_, JSON):
        return [written if isinstance(value, JsonArray) else f"coalesce({written}, 'null')"]
    if isinstance(type_, Boolean):
        return [f"CASE {written} WHEN true THEN 'true' WHEN false THEN 'false' ELSE 'null' END"]
    if compiler.dialect.name != "postgresql" and not isinstance(type_, Integer):
        return [f"json_quote({written})"]
    text = f"CAST({written} AS TEXT)" if isinstance(type_, Integer) else f"to_json({written})::text"
    return [text if is_never_null(value) else f"coalesce({text}, 'null')"]


def _concat(operands: Sequence[str]) -> str:
    """All pieces, one after the other."""
    if len(operands) <= _MAX_CONCAT_OPERANDS:
        return " || ".join(operands)
    groups = [operands[start : start + _MAX_CONCAT_OPERANDS] for start in range(0, len(operands), _MAX_CONCAT_OPERANDS)]
    return " || ".join(f"({_concat(group)})" for group in groups)
