"""A question that is asked again and again: built and compiled once, its answers made into rows of the tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Dialect, Select, inspect
from sqlalchemy.orm.attributes import instance_dict

import models
from db import compiled


class RowLoader:
    """A select of whole rows, of tables or aliases of them. Whoever asks gives what it leaves open (`models.Given`)."""

    def __init__(self, statement: Select[*tuple[Any, ...]], dialect: Dialect) -> None:
        wanted = [inspect(each["entity"]) for each in statement.column_descriptions]
        self._compiled = compiled.compile_for(statement, dialect)
        self.sql = self._compiled.sql
        self._readers = [_RowReader(each.mapper, dialect) for each in wanted]

    def bind_values(self, **given: object) -> list[Any]:
        """The parameters as the driver takes them."""
        return self._compiled.bind_values(given.__getitem__)

    def load(self, driver_row: Sequence[Any]) -> list[Any]:
        """What one row of the answer holds, each as a row of its table; None where there was none."""
        place, found = 0, []
        for reader in self._readers:
            end = place + len(reader.columns)
            found.append(reader.read(driver_row[place:end]))
            place = end
        return found

    def load_last(self, driver_row: Sequence[Any]) -> Any:
        """The last of these alone, for answers in which only that differs from row to row."""
        reader = self._readers[-1]
        return reader.read(driver_row[-len(reader.columns) :])


class _RowReader:
    """Makes rows of one table, as they are when they were loaded: nothing of them has changed."""

    def __init__(self, mapper: Any, dialect: Dialect) -> None:
        self._new_instance = mapper.class_manager.new_instance
        self.columns = [
            (each.key, each.columns[0].type.dialect_impl(dialect).result_processor(dialect, None))
            for each in mapper.column_attrs
        ]

    def read(self, values: Sequence[Any]) -> models.Base | None:
        # The first column is part of every table's key.
        if values[0] is None:
            return None
        made: models.Base = self._new_instance()
        instance_dict(made).update(
            (name, value if read is None or value is None else read(value))
            for (name, read), value in zip(self.columns, values, strict=True)
        )
        return made
