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
from models.base import Given

Row: TypeAlias = Any
"""An alias of a table, with its mapped attributes; or what else something is told from."""

T = TypeVar("T", bound=type)
METADATA = "stored"


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
    token: str = ""
    """The session's, where who asks is found out by the statement that answers."""

    def ids(self, number: int) -> Sequence[uuid.UUID]:
        """Those of the reference of that number."""
        reference = self.references[number]
        return () if reference is None else reference.ids

    @property
    def today(self) -> dt.date:
        """The firm's day."""
        return calendar.today(self.time_zone, self.now)


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
    found: Declaration | None = getattr(definition, "metadata", {}).get(METADATA)
    return found


class Ask:
    """What a field of Query resolves to: its objects are to be told, together with what else is."""


ASK = Ask()


def answer_of(response_key: str) -> str:
    """Under which name the answer of an asked field waits in its object: no name of GraphQL's."""
    return f"#{response_key}"
