"""From a selection to one statement: every object in an answer is one expression that writes it, those inside included.

Rights are part of it: a row that the viewer may not know of is not there, and a field that is not for them is left out.
An object with anything left out, or to be asked about in the ordinary way, carries a mark; GraphQL's executor walks
through marked objects alone.
"""

from __future__ import annotations

import dataclasses
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any

from graphql import GraphQLField, GraphQLObjectType, get_named_type, is_object_type
from sqlalchemy import ColumnElement, Uuid, select
from sqlalchemy.orm import aliased
from sqlalchemy.types import TypeEngine
from strawberry.schema.schema_converter import GraphQLCoreConverter

import money
from billing.access import policy
from billing.access.principals import Viewer
from graph import permissions
from graph.sqlquery import pagination, sql_json_objects, sql_json_scalars
from graph.sqlquery.arguments import Wish
from graph.sqlquery.field_specs import (
    SOURCES,
    Asked,
    Column,
    Declaration,
    Derived,
    Inside,
    Many,
    One,
    Page,
    Request,
    Sum,
    SumOf,
    declared,
)
from graph.sqlquery.pagination import LIST
from graph.sqlquery.selections import ALL, MARK, Details, Evaluate, Parts, Place, Selected, only
from models.base import Given

OBJECT = 2
"""How much deeper an object of its own makes a statement; a list, `pages.LIST`."""

_ALIASES: defaultdict[Any, list[Any]] = defaultdict(list)
"""Aliases of tables are dear to make, and serve every statement: the first of each, the second, and so on."""

_WITHOUT_ID = frozenset({"Actor", "CreditUse"})
"""Types whose objects could not be found again, to tell more of them."""


class Maker:
    """Makes one statement, for one kind of viewer and one currency, on one kind of database.

    `room`: how deep it may be; None for any depth.
    """

    def __init__(
        self,
        selected: Selected,
        viewer: Viewer,
        currency: str,
        dialect: str,
        wishes: dict[int, tuple[int, Any]],
        room: int | None = None,
    ) -> None:
        self.selected = selected
        self.who = viewer
        self._wishes = wishes
        self.values: dict[str, Evaluate] = {}
        self.places: list[Place] = []
        self.path: list[str] = []
        self._deep, self._room = 0, room
        self._aliases: Counter[Any] = Counter()
        self.dialect = dialect
        self.currency = currency
        self.digits = money.currency_digits(currency)
        self.viewer = self._left_open(viewer)

    def given(self, type_: TypeEngine[Any], value: Callable[[Request], Any]) -> Given:
        """A value that each request brings."""
        return self.bound(type_, lambda request, _wishes: value(request))

    def bound(self, type_: TypeEngine[Any], value: Evaluate) -> Given:
        """A value of each request or of its arguments."""
        name = f"given_{len(self.values)}"
        self.values[name] = value
        return Given(name, type_)

    def _left_open(self, viewer: Viewer) -> Viewer:
        """The viewer with their ids left open: the same statement serves all who may do the same."""
        opened: dict[str, Any] = {
            each.name: self.given(Uuid(), lambda request, name=each.name: getattr(request.viewer, name))  # type: ignore[misc]
            for each in dataclasses.fields(viewer)
            if each.type in (uuid.UUID, "uuid.UUID")
        }
        return dataclasses.replace(viewer, **opened)

    def one_of(
        self, type_name: str, details: Details, on: Callable[[Any], ColumnElement[bool]]
    ) -> tuple[ColumnElement[Any], bool]:
        """The one row of a type for which the condition holds, if the viewer may know of it."""
        row = self.alias(type_name)
        inner = self.below(OBJECT, self.type_named(type_name), row, details)
        rows = select().select_from(row).where(on(row), *self.visible(type_name, row))
        return sql_json_objects.Object(inner.fields, rows), inner.whole

    def below(self, cost: int, type_: GraphQLObjectType, row: Any, details: Details) -> Parts:
        """An object inside what is there, by a select of its own."""
        self._deep += cost
        inner = self._object(type_, row, details)
        self._deep -= cost
        return inner

    def alias(self, type_name: str) -> Any:
        """A row of the type's table that this statement has nowhere else."""
        entity = SOURCES[type_name].entity
        place = self._aliases[entity]
        self._aliases[entity] += 1
        made = _ALIASES[entity]
        if place == len(made):
            made.append(aliased(entity))
        return made[place]

    def wish(self, details: Details) -> Wish:
        """What the arguments of a field want."""
        number, value = self._wishes.get(id(details[0].node), (None, None))
        return Wish(self, number, value)

    def _is_refused(self, details: Details) -> bool:
        """Whether the field's arguments cannot be taken: then there is nothing to be told."""
        return isinstance(self._wishes.get(id(details[0].node), (None, None))[1], Exception)

    def type_named(self, name: str) -> GraphQLObjectType:
        """The object type of that name."""
        found = self.selected.schema.type_map[name]
        assert isinstance(found, GraphQLObjectType)  # noqa: S101  (declared on an object type)
        return found

    def may(self, access: policy.Access | None) -> bool:
        """Whether the viewer has the access, where any is asked for."""
        return access is None or policy.may(self.who, access)

    def visible(self, type_name: str, row: Any) -> list[ColumnElement[bool]]:
        """What has to hold of a row of the type for the viewer to know of it."""
        visible = SOURCES[type_name].visible
        return [] if visible is None else [visible(self.viewer, row)]

    def _object(self, type_: GraphQLObjectType, row: Any, details: Details) -> Parts:
        """All that is selected of an object, told from its row."""
        told = Parts()
        for name, inner in self.selected.below(type_, details).items():
            field_name = inner[0].node.name.value
            if field_name == "__typename":
                told.add(name, sql_json_scalars.Constant(type_.name))
                continue
            definition = type_.fields[field_name]
            declaration = declared(definition.extensions)
            refused = not all(map(self.may, permissions.asked_of(definition))) or self._is_refused(inner)
            if not refused and self._is_too_deep(definition, declaration):
                told.whole = False
                continue
            if refused or isinstance(declaration, Asked):
                told.whole = False
                if not refused and isinstance(declaration, Asked):
                    place = Place(tuple(self.path), type_.name, name, declaration, inner[0], definition)
                    self.places.append(place)
                continue
            self.path.append(name)
            value, whole = self.field(type_, definition, declaration, row, inner)
            self.path.pop()
            told.add(name, value, whole=whole)
        if not told.whole:
            source = SOURCES.get(type_.name)
            of_row = source is not None and source.entity is not None
            told.fields.append(
                (
                    MARK,
                    sql_json_scalars.Key(type_.name, getattr(row, source.key))
                    if source and of_row
                    else sql_json_scalars.Constant(f"{type_.name}:"),
                )
            )
        return told

    def _is_too_deep(self, definition: GraphQLField, declaration: Declaration | None) -> bool:
        """Whether the statement may not be made as deep as with this inside: then this is told by a further one."""
        if self._room is None or not isinstance(declaration, (One, Many, Derived, Page)):
            return False
        room = self._room - self._deep
        without_id = get_named_type(definition.type).name in _WITHOUT_ID
        return room < (OBJECT if isinstance(declaration, One) else LIST) + (OBJECT if without_id else 0)

    def field(
        self, type_: GraphQLObjectType, definition: GraphQLField, declaration: Declaration | None, row: Any,
        details: Details,
    ) -> tuple[ColumnElement[Any], bool]:  # fmt: skip
        """A field of an object that is told from the row: an expression, and whether it is whole."""
        match declaration:
            case Column(expression):
                if get_named_type(definition.type).name == "ID":
                    return sql_json_scalars.GlobalId(type_.name, getattr(row, SOURCES[type_.name].key)), True
                value = _own(row, definition) if expression is None else expression(row, self)
                return sql_json_scalars.told(sql_json_scalars.column(value)), True
            case Inside():
                return self._inside(definition, declaration, row, details)
            case Sum(expression, condition):
                minor = _own(row, definition) if expression is None else expression(row, self)
                when = None if condition is None else condition(row, self)
                return self._sum(definition, minor, when, details), True
            case SumOf(expression):
                return self._sum(definition, expression(row, self, self.wish(details)), None, details), True
            case One(on):
                name = get_named_type(definition.type).name
                return self.one_of(name, details, lambda other: on(row, other, self))
            case Many(on, order):
                name = get_named_type(definition.type).name
                other = self.alias(name)
                inner = self.below(LIST, self.type_named(name), other, details)
                rows = select().select_from(other).where(on(row, other, self), *self.visible(name, other))
                return sql_json_objects.Array(
                    sql_json_objects.Object(inner.fields), rows.order_by(*order(other)).limit(ALL)
                ), inner.whole
            case Derived(expression):
                return self._derived(definition, expression, row, details)
            case Page():
                return pagination.page(self, definition, declaration, row, details)
            case _:
                raise TypeError(f"{type_.name}.{details[0].node.name.value} does not say what it is stored in")

    def _inside(
        self, definition: GraphQLField, declaration: Inside, row: Any, details: Details
    ) -> tuple[ColumnElement[Any], bool]:
        named = get_named_type(definition.type)
        if not is_object_type(named):
            (named,) = self.selected.schema.get_possible_types(named)  # type: ignore[arg-type]
        inner = self._object(named, declaration.told_from(row, self), details)
        when = None if declaration.when is None else declaration.when(row, self)
        return only(when, sql_json_objects.Object(inner.fields)), inner.whole

    def _sum(
        self, definition: GraphQLField, minor: Any, when: ColumnElement[Any] | None, details: Details
    ) -> ColumnElement[Any]:
        inner = self._object(self.type_named("Money"), minor, details)
        if when is None and definition.type is get_named_type(definition.type):
            when = sql_json_scalars.column(minor).is_not(None)
        return only(when, sql_json_objects.Object(inner.fields))

    def _derived(
        self, definition: GraphQLField, expression: Callable[..., Any], row: Any, details: Details
    ) -> tuple[ColumnElement[Any], bool]:
        rows = expression(row, self)
        other = rows.subquery()
        inner = self.below(LIST, self.type_named(get_named_type(definition.type).name), other.c, details)
        bounded = select().select_from(other).order_by(other.c.place).limit(ALL)
        return sql_json_objects.Array(sql_json_objects.Object(inner.fields), bounded), inner.whole


def _own(row: Any, definition: GraphQLField) -> Any:
    """The row's attribute of the field's own name."""
    return getattr(row, definition.extensions[GraphQLCoreConverter.DEFINITION_BACKREF].python_name)
