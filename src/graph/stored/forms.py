"""How stored values look in an answer: expressions that write JSON, alike on PostgreSQL and on SQLite.

An expression's type says how it is written: JSON as it is, numbers and booleans bare, everything else as text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    ColumnElement,
    Enum,
    Integer,
    Select,
    String,
    Subquery,
    Uuid,
    case,
    cast,
    func,
    select,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

from models.base import ExactDecimal, Instant

Fields = Sequence[tuple[str, ColumnElement[Any]]]

_LONGEST_NAME = 63
"""PostgreSQL cuts longer names of columns."""


class Safe(String):
    """Text in which JSON has nothing to escape: numbers, ids, moments."""

    cache_ok = True


class _Form(ColumnElement[Any]):
    """An expression of this house's."""

    inherit_cache = False


class Constant(_Form):
    """A value that is known before the database is asked."""

    def __init__(self, value: object) -> None:
        self.text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        self.type = JSON()


class Moment(_Form):
    """A moment in UTC: "2026-03-31T09:30:00Z", with six digits of a second where it has a fraction."""

    def __init__(self, value: Any) -> None:
        self.column = column(value)
        self.type = Safe()


class GlobalId(_Form):
    """An object's global id, as `globalids.written` writes it."""

    def __init__(self, type_name: str, value: Any) -> None:
        self.type_name, self.column = type_name, column(value)
        self.type = Safe()


class Cursor(_Form):
    """A row's place in a list, as `connections.cursor` writes it."""

    def __init__(self, value: Any) -> None:
        self.column = column(value)
        self.type = Safe()


class Key(_Form):
    """An object's type and own id, for what is asked about it in the ordinary way."""

    def __init__(self, type_name: str, value: Any) -> None:
        self.type_name, self.column = type_name, column(value)
        self.type = Safe()


class Amount(_Form):
    """Minor units as a decimal with so many digits: "250.00"."""

    def __init__(self, minor: Any, digits: int) -> None:
        self.minor, self.digits = column(minor), digits
        self.type = Safe()


class Object(_Form):
    """A JSON object: of what stands around it or, with `rows`, of the one row there, null where there is none."""

    def __init__(self, fields: Fields, rows: Select[Any] | None = None) -> None:
        self.fields, self.rows = fields, rows
        self.type = JSON()


class Array(_Form):
    """A JSON array of an object for each row, in their order. `rows` has to be bounded, or the order is lost."""

    def __init__(self, item: ColumnElement[Any], rows: Select[Any]) -> None:
        self.item, self.rows = item, rows
        self.type = JSON()


def column(value: Any) -> ColumnElement[Any]:
    """A mapped attribute as the column that it is; an expression as it is."""
    found: ColumnElement[Any] = value.__clause_element__() if hasattr(value, "__clause_element__") else value
    return found


def chosen(cases: Iterable[tuple[ColumnElement[bool], object]]) -> ColumnElement[Any]:
    """The first of some values, known beforehand, whose condition holds."""
    found: ColumnElement[Any] = case(*((when, Constant(value)) for when, value in cases))
    found.type = JSON()
    return found


def told(expression: ColumnElement[Any]) -> ColumnElement[Any]:
    """The expression in the form that its type is told in."""
    return Moment(expression) if isinstance(expression.type, Instant) else expression


# SQLAlchemy hands its own options down through every element; of those, only this one means anything inside.
def _sql(compiler: SQLCompiler, element: Any, options: dict[str, Any]) -> str:
    return compiler.process(element, literal_binds=options.get("literal_binds", False))


@compiles(Constant)
def _constant(element: Constant, compiler: SQLCompiler, **_options: Any) -> str:
    text = _quoted(element.text)
    return f"{text}::json" if compiler.dialect.name == "postgresql" else text


@compiles(Moment)
def _moment(element: Moment, compiler: SQLCompiler, **options: Any) -> str:
    column = _sql(compiler, element.column, options)
    return f"replace(replace({column}, ' ', 'T') || 'Z', '.000000Z', 'Z')"


@compiles(Moment, "postgresql")
def _moment_postgresql(element: Moment, compiler: SQLCompiler, **options: Any) -> str:
    column = _sql(compiler, element.column, options)
    return f"""replace(to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '.000000Z', 'Z')"""


@compiles(GlobalId)
def _global_id(element: GlobalId, compiler: SQLCompiler, **options: Any) -> str:
    return f"global_id('{element.type_name}', {_sql(compiler, element.column, options)})"


@compiles(GlobalId, "postgresql")
def _global_id_postgresql(element: GlobalId, compiler: SQLCompiler, **options: Any) -> str:
    column = _sql(compiler, element.column, options)
    return f"encode(('{element.type_name}:' || {column}::text)::bytea, 'base64')"


@compiles(Cursor)
def _cursor(element: Cursor, compiler: SQLCompiler, **options: Any) -> str:
    return f"list_cursor({_sql(compiler, element.column, options)})"


@compiles(Cursor, "postgresql")
def _cursor_postgresql(element: Cursor, compiler: SQLCompiler, **options: Any) -> str:
    column = _sql(compiler, element.column, options)
    return f"rtrim(translate(encode(uuid_send({column}), 'base64'), '+/', '-_'), '=')"


@compiles(Key)
def _key(element: Key, compiler: SQLCompiler, **options: Any) -> str:
    return f"('{element.type_name}:' || {_sql(compiler, element.column, options)})"


@compiles(Key, "postgresql")
def _key_postgresql(element: Key, compiler: SQLCompiler, **options: Any) -> str:
    return f"('{element.type_name}:' || {_sql(compiler, element.column, options)}::text)"


@compiles(Amount)
def _amount(element: Amount, compiler: SQLCompiler, **options: Any) -> str:
    minor, digits = _sql(compiler, element.minor, options), element.digits
    if not digits:
        return f"CAST({minor} AS TEXT)"
    unit = 10**digits
    sign = f"CASE WHEN {minor} < 0 THEN '-' ELSE '' END"
    return f"printf('%s%d.%0{digits}d', {sign}, abs({minor}) / {unit}, abs({minor}) % {unit})"


@compiles(Amount, "postgresql")
def _amount_postgresql(element: Amount, compiler: SQLCompiler, **options: Any) -> str:
    minor, digits = _sql(compiler, element.minor, options), element.digits
    return f"(({minor}) * 0.{'1':0>{digits}})::text" if digits else f"({minor})::text"


@compiles(Object)
def _object(element: Object, compiler: SQLCompiler, **options: Any) -> str:
    if element.rows is None:
        return f"({_sql(compiler, _Written(element.fields), options)})"
    return f"({_sql(compiler, element.rows.add_columns(_Written(element.fields)), options)})"


@compiles(Object, "postgresql")
def _object_postgresql(element: Object, compiler: SQLCompiler, **options: Any) -> str:
    if element.rows is None or not _fit(element.fields):
        return _object(element, compiler, **options)
    row = element.rows.add_columns(*(value.label(name) for name, value in element.fields))
    return f'(SELECT row_to_json(".") FROM ({_sql(compiler, row, options)}) AS ".")'


def _fit(fields: Fields) -> bool:
    """Whether they can be columns of a row: there is some, and none has too long a name."""
    return bool(fields) and all(len(name) <= _LONGEST_NAME for name, _ in fields)


@compiles(Array)
def _array(element: Array, compiler: SQLCompiler, **options: Any) -> str:
    rows = _sql(compiler, element.rows.add_columns(_Piece(element.item).label("item")), options)
    return f"(SELECT '[' || ifnull(group_concat(item), '') || ']' FROM ({rows}))"


@compiles(Array, "postgresql")
def _array_postgresql(element: Array, compiler: SQLCompiler, **options: Any) -> str:
    item = element.item
    if isinstance(item, Object) and item.rows is None and _fit(item.fields):
        rows = element.rows.add_columns(*(value.label(name) for name, value in item.fields))
        return f'array_to_json(ARRAY(SELECT row_to_json(".") FROM ({_sql(compiler, rows, options)}) AS "."))'
    rows = element.rows.add_columns(item.label("item"))
    return f"array_to_json(ARRAY({_sql(compiler, rows, options)}))"


class _Piece(_Form):
    """A value, written as JSON text."""

    def __init__(self, value: ColumnElement[Any]) -> None:
        self.value = value
        self.type = String()


class _Written(_Form):
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
        return [_quoted(value.text)]
    if not isinstance(value, Object) or value.rows is not None:
        return [_piece_of(value, compiler, options)]
    pieces = ["'{'"]
    for position, (name, inner) in enumerate(value.fields):
        _append(pieces, [_quoted(f'{"," if position else ""}"{name}":')])
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
    written, type_ = _sql(compiler, value, options), value.type
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


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def each_id(ids: ColumnElement[Any], dialect: str) -> Subquery:
    """The ids of a JSON list, in its order: as columns `id` and `place`."""
    if dialect == "postgresql":
        each = func.json_array_elements_text(ids).table_valued("value", with_ordinality="place").render_derived()
        return select(cast(each.c.value, Uuid()).label("id"), each.c.place).subquery()
    each = func.json_each(ids).table_valued("key", "value")
    return select(each.c.value.label("id"), each.c.key.label("place")).subquery()


def each_sought(pairs: ColumnElement[Any], dialect: str) -> Subquery:
    """The pairs of type and id of a JSON list, in its order: as columns `kind`, `id` and `place`."""
    if dialect == "postgresql":
        each = func.json_array_elements(pairs).table_valued("value", with_ordinality="place").render_derived()
        kind, own_id = each.c.value.op("->>")(0), cast(each.c.value.op("->>")(1), Uuid())
        return select(kind.label("kind"), own_id.label("id"), each.c.place).subquery()
    each = func.json_each(pairs).table_valued("key", "value")
    part = func.json_extract
    return select(
        part(each.c.value, "$[0]").label("kind"), part(each.c.value, "$[1]").label("id"), each.c.key.label("place")
    ).subquery()
