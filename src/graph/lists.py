"""What is wanted of a list: a page of it, newest first, by key and never by offset; and which rows of it."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

from sqlalchemy import ColumnElement

Given: TypeAlias = Callable[..., Any]
"""`given(type, make)`: a value that each request brings; `make` finds it, from the request and its own filter."""


@dataclass(frozen=True, slots=True)
class Page:
    """How many rows at most, and after which."""

    first: int
    after: uuid.UUID | None


class Filter(Protocol):
    """Which rows of a list are wanted."""

    def conditions(self, row: Any, given: Given) -> Sequence[ColumnElement[bool]]:
        """All have to hold of the row. Which there are may depend on what is told apart by `stored.wishes.shape`."""
        ...


@dataclass(frozen=True, slots=True)
class Everything:
    """No filter."""

    def conditions(self, row: Any, given: Given) -> Sequence[ColumnElement[bool]]:  # noqa: ARG002
        """None."""
        return ()


EVERYTHING = Everything()


@dataclass(frozen=True, slots=True)
class Ask:
    """A page of those rows for which the filter holds."""

    page: Page
    filter: Filter = EVERYTHING
