"""A question that is asked again and again: built and compiled once, its answers made into rows of the tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, Dialect, Select, inspect
from sqlalchemy.orm import QueryableAttribute, make_transient_to_detached

import models


@dataclass(frozen=True, slots=True)
class Wanted:
    """Some columns of one row of the answer, `of` a table or an alias of it. No other column of it can be read."""

    of: Any
    attributes: tuple[str, ...]

    @property
    def columns(self) -> list[QueryableAttribute[Any]]:
        """For the select's list."""
        return [getattr(self.of, attribute) for attribute in self.attributes]


class Question:
    """A select of exactly the columns that are wanted, in order; its named parameters are given when it is asked."""

    def __init__(self, select: Select[*tuple[Any, ...]], wanted: Sequence[Wanted], dialect: Dialect) -> None:
        compiled: Any = select.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
        self.text = str(compiled)
        self._places = [self._place(compiled.binds[name], dialect) for name in compiled.positiontup]
        self._wanted = [_Reader(each, dialect) for each in wanted]

    def values(self, **given: object) -> list[Any]:
        """The parameters as the driver takes them."""
        return [
            value if name is None else written(given[name]) if written else given[name]
            for name, value, written in self._places
        ]

    def rows(self, answer: Sequence[Any]) -> list[Any]:
        """What is wanted out of one row of the answer, each as a row of its table; None where there was none."""
        place, found = 0, []
        for reader in self._wanted:
            end = place + len(reader.columns)
            found.append(reader.row(answer[place:end]))
            place = end
        return found

    def _place(self, bind: BindParameter[Any], dialect: Dialect) -> tuple[str | None, Any, Any]:
        written = bind.type.dialect_impl(dialect).bind_processor(dialect)
        if bind.required:
            return bind.key, None, written
        return None, written(bind.value) if written else bind.value, None


class _Reader:
    """Makes rows of one table, as if a session had loaded these columns of them and let them go."""

    def __init__(self, wanted: Wanted, dialect: Dialect) -> None:
        mapper = inspect(wanted.of).mapper
        self._made = mapper.class_manager.new_instance
        self.columns = [
            (name, mapper.columns[name].type.dialect_impl(dialect).result_processor(dialect, None))
            for name in wanted.attributes
        ]

    def row(self, values: Sequence[Any]) -> models.Base | None:
        if values[0] is None:
            return None
        made: models.Base = self._made()
        made.__dict__.update(
            (name, value if read is None else read(value))
            for (name, read), value in zip(self.columns, values, strict=True)
        )
        make_transient_to_detached(made)
        return made
