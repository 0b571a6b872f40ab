"""Lists that page forward: opaque cursors, and the same shape for every list."""

import base64
import binascii
import uuid
from typing import Annotated, Generic, TypeAlias, TypeVar

import strawberry

from db import opaque_ids
from graph import errors, input_validation, lists

N = TypeVar("N")

DEFAULT_PAGE_SIZE = 20
MAX_PAGE_SIZE = 100

First: TypeAlias = Annotated[
    int | None,
    strawberry.argument(description=f"How many at most: {DEFAULT_PAGE_SIZE} when left out, {MAX_PAGE_SIZE} at most."),
]
After: TypeAlias = Annotated[
    str | None,
    strawberry.argument(description="Go on after this cursor: `endCursor` of the page before, or any edge's cursor."),
]


def decode_cursor(encoded_cursor: str) -> uuid.UUID:
    """Where a cursor points. Raise BadUserInput for a text that is no cursor."""
    try:
        row_id = uuid.UUID(bytes=base64.urlsafe_b64decode(f"{encoded_cursor}=="))
    except (binascii.Error, ValueError):
        row_id = None
    if row_id is None or opaque_ids.encode_cursor(row_id) != encoded_cursor:
        message = "`after` is not a cursor of this API."
        raise errors.BadUserInput(message)
    return row_id


def parse_page_arguments(first: int | None, after: str | None) -> lists.PageArguments:
    """The page asked for. Raise BadUserInput where it cannot be."""
    wanted, start = input_validation.none_if_unset(first), input_validation.none_if_unset(after)
    if wanted is None:
        wanted = DEFAULT_PAGE_SIZE
    if not 0 <= wanted <= MAX_PAGE_SIZE:
        message = f"`first` has to be between 0 and {MAX_PAGE_SIZE}."
        raise errors.BadUserInput(message)
    return lists.PageArguments(wanted, None if start is None else decode_cursor(start))


@strawberry.type(description="Where a page of a list ends, and whether it goes on.")
class PageInfo:
    """Where a page of a list ends, and whether it goes on."""

    has_next_page: bool = strawberry.field(description="Whether there is more after this page.")
    end_cursor: str | None = strawberry.field(
        description="The cursor of the page's last edge, to hand to `after`. Null when the page is empty."
    )


@strawberry.type(description="One place in a list.")
class Edge(Generic[N]):
    """One place in a list."""

    cursor: str = strawberry.field(description="This place, to hand to `after`. Opaque.")
    node: N = strawberry.field(description="What stands here.")


@strawberry.type(description="A page of a list, newest first.")
class Connection(Generic[N]):
    """A page of a list, newest first. How it is told from the database: `graph.sqlquery.pagination`."""

    edges: list[Edge[N]] = strawberry.field(description="The places on this page, newest first.")
    page_info: PageInfo = strawberry.field(description="Where the page ends, and whether the list goes on.")
    total_count: int = strawberry.field(
        description="How many there are in the whole list. Counted only when asked for."
    )
