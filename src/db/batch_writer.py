"""Rows that were added and changed, written in as few statements as the database lets: a single one on PostgreSQL.

There it is a chain: every table's rows and every row that changed are a WITH of their own, and foreign keys are
checked when all is there. SQLite takes a statement for each table, those that others point to first.
"""

from __future__ import annotations

import functools
import itertools
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Dialect, inspect
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm.attributes import instance_dict, instance_state

import models

_TABLE_ORDER = {table.name: place for place, table in enumerate(models.Base.metadata.sorted_tables)}

_POSTGRESQL: Dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
_MAX_ADDED = 300
_MAX_CHANGED = 60


@dataclass(frozen=True, slots=True)
class SeqGuard:
    """Write only if the firm still is at this number, and let it be at the next."""

    firm_id: uuid.UUID
    seq: int


@dataclass(frozen=True, slots=True)
class DriverStatement:
    """Text and values, as the driver takes them; a list of them where it is run for each.

    `counts`: how many rows that were there before it has to find. On PostgreSQL that is its answer, on SQLite its row
    count.
    """

    text: str
    values: Any
    expected_rows: int


class StaleRow(Exception):
    """A row that was to be changed is not there: nothing may be kept of what was written with it."""


@dataclass(frozen=True, slots=True)
class _Column:
    attribute: str
    name: str
    cast: str
    bind_processor: Callable[[Any], Any] | None

    def driver_value(self, values: dict[str, Any]) -> Any:
        """The row's value, as the driver takes it."""
        value, written = values.get(self.attribute), self.bind_processor
        return value if written is None or value is None else written(value)


@dataclass(frozen=True, slots=True)
class _Table:
    name: str
    columns: tuple[_Column, ...]
    by_attribute: dict[str, _Column]
    key: tuple[_Column, ...]


_Change = tuple[_Table, tuple[_Column, ...], dict[str, Any]]
_Shape = tuple[tuple[tuple[str, int], ...], tuple[tuple[str, tuple[str, ...]], ...], bool]


class BatchWriter:
    """What is written how, on one kind of database. Each text is built once for each shape of what is written."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._tables: dict[type[models.Base], _Table] = {}
        self._by_name: dict[str, _Table] = {}
        self._chain = functools.lru_cache(maxsize=512)(self._build_chain)

    def statements(
        self, added: Iterable[models.Base], changed: Iterable[models.Base], guard: SeqGuard | None = None
    ) -> list[DriverStatement]:
        """What writes them all. With `guard` the first of them finds nothing where somebody else came first."""
        groups = self._group_by_table(added)
        changes = [change for row in changed if (change := self._diff(row))[1]]
        if self._dialect.name == "sqlite":
            return list(_statement_per_table(groups, changes, guard))
        shape: _Shape = (
            tuple((table.name, len(rows)) for table, rows in groups),
            tuple((table.name, tuple(column.name for column in columns)) for table, columns, _ in changes),
            guard is not None,
        )
        values = [guard.firm_id, guard.seq + 1, guard.seq] if guard else []
        for table, rows in groups:
            values += [column.driver_value(row) for row in rows for column in table.columns]
        for table, columns, row in changes:
            values += [column.driver_value(row) for column in (*columns, *table.key)]
        return [DriverStatement(self._chain(shape), tuple(values), len(changes) + bool(guard))]

    def run(self, connection: Connection, added: Iterable[models.Base], changed: Iterable[models.Base]) -> None:
        """Write them within a transaction that has the firm's lock. Raise Lost."""
        for statement in self._batches(added, changed):
            result = connection.exec_driver_sql(statement.text, statement.values)
            found = result.rowcount if self._dialect.name == "sqlite" else result.scalar_one()
            if found != statement.expected_rows:
                raise StaleRow(statement.text)

    def _batches(self, added: Iterable[models.Base], changed: Iterable[models.Base]) -> Iterator[DriverStatement]:
        """All of it in one go, unless that is more than a statement should carry."""
        new = sorted(added, key=lambda row: _TABLE_ORDER[row.__tablename__])
        for row in new:
            fill_defaults(row)
        old = list(changed)
        while new or old:
            # What points to rows comes after them.
            now = [] if len(new) > _MAX_ADDED else old[:_MAX_CHANGED]
            yield from self.statements(new[:_MAX_ADDED], now)
            new, old = new[_MAX_ADDED:], old[len(now) :]

    def _table(self, model: type[models.Base]) -> _Table:
        found = self._tables.get(model)
        if found is None:
            mapper = inspect(model)
            columns = {
                attribute.key: self._column(attribute.key, attribute.columns[0]) for attribute in mapper.column_attrs
            }
            keys = {mapper.get_property_by_column(column).key for column in mapper.primary_key}
            key = tuple(column for attribute, column in columns.items() if attribute in keys)
            found = _Table(str(mapper.local_table), tuple(columns.values()), columns, key)
            self._tables[model] = self._by_name[found.name] = found
        return found

    def _column(self, attribute: str, column: ColumnElement[Any]) -> _Column:
        kind = column.type
        # A cast to VARCHAR(n) would cut what is too long, where the column refuses it.
        cast = kind.compile(dialect=_POSTGRESQL)
        cast = "VARCHAR" if cast.startswith("VARCHAR") else cast
        written = kind.dialect_impl(self._dialect).bind_processor(self._dialect)
        return _Column(attribute, str(column.key), cast, written)

    def _group_by_table(self, added: Iterable[models.Base]) -> list[tuple[_Table, list[dict[str, Any]]]]:
        groups: dict[str, tuple[_Table, list[dict[str, Any]]]] = {}
        for row in added:
            table = self._table(type(row))
            groups.setdefault(table.name, (table, []))[1].append(instance_dict(row))
        return [groups[name] for name in sorted(groups, key=_TABLE_ORDER.__getitem__)]

    def _diff(self, row: models.Base) -> _Change:
        table, values = self._table(type(row)), instance_dict(row)
        before = instance_state(row).committed_state
        columns = (table.by_attribute[key] for key in before if before[key] != values[key])
        return table, tuple(columns), values

    def _build_chain(self, shape: _Shape) -> str:
        added, changed, guarded = shape
        place = (f"${number}" for number in itertools.count(1))
        links, counted = [], []
        if guarded:
            firm, after, before = next(place), next(place), next(place)
            links.append(
                f"locked AS (UPDATE firm SET seq = {after} WHERE id = {firm} AND seq = {before} RETURNING seq)"
            )
            counted.append("locked")
        for name, count in added:
            columns = self._by_name[name].columns
            rows = ", ".join(_tuple(f"{next(place)}::{column.cast}" for column in columns) for _ in range(count))
            source = f"SELECT fresh.* FROM locked, (VALUES {rows}) AS fresh" if guarded else f"VALUES {rows}"
            links.append(f"added_{name} AS (INSERT INTO {name} {_tuple(c.name for c in columns)} {source})")
        for number, (name, names) in enumerate(changed):
            sets = ", ".join(f"{column} = {next(place)}" for column in names)
            where = " AND ".join(f"{name}.{column.name} = {next(place)}" for column in self._by_name[name].key)
            source = " FROM locked" if guarded else ""
            links.append(f"changed_{number} AS (UPDATE {name} SET {sets}{source} WHERE {where} RETURNING 1)")
            counted.append(f"changed_{number}")
        total = " + ".join(f"(SELECT count(*) FROM {name})" for name in counted) or "0"
        if not guarded:
            return f"WITH {', '.join(links)} SELECT {total}"
        # The statement is the whole transaction: where a row was lost it has to fail by itself.
        whole = f"CASE WHEN total IN (0, {len(counted)}) THEN 1 ELSE 0 END"
        return f"WITH {', '.join(links)} SELECT total / {whole} FROM (SELECT {total} AS total) AS found"


def fill_defaults(row: models.Base) -> None:
    """Give a row that is new what its table would give it."""
    values = instance_dict(row)
    for attribute, default in _defaults(type(row)):
        if attribute not in values:
            values[attribute] = None if default is None else default(None)


@functools.cache
def _defaults(model: type[models.Base]) -> list[tuple[str, Any]]:
    return [(each.key, _default(each.columns[0].default)) for each in inspect(model).column_attrs]


def _default(default: Any) -> Callable[[None], Any] | None:
    if default is None:
        return None
    return default.arg if default.is_callable else lambda _: default.arg


@functools.cache
def writer_for(dialect: Dialect) -> BatchWriter:
    """The one for this database."""
    return BatchWriter(dialect)


def _statement_per_table(
    groups: Sequence[tuple[_Table, list[dict[str, Any]]]], changes: Sequence[_Change], guard: SeqGuard | None
) -> Iterator[DriverStatement]:
    if guard:
        text = "UPDATE firm SET seq = ? WHERE id = ? AND seq = ?"
        yield DriverStatement(text, (guard.seq + 1, guard.firm_id.hex, guard.seq), 1)
    for table, rows in groups:
        # In one statement: rows may point to one another.
        marks = ", ".join([_tuple("?" for _ in table.columns)] * len(rows))
        text = f"INSERT INTO {table.name} {_tuple(column.name for column in table.columns)} VALUES {marks}"
        yield DriverStatement(
            text, tuple(column.driver_value(row) for row in rows for column in table.columns), len(rows)
        )
    alike: dict[str, list[tuple[Any, ...]]] = {}
    for table, columns, row in changes:
        sets = ", ".join(f"{column.name} = ?" for column in columns)
        where = " AND ".join(f"{column.name} = ?" for column in table.key)
        values = tuple(column.driver_value(row) for column in (*columns, *table.key))
        alike.setdefault(f"UPDATE {table.name} SET {sets} WHERE {where}", []).append(values)
    for text, all_values in alike.items():
        yield DriverStatement(text, all_values, len(all_values))


def _tuple(parts: Iterable[str]) -> str:
    return f"({', '.join(parts)})"
