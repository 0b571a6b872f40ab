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
from graph.sqlquery.field_specs import BindContext, id_column
from models.base import NamedBind


class _Binder(Protocol):
    def bind_parameter(
        self, type_: TypeEngine[Any], value: Callable[[BindContext, Sequence[Any]], Any]
    ) -> NamedBind: ...


class Arguments:
    """What one field's arguments want, while a statement is made."""

    def __init__(self, binder: _Binder, index: int | None, value: Any) -> None:
        self._binder, self._index = binder, index
        self.value = value

    def bind(self, name: str, type_: TypeEngine[Any]) -> NamedBind:
        """The attribute of that (dotted) name, as each request brings it."""
        return self.bind_computed(type_, attrgetter(name))

    def bind_filter(self, type_: TypeEngine[Any], compute: Callable[[BindContext, Any], Any]) -> NamedBind:
        """What is made of the filter that each request brings."""
        return self._bind(type_, lambda request, wish: compute(request, wish.filter))

    def bind_computed(self, type_: TypeEngine[Any], compute: Callable[[Any], Any]) -> NamedBind:
        """What is made of the wish that each request brings."""
        return self._bind(type_, lambda _request, wish: compute(wish))

    def _bind(self, type_: TypeEngine[Any], compute: Callable[[BindContext, Any], Any]) -> NamedBind:
        number = self._index
        if number is None:
            message = "a field without arguments wants nothing, or its node is of another document"
            raise AssertionError(message)
        return self._binder.bind_parameter(type_, lambda request, wishes: compute(request, wishes[number]))


@dataclass(frozen=True, slots=True)
class NodeId:
    """An object of some type, by its own id."""

    type_name: str
    database_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class NodeLookup:
    """An object by its global id; None where that names nothing, or something of another type."""

    node_id: NodeId | None


def node_lookup(type_name: str, global_id: str) -> NodeLookup:
    """The object of this type."""
    own_id = global_ids.decode_as(type_name, global_id)
    return NodeLookup(None if own_id is None else NodeId(type_name, own_id))


def lookup_by_id(_viewer: Viewer, lookup: NodeLookup) -> tuple[str, Callable[..., Any]] | None:
    """Which object is wanted, and how its row is known; None for none."""
    return None if lookup.node_id is None else (lookup.node_id.type_name, _matches_id)


def _matches_id(row: Any, _context: object, arguments: Arguments) -> ColumnElement[bool]:
    found: ColumnElement[bool] = id_column(arguments.value.sought.type_name, row) == arguments.bind(
        "node_id.database_id", Uuid()
    )
    return found


def shape(value: Any) -> object:
    """What a statement may depend on of what is wanted: whether it is, and what can be told in advance.

    Equal shapes are one statement. Text, days and ids have the shape of their type.
    """
    if isinstance(value, NodeId):
        return value.type_name
    if isinstance(value, tuple):
        return frozenset(shape(each) for each in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return (type(value), *(shape(getattr(value, each.name)) for each in dataclasses.fields(value)))
    if value is None or isinstance(value, (int, enum.Enum, frozenset)):
        return value
    return type(value)
