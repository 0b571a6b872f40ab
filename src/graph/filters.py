"""Filters of lists: what the caller asks for, turned into conditions of the question to the database."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, TypeAlias

import strawberry
from sqlalchemy import ColumnElement, Date, String, func, or_

import models
from billing import calendar
from billing.invoices import rules
from graph import enums, errors, input_validation, lists, pagination
from models.base import Instant

_LONGEST_SEARCH = 100

Search: TypeAlias = Annotated[
    str | None,
    strawberry.argument(
        description=(
            f"Only clients whose name contains this text, whatever its case; taken literally, at most"
            f" {_LONGEST_SEARCH} characters."
        )
    ),
]


@strawberry.input(description="Which invoices. All that is given has to hold; what is left out filters nothing.")
class InvoiceFilter:
    """Which invoices."""

    status: list[models.InvoiceStatus] | None = strawberry.field(
        default=strawberry.UNSET, description="In one of these statuses. An empty list finds nothing."
    )
    overdue: bool | None = strawberry.field(
        default=strawberry.UNSET,
        description="Overdue or not: whether the due day is over in the firm's time zone, and not all is paid.",
    )
    search: str | None = strawberry.field(
        default=strawberry.UNSET,
        description=(
            "The number or the description contains this text, whatever its case; taken literally, at most"
            f" {_LONGEST_SEARCH} characters."
        ),
    )


@strawberry.input(
    description="Which payments or prepayments. All that is given has to hold; what is left out filters nothing."
)
class PaymentFilter:
    """Which payments or prepayments."""

    status: list[enums.PaymentStatus] | None = strawberry.field(
        default=strawberry.UNSET, description="In one of these statuses. An empty list finds nothing."
    )
    settled_from: dt.date | None = strawberry.field(
        default=strawberry.UNSET, description="Settled on this day of the firm's time zone, or later."
    )
    settled_to: dt.date | None = strawberry.field(
        default=strawberry.UNSET, description="Settled on this day of the firm's time zone, or earlier."
    )


InvoiceFilterArgument: TypeAlias = Annotated[
    InvoiceFilter | None, strawberry.argument(name="filter", description="Only invoices for which all of this holds.")
]
PaymentFilterArgument: TypeAlias = Annotated[
    PaymentFilter | None, strawberry.argument(name="filter", description="Only those for which all of this holds.")
]


@dataclass(frozen=True, slots=True)
class Clients:
    """Clients by name."""

    search: str | None

    def conditions(self, row: Any, given: lists.Given) -> Sequence[ColumnElement[bool]]:
        """All have to hold."""
        return () if self.search is None else (_contains(given, row.name),)


@dataclass(frozen=True, slots=True)
class Invoices:
    """Invoices by status, by being overdue at the moment, and by text."""

    statuses: frozenset[models.InvoiceStatus] | None
    overdue: bool | None
    search: str | None

    def conditions(self, row: Any, given: lists.Given) -> Sequence[ColumnElement[bool]]:
        """All have to hold."""
        found: list[ColumnElement[bool]] = []
        if self.statuses is not None:
            found.append(row.status.in_(sorted(self.statuses, key=lambda status: status.name)))
        if self.overdue is not None:
            is_overdue = rules.is_overdue(row, given(Date(), lambda request, _: request.today))
            found.append(is_overdue if self.overdue else ~is_overdue)
        if self.search is not None:
            found.append(_contains(given, row.number, row.description))
        return found


@dataclass(frozen=True, slots=True)
class Payments:
    """Payments or prepayments by status, and by the days of the firm on which they settled, both included."""

    statuses: frozenset[models.PaymentStatus] | None
    settled_from: dt.date | None
    settled_to: dt.date | None

    def conditions(self, row: Any, given: lists.Given) -> Sequence[ColumnElement[bool]]:
        """All have to hold."""
        found: list[ColumnElement[bool]] = []
        if self.statuses is not None:
            found.append(row.status.in_(sorted(self.statuses, key=lambda status: status.name)))
        if self.settled_from is not None:
            start = given(Instant(), lambda request, wanted: calendar.start_of(wanted.settled_from, request.time_zone))
            found.append(row.settled_at >= start)
        if self.settled_to is not None:
            end = given(Instant(), lambda request, wanted: calendar.end_of(wanted.settled_to, request.time_zone))
            found.append(row.settled_at < end)
        return found


@dataclass(frozen=True, slots=True)
class Entries:
    """Credit entries by when they were made: from the first moment, before the last."""

    start: dt.datetime | None
    end: dt.datetime | None

    def conditions(self, row: Any, given: lists.Given) -> Sequence[ColumnElement[bool]]:
        """All have to hold."""
        found: list[ColumnElement[bool]] = []
        if self.start is not None:
            found.append(row.created_at >= given(Instant(), lambda _, wanted: wanted.start))
        if self.end is not None:
            found.append(row.created_at < given(Instant(), lambda _, wanted: wanted.end))
        return found


def of_clients(
    search: Search = strawberry.UNSET, first: pagination.First = strawberry.UNSET,
    after: pagination.After = strawberry.UNSET,
) -> lists.Ask:  # fmt: skip
    """Clients by name. Raise BadUserInput."""
    found = Clients(_text(input_validation.given(search)))
    return lists.Ask(pagination.page(first, after), found)


def of_invoices(
    filter_: InvoiceFilterArgument = strawberry.UNSET, first: pagination.First = strawberry.UNSET,
    after: pagination.After = strawberry.UNSET,
) -> lists.Ask:  # fmt: skip
    """Invoices by a filter. Raise BadUserInput."""
    wanted = filter_ or InvoiceFilter()
    statuses = input_validation.given(wanted.status)
    found = Invoices(
        None if statuses is None else frozenset(statuses),
        input_validation.given(wanted.overdue),
        _text(input_validation.given(wanted.search)),
    )
    return lists.Ask(pagination.page(first, after), found)


def of_payments(
    filter_: PaymentFilterArgument = strawberry.UNSET, first: pagination.First = strawberry.UNSET,
    after: pagination.After = strawberry.UNSET,
) -> lists.Ask:  # fmt: skip
    """Payments or prepayments by a filter. Raise BadUserInput."""
    wanted = filter_ or PaymentFilter()
    statuses = input_validation.given(wanted.status)
    stored = None if statuses is None else frozenset(each for status in statuses for each in enums.stored(status))
    found = Payments(stored, input_validation.given(wanted.settled_from), input_validation.given(wanted.settled_to))
    return lists.Ask(pagination.page(first, after), found)


def of_entries(
    from_: Annotated[
        dt.datetime | None, strawberry.argument(name="from", description="Only entries made at this moment or later.")
    ] = strawberry.UNSET,
    to: Annotated[dt.datetime | None, strawberry.argument(description="Only entries made before this moment.")] = (
        strawberry.UNSET
    ),
    first: pagination.First = strawberry.UNSET,
    after: pagination.After = strawberry.UNSET,
) -> lists.Ask:
    """Credit entries by when they were made. Raise BadUserInput."""
    return lists.Ask(pagination.page(first, after), Entries(input_validation.given(from_), input_validation.given(to)))


def _text(search: str | None) -> str | None:
    """The text to look for; None for nothing. Raise BadUserInput where the database could not look for it."""
    if not search:
        return None
    if len(search) > _LONGEST_SEARCH or "\0" in search or any("\ud800" <= each <= "\udfff" for each in search):
        message = f"`search` has to be text of at most {_LONGEST_SEARCH} characters."
        raise errors.BadUserInput(message)
    return search


_SPELLINGS: tuple[Callable[[str], str], ...] = (str, str.lower, str.upper, str.title)


def _contains(given: lists.Given, *columns: Any) -> ColumnElement[bool]:
    """Whether one of the columns contains the text, whatever its case. SQLite folds ASCII alone: we help it."""
    spellings = [given(String(), lambda _, wanted, spell=spell: _pattern(spell(wanted.search))) for spell in _SPELLINGS]
    return or_(*(func.lower(column).like(func.lower(each), escape="/") for column in columns for each in spellings))


def _pattern(text: str) -> str:
    """The text, taken literally, with anything around it."""
    for special in "/%_":
        text = text.replace(special, f"/{special}")
    return f"%{text}%"
