"""Field specs and type sources: what the GraphQL types and their fields are read from.

A type names its table and visibility clause once (`source`), a field the column, expression or relation that it reads.
The functions of a spec get the parent's row (an alias of its table, or what the spec of the parent field returned) and
the `CompileContext`, and return SQLAlchemy expressions.
"""

import enum
import uuid
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

from graphql import GraphQLField
from sqlalchemy import ColumnElement

from billing.access.principals import Viewer
from graph import strawberry_compat
from graph.sqlquery.contexts import CompileContext, ComputeContext, SharedValue

Row: TypeAlias = Any
"""An alias of a table with its mapped attributes, or anything else that the fields of an object are read from."""

T = TypeVar("T", bound=type)
METADATA_KEY = "sqlquery"

RowExpression = Callable[[Row, CompileContext], Any]
JoinCondition = Callable[[Row, Row, CompileContext], ColumnElement[bool]]
OrderBy = Callable[[Row], Sequence[ColumnElement[Any]]]
VisibilityClause = Callable[[Any, Any], ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class TypeSource:
    """The table of a type, the visibility clause of its rows, and the attribute that its global id contains."""

    entity: Any
    visibility: VisibilityClause | None
    id_attribute: str


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """A scalar: the column with the field's name, or an expression."""

    expression: RowExpression | None = None


@dataclass(frozen=True, slots=True)
class EmbeddedSpec:
    """An object without a row of its own, read from what `source` returns; null unless `when` holds."""

    source: RowExpression
    when: RowExpression | None = None


@dataclass(frozen=True, slots=True)
class MoneySpec:
    """Money: the column with the field's name, or an expression, in minor units; null unless `when` holds."""

    expression: RowExpression | None = None
    when: RowExpression | None = None


@dataclass(frozen=True, slots=True)
class MoneyWithArgumentsSpec:
    """Money that depends on the field's arguments."""

    expression: Callable[[Row, CompileContext, Any], Any]
    parse_arguments: Callable[..., Any]


@dataclass(frozen=True, slots=True)
class ToOneSpec:
    """The one related row of another type, by default the one whose id is in the column `<field>_id`; null if there is
    none or the viewer may not see it.
    """

    on: JoinCondition | None = None


@dataclass(frozen=True, slots=True)
class ToOneOfSpec:
    """The one related row of one of several types: `columns` names the column of the id for each type. Null if all are
    null, or the viewer may not see the row.

    With `when`, a row has the type whose column there has that value.
    """

    columns: Mapping[str, str]
    when: Mapping[str, tuple[str, enum.Enum]] | None = None

    def is_type(self, row: Row, type_name: str) -> ColumnElement[bool]:
        """SQL: whether the related row has this type."""
        if self.when is None:
            has_id: ColumnElement[bool] = getattr(row, self.columns[type_name]).is_not(None)
            return has_id
        column, value = self.when[type_name]
        is_value: ColumnElement[bool] = getattr(row, column) == value
        return is_value


@dataclass(frozen=True, slots=True)
class ToManySpec:
    """All related rows of another type that the viewer may see, by default those that refer to this one."""

    order_by: OrderBy
    on: JoinCondition | None = None


@dataclass(frozen=True, slots=True)
class SubquerySpec:
    """Objects that are the rows of a select, ordered by its column `ordinal`; null unless `when` holds."""

    rows: RowExpression
    when: RowExpression | None = None


@dataclass(frozen=True, slots=True)
class ConnectionSpec:
    """A page of related rows, by default those that refer to this one, newest first.

    `parse_arguments` returns `graph.pagination.ListArguments`.
    """

    parse_arguments: Callable[..., Any]
    order_by: OrderBy
    on: JoinCondition | None = None
    when: RowExpression | None = None


@dataclass(frozen=True, slots=True)
class RootSpec:
    """A field of Query that returns one object; `lookup` returns its type and the condition of its row."""

    lookup: Callable[[Viewer, Any], tuple[str, Callable[[Row, CompileContext, Any], ColumnElement[bool]]] | None]
    parse_arguments: Callable[..., Any] | None = None


@dataclass(frozen=True, slots=True)
class RootListSpec:
    """A field of Query that returns objects of several types; `parse_arguments` returns a tuple of `NodeId | None`."""

    parse_arguments: Callable[..., Any]


@dataclass(frozen=True, slots=True)
class ResolvedSpec:
    """A resolver-backed field: resolved in Python, for all objects at one path of the response at once."""

    batch_resolver: Callable[..., Awaitable[Sequence[Any]]]


@dataclass(frozen=True, slots=True)
class ComputedSpec:
    """A field computed in Python from values that the object's own statement reads, so that no other one is needed.

    `values` are read for each object, `shared` once for all objects of the statement.
    """

    values: Callable[[Row, CompileContext], Mapping[str, ColumnElement[Any]]]
    compute: Callable[[Mapping[str, Any], ComputeContext], Any]
    shared: Sequence[SharedValue[Any]] = ()


FieldSpec: TypeAlias = (
    ColumnSpec
    | EmbeddedSpec
    | MoneySpec
    | MoneyWithArgumentsSpec
    | ToOneSpec
    | ToOneOfSpec
    | ToManySpec
    | SubquerySpec
    | ConnectionSpec
    | RootSpec
    | RootListSpec
    | ResolvedSpec
    | ComputedSpec
)

TYPE_SOURCES: dict[str, TypeSource] = {}
"""By type name."""


def id_column(type_name: str, row: Row) -> ColumnElement[uuid.UUID]:
    """Return the column of the row that the type's global id contains."""
    column: ColumnElement[uuid.UUID] = getattr(row, TYPE_SOURCES[type_name].id_attribute)
    return column


def source(
    entity: Any = None, visibility: VisibilityClause | None = None, *, id_attribute: str = "id"
) -> Callable[[T], T]:
    """Declare the table of a type. Without an entity, its fields are read from what the parent field's spec returns."""

    def declare(type_: T) -> T:
        TYPE_SOURCES[type_.__name__] = TypeSource(entity, visibility, id_attribute)
        return type_

    return declare


def field_spec_of(field: GraphQLField) -> FieldSpec | None:
    """Return the spec of a field; None for a field without one."""
    spec: FieldSpec | None = strawberry_compat.field_metadata(field).get(METADATA_KEY)
    return spec


class DeferToCompiler:
    """What the resolver of a compiled field returns, for the executor to have the field read by a statement."""


DEFER_TO_COMPILER = DeferToCompiler()


def resolved_value_key(response_key: str) -> str:
    """Return the key under which an incomplete object carries the value of a computed or resolver-backed field."""
    return f"#{response_key}"
