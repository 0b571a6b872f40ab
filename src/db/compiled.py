"""Statements that are asked at each request: made once for each kind of database, and asked by its driver alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Dialect, Select

Converter = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class CompiledStatement:
    """A statement in the words of one database: the names of what is bound, in order, and what its driver makes of it.

    `answers`: what has to be made of each column of a row; None for nothing.
    """

    sql: str
    binds: tuple[tuple[str, Converter | None], ...]
    result_processors: tuple[Converter | None, ...]

    def bind_values(self, values: Callable[[str], Any]) -> list[Any]:
        """The values by their names, as the driver takes them, in order."""
        return [values(name) if convert is None else convert(values(name)) for name, convert in self.binds]

    def convert_row(self, driver_row: Sequence[Any]) -> tuple[Any, ...]:
        """A row as the driver answered, in the values of the house."""
        return tuple(
            one if convert is None else convert(one)
            for one, convert in zip(driver_row, self.result_processors, strict=True)
        )


def compile_for(statement: Select[*tuple[Any, ...]], dialect: Dialect) -> CompiledStatement:
    """The statement in the words of this database. What it does not leave open is written into it: only so does a
    partial index serve a statement that is planned once.
    """
    compiled = statement.compile(dialect=dialect, compile_kwargs={"literal_binds": True, "render_postcompile": True})
    binds = []
    for name in getattr(compiled, "positiontup", None) or ():
        kind = compiled.binds[name].type.dialect_impl(dialect)
        binds.append((name, kind.bind_processor(dialect)))
    answers = [
        column.type.dialect_impl(dialect).result_processor(dialect, None) for column in statement.selected_columns
    ]
    return CompiledStatement(str(compiled), tuple(binds), tuple(answers))


@dataclass(slots=True)
class ParameterizedStatement:
    """A statement of the house's own, with open values of type `models.Given`."""

    statement: Select[*tuple[Any, ...]]
    _compiled: dict[str, CompiledStatement] = field(default_factory=dict)

    def compile_for(self, dialect: Dialect) -> CompiledStatement:
        """It, in the words of this database."""
        found = self._compiled.get(dialect.name)
        if found is None:
            found = self._compiled[dialect.name] = compile_for(self.statement, dialect)
        return found
