"""The state of one compilation: bind parameters, table aliases, the viewer, and the path in the response."""

import dataclasses
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from cachetools import LRUCache
from graphql import GraphQLObjectType
from sqlalchemy import ColumnElement, Select, Uuid, select
from sqlalchemy.orm import aliased
from sqlalchemy.types import TypeEngine

import money
from billing.access import policy
from billing.access.principals import Viewer
from graph import permissions
from graph.sqlquery.arguments import Arguments
from graph.sqlquery.contexts import BindContext
from graph.sqlquery.field_specs import TYPE_SOURCES
from graph.sqlquery.selections import (
    BindEvaluator,
    ComputedField,
    FieldDetailsList,
    PlanTarget,
    ResolverBackedField,
    SelectionContext,
    viewer_shape,
)
from models.base import NamedBind

T = TypeVar("T")

ArgumentsByNode = dict[int, tuple[int, Any]]
"""By the id of a field node: the index of its argument site and its parsed arguments, or why they are invalid."""

_ALIASES: defaultdict[Any, list[Any]] = defaultdict(list)
"""Aliases of each entity. They are expensive to create, and every statement can use the same ones."""

_expressions: LRUCache[tuple[object, ...], tuple[Any, object]] = LRUCache(10_000)
"""Expressions over these aliases, with what must outlive them since their keys contain its ids: used by the compile
thread only.
"""


class CompileScope:
    """What all parts of one statement share; implements `CompileContext`."""

    def __init__(self, selection: SelectionContext, target: PlanTarget, arguments: ArgumentsByNode) -> None:
        self.selection = selection
        self.dialect, self.currency = target.dialect.name, target.currency
        self.digits = money.currency_digits(target.currency)
        self.bind_evaluators: dict[str, BindEvaluator] = {}
        self.resolver_fields: list[ResolverBackedField] = []
        self.computed_fields: list[ComputedField] = []
        self.has_deferred_fields = False
        self.path: list[str] = []
        self._arguments = arguments
        self._alias_counts: Counter[Any] = Counter()
        self.actual_viewer = target.viewer
        self.viewer = self._with_bound_ids(target.viewer)
        self._expression_scope = (viewer_shape(target.viewer), target.currency, self.dialect)

    def bind(self, type_: TypeEngine[Any], value: Callable[[BindContext], Any]) -> NamedBind:
        """Return a bind parameter whose value is computed from each request."""
        return self.bind_parameter(type_, lambda request, _arguments: value(request))

    def bind_parameter(self, type_: TypeEngine[Any], value: BindEvaluator) -> NamedBind:
        """Return a bind parameter whose value is computed from each request and its arguments."""
        name = f"bind_{len(self.bind_evaluators)}"
        self.bind_evaluators[name] = value
        return NamedBind(name, type_)

    def _with_bound_ids(self, viewer: Viewer) -> Viewer:
        """Replace the viewer's ids by bind parameters: viewers with the same role and rights share a plan."""
        ids: dict[str, Any] = {
            field.name: self.bind(Uuid(), lambda request, name=field.name: getattr(request.viewer, name))  # type: ignore[misc]
            for field in dataclasses.fields(viewer)
            if field.type in (uuid.UUID, "uuid.UUID")
        }
        return dataclasses.replace(viewer, **ids)

    def alias(self, type_name: str) -> Any:
        """Return an alias of the type's table that this statement does not use yet."""
        entity = TYPE_SOURCES[type_name].entity
        index = self._alias_counts[entity]
        self._alias_counts[entity] += 1
        aliases = _ALIASES[entity]
        if index == len(aliases):
            # Unlike SQLAlchemy's own names, which end with "_1", the same ones in every statement.
            aliases.append(aliased(entity, name=f"{entity.__tablename__}{index + 1}"))
        return aliases[index]

    def reuse(self, build: Callable[[], T], *operands: object) -> T:
        """Return what `build` returned for these operands when a statement for such a viewer was last compiled.

        Operands are compared by identity, and texts by value. What has bind parameters besides the viewer's ids is
        built anew for each statement.
        """
        key = (*self._expression_scope, *(one if isinstance(one, str) else id(one) for one in operands))
        found = _expressions.get(key)
        if found is not None:
            expression: T = found[0]
            return expression
        bind_count = len(self.bind_evaluators)
        expression = build()
        if len(self.bind_evaluators) == bind_count:
            _expressions[key] = expression, operands
        return expression

    @contextmanager
    def at(self, response_key: str) -> Iterator[None]:
        """Extend the path in the response while a field is compiled."""
        self.path.append(response_key)
        yield
        self.path.pop()

    def arguments_of(self, field_details: FieldDetailsList) -> Arguments:
        """Return the arguments of a field."""
        return Arguments(self.bind_parameter, *self._arguments.get(id(field_details[0].node), (None, None)))

    def object_type(self, name: str) -> GraphQLObjectType:
        """Return the object type of that name."""
        type_ = self.selection.schema.type_map[name]
        assert isinstance(type_, GraphQLObjectType)  # noqa: S101  (only object types have specs)
        return type_

    def is_allowed(self, permission: policy.Permission) -> bool:
        """Return whether the viewer has the permission."""
        return policy.has_permission(self.actual_viewer, permission)

    def can_read_type(self, type_name: str) -> bool:
        """Return whether the viewer may read objects of the type."""
        return permissions.can_read_type(self.actual_viewer, self.object_type(type_name))

    def visible_rows(self, type_name: str, row: Any, *conditions: ColumnElement[bool]) -> Select[Any]:
        """Select from the alias the rows of the type that the viewer may see and for which the conditions hold."""
        visibility = TYPE_SOURCES[type_name].visibility
        visible = (
            () if visibility is None else (self.reuse(lambda: visibility(self.viewer, row), "visible", type_name, row),)
        )
        return select().select_from(row).where(*conditions, *visible)
