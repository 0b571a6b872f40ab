"""The arguments of compiled fields. Their values are bound at each request; only their shape is part of a plan."""

import dataclasses
import enum
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, Uuid
from sqlalchemy.types import TypeEngine

from billing.access.principals import Viewer
from graph import global_ids
from graph.sqlquery.contexts import BindContext
from graph.sqlquery.field_specs import id_column
from models.base import NamedBind


class Arguments:
    """The parsed arguments of one field, while a statement is compiled.

    `value` is that of the request that caused the compilation. Expressions may use what `shape` keeps of it; everything
    else must become a bind parameter.
    """

    def __init__(self, bind_parameter: Callable[..., NamedBind], index: int | None, value: Any) -> None:
        self._bind_parameter, self._index = bind_parameter, index
        self.value = value

    def bind(self, name: str, type_: TypeEngine[Any]) -> NamedBind:
        """Bind the attribute of the arguments with that (dotted) name."""
        return self.bind_computed(type_, attrgetter(name))

    def bind_criteria(self, type_: TypeEngine[Any], compute: Callable[[BindContext, Any], Any]) -> NamedBind:
        """Bind what is computed from the request and the criteria of a list's arguments."""
        return self._bind(type_, lambda request, arguments: compute(request, arguments.criteria))

    def bind_computed(self, type_: TypeEngine[Any], compute: Callable[[Any], Any]) -> NamedBind:
        """Bind what is computed from the arguments."""
        return self._bind(type_, lambda _request, arguments: compute(arguments))

    def _bind(self, type_: TypeEngine[Any], compute: Callable[[BindContext, Any], Any]) -> NamedBind:
        index = self._index
        if index is None:
            raise AssertionError("the field has no argument site in this document")
        return self._bind_parameter(type_, lambda request, arguments: compute(request, arguments[index]))


@dataclass(frozen=True, slots=True)
class NodeId:
    """The type and database id that a global id contains."""

    type_name: str
    database_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class NodeLookup:
    """The argument of a field that returns an object by its global id; None if that id cannot name one."""

    node_id: NodeId | None


def node_lookup(type_name: str, global_id: str) -> NodeLookup:
    """Look up an object of this type; a global id of another type finds nothing."""
    database_id = global_ids.decode_as(type_name, global_id)
    return NodeLookup(None if database_id is None else NodeId(type_name, database_id))


def lookup_by_id(_viewer: Viewer, lookup: NodeLookup) -> tuple[str, Callable[..., Any]] | None:
    """Return the type of the object and the condition of its row; None for an id that cannot name one."""
    return None if lookup.node_id is None else (lookup.node_id.type_name, _matches_id)


def _matches_id(row: Any, _context: object, arguments: Arguments) -> ColumnElement[bool]:
    return id_column(arguments.value.node_id.type_name, row) == arguments.bind("node_id.database_id", Uuid())


def shape(value: Any) -> object:
    """Return the part of an argument value that may change a statement: presence, enums, booleans, integers.

    Values of equal shape share a plan. Text, dates and ids are represented by their type.
    """
    if isinstance(value, NodeId):
        return value.type_name
    if isinstance(value, tuple):
        return frozenset(shape(item) for item in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return (type(value), *(shape(getattr(value, field.name)) for field in dataclasses.fields(value)))
    if value is None or isinstance(value, (int, enum.Enum, frozenset)):
        return value
    return type(value)
