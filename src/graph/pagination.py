"""Cursor pagination: the arguments, filters and GraphQL types of lists, newest first."""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Annotated, Any, Generic, Protocol, TypeAlias, TypeVar

from sqlalchemy import ColumnElement

from db import opaque_ids
from graph import described, errors, input_validation
from translation import gettext as _

N = TypeVar("N")

DEFAULT_PAGE_SIZE = 20
MAX_PAGE_SIZE = 100

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
"""`bind(type, compute)` creates a bind parameter; `compute(request, filter)` returns its value for each request."""


@dataclass(frozen=True, slots=True)
class PageArguments:
    """The size of a page, as `first` or as `last` and never both, and the ids of the rows that it lies between."""

    first: int | None
    after: uuid.UUID | None
    last: int | None = None
    before: uuid.UUID | None = None


class Filter(Protocol):
    """Selects rows of a list."""

    def conditions(self, row: Any, bind: BindFactory) -> Iterable[ColumnElement[bool]]:
        """The SQL conditions that a row has to satisfy, all of them.

        Filters of one shape (`graph.sqlquery.arguments.shape`) share a statement, so the conditions may depend on the
        values of a filter only through `bind`.
        """
        ...


@dataclass(frozen=True, slots=True)
class ListArguments:
    """The arguments of one list: a page of the rows that the filter selects."""

    page: PageArguments
    filter: Filter


def decode_cursor(type_name: str, encoded_cursor: str, name: str) -> uuid.UUID:
    """The id of the row at a cursor. Raises BadUserInput if the text is not a cursor of a list of this type; `name` is
    the argument's.
    """
    row_id = opaque_ids.decode_cursor(type_name, encoded_cursor)
    if row_id is None:
        raise errors.BadUserInput(_("`{name}` is not a cursor of this list.").format(name=name))
    return row_id


def parse_page_arguments(
    type_name: str, first: int | None, after: str | None, last: int | None = None, before: str | None = None
) -> PageArguments:
    """The page arguments of a list of this type, with defaults applied. Raises BadUserInput if one is invalid, or for
    `first` with `last`.
    """
    first_size, last_size = _parse_size(first, "first"), _parse_size(last, "last")
    after_id, before_id = _parse_cursor(type_name, after, "after"), _parse_cursor(type_name, before, "before")
    if first_size is not None and last_size is not None:
        raise errors.BadUserInput(_("Use `first` or `last`, not both."))
    if first_size is None and last_size is None:
        is_backwards = before_id is not None
        first_size, last_size = (None, DEFAULT_PAGE_SIZE) if is_backwards else (DEFAULT_PAGE_SIZE, None)
    return PageArguments(first_size, after_id, last_size, before_id)


def _parse_size(size: int | None, name: str) -> int | None:
    size = input_validation.none_if_unset(size)
    if size is not None and not 0 <= size <= MAX_PAGE_SIZE:
        text = _("`{name}` must be between 0 and {maximum}.")
        raise errors.BadUserInput(text.format(name=name, maximum=MAX_PAGE_SIZE))
    return size


def _parse_cursor(type_name: str, encoded_cursor: str | None, name: str) -> uuid.UUID | None:
    encoded_cursor = input_validation.none_if_unset(encoded_cursor)
    return None if encoded_cursor is None else decode_cursor(type_name, encoded_cursor, name)


@described.object_type
class PageInfo:
    """The ends of a page, and whether there are more."""

    has_next_page: bool = described.field(
        "Whether there is another page after this one. Then `endCursor` is not null; an empty page (`first: 0`) has no"
        " next one."
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
    """A page of a list, newest first."""

    edges: list[Edge[N]] = described.field("The items of this page, newest first.")
    page_info: PageInfo = described.field("The ends of the page, and whether there are more.")
    total_count: int = described.field("The number of items in the whole list. Counted only if this field is selected.")
