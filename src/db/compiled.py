"""Statements that are compiled once for each dialect and executed by the driver, without SQLAlchemy's execution."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Dialect, Select

from models import sqlalchemy_compat
from models.sqlalchemy_compat import Processor


@dataclass(frozen=True, slots=True)
class CompiledStatement:
    """SQL of one dialect, with the names of its named binds in order, and the processors of binds and results.

    `result_processors` are those of the columns that need one, with the columns' indexes.
    """

    sql: str
    binds: tuple[tuple[str, Processor], ...]
    result_processors: tuple[tuple[int, Callable[[Any], Any]], ...]

    def bind_values(self, value_of: Callable[[str], Any]) -> list[Any]:
        """The values of the named binds in order, as the driver takes them. `value_of` returns that of a name."""
        return [value_of(name) if process is None else process(value_of(name)) for name, process in self.binds]

    def convert_row(self, driver_row: Sequence[Any]) -> tuple[Any, ...]:
        """A row of the driver, as Python values of the columns' types."""
        values = list(driver_row)
        for index, process in self.result_processors:
            values[index] = process(values[index])
        return tuple(values)


def compile_statement(statement: Select[*tuple[Any, ...]], dialect: Dialect) -> CompiledStatement:
    """Compile for this dialect, inlining every literal that is not a `NamedBind`.

    PostgreSQL uses a partial index in a generic plan only if its predicate is a literal.
    """
    compiled = statement.compile(dialect=dialect, compile_kwargs={"literal_binds": True, "render_postcompile": True})
    binds = [
        (name, sqlalchemy_compat.bind_processor(type_, dialect))
        for name, type_ in sqlalchemy_compat.positional_binds(compiled)
    ]
    processors = [sqlalchemy_compat.result_processor(column.type, dialect) for column in statement.selected_columns]
    result_processors = tuple((index, process) for index, process in enumerate(processors) if process is not None)
    return CompiledStatement(str(compiled), tuple(binds), result_processors)


@dataclass(slots=True)
class ParameterizedStatement:
    """A statement with named binds, compiled once for each dialect."""

    statement: Select[*tuple[Any, ...]]
    _compiled: dict[str, CompiledStatement] = field(default_factory=dict)

    def compile_for(self, dialect: Dialect) -> CompiledStatement:
        """The compiled statement, from the cache after the first time."""
        if dialect.name not in self._compiled:
            self._compiled[dialect.name] = compile_statement(self.statement, dialect)
        return self._compiled[dialect.name]
