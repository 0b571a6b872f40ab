"""What is wanted of a list: a page of it, newest first, by key and never by offset; and which rows of it."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

from sqlalchemy import ColumnElement

BindFactory: TypeAlias = Callable[..., Any]
"""`given(type, make)`: a value that each request brings; `make` finds it, from the request and its own filter."""


@dataclass(frozen=True, slots=True)
class PageArguments:
    """How many rows at most, and after which."""

    first: int
    after: uuid.UUID | None


class Filter(Protocol):
    """Which rows of a list are wanted."""

    def conditions(self, row: Any, bind: BindFactory) -> Sequence[ColumnElement[bool]]:
        """All have to hold of the row. Which there are may depend on what is told apart by `stored.wishes.shape`."""
        ...


@dataclass(frozen=True, slots=True)
class NoFilter:
    """No filter."""

    def conditions(self, row: Any, bind: BindFactory) -> Sequence[ColumnElement[bool]]:  # noqa: ARG002
        """None."""
        return ()


NO_FILTER = NoFilter()


@dataclass(frozen=True, slots=True)
class ListArguments:
    """A page of those rows for which the filter holds."""

    page: PageArguments
    filter: Filter = NO_FILTER
