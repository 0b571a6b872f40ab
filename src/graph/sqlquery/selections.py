"""The compiler's data: selections of a document, roots of a statement, objects that are being built."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import sqlalchemy as sa
from graphql import GraphQLField, GraphQLObjectType, GraphQLSchema, OperationDefinitionNode, VariableValues
from sqlalchemy import ColumnElement, Dialect, case

from billing.access.principals import ClientUser, Viewer
from graph.graphql_core_compat import FieldDetails, FragmentDetails, collect_subfields
from graph.sqlquery.contexts import BindContext, ObjectRef
from graph.sqlquery.field_specs import ComputedSpec, ResolvedSpec
from graph.sqlquery.sql_json_scalars import Constant

INCOMPLETE_KEY = "#"
"""Present in the JSON of an incomplete object only; the value is "Type:id", or less where there is no row. No response
key can have this name.
"""

FieldDetailsList: TypeAlias = Sequence[FieldDetails]
BindEvaluator: TypeAlias = Callable[[BindContext, Sequence[Any]], Any]
"""Computes the value of a bind parameter from the request and the arguments of all argument sites."""
CompiledValue: TypeAlias = tuple[ColumnElement[Any], bool]
"""An expression that writes JSON, and whether that JSON is complete."""


@dataclass(frozen=True, slots=True)
class FieldOfObjects:
    """A field that Python provides, for the objects of this type at this path of the response."""

    path: tuple[str, ...]
    type_name: str
    response_key: str


@dataclass(frozen=True, slots=True)
class ResolverBackedField(FieldOfObjects):
    """A field that has to be resolved."""

    spec: ResolvedSpec
    field_details: FieldDetails
    definition: GraphQLField


@dataclass(frozen=True, slots=True)
class ComputedField(FieldOfObjects):
    """A field that is computed from values of the same statement."""

    spec: ComputedSpec


@dataclass(frozen=True, slots=True)
class PlanRoot:
    """One member of a statement's JSON: a field of Query (`definition`), or the objects of a `reference`.

    With both, it is a deferred field: that field of each referenced object, as a list in their order. With neither, it
    is `__typename`. `ref_index` is the index of the reference in `BindContext.references`.
    """

    name: str
    field_details: FieldDetailsList
    definition: GraphQLField | None = None
    reference: ObjectRef | None = None
    ref_index: int = 0

    @property
    def is_deferred_field(self) -> bool:
        """Whether this reads one field of objects that an earlier statement returned."""
        return self.reference is not None and self.definition is not None


@dataclass(frozen=True, slots=True)
class SelectionContext:
    """What the selected fields depend on, beside the selection sets themselves."""

    schema: GraphQLSchema
    fragments: dict[str, FragmentDetails]
    operation: OperationDefinitionNode
    variables: VariableValues

    def subfields(self, type_: GraphQLObjectType, field_details: FieldDetailsList) -> dict[str, list[FieldDetails]]:
        """Return the selected fields of an object of this type by response key, after @skip and @include."""
        schema, variables, details = self.schema, self.variables, list(field_details)
        return collect_subfields(schema, self.fragments, variables, self.operation, type_, details).grouped_field_set


@dataclass(frozen=True, slots=True)
class PlanTarget:
    """For whom a plan is compiled: a kind of viewer, in a currency, on a dialect."""

    viewer: Viewer
    currency: str
    dialect: Dialect


@dataclass(slots=True)
class ObjectBuilder:
    """A JSON object that is being built. `key` identifies it to the executor if it turns out to be incomplete."""

    fields: list[tuple[str, ColumnElement[Any]]] = field(default_factory=list)
    is_complete: bool = True
    key: ColumnElement[Any] = field(default_factory=lambda: Constant(""))

    def add(self, name: str, value: ColumnElement[Any], *, is_complete: bool = True) -> None:
        """Add a member; without `is_complete`, something is missing inside its value."""
        self.fields.append((name, value))
        self.is_complete = self.is_complete and is_complete

    @property
    def json_fields(self) -> list[tuple[str, ColumnElement[Any]]]:
        """All members, with INCOMPLETE_KEY if something is missing."""
        return self.fields if self.is_complete else [*self.fields, (INCOMPLETE_KEY, self.key)]


NO_LIMIT = 1_000_000_000
"""SQLite keeps the order of a subquery's rows only if the subquery has a LIMIT."""


def null_unless(condition: ColumnElement[Any] | None, expression: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return the expression, or JSON null where the condition does not hold; None is a condition that always holds."""
    if condition is None:
        return expression
    value = case((condition, expression), else_=sa.null())
    value.type = sa.JSON()
    return value


def viewer_shape(viewer: Viewer) -> tuple[object, ...]:
    """Return the part of a viewer that a plan depends on: the kind, and of a member the role and the rights."""
    if isinstance(viewer, ClientUser):
        return ("client user",)
    return ("member", viewer.role, viewer.rights)


def incomplete_objects_at(value: Any, path: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Yield the incomplete objects at a path of the response, in lists as well."""
    if isinstance(value, list):
        for item in value:
            yield from incomplete_objects_at(item, path)
    elif isinstance(value, dict):
        if path:
            yield from incomplete_objects_at(value.get(path[0]), path[1:])
        elif INCOMPLETE_KEY in value:
            yield value


def objects_of_field(data: Any, field: FieldOfObjects) -> list[dict[str, Any]]:
    """Return the objects at the field's path that are of its type."""
    found = incomplete_objects_at(data, field.path)
    return [item for item in found if item[INCOMPLETE_KEY].startswith(f"{field.type_name}:")]
