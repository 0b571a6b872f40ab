"""What the tables of fields are written in: stored values, sums, what an id names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.oracle.resolver_context import ResolverContext

Arguments = dict[str, Any]
Field = Callable[[ResolverContext, Any, Arguments], Any]


@dataclass(frozen=True)
class TypedRow:
    """Something that an interface or a union answers with, and the type it is of."""

    type_name: str
    row: Any


def column_field(name: str) -> Field:
    """A stored value, as it is."""
    return lambda _asked, row, _arguments: getattr(row, name)


def money_field(name: str) -> Field:
    """A stored sum in minor units; null where there is none."""
    return lambda asked, row, _: None if getattr(row, name) is None else asked.money(getattr(row, name))


def visible_reference(model: type, name: str) -> Field:
    """What a stored id names, if the viewer may know of it."""
    return lambda asked, row, _: asked.visible_or_none(asked.rows.by_id(model, getattr(row, name)))


def same_row(_context: ResolverContext, row: Any, _arguments: Arguments) -> Any:
    """Told of the same row."""
    return row


def firm_of_viewer(context: ResolverContext, _row: Any, _arguments: Arguments) -> Any:
    """There is no other."""
    return context.rows.firm


def person_field(name: str) -> Field:
    """A value of the person whose seat it is."""
    return lambda asked, row, _: getattr(asked.rows.people[row.person_id], name)
