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
from graph.sqlquery.arguments import Arguments
from graph.sqlquery.field_specs import (
    TYPE_SOURCES,
    BindContext,
    ColumnSpec,
    ConnectionSpec,
    EmbeddedSpec,
    FieldSpec,
    MoneySpec,
    MoneyWithArgumentsSpec,
    ResolvedSpec,
    SubquerySpec,
    ToManySpec,
    ToOneSpec,
    field_spec_of,
)
from graph.sqlquery.pagination import LIST_DEPTH_COST
from graph.sqlquery.selections import (
    INCOMPLETE_KEY,
    NO_LIMIT,
    BindEvaluator,
    FieldDetailsList,
    ObjectBuilder,
    ResolverBackedField,
    SelectionContext,
    null_unless,
)
from models.base import NamedBind

OBJECT_DEPTH_COST = 2
"""How much deeper an object of its own makes a statement; a list, `pages.LIST`."""

_ALIASES: defaultdict[Any, list[Any]] = defaultdict(list)
"""Aliases of tables are dear to make, and serve every statement: the first of each, the second, and so on."""

_TYPES_WITHOUT_ID = frozenset({"Actor", "CreditUse"})
"""Types whose objects could not be found again, to tell more of them."""


class QueryCompiler:
    """Makes one statement, for one kind of viewer and one currency, on one kind of database.

    `room`: how deep it may be; None for any depth.
    """

    def __init__(
        self,
        selection: SelectionContext,
        viewer: Viewer,
        currency: str,
        dialect: str,
        arguments: dict[int, tuple[int, Any]],
        max_depth: int | None = None,
    ) -> None:
        self.selection = selection
        self.actual_viewer = viewer
        self._arguments = arguments
        self.bind_evaluators: dict[str, BindEvaluator] = {}
        self.resolver_fields: list[ResolverBackedField] = []
        self.path: list[str] = []
        self._depth, self._max_depth = 0, max_depth
        self._aliases: Counter[Any] = Counter()
        self.dialect = dialect
        self.currency = currency
        self.digits = money.currency_digits(currency)
        self.viewer = self._with_bound_ids(viewer)

    def bind(self, type_: TypeEngine[Any], value: Callable[[BindContext], Any]) -> NamedBind:
        """A value that each request brings."""
        return self.bind_parameter(type_, lambda request, _wishes: value(request))

    def bind_parameter(self, type_: TypeEngine[Any], value: BindEvaluator) -> NamedBind:
        """A value of each request or of its arguments."""
        name = f"given_{len(self.bind_evaluators)}"
        self.bind_evaluators[name] = value
        return NamedBind(name, type_)

    def _with_bound_ids(self, viewer: Viewer) -> Viewer:
        """The viewer with their ids left open: the same statement serves all who may do the same."""
        opened: dict[str, Any] = {
            each.name: self.bind(Uuid(), lambda request, name=each.name: getattr(request.viewer, name))  # type: ignore[misc]
            for each in dataclasses.fields(viewer)
            if each.type in (uuid.UUID, "uuid.UUID")
        }
        return dataclasses.replace(viewer, **opened)

    def compile_object(
        self, type_name: str, field_details: FieldDetailsList, on: Callable[[Any], ColumnElement[bool]]
    ) -> tuple[ColumnElement[Any], bool]:
        """The one row of a type for which the condition holds, if the viewer may know of it."""
        row = self.alias(type_name)
        inner = self.compile_nested(OBJECT_DEPTH_COST, self.object_type(type_name), row, field_details)
        rows = select().select_from(row).where(on(row), *self.visibility_clauses(type_name, row))
        return sql_json_objects.JsonObject(inner.fields, rows), inner.is_complete

    def compile_nested(
        self, depth_cost: int, type_: GraphQLObjectType, row: Any, field_details: FieldDetailsList
    ) -> ObjectBuilder:
        """An object inside what is there, by a select of its own."""
        self._depth += depth_cost
        inner = self._compile_fields(type_, row, field_details)
        self._depth -= depth_cost
        return inner

    def alias(self, type_name: str) -> Any:
        """A row of the type's table that this statement has nowhere else."""
        entity = TYPE_SOURCES[type_name].entity
        place = self._aliases[entity]
        self._aliases[entity] += 1
        made = _ALIASES[entity]
        if place == len(made):
            made.append(aliased(entity))
        return made[place]

    def arguments_of(self, field_details: FieldDetailsList) -> Arguments:
        """What the arguments of a field want."""
        number, value = self._arguments.get(id(field_details[0].node), (None, None))
        return Arguments(self, number, value)

    def _has_invalid_arguments(self, field_details: FieldDetailsList) -> bool:
        """Whether the field's arguments cannot be taken: then there is nothing to be told."""
        return isinstance(self._arguments.get(id(field_details[0].node), (None, None))[1], Exception)

    def object_type(self, name: str) -> GraphQLObjectType:
        """The object type of that name."""
        found = self.selection.schema.type_map[name]
        assert isinstance(found, GraphQLObjectType)  # noqa: S101  (declared on an object type)
        return found

    def is_allowed(self, access: policy.Permission | None) -> bool:
        """Whether the viewer has the access, where any is asked for."""
        return access is None or policy.has_permission(self.actual_viewer, access)

    def visibility_clauses(self, type_name: str, row: Any) -> list[ColumnElement[bool]]:
        """What has to hold of a row of the type for the viewer to know of it."""
        visible = TYPE_SOURCES[type_name].visibility
        return [] if visible is None else [visible(self.viewer, row)]

    def _compile_fields(self, type_: GraphQLObjectType, row: Any, field_details: FieldDetailsList) -> ObjectBuilder:
        """All that is selected of an object, told from its row."""
        told = ObjectBuilder()
        for name, inner in self.selection.subfields(type_, field_details).items():
            field_name = inner[0].node.name.value
            if field_name == "__typename":
                told.add(name, sql_json_scalars.Constant(type_.name))
                continue
            definition = type_.fields[field_name]
            declaration = field_spec_of(definition.extensions)
            refused = not all(
                map(self.is_allowed, permissions.required_access(definition))
            ) or self._has_invalid_arguments(inner)
            if not refused and self._is_too_deep(definition, declaration):
                told.is_complete = False
                continue
            if refused or isinstance(declaration, ResolvedSpec):
                told.is_complete = False
                if not refused and isinstance(declaration, ResolvedSpec):
                    place = ResolverBackedField(tuple(self.path), type_.name, name, declaration, inner[0], definition)
                    self.resolver_fields.append(place)
                continue
            self.path.append(name)
            value, whole = self.compile_field(type_, definition, declaration, row, inner)
            self.path.pop()
            told.add(name, value, is_complete=whole)
        if not told.is_complete:
            source = TYPE_SOURCES.get(type_.name)
            of_row = source is not None and source.entity is not None
            told.fields.append(
                (
                    INCOMPLETE_KEY,
                    sql_json_scalars.ObjectKey(type_.name, getattr(row, source.id_attribute))
                    if source and of_row
                    else sql_json_scalars.Constant(f"{type_.name}:"),
                )
            )
        return told

    def _is_too_deep(self, definition: GraphQLField, spec: FieldSpec | None) -> bool:
        """Whether the statement may not be made as deep as with this inside: then this is told by a further one."""
        if self._max_depth is None or not isinstance(spec, (ToOneSpec, ToManySpec, SubquerySpec, ConnectionSpec)):
            return False
        room = self._max_depth - self._depth
        without_id = get_named_type(definition.type).name in _TYPES_WITHOUT_ID
        return room < (OBJECT_DEPTH_COST if isinstance(spec, ToOneSpec) else LIST_DEPTH_COST) + (
            OBJECT_DEPTH_COST if without_id else 0
        )

    def compile_field(
        self, type_: GraphQLObjectType, definition: GraphQLField, spec: FieldSpec | None, row: Any,
        field_details: FieldDetailsList,
    ) -> tuple[ColumnElement[Any], bool]:  # fmt: skip
        """A field of an object that is told from the row: an expression, and whether it is whole."""
        match spec:
            case ColumnSpec(expression):
                if get_named_type(definition.type).name == "ID":
                    return sql_json_scalars.GlobalId(
                        type_.name, getattr(row, TYPE_SOURCES[type_.name].id_attribute)
                    ), True
                value = _own_attribute(row, definition) if expression is None else expression(row, self)
                return sql_json_scalars.serialize(sql_json_scalars.as_column(value)), True
            case EmbeddedSpec():
                return self._compile_embedded(definition, spec, row, field_details)
            case MoneySpec(expression, condition):
                minor = _own_attribute(row, definition) if expression is None else expression(row, self)
                when = None if condition is None else condition(row, self)
                return self._compile_money(definition, minor, when, field_details), True
            case MoneyWithArgumentsSpec(expression):
                return self._compile_money(
                    definition, expression(row, self, self.arguments_of(field_details)), None, field_details
                ), True
            case ToOneSpec(on):
                name = get_named_type(definition.type).name
                return self.compile_object(name, field_details, lambda other: on(row, other, self))
            case ToManySpec(on, order):
                name = get_named_type(definition.type).name
                other = self.alias(name)
                inner = self.compile_nested(LIST_DEPTH_COST, self.object_type(name), other, field_details)
                rows = select().select_from(other).where(on(row, other, self), *self.visibility_clauses(name, other))
                return sql_json_objects.JsonArray(
                    sql_json_objects.JsonObject(inner.fields), rows.order_by(*order(other)).limit(NO_LIMIT)
                ), inner.is_complete
            case SubquerySpec(expression):
                return self._compile_subquery(definition, expression, row, field_details)
            case ConnectionSpec():
                return pagination.compile_connection(self, definition, spec, row, field_details)
            case _:
                raise TypeError(f"{type_.name}.{field_details[0].node.name.value} does not say what it is stored in")

    def _compile_embedded(
        self, definition: GraphQLField, spec: EmbeddedSpec, row: Any, field_details: FieldDetailsList
    ) -> tuple[ColumnElement[Any], bool]:
        named = get_named_type(definition.type)
        if not is_object_type(named):
            (named,) = self.selection.schema.get_possible_types(named)  # type: ignore[arg-type]
        inner = self._compile_fields(named, spec.source(row, self), field_details)
        when = None if spec.when is None else spec.when(row, self)
        return null_unless(when, sql_json_objects.JsonObject(inner.fields)), inner.is_complete

    def _compile_money(
        self, definition: GraphQLField, minor: Any, when: ColumnElement[Any] | None, field_details: FieldDetailsList
    ) -> ColumnElement[Any]:
        inner = self._compile_fields(self.object_type("Money"), minor, field_details)
        if when is None and definition.type is get_named_type(definition.type):
            when = sql_json_scalars.as_column(minor).is_not(None)
        return null_unless(when, sql_json_objects.JsonObject(inner.fields))

    def _compile_subquery(
        self, definition: GraphQLField, expression: Callable[..., Any], row: Any, field_details: FieldDetailsList
    ) -> tuple[ColumnElement[Any], bool]:
        rows = expression(row, self)
        other = rows.subquery()
        inner = self.compile_nested(
            LIST_DEPTH_COST, self.object_type(get_named_type(definition.type).name), other.c, field_details
        )
        bounded = select().select_from(other).order_by(other.c.place).limit(NO_LIMIT)
        return sql_json_objects.JsonArray(sql_json_objects.JsonObject(inner.fields), bounded), inner.is_complete


def _own_attribute(row: Any, definition: GraphQLField) -> Any:
    """The row's attribute of the field's own name."""
    return getattr(row, definition.extensions[GraphQLCoreConverter.DEFINITION_BACKREF].python_name)
