"""JSON objects and arrays: text, put together in the database, which goes through to the caller as it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import JSON, Boolean, ColumnElement, Enum, Integer, Select, String, Uuid
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

from graph.sqlquery.sql_json_scalars import Constant, Form, Safe, is_never_null, quoted, sql
from models.base import ExactDecimal

Fields = Sequence[tuple[str, ColumnElement[Any]]]

_QUOTE = "'\"'"
_GROUP = 40
"""Expressions may be so deep only: more pieces than these are put together in groups."""


class Object(Form):
    """A JSON object: of what stands around it or, with `rows`, of the one row there, null where there is none."""

    def __init__(self, fields: Fields, rows: Select[Any] | None = None) -> None:
        self.fields, self.rows = fields, rows
        self.type = JSON()


class Array(Form):
    """A JSON array of an object for each row, in their order. `rows` has to be bounded, or the order is lost."""

    def __init__(self, item: ColumnElement[Any], rows: Select[Any]) -> None:
        self.item, self.rows = item, rows
        self.type = JSON()


class _Piece(Form):
    """A value, written as JSON."""

    def __init__(self, value: ColumnElement[Any]) -> None:
        self.value = value
        self.type = String()


@compiles(Object)
def _object(element: Object, compiler: SQLCompiler, **options: Any) -> str:
    written = _Piece(Object(element.fields))
    return f"({sql(compiler, written if element.rows is None else element.rows.add_columns(written), options)})"


@compiles(Array)
def _array(element: Array, compiler: SQLCompiler, **options: Any) -> str:
    rows = sql(compiler, element.rows.add_columns(_Piece(element.item).label("item")), options)
    joined = "string_agg(item, ',')" if compiler.dialect.name == "postgresql" else "group_concat(item)"
    return f"(SELECT '[' || coalesce({joined}, '') || ']' FROM ({rows}) AS items)"


@compiles(_Piece)
def _piece(element: _Piece, compiler: SQLCompiler, **options: Any) -> str:
    return _together(_pieces(element.value, compiler, options))


def _pieces(value: ColumnElement[Any], compiler: SQLCompiler, options: dict[str, Any]) -> list[str]:
    """The value as JSON text, in pieces to be put one after the other: constants are quoted, and never two in a row."""
    if isinstance(value, Constant):
        return [quoted(value.text)]
    if not isinstance(value, Object) or value.rows is not None:
        return _pieces_of(value, compiler, options)
    pieces = ["'{'"]
    for position, (name, inner) in enumerate(value.fields):
        _append(pieces, [quoted(f'{"," if position else ""}"{name}":')])
        _append(pieces, _pieces(inner, compiler, options))
    _append(pieces, ["'}'"])
    return pieces


def _append(pieces: list[str], more: Sequence[str]) -> None:
    """Add pieces; a constant after a constant becomes one with it."""
    if pieces[-1].startswith("'") and more[0].startswith("'"):
        pieces[-1] = pieces[-1][:-1] + more[0][1:]
        more = more[1:]
    pieces.extend(more)


def _pieces_of(value: ColumnElement[Any], compiler: SQLCompiler, options: dict[str, Any]) -> list[str]:
    written, type_ = sql(compiler, value, options), value.type
    if isinstance(type_, (Safe, Enum, Uuid, ExactDecimal)):
        if is_never_null(value):
            return [_QUOTE, written, _QUOTE]
        return [f"coalesce({_QUOTE} || {written} || {_QUOTE}, 'null')"]
    if isinstance(type_, JSON):
        return [written if isinstance(value, Array) else f"coalesce({written}, 'null')"]
    if isinstance(type_, Boolean):
        return [f"CASE {written} WHEN true THEN 'true' WHEN false THEN 'false' ELSE 'null' END"]
    if compiler.dialect.name != "postgresql" and not isinstance(type_, Integer):
        return [f"json_quote({written})"]
    text = f"CAST({written} AS TEXT)" if isinstance(type_, Integer) else f"to_json({written})::text"
    return [text if is_never_null(value) else f"coalesce({text}, 'null')"]


def _together(pieces: Sequence[str]) -> str:
    """All pieces, one after the other."""
    if len(pieces) <= _GROUP:
        return " || ".join(pieces)
    groups = [pieces[start : start + _GROUP] for start in range(0, len(pieces), _GROUP)]
    return " || ".join(f"({_together(group)})" for group in groups)
