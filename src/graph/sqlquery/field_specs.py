"""What the API's types are stored in. Each type says once from which table it is told, and who may know of its rows;
each of its fields from which column, or by which way to which rows. `graph.sqlquery.compiler` does the rest.

A declaration's functions are handed the row (an alias of the type's table, with its mapped attributes; for what stands
inside another object, whatever that was declared to be told from) and the `Telling`, and answer with expressions of the
database.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias, TypeVar

from sqlalchemy import ColumnElement
from sqlalchemy.types import TypeEngine
from strawberry.schema.schema_converter import GraphQLCoreConverter

from billing import calendar
from billing.access.principals import Viewer
from models.base import NamedBind

Row: TypeAlias = Any
"""An alias of a table, with its mapped attributes; or what else something is told from."""

T = TypeVar("T", bound=type)
METADATA_KEY = "stored"


@dataclass(frozen=True, slots=True)
class ObjectRef:
    """Objects that a deed dealt with, by their ids: told as they are when the answer is written."""

    type_name: str
    ids: tuple[uuid.UUID, ...]
    is_list: bool


class CheckoutConfig(Protocol):
    """What a payment window is opened by."""

    @property
    def publishable_key(self) -> str:
        """The platform's own."""
        ...

    @property
    def api_base(self) -> str | None:
        """Where it talks to; None for the provider itself."""
        ...


@dataclass(frozen=True, slots=True)
class BindContext:
    """What one request brings, beside its arguments."""

    viewer: Viewer
    now: dt.datetime
    time_zone: str
    """The firm's, by its IANA name."""
    checkout: CheckoutConfig
    references: Sequence[ObjectRef | None] = ()
    session_token: str = ""
    """The session's, where who asks is found out by the statement that answers."""

    def ids(self, index: int) -> Sequence[uuid.UUID]:
        """Those of the reference of that number."""
        reference = self.references[index]
        return () if reference is None else reference.ids

    @property
    def today(self) -> dt.date:
        """The firm's day."""
        return calendar.today(self.time_zone, self.now)


class CompileContext(Protocol):
    """What is known while a statement is made: who asks, as far as the statement depends on it."""

    viewer: Viewer
    """The viewer. The ids are left open, to be given by each request: they are compared with, and nothing else."""
    currency: str
    digits: int

    def bind(self, type_: TypeEngine[Any], value: Callable[[BindContext], Any]) -> NamedBind:
        """A value that each request brings."""
        ...


RowExpression = Callable[[Row, CompileContext], Any]
JoinCondition = Callable[[Row, Row, CompileContext], ColumnElement[bool]]
VisibilityClause = Callable[[Any, Any], ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class TypeSource:
    """What a type is told from: a table, who may know of its rows, and the attribute that its global id is made of."""

    entity: Any
    visibility: VisibilityClause | None
    id_attribute: str


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """A value: an attribute of the row, or an expression."""

    expression: RowExpression | None = None


@dataclass(frozen=True, slots=True)
class EmbeddedSpec:
    """An object that has no row of its own: told from the same row, or from what `told_from` makes of it.

    Null where `when` does not hold.
    """

    source: RowExpression
    when: RowExpression | None = None


@dataclass(frozen=True, slots=True)
class MoneySpec:
    """A sum of money: the column of the field's own name, or an expression, in minor units. Null where that is null,
    or where `when` does not hold.
    """

    expression: RowExpression | None = None
    when: RowExpression | None = None


@dataclass(frozen=True, slots=True)
class MoneyWithArgumentsSpec:
    """A sum of money that depends on arguments, taken by `wanted`."""

    expression: Callable[[Row, CompileContext, Any], Any]
    parse_arguments: Callable[..., Any]


@dataclass(frozen=True, slots=True)
class ToOneSpec:
    """The one row of another type that is related; null where there is none that the viewer may know of."""

    on: JoinCondition


@dataclass(frozen=True, slots=True)
class ToManySpec:
    """All related rows of another type that the viewer may know of, in an order."""

    on: JoinCondition
    order_by: Callable[[Row], Sequence[ColumnElement[Any]]]


@dataclass(frozen=True, slots=True)
class SubquerySpec:
    """Objects told from a statement of their own, in its order: `rows` answers with it."""

    rows: RowExpression


@dataclass(frozen=True, slots=True)
class ConnectionSpec:
    """A page of related rows, newest first. `wanted` takes the arguments: it answers with a `lists.Ask`."""

    on: JoinCondition
    order_by: Callable[[Row], Sequence[ColumnElement[Any]]]
    parse_arguments: Callable[..., Any]
    when: RowExpression | None = None


@dataclass(frozen=True, slots=True)
class RootSpec:
    """The one object that a field of Query begins with: of the type, and related as `find` says."""

    lookup: Callable[[Viewer, Any], tuple[str, Callable[[Row, CompileContext, Any], ColumnElement[bool]]] | None]
    parse_arguments: Callable[..., Any] | None = None


@dataclass(frozen=True, slots=True)
class RootListSpec:
    """The objects that a field of Query lists, of whatever types: `wanted` answers with a tuple of `Sought` or None."""

    parse_arguments: Callable[..., Any]


@dataclass(frozen=True, slots=True)
class ResolvedSpec:
    """Not stored: worked out in the ordinary way, for all objects in one place of an answer at once."""

    batch_resolver: Callable[..., Awaitable[Sequence[Any]]]


FieldSpec: TypeAlias = (
    ColumnSpec
    | EmbeddedSpec
    | MoneySpec
    | MoneyWithArgumentsSpec
    | ToOneSpec
    | ToManySpec
    | SubquerySpec
    | ConnectionSpec
    | RootSpec
    | RootListSpec
    | ResolvedSpec
)

TYPE_SOURCES: dict[str, TypeSource] = {}
"""By the type's name."""


def id_column(type_name: str, row: Row) -> ColumnElement[uuid.UUID]:
    """What of a row the global id of such an object is made of."""
    found: ColumnElement[uuid.UUID] = getattr(row, TYPE_SOURCES[type_name].id_attribute)
    return found


def source(
    entity: Any = None, visibility: VisibilityClause | None = None, *, id_attribute: str = "id"
) -> Callable[[T], T]:
    """Say what a type is told from. Without an entity: from whatever the field that leads to it hands over."""

    def declare(type_: T) -> T:
        TYPE_SOURCES[type_.__name__] = TypeSource(entity, visibility, id_attribute)
        return type_

    return declare


def field_spec_of(extensions: dict[str, Any]) -> FieldSpec | None:
    """The declaration of a GraphQL field, by its extensions; None for one that is not told from the database."""
    definition = extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF)
    found: FieldSpec | None = getattr(definition, "metadata", {}).get(METADATA_KEY)
    return found


class DeferToCompiler:
    """What a field of Query resolves to: its objects are to be told, together with what else is."""


DEFER_TO_COMPILER = DeferToCompiler()


def resolved_value_key(response_key: str) -> str:
    """Under which name the answer of an asked field waits in its object: no name of GraphQL's."""
    return f"#{response_key}"
