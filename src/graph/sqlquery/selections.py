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
from graph.sqlquery.field_specs import Asked, Reference, Request

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
class Parts:
    """An object while it is put together, and whether all that was asked for is in it."""

    fields: list[tuple[str, ColumnElement[Any]]] = field(default_factory=list)
    whole: bool = True

    def add(self, name: str, value: ColumnElement[Any], *, whole: bool = True) -> None:
        """One more field."""
        self.fields.append((name, value))
        self.whole = self.whole and whole


ALL = 1_000_000_000
"""SQLite keeps the order of rows only where they are bounded."""


def only(when: ColumnElement[Any] | None, told: ColumnElement[Any]) -> ColumnElement[Any]:
    """It, where the condition holds; else null."""
    if when is None:
        return told
    only = case((when, told), else_=sa.null())
    only.type = sa.JSON()
    return only


def kind_of_viewer(viewer: Viewer) -> tuple[object, ...]:
    """What of a viewer a statement depends on: all but their ids."""
    if isinstance(viewer, ClientUser):
        return ("client user",)
    return ("member", viewer.role, viewer.rights)
