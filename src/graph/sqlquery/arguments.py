"""What the arguments of fields want: taken for each request; a statement is made once for each shape of it."""

from __future__ import annotations

import dataclasses
import enum
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Uuid
from sqlalchemy.types import TypeEngine

from billing.access.principals import Viewer
from graph import global_ids
from graph.sqlquery.field_specs import Request, key_of
from models.base import Given


class _Maker(Protocol):
    def bound(self, type_: TypeEngine[Any], value: Callable[[Request, Sequence[Any]], Any]) -> Given: ...


class Wish:
    """What one field's arguments want, while a statement is made."""

    def __init__(self, maker: _Maker, number: int | None, value: Any) -> None:
        self._maker, self._number = maker, number
        self.value = value

    def given(self, name: str, type_: TypeEngine[Any]) -> Given:
        """The attribute of that (dotted) name, as each request brings it."""
        return self.made(type_, attrgetter(name))

    def of_filter(self, type_: TypeEngine[Any], make: Callable[[Request, Any], Any]) -> Given:
        """What is made of the filter that each request brings."""
        return self._of(type_, lambda request, wish: make(request, wish.filter))

    def made(self, type_: TypeEngine[Any], make: Callable[[Any], Any]) -> Given:
        """What is made of the wish that each request brings."""
        return self._of(type_, lambda _request, wish: make(wish))

    def _of(self, type_: TypeEngine[Any], make: Callable[[Request, Any], Any]) -> Given:
        number = self._number
        if number is None:
            message = "a field without arguments wants nothing, or its node is of another document"
            raise AssertionError(message)
        return self._maker.bound(type_, lambda request, wishes: make(request, wishes[number]))


@dataclass(frozen=True, slots=True)
class Sought:
    """An object of some type, by its own id."""

    type_name: str
    own_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class ById:
    """An object by its global id; None where that names nothing, or something of another type."""

    sought: Sought | None


def by_id(type_name: str, global_id: str) -> ById:
    """The object of this type."""
    own_id = global_ids.sought(type_name, global_id)
    return ById(None if own_id is None else Sought(type_name, own_id))


def find(_viewer: Viewer, wanted: ById) -> tuple[str, Callable[..., Any]] | None:
    """Which object is wanted, and how its row is known; None for none."""
    return None if wanted.sought is None else (wanted.sought.type_name, _is_it)


def _is_it(row: Any, _telling: object, wish: Wish) -> ColumnElement[bool]:
    found: ColumnElement[bool] = key_of(wish.value.sought.type_name, row) == wish.given("sought.own_id", Uuid())
    return found


def shape(value: Any) -> object:
    """What a statement may depend on of what is wanted: whether it is, and what can be told in advance.

    Equal shapes are one statement. Text, days and ids have the shape of their type.
    """
    if isinstance(value, Sought):
        return value.type_name
    if isinstance(value, tuple):
        return frozenset(shape(each) for each in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return (type(value), *(shape(getattr(value, each.name)) for each in dataclasses.fields(value)))
    if value is None or isinstance(value, (int, enum.Enum, frozenset)):
        return value
    return type(value)
