"""What the tables of fields are written in: stored values, sums, what an id names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.oracle.asked import Asked

Arguments = dict[str, Any]
Field = Callable[[Asked, Any, Arguments], Any]


@dataclass(frozen=True)
class Named:
    """Something that an interface or a union answers with, and the type it is of."""

    type_name: str
    row: Any


def column(name: str) -> Field:
    """A stored value, as it is."""
    return lambda _asked, row, _arguments: getattr(row, name)


def sum_of(name: str) -> Field:
    """A stored sum in minor units; null where there is none."""
    return lambda asked, row, _: None if getattr(row, name) is None else asked.money(getattr(row, name))


def row_of(model: type, name: str) -> Field:
    """What a stored id names, if the viewer may know of it."""
    return lambda asked, row, _: asked.seen(asked.rows.one(model, getattr(row, name)))


def itself(_asked: Asked, row: Any, _arguments: Arguments) -> Any:
    """Told of the same row."""
    return row


def own_firm(asked: Asked, _row: Any, _arguments: Arguments) -> Any:
    """There is no other."""
    return asked.rows.firm


def person(name: str) -> Field:
    """A value of the person whose seat it is."""
    return lambda asked, row, _: getattr(asked.rows.people[row.person_id], name)
