"""Cursor pagination: the arguments, filters and GraphQL types of lists, newest first."""

import base64
import binascii
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Annotated, Any, Generic, Protocol, TypeAlias, TypeVar

from sqlalchemy import ColumnElement

from db import opaque_ids
from graph import described, errors, input_validation

N = TypeVar("N")

DEFAULT_PAGE_SIZE = 20
MAX_PAGE_SIZE = 100

First: TypeAlias = Annotated[
    int | None, described.argument(f"The page size: {DEFAULT_PAGE_SIZE} by default, and at most {MAX_PAGE_SIZE}.")
]
After: TypeAlias = Annotated[
    str | None,
    described.argument(
        "Return what follows this cursor: the `endCursor` of the previous page, or the cursor of an edge."
    ),
]

BindFactory: TypeAlias = Callable[..., Any]
"""`bind(type, compute)` creates a bind parameter; `compute(request, filter)` returns its value for each request."""


@dataclass(frozen=True, slots=True)
class PageArguments:
    """The page size, and the id of the row after which the page starts."""

    first: int
    after: uuid.UUID | None


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


def decode_cursor(encoded_cursor: str) -> uuid.UUID:
    """The id of the row at a cursor. Raises BadUserInput if the text is not a cursor."""
    try:
        row_id = uuid.UUID(bytes=base64.urlsafe_b64decode(f"{encoded_cursor}=="))
    except (binascii.Error, ValueError):
        row_id = None
    if row_id is None or opaque_ids.encode_cursor(row_id) != encoded_cursor:
        raise errors.BadUserInput("`after` is not a valid cursor.")
    return row_id


def parse_page_arguments(first: int | None, after: str | None) -> PageArguments:
    """The page arguments with defaults applied. Raises BadUserInput if `first` or `after` is invalid."""
    size, cursor = input_validation.none_if_unset(first), input_validation.none_if_unset(after)
    if size is None:
        size = DEFAULT_PAGE_SIZE
    if not 0 <= size <= MAX_PAGE_SIZE:
        raise errors.BadUserInput(f"`first` must be between 0 and {MAX_PAGE_SIZE}.")
    return PageArguments(size, None if cursor is None else decode_cursor(cursor))


@described.object_type
class PageInfo:
    """The end of a page, and whether there are more."""

    has_next_page: bool = described.field("Whether there is another page.")
    end_cursor: str | None = described.field(
        "The cursor of the last edge, to pass as `after` for the next page. Null if the page is empty."
    )


@described.object_type
class Edge(Generic[N]):
    """An item of a list, with its cursor."""

    cursor: str = described.field("The opaque cursor of this item, to pass as `after`.")
    node: N = described.field("The item.")


@described.object_type
class Connection(Generic[N]):
    """A page of a list, newest first."""

    edges: list[Edge[N]] = described.field("The items of this page, newest first.")
    page_info: PageInfo = described.field("The end of the page, and whether there are more.")
    total_count: int = described.field("The number of items in the whole list. Counted only if this field is selected.")
