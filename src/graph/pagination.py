"""Cursor pagination: the arguments, orders, filters and GraphQL types of lists."""

import datetime as dt
import enum
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Generic, Protocol, TypeAlias, TypeVar

from sqlalchemy import BigInteger, ColumnElement, Date, String, select
from sqlalchemy.types import TypeEngine

from billing import text_input
from billing.access.principals import Viewer
from db import opaque_ids
from graph import described, errors, input_validation
from translation import gettext as _

N = TypeVar("N")

DEFAULT_PAGE_SIZE = 20
MAX_PAGE_SIZE = 100
_MAX_INTEGER_KEY = 2**63 - 1
_BIND_TYPES: dict[type, TypeEngine[Any]] = {int: BigInteger(), str: String(), dt.date: Date()}

First: TypeAlias = Annotated[
    int | None,
    described.argument(
        f"The page size, to page forwards: {DEFAULT_PAGE_SIZE} by default, and at most {MAX_PAGE_SIZE}. Not together"
        " with `last`."
    ),
]
After: TypeAlias = Annotated[
    str | None,
    described.argument(
        "Return what follows this cursor: the `endCursor` of the previous page, or the cursor of an edge."
    ),
]
Last: TypeAlias = Annotated[
    int | None,
    described.argument(
        f"The page size, to page backwards: {DEFAULT_PAGE_SIZE} by default with `before`, and at most {MAX_PAGE_SIZE}."
        " The page is the end of the list, or what precedes `before`, in the same order as forwards."
    ),
]
Before: TypeAlias = Annotated[
    str | None,
    described.argument(
        "Return what precedes this cursor: the `startCursor` of the next page, or the cursor of an edge."
    ),
]

BindFactory: TypeAlias = Callable[..., Any]
"""`bind(type, compute)` creates a bind parameter; `compute(request, criteria)` returns its value for each request."""


@described.enum_type
class OrderDirection(enum.Enum):
    """The direction of an order."""

    ASC = "From the smallest to the largest, from the oldest to the newest, from A to Z."
    DESC = "From the largest to the smallest, from the newest to the oldest, from Z to A."


class CursorKey:
    """The value that a cursor's list is ordered by before the id: that of its row when the cursor was made.

    Not a dataclass, whose fields would select a plan of their own: all keys share a statement.
    """

    __slots__ = ("value",)

    def __init__(self, value: int | str | dt.date) -> None:
        self.value = value


@dataclass(frozen=True, slots=True)
class Cursor:
    """A position in a list: the row's id, and its key if the list is ordered by one."""

    row_id: uuid.UUID
    key: CursorKey | None = None


@dataclass(frozen=True, slots=True)
class PageArguments:
    """The size of a page, as `first` or as `last` and never both, and the positions that it lies between."""

    first: int | None
    after: Cursor | None
    last: int | None = None
    before: Cursor | None = None


@dataclass(frozen=True, slots=True)
class SortKey:
    """What a list can be ordered by, before the id: an SQL expression of its row, never NULL, of this Python type.

    A nullable column has to be coalesced to a value that says where such rows go. The list is read in this order from
    an index that begins with `firm_id`, then what a list is limited to, then the expression, then the id.
    """

    expression: Callable[[Any], ColumnElement[Any]]
    type_: type[int | str | dt.date]

    @property
    def bind_type(self) -> TypeEngine[Any]:
        """The type of a bind parameter for a value of the key."""
        return _BIND_TYPES[self.type_]

    def parse(self, text: str) -> CursorKey | None:
        """The key that a cursor contains as this text; None for a text that no row's key is written as."""
        try:
            value = self.type_.fromisoformat(text) if issubclass(self.type_, dt.date) else self.type_(text)
        except ValueError:
            return None
        is_in_range = not isinstance(value, int) or abs(value) <= _MAX_INTEGER_KEY
        return CursorKey(value) if str(value) == text and is_in_range and text_input.is_storable(text) else None


def without_index(expression: Any, row: Any) -> ColumnElement[Any]:
    """The same value as an expression that no index has: rows that are found by other means are then sorted by it.

    Otherwise a database may prefer to search a long index of the order for the few rows that are wanted.
    """
    return select(expression).correlate(row).scalar_subquery()


@dataclass(frozen=True, slots=True)
class ListOrder:
    """The order that a list is requested in: by a key, then by id, both in one direction. Without a key, by id alone.

    `field` is the member of the list's enumeration of orders: what of it is part of the shape of arguments.
    """

    field: enum.Enum
    direction: OrderDirection
    key: SortKey | None

    @property
    def is_descending(self) -> bool:
        """Whether the largest comes first."""
        return self.direction is OrderDirection.DESC

    def list_name(self, type_name: str) -> str:
        """The name of lists of this type and order, in their cursors."""
        return f"{type_name}.{self.field.name}.{self.direction.name}"


def parse_order(
    field: enum.Enum, direction: OrderDirection, keys: Mapping[Any, SortKey | None], default: enum.Enum
) -> ListOrder | None:
    """The requested order, with the key that `keys` has for the field.

    None for the order of lists without `orderBy`, `default` in descending direction: their cursors are the same.
    """
    is_default = field is default and direction is OrderDirection.DESC
    return None if is_default else ListOrder(field, direction, keys[field])


class Criteria(Protocol):
    """Selects rows of a list."""

    def conditions(self, row: Any, bind: BindFactory, viewer: Viewer, /) -> Iterable[ColumnElement[bool]]:
        """The SQL conditions that a row has to satisfy, all of them.

        Criteria of one shape (`graph.sqlquery.arguments.shape`) share a statement, so the conditions may depend on the
        values of the criteria only through `bind`. `viewer` has bind parameters for ids: criteria must not find a row
        by what the viewer cannot see.
        """
        ...


@dataclass(frozen=True, slots=True)
class ListArguments:
    """The arguments of one list: a page of the rows that the criteria select, in this order.

    Without an order, the list has the one that its field declares, newest first.
    """

    page: PageArguments
    criteria: Criteria
    order: ListOrder | None = None


def decode_cursor(type_name: str, encoded_cursor: str, name: str, order: ListOrder | None = None) -> Cursor:
    """The position that a cursor stands for. `name` is the argument's.

    Raises BadUserInput if the text is not a cursor of a list of this type and order.
    """
    list_name = type_name if order is None else order.list_name(type_name)
    decoded = opaque_ids.decode_cursor(list_name, encoded_cursor)
    if decoded is not None:
        row_id, text = decoded
        sort_key = None if order is None else order.key
        if sort_key is None:
            if not text:
                return Cursor(row_id)
        elif (key := sort_key.parse(text)) is not None:
            return Cursor(row_id, key)
    raise errors.BadUserInput(_("`{name}` is not a cursor of this list.").format(name=name))


def parse_page_arguments(
    type_name: str,
    first: int | None,
    after: str | None,
    last: int | None = None,
    before: str | None = None,
    order: ListOrder | None = None,
) -> PageArguments:
    """The page arguments of a list of this type and order, with defaults applied.

    Raises BadUserInput if one is invalid, for `first` with `last`, and for a cursor of another list or order.
    """
    first_size, last_size = _parse_size(first, "first"), _parse_size(last, "last")
    after_cursor = _parse_cursor(type_name, after, "after", order)
    before_cursor = _parse_cursor(type_name, before, "before", order)
    if first_size is not None and last_size is not None:
        raise errors.BadUserInput(_("Use `first` or `last`, not both."))
    if first_size is None and last_size is None:
        is_backwards = before_cursor is not None
        first_size, last_size = (None, DEFAULT_PAGE_SIZE) if is_backwards else (DEFAULT_PAGE_SIZE, None)
    return PageArguments(first_size, after_cursor, last_size, before_cursor)


def _parse_size(size: int | None, name: str) -> int | None:
    size = input_validation.none_if_unset(size)
    if size is not None and not 0 <= size <= MAX_PAGE_SIZE:
        text = _("`{name}` must be between 0 and {maximum}.")
        raise errors.BadUserInput(text.format(name=name, maximum=MAX_PAGE_SIZE))
    return size


def _parse_cursor(type_name: str, encoded_cursor: str | None, name: str, order: ListOrder | None) -> Cursor | None:
    encoded_cursor = input_validation.none_if_unset(encoded_cursor)
    return None if encoded_cursor is None else decode_cursor(type_name, encoded_cursor, name, order)


@described.object_type
class PageInfo:
    """The ends of a page, and whether there are more."""

    has_next_page: bool = described.field(
        "Whether there is another page after this one. An empty page (`first: 0`) has no next one."
    )
    has_previous_page: bool = described.field(
        "Whether there is another page before this one. An empty page (`last: 0`) has no previous one."
    )
    start_cursor: str | None = described.field(
        "The cursor of the first edge, to pass as `before` for the previous page. Null if the page is empty."
    )
    end_cursor: str | None = described.field(
        "The cursor of the last edge, to pass as `after` for the next page. Null if the page is empty."
    )


@described.object_type
class Edge(Generic[N]):
    """An item of a list, with its cursor."""

    cursor: str = described.field("The opaque cursor of this item, to pass as `after` or `before`.")
    node: N = described.field("The item.")


@described.object_type
class Connection(Generic[N]):
    """A page of a list, newest first unless another order is requested."""

    edges: list[Edge[N]] = described.field("The items of this page, in the order of the list.")
    page_info: PageInfo = described.field("The ends of the page, and whether there are more.")
    total_count: int = described.field("The number of items in the whole list. Counted only if this field is selected.")
