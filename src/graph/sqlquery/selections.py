"""What is selected, and what is made of it: the parts that statements are put together of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from graphql import GraphQLField, GraphQLObjectType, GraphQLSchema, OperationDefinitionNode
from graphql.execution.collect_fields import FieldDetails, FragmentDetails, collect_subfields
from graphql.execution.values import VariableValues
from sqlalchemy import ColumnElement, case

from billing.access.principals import ClientUser, Viewer
from graph.sqlquery.field_specs import BindContext, ObjectRef, ResolvedSpec

INCOMPLETE_KEY = "#"
"""Under this name, which no field can have, an object that is not whole says what and whose it is."""

FieldDetailsList = Sequence[FieldDetails]
BindEvaluator = Callable[[BindContext, Sequence[Any]], Any]


@dataclass(frozen=True, slots=True)
class ResolverBackedField:
    """A place in an answer where something has to be asked: of objects of this type, under this path and name."""

    path: tuple[str, ...]
    type_name: str
    response_key: str
    spec: ResolvedSpec
    field_details: FieldDetails
    definition: GraphQLField


@dataclass(frozen=True, slots=True)
class PlanRoot:
    """Something to be told: a field of Query, or what a deed refers to, as that number of the request's references.

    With both: that field of objects that were told before, in their order.
    """

    name: str
    field_details: FieldDetailsList
    definition: GraphQLField | None = None
    reference: ObjectRef | None = None
    ref_index: int = 0


@dataclass(slots=True)
class SelectionContext:
    """The document, as far as a selection depends on it."""

    schema: GraphQLSchema
    fragments: dict[str, FragmentDetails]
    operation: OperationDefinitionNode
    variables: VariableValues

    def subfields(self, type_: GraphQLObjectType, field_details: FieldDetailsList) -> dict[str, list[FieldDetails]]:
        """The fields selected of an object of this type, by their names in the answer."""
        found = collect_subfields(
            self.schema, self.fragments, self.variables, self.operation, type_, list(field_details)
        )
        return found.grouped_field_set


@dataclass(slots=True)
class CompiledSelection:
    """What is asked of the database: an expression, the values that it needs of each request, and what is left."""

    expression: ColumnElement[Any]
    bind_evaluators: dict[str, BindEvaluator]
    is_complete: bool
    resolver_fields: list[ResolverBackedField]


@dataclass(slots=True)
class ObjectBuilder:
    """An object while it is put together, and whether all that was asked for is in it."""

    fields: list[tuple[str, ColumnElement[Any]]] = field(default_factory=list)
    is_complete: bool = True

    def add(self, name: str, value: ColumnElement[Any], *, is_complete: bool = True) -> None:
        """One more field."""
        self.fields.append((name, value))
        self.is_complete = self.is_complete and is_complete


NO_LIMIT = 1_000_000_000
"""SQLite keeps the order of rows only where they are bounded."""


def null_unless(condition: ColumnElement[Any] | None, expression: ColumnElement[Any]) -> ColumnElement[Any]:
    """It, where the condition holds; else null."""
    if condition is None:
        return expression
    only = case((condition, expression), else_=sa.null())
    only.type = sa.JSON()
    return only


def viewer_shape(viewer: Viewer) -> tuple[object, ...]:
    """What of a viewer a statement depends on: all but their ids."""
    if isinstance(viewer, ClientUser):
        return ("client user",)
    return ("member", viewer.role, viewer.rights)
