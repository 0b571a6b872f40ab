"""JSON objects and arrays: PostgreSQL writes rows as JSON; for SQLite, JSON is put together of text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import JSON, Boolean, ColumnElement, Enum, Integer, Select, String, Uuid
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

from graph.stored.forms import Constant, Form, Safe, quoted, sql
from models.base import ExactDecimal

Fields = Sequence[tuple[str, ColumnElement[Any]]]

_LONGEST_NAME = 63
"""PostgreSQL cuts longer names of columns."""


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


@compiles(Object)
def _object(element: Object, compiler: SQLCompiler, **options: Any) -> str:
    if element.rows is None:
        return f"({sql(compiler, _Written(element.fields), options)})"
    return f"({sql(compiler, element.rows.add_columns(_Written(element.fields)), options)})"


@compiles(Object, "postgresql")
def _object_postgresql(element: Object, compiler: SQLCompiler, **options: Any) -> str:
    if element.rows is None or not _fit(element.fields):
        return _object(element, compiler, **options)
    row = element.rows.add_columns(*(value.label(name) for name, value in element.fields))
    return f'(SELECT row_to_json(".") FROM ({sql(compiler, row, options)}) AS ".")'


def _fit(fields: Fields) -> bool:
    """Whether they can be columns of a row: there is some, and none has too long a name."""
    return bool(fields) and all(len(name) <= _LONGEST_NAME for name, _ in fields)


@compiles(Array)
def _array(element: Array, compiler: SQLCompiler, **options: Any) -> str:
    rows = sql(compiler, element.rows.add_columns(_Piece(element.item).label("item")), options)
    return f"(SELECT '[' || ifnull(group_concat(item), '') || ']' FROM ({rows}))"


@compiles(Array, "postgresql")
def _array_postgresql(element: Array, compiler: SQLCompiler, **options: Any) -> str:
    item = element.item
    if isinstance(item, Object) and item.rows is None and _fit(item.fields):
        rows = element.rows.add_columns(*(value.label(name) for name, value in item.fields))
        return f'array_to_json(ARRAY(SELECT row_to_json(".") FROM ({sql(compiler, rows, options)}) AS "."))'
    rows = element.rows.add_columns(item.label("item"))
    return f"array_to_json(ARRAY({sql(compiler, rows, options)}))"


class _Piece(Form):
    """A value, written as JSON text."""

    def __init__(self, value: ColumnElement[Any]) -> None:
        self.value = value
        self.type = String()


class _Written(Form):
    """A JSON object put together of text."""

    def __init__(self, fields: Fields) -> None:
        self.fields = fields
        self.type = JSON()


@compiles(_Piece)
def _piece(element: _Piece, compiler: SQLCompiler, **options: Any) -> str:
    return _together(_pieces(element.value, compiler, options))


@compiles(_Written)
def _written(element: _Written, compiler: SQLCompiler, **options: Any) -> str:
    written = _together(_pieces(Object(element.fields), compiler, options))
    return f"({written})::json" if compiler.dialect.name == "postgresql" else written


def _pieces(value: ColumnElement[Any], compiler: SQLCompiler, options: dict[str, Any]) -> list[str]:
    """The value as JSON text, in pieces to be put one after the other: constants are quoted, and never two in a row."""
    if isinstance(value, Constant):
        return [quoted(value.text)]
    if not isinstance(value, Object) or value.rows is not None:
        return [_piece_of(value, compiler, options)]
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


def _piece_of(value: ColumnElement[Any], compiler: SQLCompiler, options: dict[str, Any]) -> str:
    written, type_ = sql(compiler, value, options), value.type
    on_postgresql = compiler.dialect.name == "postgresql"
    if isinstance(type_, JSON):
        text = f"{written}::text" if on_postgresql else written
        return text if isinstance(value, Array) else f"coalesce({text}, 'null')"
    if isinstance(type_, Boolean):
        return f"CASE {written} WHEN true THEN 'true' WHEN false THEN 'false' ELSE 'null' END"
    if isinstance(type_, Integer):
        return f"coalesce(CAST({written} AS TEXT), 'null')"
    if isinstance(type_, (Safe, Enum, Uuid, ExactDecimal)):
        return f"""coalesce('"' || {written} || '"', 'null')"""
    return f"coalesce(to_json({written})::text, 'null')" if on_postgresql else f"json_quote({written})"


def _together(pieces: Sequence[str]) -> str:
    """All pieces, one after the other. SQLite takes expressions of a certain depth only: so long ones in groups."""
    if len(pieces) <= _GROUP:
        return " || ".join(pieces)
    groups = [pieces[start : start + _GROUP] for start in range(0, len(pieces), _GROUP)]
    return " || ".join(f"({_together(group)})" for group in groups)


_GROUP = 40
