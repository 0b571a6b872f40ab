"""What the API's types are stored in. Each type says once from which table it is told, and who may know of its rows;
each of its fields from which column, or by which way to which rows. `graph.stored.statements` does the rest.

A declaration's functions are handed the row (an alias of the type's table, with its mapped attributes; for what stands
inside another object, whatever that was declared to be told from) and the `Telling`, and answer with expressions of the
database.
"""

from __future__ import annotations

import datetime as dt
import inspect
import uuid
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias, TypeVar

import strawberry
from sqlalchemy import ColumnElement
from sqlalchemy.types import TypeEngine
from strawberry.schema.schema_converter import GraphQLCoreConverter

from billing import days, policy
from billing.actor import Viewer
from graph import doors
from models.base import Given

Row: TypeAlias = Any
"""An alias of a table, with its mapped attributes; or what else something is told from."""

T = TypeVar("T", bound=type)
_METADATA = "stored"


@dataclass(frozen=True, slots=True)
class Reference:
    """Objects that a deed dealt with, by their ids: told as they are when the answer is written."""

    type_name: str
    ids: tuple[uuid.UUID, ...]
    listed: bool


class Window(Protocol):
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
class Request:
    """What one request brings, beside its arguments."""

    viewer: Viewer
    now: dt.datetime
    time_zone: str
    """The firm's, by its IANA name."""
    window: Window
    references: Sequence[Reference | None] = ()

    def ids(self, number: int) -> Sequence[uuid.UUID]:
        """Those of the reference of that number."""
        reference = self.references[number]
        return () if reference is None else reference.ids

    @property
    def today(self) -> dt.date:
        """The firm's day."""
        return days.today(self.time_zone, self.now)


class Telling(Protocol):
    """What is known while a statement is made: who asks, as far as the statement depends on it."""

    viewer: Viewer
    """The viewer. The ids are left open, to be given by each request: they are compared with, and nothing else."""
    currency: str
    digits: int

    def given(self, type_: TypeEngine[Any], value: Callable[[Request], Any]) -> Given:
        """A value that each request brings."""
        ...


Expression = Callable[[Row, Telling], Any]
Related = Callable[[Row, Row, Telling], ColumnElement[bool]]
Visible = Callable[[Any, Any], ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Source:
    """What a type is told from: a table, who may know of its rows, and the attribute that its global id is made of."""

    entity: Any
    visible: Visible | None
    key: str


@dataclass(frozen=True, slots=True)
class Column:
    """A value: an attribute of the row, or an expression."""

    expression: Expression | None = None


@dataclass(frozen=True, slots=True)
class Inside:
    """An object that has no row of its own: told from the same row, or from what `told_from` makes of it.

    Null where `when` does not hold.
    """

    told_from: Expression
    when: Expression | None = None


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum of money: the column of the field's own name, or an expression, in minor units. Null where that is null,
    or where `when` does not hold.
    """

    expression: Expression | None = None
    when: Expression | None = None


@dataclass(frozen=True, slots=True)
class SumOf:
    """A sum of money that depends on arguments, taken by `wanted`."""

    expression: Callable[[Row, Telling, Any], Any]
    wanted: Callable[..., Any]


@dataclass(frozen=True, slots=True)
class One:
    """The one row of another type that is related; null where there is none that the viewer may know of."""

    on: Related


@dataclass(frozen=True, slots=True)
class Many:
    """All related rows of another type that the viewer may know of, in an order."""

    on: Related
    order: Callable[[Row], Sequence[ColumnElement[Any]]]


@dataclass(frozen=True, slots=True)
class Derived:
    """Objects told from a statement of their own, in its order: `rows` answers with it."""

    rows: Expression


@dataclass(frozen=True, slots=True)
class Page:
    """A page of related rows, newest first. `wanted` takes the arguments: it answers with a `lists.Ask`."""

    on: Related
    order: Callable[[Row], Sequence[ColumnElement[Any]]]
    wanted: Callable[..., Any]
    when: Expression | None = None


@dataclass(frozen=True, slots=True)
class Root:
    """The one object that a field of Query begins with: of the type, and related as `find` says."""

    find: Callable[[Viewer, Any], tuple[str, Callable[[Row, Telling, Any], ColumnElement[bool]]] | None]
    wanted: Callable[..., Any] | None = None


@dataclass(frozen=True, slots=True)
class Roots:
    """The objects that a field of Query lists, of whatever types: `wanted` answers with a tuple of `Sought` or None."""

    wanted: Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """Not stored: worked out in the ordinary way, for all objects in one place of an answer at once."""

    answers: Callable[..., Awaitable[Sequence[Any]]]


Declaration: TypeAlias = Column | Inside | Sum | SumOf | One | Many | Derived | Page | Root | Roots | Asked

SOURCES: dict[str, Source] = {}
"""By the type's name."""


def key_of(type_name: str, row: Row) -> ColumnElement[uuid.UUID]:
    """What of a row the global id of such an object is made of."""
    found: ColumnElement[uuid.UUID] = getattr(row, SOURCES[type_name].key)
    return found


def of(entity: Any = None, visible: Visible | None = None, *, key: str = "id") -> Callable[[T], T]:
    """Say what a type is told from. Without an entity: from whatever the field that leads to it hands over."""

    def declare(type_: T) -> T:
        SOURCES[type_.__name__] = Source(entity, visible, key)
        return type_

    return declare


def declared(extensions: dict[str, Any]) -> Declaration | None:
    """The declaration of a GraphQL field, by its extensions; None for one that is not told from the database."""
    definition = extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF)
    found: Declaration | None = getattr(definition, "metadata", {}).get(_METADATA)
    return found


def _field(
    declaration: Declaration,
    description: str,
    access: policy.Access | None = None,
    name: str | None = None,
    resolver: Callable[..., Any] | None = None,
) -> Any:
    stored = {_METADATA: declaration}
    if access is not None:
        return doors.field(resolver, doors.Door(access=access), description, name, stored)
    made: Any = strawberry.field
    return made(resolver=resolver, name=name, description=description, metadata=stored)


def column(
    expression: Expression | None = None,
    *,
    description: str,
    name: str | None = None,
    access: policy.Access | None = None,
) -> Any:
    """A value: the column of the field's own name, or an expression."""
    return _field(Column(expression), description, access, name)


def money(expression: Expression | None = None, *, description: str, when: Expression | None = None) -> Any:
    """A sum of money: minor units in the column of the field's own name, or an expression. Null where that is null."""
    return _field(Sum(expression, when), description)


def money_of(wanted: Callable[..., Any], expression: Callable[[Row, Telling, Any], Any], *, description: str) -> Any:
    """A sum of money that depends on arguments."""
    return _field(SumOf(expression, wanted), description, resolver=checked(wanted))


def same(row: Row, telling: Telling) -> Any:  # noqa: ARG001
    """The row itself."""
    return row


def inside(expression: Expression = same, *, description: str, when: Expression | None = None) -> Any:
    """An object told from the same row, or from what the expression makes of it."""
    return _field(Inside(expression, when), description)


def one(on: Related, *, description: str, access: policy.Access | None = None) -> Any:
    """The related object."""
    return _field(One(on), description, access)


def many(
    on: Related,
    *,
    description: str,
    order: Callable[[Row], Sequence[ColumnElement[Any]]] = lambda row: (row.id,),
    access: policy.Access | None = None,
) -> Any:
    """All related objects, oldest first unless told otherwise."""
    return _field(Many(on, order), description, access)


def derived(rows: Expression, *, description: str) -> Any:
    """Objects told from a statement of their own."""
    return _field(Derived(rows), description)


def page(
    on: Related,
    wanted: Callable[..., Any],
    *,
    description: str,
    order: Callable[[Row], Sequence[ColumnElement[Any]]] = lambda row: (row.id,),
    when: Expression | None = None,
    access: policy.Access | None = None,
) -> Any:
    """A list that pages forward, newest first: by the order backwards."""
    return _field(Page(on, order, wanted, when), description, access, resolver=checked(wanted))


def root(declaration: Root | Roots, door: doors.Door, *, description: str) -> Any:
    """A field of Query."""
    wanted = declaration.wanted or _nothing
    return doors.field(checked(wanted), door, description, None, {_METADATA: declaration})


def _nothing() -> None:
    """No arguments."""


class Ask:
    """What a field of Query resolves to: its objects are to be told, together with what else is."""


ASK = Ask()


def checked(wanted: Callable[..., Any]) -> Callable[..., Any]:
    """The resolver of a field with such arguments: it has them checked, and has the field told."""

    def resolve(**arguments: Any) -> Any:
        wanted(**arguments)
        return ASK

    return _signed(resolve, wanted, inspect.signature(wanted).parameters.values())


def asked(
    answers: Callable[..., Awaitable[Sequence[Any]]], *, description: str, access: policy.Access | None = None
) -> Any:
    """A field that is not stored. `answers` is handed the own ids of all objects in a place of the answer, and the
    context, and the arguments; it answers for each, in their order, with what a resolver would return, or an exception.
    """
    arguments = list(inspect.signature(answers).parameters.values())[2:]

    def resolve(root: Any, info: strawberry.Info, **_arguments: Any) -> Any:
        value = root[answer_of(str(info.path.key))]
        if isinstance(value, Exception):
            raise value
        return value

    own = inspect.signature(resolve).parameters
    resolver = _signed(resolve, answers, [own["root"], own["info"], *arguments])
    return _field(Asked(answers), description, access, resolver=resolver)


def _signed(resolve: Callable[..., Any], like: Callable[..., Any], parameters: Any) -> Callable[..., Any]:
    """The resolver, with these parameters for GraphQL to read."""
    resolve.__signature__ = inspect.Signature(list(parameters))  # type: ignore[attr-defined]
    resolve.__module__, resolve.__name__ = like.__module__, like.__name__
    return resolve


def answer_of(response_key: str) -> str:
    """Under which name the answer of an asked field waits in its object: no name of GraphQL's."""
    return f"#{response_key}"


def refer(type_name: str, own_id: uuid.UUID | None) -> Any:
    """The object of that type and id; None for none."""
    return None if own_id is None else Reference(type_name, (own_id,), listed=False)


def refer_all(type_name: str, ids: Sequence[uuid.UUID]) -> Any:
    """The objects of that type and of these ids, in their order; those that the viewer may know of."""
    return Reference(type_name, tuple(ids), listed=True)
