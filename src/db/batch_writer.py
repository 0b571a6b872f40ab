"""Writes new and changed rows in as few statements as the database allows: one on PostgreSQL.

There it is a chain of common table expressions, one for each table with new rows and each changed row; foreign keys are
checked at the end of the statement. SQLite needs a statement for each table, referenced tables first. It runs one for
each row: for several rows at once it would keep a journal of the statement, which costs as much as to insert them.
"""

import functools
import itertools
import operator
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Dialect, inspect
from sqlalchemy.dialects import postgresql

import models
from models import sqlalchemy_compat

_TABLE_ORDER = {table.name: place for place, table in enumerate(models.Base.metadata.sorted_tables)}

_POSTGRESQL: Dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
_MAX_ADDED = 300
_MAX_CHANGED = 60


@dataclass(frozen=True, slots=True)
class DriverStatement:
    """SQL with its values as the driver takes them; on SQLite a list of values runs the SQL once for each.

    `expected_rows` is how many rows it must write. PostgreSQL returns only the number of updated rows, and that is what
    is expected there; SQLite counts inserted rows as well.
    """

    sql: str
    values: Any
    expected_rows: int

    def check(self, written_rows: int) -> None:
        """Raises RowMissing if the statement has written another number of rows."""
        if written_rows != self.expected_rows:
            raise RowMissing(self.sql)


class RowMissing(Exception):
    """A row that was to be updated does not exist: nothing that was written with it may be committed."""


@dataclass(frozen=True, slots=True)
class _Column:
    attribute: str
    name: str
    cast: str
    bind_processor: Callable[[Any], Any] | None


@dataclass(frozen=True, slots=True)
class _Table:
    name: str
    columns: tuple[_Column, ...]
    column_names: tuple[str, ...]
    by_attribute: dict[str, _Column]
    key: tuple[_Column, ...]
    key_names: tuple[str, ...]
    values_of_all: Callable[[dict[str, Any]], tuple[Any, ...]]
    processors: tuple[tuple[int, Callable[[Any], Any]], ...]
    self_references: frozenset[str]
    """The attributes that refer to other rows of the table."""

    def insert_values(self, row: dict[str, Any]) -> list[Any]:
        """The values of all columns of a new row, as the driver takes them."""
        values = list(self.values_of_all(row))
        for index, process in self.processors:
            if values[index] is not None:
                values[index] = process(values[index])
        return values


_Change = tuple[_Table, tuple[_Column, ...], dict[str, Any]]
_Shape = tuple[tuple[tuple[str, int], ...], tuple[tuple[str, tuple[str, ...]], ...]]


class BatchWriter:
    """Builds the statements of one dialect. Each SQL text is built once for each combination of tables and columns."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._tables: dict[type[models.Base], _Table] = {}
        self._by_name: dict[str, _Table] = {}
        self._chain = functools.lru_cache(maxsize=512)(self._build_chain)

    def statements(self, added: Iterable[models.Base], changed: Iterable[models.Base]) -> Iterator[DriverStatement]:
        """The statements that insert and update these rows, within a transaction that has locked the firm.

        On PostgreSQL one, unless there are more rows than a statement should carry. On SQLite one for each table with
        new rows, and one for each combination of a table and changed columns.
        """
        new = sorted(added, key=lambda row: _TABLE_ORDER[row.__tablename__])
        for row in new:
            fill_defaults(row)
        old = [change for row in changed if (change := self._diff(row))[1]]
        while new or old:
            # Rows are inserted before other rows refer to them in an update.
            updates = [] if len(new) > _MAX_ADDED else old[:_MAX_CHANGED]
            yield from self._build_statements(self._group_by_table(new[:_MAX_ADDED]), updates)
            new, old = new[_MAX_ADDED:], old[len(updates) :]

    def run(self, connection: Connection, added: Iterable[models.Base], changed: Iterable[models.Base]) -> None:
        """Insert and update these rows through a session's connection. Raises RowMissing."""
        for statement in self.statements(added, changed):
            result = connection.exec_driver_sql(statement.sql, statement.values)
            statement.check(result.rowcount if self._dialect.name == "sqlite" else result.scalar_one())

    def _build_statements(
        self, groups: Sequence[tuple[_Table, list[dict[str, Any]]]], changes: Sequence[_Change]
    ) -> Iterator[DriverStatement]:
        if self._dialect.name == "sqlite":
            yield from _statement_per_table(groups, changes)
            return
        shape: _Shape = (
            tuple((table.name, len(rows)) for table, rows in groups),
            tuple((table.name, tuple(column.name for column in columns)) for table, columns, _ in changes),
        )
        values: list[Any] = []
        for table, rows in groups:
            for row in rows:
                values += table.insert_values(row)
        for table, columns, row in changes:
            values += _driver_values(row, columns)
            values += _driver_values(row, table.key)
        yield DriverStatement(self._chain(shape), tuple(values), len(changes))

    def _table(self, model: type[models.Base]) -> _Table:
        found = self._tables.get(model)
        if found is None:
            mapper = inspect(model)
            columns = {
                attribute.key: self._column(attribute.key, attribute.columns[0]) for attribute in mapper.column_attrs
            }
            keys = {mapper.get_property_by_column(column).key for column in mapper.primary_key}
            key = tuple(column for attribute, column in columns.items() if attribute in keys)
            processors = enumerate(column.bind_processor for column in columns.values())
            found = _Table(
                str(mapper.local_table), tuple(columns.values()), tuple(column.name for column in columns.values()),
                columns, key, tuple(column.name for column in key), operator.itemgetter(*columns),
                tuple((index, process) for index, process in processors if process is not None),
                frozenset(
                    mapper.get_property_by_column(column).key
                    for constraint in models.Base.metadata.tables[model.__tablename__].foreign_key_constraints
                    if constraint.referred_table is mapper.local_table
                    for column in constraint.columns
                ) - keys,
            )  # fmt: skip
            self._tables[model] = self._by_name[found.name] = found
        return found

    def _column(self, attribute: str, column: ColumnElement[Any]) -> _Column:
        kind = column.type
        # A cast to VARCHAR(n) would truncate a text that the column rejects as too long.
        cast = kind.compile(dialect=_POSTGRESQL)
        cast = "VARCHAR" if cast.startswith("VARCHAR") else cast
        return _Column(attribute, str(column.key), cast, sqlalchemy_compat.bind_processor(kind, self._dialect))

    def _group_by_table(self, added: Iterable[models.Base]) -> list[tuple[_Table, list[dict[str, Any]]]]:
        groups: dict[str, tuple[_Table, list[dict[str, Any]]]] = {}
        for row in added:
            table = self._table(type(row))
            groups.setdefault(table.name, (table, []))[1].append(sqlalchemy_compat.values_of(row))
        return [groups[name] for name in sorted(groups, key=_TABLE_ORDER.__getitem__)]

    def _diff(self, row: models.Base) -> _Change:
        table = self._table(type(row))
        columns = tuple(table.by_attribute[attribute] for attribute in sqlalchemy_compat.changed_attributes(row))
        return table, columns, sqlalchemy_compat.values_of(row)

    def _build_chain(self, shape: _Shape) -> str:
        added, changed = shape
        parameter = (f"${number}" for number in itertools.count(1))
        links = []
        for name, count in added:
            columns = self._by_name[name].columns
            rows = ", ".join(_tuple(f"{next(parameter)}::{column.cast}" for column in columns) for _ in range(count))
            links.append(f"added_{name} AS (INSERT INTO {name} {_tuple(c.name for c in columns)} VALUES {rows})")
        for number, (name, names) in enumerate(changed):
            sets = ", ".join(f"{column} = {next(parameter)}" for column in names)
            where = " AND ".join(f"{column.name} = {next(parameter)}" for column in self._by_name[name].key)
            links.append(f"changed_{number} AS (UPDATE {name} SET {sets} WHERE {where} RETURNING 1)")
        total = " + ".join(f"(SELECT count(*) FROM changed_{number})" for number in range(len(changed))) or "0"
        return f"WITH {', '.join(links)} SELECT {total}"


def _driver_values(row: dict[str, Any], columns: Iterable[_Column]) -> list[Any]:
    """The values of these columns, as the driver takes them."""
    return [
        value if process is None or value is None else process(value)
        for value, process in [(row.get(column.attribute), column.bind_processor) for column in columns]
    ]


def fill_defaults(row: models.Base) -> None:
    """Set the column defaults of a new row."""
    values, defaults = sqlalchemy_compat.values_of(row), _defaults(type(row))
    if len(values) > len(defaults):  # with SQLAlchemy's own state, all columns have a value
        return
    for attribute, default in defaults:
        if attribute not in values:
            values[attribute] = default(None) if callable(default) else default


@functools.cache
def _defaults(model: type[models.Base]) -> list[tuple[str, Any]]:
    """The default of each attribute: a value, or a function that computes one for each row and ignores its argument."""
    columns = {each.key: each.columns[0] for each in inspect(model).column_attrs}
    return [(name, None if column.default is None else column.default.arg) for name, column in columns.items()]


@functools.cache
def writer_for(dialect: Dialect) -> BatchWriter:
    """The writer of this dialect."""
    return BatchWriter(dialect)


def _statement_per_table(
    groups: Sequence[tuple[_Table, list[dict[str, Any]]]], changes: Sequence[_Change]
) -> Iterator[DriverStatement]:
    for table, rows in groups:
        sql, marks = _insert(table.name, table.column_names)
        values = [tuple(table.insert_values(row)) for row in rows]
        if any(row[attribute] is not None for attribute in table.self_references for row in rows):
            # Rows that refer to one another have to be inserted at once.
            together = tuple(itertools.chain.from_iterable(values))
            yield DriverStatement(sql + ", ".join([marks] * len(rows)), together, len(rows))
        else:
            yield DriverStatement(sql + marks, values, len(rows))
    updates: dict[str, list[tuple[Any, ...]]] = {}
    for table, columns, row in changes:
        sql = _update(table.name, tuple([column.name for column in columns]), table.key_names)
        updates.setdefault(sql, []).append(tuple(_driver_values(row, (*columns, *table.key))))
    for sql, rows_of_values in updates.items():
        yield DriverStatement(sql, rows_of_values, len(rows_of_values))


@functools.cache
def _insert(table_name: str, columns: tuple[str, ...]) -> tuple[str, str]:
    """SQLite's INSERT of rows with these columns, up to VALUES, and the placeholders of one row."""
    return f"INSERT INTO {table_name} {_tuple(columns)} VALUES ", _tuple("?" for _ in columns)


@functools.lru_cache(maxsize=512)
def _update(table_name: str, columns: tuple[str, ...], key: tuple[str, ...]) -> str:
    """SQLite's UPDATE of these columns of the row with a key."""
    sets = ", ".join(f"{name} = ?" for name in columns)
    return f"UPDATE {table_name} SET {sets} WHERE {' AND '.join(f'{name} = ?' for name in key)}"


def _tuple(parts: Iterable[str]) -> str:
    return f"({', '.join(parts)})"
