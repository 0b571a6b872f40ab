"""Building blocks of the oracle's field tables: columns, money, references."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.oracle.resolver_context import ResolverContext

Arguments = dict[str, Any]
Field = Callable[[ResolverContext, Any, Arguments], Any]


@dataclass(frozen=True)
class TypedRow:
    """The value of an interface or union, with its type."""

    type_name: str
    row: Any


def column_field(name: str) -> Field:
    """A field that returns the attribute as is."""
    return lambda _context, row, _arguments: getattr(row, name)


def money_field(name: str) -> Field:
    """A field that returns money, from an attribute in minor units; null if that is None."""
    return lambda context, row, _: None if getattr(row, name) is None else context.money(getattr(row, name))


def visible_reference(model: type, name: str) -> Field:
    """A field that returns the row that a foreign key names, if the viewer may see it."""
    return lambda context, row, _: context.visible_or_none(context.rows.by_id(model, getattr(row, name)))


def same_row(_context: ResolverContext, row: Any, _arguments: Arguments) -> Any:
    """Return the row itself: the object is read from its parent's row."""
    return row


def firm_of_viewer(context: ResolverContext, _row: Any, _arguments: Arguments) -> Any:
    """Return the viewer's firm."""
    return context.rows.firm


def person_field(name: str) -> Field:
    """A field that returns an attribute of the membership's person."""
    return lambda context, row, _: getattr(context.rows.people[row.person_id], name)
