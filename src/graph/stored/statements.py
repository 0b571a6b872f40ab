"""From a selection to one statement: every object in an answer is one expression that writes it, those inside included.

Rights are part of it: a row that the viewer may not know of is not there, and a field that is not for them is left out.
An object with anything left out, or to be asked about in the ordinary way, carries a mark; GraphQL's executor walks
through marked objects alone.
"""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from graphql import (
    GraphQLField,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    get_named_type,
    is_object_type,
)
from graphql.execution.collect_fields import FieldDetails, FragmentDetails, collect_subfields
from graphql.execution.values import VariableValues
from sqlalchemy import Boolean, ColumnElement, Integer, Select, Uuid, case, func, select
from sqlalchemy.orm import aliased
from sqlalchemy.types import TypeEngine
from strawberry.schema.schema_converter import GraphQLCoreConverter

import money
from billing import policy
from billing.actor import ClientUser, Viewer
from graph import doors
from graph.stored import forms
from graph.stored.declarations import (
    SOURCES,
    Asked,
    Column,
    Declaration,
    Derived,
    Inside,
    Many,
    One,
    Page,
    Reference,
    Request,
    Root,
    Roots,
    Sum,
    SumOf,
    declared,
    key_of,
)
from graph.stored.wishes import Sought, Wish
from models.base import Given

MARK = "#"
"""Under this name, which no field can have, an object that is not whole says what and whose it is."""

Details = Sequence[FieldDetails]
Evaluate = Callable[[Request, Sequence[Any]], Any]


@dataclass(frozen=True, slots=True)
class Place:
    """A place in an answer where something has to be asked: of objects of this type, under this path and name."""

    path: tuple[str, ...]
    type_name: str
    response_key: str
    declaration: Asked
    details: FieldDetails
    definition: GraphQLField


@dataclass(frozen=True, slots=True)
class Position:
    """Something to be told: a field of Query, or what a deed refers to, as that number of the request's references.

    With both: that field of objects that were told before, in their order.
    """

    name: str
    details: Details
    definition: GraphQLField | None = None
    reference: Reference | None = None
    number: int = 0


@dataclass(slots=True)
class Selected:
    """The document, as far as a selection depends on it."""

    schema: GraphQLSchema
    fragments: dict[str, FragmentDetails]
    operation: OperationDefinitionNode
    variables: VariableValues

    def below(self, type_: GraphQLObjectType, details: Details) -> dict[str, list[FieldDetails]]:
        """The fields selected of an object of this type, by their names in the answer."""
        found = collect_subfields(self.schema, self.fragments, self.variables, self.operation, type_, list(details))
        return found.grouped_field_set


@dataclass(slots=True)
class Statement:
    """What is asked of the database: an expression, the values that it needs of each request, and what is left."""

    answer: ColumnElement[Any]
    values: dict[str, Evaluate]
    whole: bool
    places: list[Place]


@dataclass(slots=True)
class _Object:
    """An object while it is put together."""

    fields: list[tuple[str, ColumnElement[Any]]] = field(default_factory=list)
    whole: bool = True

    def add(self, name: str, value: ColumnElement[Any], *, whole: bool = True) -> None:
        self.fields.append((name, value))
        self.whole = self.whole and whole


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
        self._selected = selected
        self._who = viewer
        self._wishes = wishes
        self._values: dict[str, Evaluate] = {}
        self._places: list[Place] = []
        self._path: list[str] = []
        self._deep, self._room = 0, room
        self.dialect = dialect
        self.currency = currency
        self.digits = money.currency_digits(currency)
        self.viewer = self._left_open(viewer)

    def given(self, type_: TypeEngine[Any], value: Callable[[Request], Any]) -> Given:
        """A value that each request brings."""
        return self.bound(type_, lambda request, _wishes: value(request))

    def bound(self, type_: TypeEngine[Any], value: Evaluate) -> Given:
        """A value of each request or of its arguments."""
        name = f"given_{len(self._values)}"
        self._values[name] = value
        return Given(name, type_)

    def _left_open(self, viewer: Viewer) -> Viewer:
        """The viewer with their ids left open: the same statement serves all who may do the same."""
        opened: dict[str, Any] = {
            each.name: self.given(Uuid(), lambda request, name=each.name: getattr(request.viewer, name))  # type: ignore[misc]
            for each in dataclasses.fields(viewer)
            if each.type in (uuid.UUID, "uuid.UUID")
        }
        return dataclasses.replace(viewer, **opened)

    def make(self, positions: Sequence[Position]) -> Statement:
        """One statement that tells all of them, under their names."""
        answer = _Object()
        for position in positions:
            self._path = [position.name]
            self._position(answer, position)
        return Statement(forms.Object(answer.fields), self._values, answer.whole, self._places)

    def _position(self, answer: _Object, position: Position) -> None:
        if position.reference is not None and position.definition is not None:
            value, whole = self._rest(position, position.reference, position.definition)
        elif position.reference is not None:
            value, whole = self._referred(position.reference, position.number, position.details)
        elif position.definition is not None and isinstance(declared(position.definition.extensions), Roots):
            value, whole = self._listed(position)
        elif position.definition is not None:
            value, whole = self._root(position.definition, position.details)
        else:
            raise TypeError(position)
        answer.add(position.name, value, whole=whole)

    def _root(self, definition: GraphQLField, details: Details) -> tuple[ColumnElement[Any], bool]:
        declaration = declared(definition.extensions)
        assert isinstance(declaration, Root)  # noqa: S101  (the executor hands over nothing else)
        wish = self._wish(details)
        found = declaration.find(self._who, wish.value)
        if found is None:
            return forms.Constant(None), True
        type_name, on = found
        if not self._may(doors.access_to_named(self._type(type_name))):
            return forms.Constant(None), False
        return self._one_of(type_name, details, lambda row: on(row, self, wish))

    def _one_of(
        self, type_name: str, details: Details, on: Callable[[Any], ColumnElement[bool]]
    ) -> tuple[ColumnElement[Any], bool]:
        """The one row of a type for which the condition holds, if the viewer may know of it."""
        row = aliased(SOURCES[type_name].entity)
        inner = self._below(_OBJECT, self._type(type_name), row, details)
        rows = select().select_from(row).where(on(row), *self._visible(type_name, row))
        return forms.Object(inner.fields, rows), inner.whole

    def _below(self, cost: int, type_: GraphQLObjectType, row: Any, details: Details) -> _Object:
        """An object inside what is there, by a select of its own."""
        self._deep += cost
        inner = self._object(type_, row, details)
        self._deep -= cost
        return inner

    def _referred(self, reference: Reference, number: int, details: Details) -> tuple[ColumnElement[Any], bool]:
        type_name = reference.type_name
        if not reference.listed:
            own_id = self.bound(Uuid(), lambda request, _: request.ids(number)[0])
            return self._one_of(type_name, details, lambda row: key_of(type_name, row) == own_id)
        ids = self.bound(sa.JSON(), lambda request, _: [each.hex for each in request.ids(number)])
        row = aliased(SOURCES[type_name].entity)
        inner = self._below(_LIST, self._type(type_name), row, details)
        each = forms.each_id(ids, self.dialect)
        rows = select().select_from(row).join(each, each.c.id == row.id).where(*self._visible(type_name, row))
        rows = rows.order_by(each.c.place).limit(_ALL)
        return forms.Array(forms.Object(inner.fields), rows), inner.whole

    def _rest(
        self, position: Position, parents: Reference, definition: GraphQLField
    ) -> tuple[ColumnElement[Any], bool]:
        """A field of objects that were told before, without what lay too deep."""
        number, name = position.number, position.details[0].node.name.value
        ids = self.bound(sa.JSON(), lambda request, _: [each.hex for each in request.ids(number)])
        row, each = aliased(SOURCES[parents.type_name].entity), forms.each_id(ids, self.dialect)
        rows = select().select_from(row).join(each, each.c.id == key_of(parents.type_name, row))
        self._path.append(name)
        value, whole = self._field(
            self._type(parents.type_name), definition, declared(definition.extensions), row, position.details
        )
        return forms.Array(forms.Object([(name, value)]), rows.order_by(each.c.place).limit(_ALL)), whole

    def _listed(self, position: Position) -> tuple[ColumnElement[Any], bool]:
        """Objects of whatever types, by their ids: for each of the wanted types its own way to tell it."""
        wish = self._wish(position.details)
        kinds = sorted({each.type_name for each in wish.value if each is not None})
        ids = wish.made(sa.JSON(), _kinds_and_ids)
        each = forms.each_sought(ids, self.dialect)
        told, whole = [], True
        for kind in kinds:
            if not self._may(doors.access_to_named(self._type(kind))):
                whole = False
                continue
            key = SOURCES[kind].key
            value, is_whole = self._one_of(kind, position.details, lambda row, key=key: getattr(row, key) == each.c.id)  # type: ignore[misc]
            told.append((each.c.kind == kind, value))
            whole = whole and is_whole
        rows = select().select_from(each).order_by(each.c.place).limit(_ALL)
        item = case(*told, else_=sa.null()) if told else forms.Constant(None)
        item.type = sa.JSON()
        return forms.Array(item, rows), whole

    def _wish(self, details: Details) -> Wish:
        number, value = self._wishes.get(id(details[0].node), (-1, None))
        return Wish(self, number, value)

    def _refused(self, details: Details) -> bool:
        """Whether the field's arguments cannot be taken: then there is nothing to be told."""
        return isinstance(self._wishes.get(id(details[0].node), (-1, None))[1], Exception)

    def _type(self, name: str) -> GraphQLObjectType:
        found = self._selected.schema.type_map[name]
        assert isinstance(found, GraphQLObjectType)  # noqa: S101  (declared on an object type)
        return found

    def _may(self, access: policy.Access | None) -> bool:
        return access is None or policy.may(self._who, access)

    def _visible(self, type_name: str, row: Any) -> list[ColumnElement[bool]]:
        visible = SOURCES[type_name].visible
        return [] if visible is None else [visible(self.viewer, row)]

    def _object(self, type_: GraphQLObjectType, row: Any, details: Details) -> _Object:
        """All that is selected of an object, told from its row."""
        told = _Object()
        for name, inner in self._selected.below(type_, details).items():
            field_name = inner[0].node.name.value
            if field_name == "__typename":
                told.add(name, forms.Constant(type_.name))
                continue
            definition = type_.fields[field_name]
            declaration = declared(definition.extensions)
            refused = not all(map(self._may, doors.asked_of(definition))) or self._refused(inner)
            if not refused and self._is_too_deep(definition, declaration):
                told.whole = False
                continue
            if refused or isinstance(declaration, Asked):
                told.whole = False
                if not refused and isinstance(declaration, Asked):
                    place = Place(tuple(self._path), type_.name, name, declaration, inner[0], definition)
                    self._places.append(place)
                continue
            self._path.append(name)
            value, whole = self._field(type_, definition, declaration, row, inner)
            self._path.pop()
            told.add(name, value, whole=whole)
        if not told.whole:
            source = SOURCES.get(type_.name)
            of_row = source is not None and source.entity is not None
            told.fields.append(
                (
                    MARK,
                    forms.Key(type_.name, getattr(row, source.key))
                    if source and of_row
                    else forms.Constant(f"{type_.name}:"),
                )
            )
        return told

    def _is_too_deep(self, definition: GraphQLField, declaration: Declaration | None) -> bool:
        """Whether the statement may not be made as deep as with this inside: then this is told by a further one."""
        if self._room is None or not isinstance(declaration, (One, Many, Derived, Page)):
            return False
        room = self._room - self._deep
        without_id = get_named_type(definition.type).name in _WITHOUT_ID
        return room < (_OBJECT if isinstance(declaration, One) else _LIST) + (_OBJECT if without_id else 0)

    def _field(
        self, type_: GraphQLObjectType, definition: GraphQLField, declaration: Declaration | None, row: Any,
        details: Details,
    ) -> tuple[ColumnElement[Any], bool]:  # fmt: skip
        match declaration:
            case Column(expression):
                if get_named_type(definition.type).name == "ID":
                    return forms.GlobalId(type_.name, getattr(row, SOURCES[type_.name].key)), True
                value = _own(row, definition) if expression is None else expression(row, self)
                return forms.told(forms.column(value)), True
            case Inside():
                return self._inside(definition, declaration, row, details)
            case Sum(expression, condition):
                minor = _own(row, definition) if expression is None else expression(row, self)
                when = None if condition is None else condition(row, self)
                return self._sum(definition, minor, when, details), True
            case SumOf(expression):
                return self._sum(definition, expression(row, self, self._wish(details)), None, details), True
            case One(on):
                name = get_named_type(definition.type).name
                return self._one_of(name, details, lambda other: on(row, other, self))
            case Many(on, order):
                name = get_named_type(definition.type).name
                other = aliased(SOURCES[name].entity)
                inner = self._below(_LIST, self._type(name), other, details)
                rows = select().select_from(other).where(on(row, other, self), *self._visible(name, other))
                return forms.Array(forms.Object(inner.fields), rows.order_by(*order(other)).limit(_ALL)), inner.whole
            case Derived(expression):
                return self._derived(definition, expression, row, details)
            case Page():
                return self._page(definition, declaration, row, details)
            case _:
                raise TypeError(f"{type_.name}.{details[0].node.name.value} does not say what it is stored in")

    def _inside(
        self, definition: GraphQLField, declaration: Inside, row: Any, details: Details
    ) -> tuple[ColumnElement[Any], bool]:
        named = get_named_type(definition.type)
        if not is_object_type(named):
            (named,) = self._selected.schema.get_possible_types(named)  # type: ignore[arg-type]
        inner = self._object(named, declaration.told_from(row, self), details)
        when = None if declaration.when is None else declaration.when(row, self)
        return _only(when, forms.Object(inner.fields)), inner.whole

    def _sum(
        self, definition: GraphQLField, minor: Any, when: ColumnElement[Any] | None, details: Details
    ) -> ColumnElement[Any]:
        inner = self._object(self._type("Money"), minor, details)
        if when is None and definition.type is get_named_type(definition.type):
            when = forms.column(minor).is_not(None)
        return _only(when, forms.Object(inner.fields))

    def _derived(
        self, definition: GraphQLField, expression: Callable[..., Any], row: Any, details: Details
    ) -> tuple[ColumnElement[Any], bool]:
        rows = expression(row, self)
        other = rows.subquery()
        inner = self._below(_LIST, self._type(get_named_type(definition.type).name), other.c, details)
        bounded = select().select_from(other).order_by(other.c.place).limit(_ALL)
        return forms.Array(forms.Object(inner.fields), bounded), inner.whole

    def _page(
        self, definition: GraphQLField, declaration: Page, row: Any, details: Details
    ) -> tuple[ColumnElement[Any], bool]:
        connection = get_named_type(definition.type)
        assert isinstance(connection, GraphQLObjectType)  # noqa: S101  (every list has the same shape)
        wish = self._wish(details)
        listing = _Listing(self, connection, declaration, row, wish)
        told = _Object()
        for name, inner in self._selected.below(connection, details).items():
            self._path.append(name)
            value, whole = self._part_of_page(connection, listing, inner)
            self._path.pop()
            told.add(name, value, whole=whole)
        if not told.whole:
            told.fields.append((MARK, forms.Constant("")))
        when = None if declaration.when is None else declaration.when(row, self)
        return _only(when, forms.Object(told.fields)), told.whole

    def _part_of_page(
        self, connection: GraphQLObjectType, listing: _Listing, details: Details
    ) -> tuple[ColumnElement[Any], bool]:
        match details[0].node.name.value:
            case "edges":
                return self._edges(listing, details)
            case "pageInfo":
                type_ = self._type("PageInfo")
                fields = [
                    (name, listing.info(inner[0].node.name.value, type_.name))
                    for name, inner in self._selected.below(type_, details).items()
                ]
                return forms.Object(fields), True
            case "totalCount":
                return listing.count(), True
            case _:
                return forms.Constant(connection.name), True

    def _edges(self, listing: _Listing, details: Details) -> tuple[ColumnElement[Any], bool]:
        row, edge = listing.alias(), self._type(listing.edge_name)
        told = _Object()
        for name, inner in self._selected.below(edge, details).items():
            match inner[0].node.name.value:
                case "cursor":
                    told.add(name, forms.Cursor(row.id))
                case "node":
                    self._path.append(name)
                    node = self._below(_LIST, self._type(listing.type_name), row, inner)
                    self._path.pop()
                    told.add(name, forms.Object(node.fields), whole=node.whole)
                case _:
                    told.add(name, forms.Constant(edge.name))
        if not told.whole:
            told.fields.append((MARK, forms.Constant("")))
        return forms.Array(forms.Object(told.fields), listing.rows(row)), told.whole


class _Listing:
    """A list, and the page of it that is wanted."""

    def __init__(self, maker: Maker, connection: GraphQLObjectType, page: Page, parent: Any, wish: Wish) -> None:
        self._maker, self._page, self._parent, self._wish = maker, page, parent, wish
        edge = get_named_type(connection.fields["edges"].type)
        assert isinstance(edge, GraphQLObjectType)  # noqa: S101  (every list has the same shape)
        self.edge_name = edge.name
        self.type_name = get_named_type(edge.fields["node"].type).name

    def alias(self) -> Any:
        """A row of the list."""
        return aliased(SOURCES[self.type_name].entity)

    def _all(self, row: Any) -> Select[Any]:
        maker = self._maker
        wanted = self._wish.value.filter.conditions(row, self._wish.of_filter)
        on = self._page.on(self._parent, row, maker)
        rows = select().select_from(row).where(on, *maker._visible(self.type_name, row), *wanted)
        return rows.correlate(self._parent)

    def rows(self, row: Any, *, more: int = 0) -> Select[Any]:
        """The rows of the page, and so many more."""
        order = self._page.order(row)
        rows = self._all(row)
        if self._wish.value.page.after is not None:
            rows = rows.where(self._after(row))
        first = self._wish.made(Integer(), lambda ask: ask.page.first + more)
        return rows.order_by(*(column.desc() for column in order)).limit(first)

    def _after(self, row: Any) -> ColumnElement[bool]:
        """Rows that come after the one with that id."""
        after = self._wish.given("page.after", Uuid())
        order = self._page.order(row)
        if len(order) == 1:
            return order[0] < after
        here = self.alias()
        place = select(*self._page.order(here)).where(here.firm_id == self._maker.viewer.firm_id, here.id == after)
        return sa.tuple_(*order) < place.scalar_subquery()

    def info(self, name: str, type_name: str) -> ColumnElement[Any]:
        """Whether it goes on after the page, and where the page ends."""
        row = self.alias()
        match name:
            case "hasNextPage":
                some = self.rows(row, more=1).add_columns(row.id).subquery()
                there = select(func.count()).select_from(some).scalar_subquery()
                goes_on = there > self._wish.given("page.first", Integer())
                goes_on.type = Boolean()
                return goes_on
            case "endCursor":
                order = self._page.order(row)
                page = self.rows(row).add_columns(row.id.label("own"), *(c.label(f"o{i}") for i, c in enumerate(order)))
                some = page.subquery()
                backwards = [some.c[f"o{position}"] for position in range(len(order))]
                last = (
                    select(forms.Cursor(some.c.own)).select_from(some).order_by(*backwards).limit(1).scalar_subquery()
                )
                last.type = forms.Safe()
                return last
            case _:
                return forms.Constant(type_name)

    def count(self) -> ColumnElement[Any]:
        """How many rows the whole list has."""
        row = self.alias()
        counted = self._all(row).add_columns(func.count()).scalar_subquery()
        counted.type = Integer()
        return counted


_OBJECT, _LIST = 2, 3
"""How much deeper an object of its own makes a statement, and a list of them, in comparison."""

_WITHOUT_ID = frozenset({"Actor", "CreditUse"})
"""Types whose objects could not be found again, to tell more of them."""

_ALL = 1_000_000_000
"""SQLite keeps the order of rows only where they are bounded."""


def _only(when: ColumnElement[Any] | None, told: ColumnElement[Any]) -> ColumnElement[Any]:
    """It, where the condition holds; else null."""
    if when is None:
        return told
    only = case((when, told), else_=sa.null())
    only.type = sa.JSON()
    return only


def _own(row: Any, definition: GraphQLField) -> Any:
    """The row's attribute of the field's own name."""
    return getattr(row, definition.extensions[GraphQLCoreConverter.DEFINITION_BACKREF].python_name)


def _kinds_and_ids(wanted: Sequence[Sought | None]) -> list[list[str | None]]:
    return [[None, None] if each is None else [each.type_name, each.own_id.hex] for each in wanted]


def kind_of_viewer(viewer: Viewer) -> tuple[object, ...]:
    """What of a viewer a statement depends on: all but their ids."""
    if isinstance(viewer, ClientUser):
        return ("client user",)
    return ("member", viewer.role, viewer.rights)
