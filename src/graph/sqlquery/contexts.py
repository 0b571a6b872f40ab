"""What field specs and bind parameters may know: while a statement is compiled, executed, and completed in Python."""

import datetime as dt
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from sqlalchemy import ColumnElement
from sqlalchemy.types import TypeEngine

import gateway
from billing import calendar
from billing.access.principals import Viewer
from billing.services import Services
from models.base import NamedBind

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class ObjectRef:
    """Objects that a mutation or subscription returns, by their ids; they are read when the response is written.

    `rows` are the same objects as they were committed, if they are in memory and the viewer may see them: what can be
    evaluated on them is not read again.
    """

    type_name: str
    ids: tuple[uuid.UUID, ...]
    is_list: bool
    rows: Sequence[Any] = ()


@dataclass(frozen=True, slots=True)
class BindContext:
    """The values of one request that bind parameters are computed from, beside the arguments of its fields."""

    viewer: Viewer
    now: dt.datetime
    time_zone: str
    """The IANA name of the firm's time zone."""
    provider: gateway.Provider
    references: Sequence[ObjectRef | None] = ()
    session_token: str = ""
    """Empty unless the statement looks up the session as well."""

    def ids(self, index: int) -> Sequence[uuid.UUID]:
        """The ids of the object reference at that index."""
        reference = self.references[index]
        return () if reference is None else reference.ids

    @property
    def today(self) -> dt.date:
        """The current date in the firm's time zone."""
        return calendar.today(self.time_zone, self.now)


class CompileContext(Protocol):
    """What the functions of a field spec may know while a statement is compiled."""

    viewer: Viewer
    """The viewer with bind parameters for ids: compare with them, and branch on role and rights only."""
    currency: str
    digits: int

    def bind(self, type_: TypeEngine[Any], value: Callable[[BindContext], Any]) -> NamedBind:
        """Return a bind parameter whose value is computed from each request."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class SharedValue(Generic[V]):
    """What a statement reads once for all computed fields that need it, such as the firm's payment settings.

    `expression` writes it as JSON, and `load` makes of the parsed JSON what the fields get.
    """

    name: str
    expression: Callable[[CompileContext], ColumnElement[Any]]
    load: Callable[[Any], V]


@dataclass(frozen=True, slots=True)
class ComputeContext:
    """What a computed field may know of the request, beside the values of its object."""

    viewer: Viewer
    currency: str
    services: Services
    shared_values: Mapping[SharedValue[Any], Any]

    def shared(self, value: SharedValue[V]) -> V:
        """Return a shared value. Raises KeyError unless the field's spec names it."""
        found: V = self.shared_values[value]
        return found
