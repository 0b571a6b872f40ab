"""Selects of rows that are compiled once, and whose driver rows become ORM objects without a session."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Dialect, Select, inspect

import models
from db import compiled
from models import sqlalchemy_compat
from models.sqlalchemy_compat import Processor


class RowLoader:
    """A compiled select of whole rows of tables or their aliases, and of single columns.

    Its bind parameters are `models.base.NamedBind`.
    """

    def __init__(self, statement: Select[*tuple[Any, ...]], dialect: Dialect) -> None:
        self._compiled = compiled.compile_statement(statement, dialect)
        self.sql = self._compiled.sql
        self._readers: list[_RowReader | _ColumnReader] = []
        processors, start = dict(self._compiled.result_processors), 0
        for each in statement.column_descriptions:
            if each["expr"] is each["entity"]:
                mapper = inspect(each["entity"]).mapper
                columns = [attribute.key for attribute in mapper.column_attrs]
                own = [(name, processors.get(start + index)) for index, name in enumerate(columns)]
                self._readers.append(_RowReader(mapper, own))
            else:
                self._readers.append(_ColumnReader(processors.get(start)))
            start += self._readers[-1].width

    def bind_values(self, values: Mapping[str, object]) -> list[Any]:
        """The values of the named binds, as the driver takes them."""
        return self._compiled.bind_values(values.__getitem__)

    def load(self, driver_rows: Sequence[Sequence[Any]]) -> list[list[Any]]:
        """The objects and values of each row; None where an outer join matched nothing.

        The rows must differ in the last object only, as when a join has many rows for it: the others are loaded once.
        """
        loaded: list[list[Any]] = []
        for driver_row in driver_rows:
            if loaded:
                last = self._readers[-1]
                loaded.append([*loaded[0][:-1], last.read(driver_row[-last.width :])])
                continue
            start, objects = 0, []
            for reader in self._readers:
                end = start + reader.width
                objects.append(reader.read(driver_row[start:end]))
                start = end
            loaded.append(objects)
        return loaded


@dataclass(frozen=True, slots=True)
class LoadQuery:
    """A loader, with the values of one request."""

    loader: RowLoader
    values: Mapping[str, object]

    @property
    def statement(self) -> tuple[str, Sequence[Any]]:
        """The SQL with its values, as the driver takes them."""
        return self.loader.sql, self.loader.bind_values(self.values)


class _ColumnReader:
    """Reads the value of a single column."""

    width = 1

    def __init__(self, process: Processor) -> None:
        self._process = process

    def read(self, values: Sequence[Any]) -> Any:
        return values[0] if self._process is None or values[0] is None else self._process(values[0])


class _RowReader:
    """Makes objects of one table's rows, in the state of having just been loaded."""

    def __init__(self, mapper: Any, columns: Sequence[tuple[str, Processor]]) -> None:
        self._mapper = mapper
        self._columns = [name for name, _ in columns]
        self.width = len(columns)
        self._processors = [(name, process) for name, process in columns if process is not None]

    def read(self, values: Sequence[Any]) -> models.Base | None:
        # The first column is part of every table's primary key.
        if values[0] is None:
            return None
        columns = dict(zip(self._columns, values, strict=True))
        for name, process in self._processors:
            if columns[name] is not None:
                columns[name] = process(columns[name])
        row: models.Base = sqlalchemy_compat.load(self._mapper, columns)
        return row
