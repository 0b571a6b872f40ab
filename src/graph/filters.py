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
from graph import enums, errors, input_validation, pagination
from models.base import Instant

_MAX_SEARCH_LENGTH = 100

Search: TypeAlias = Annotated[
    str | None,
    strawberry.argument(
        description=(
            f"Only clients whose name contains this text, whatever its case; taken literally, at most"
            f" {_MAX_SEARCH_LENGTH} characters."
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
            f" {_MAX_SEARCH_LENGTH} characters."
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
class ClientCriteria:
    """Clients by name."""

    search: str | None

    def conditions(self, row: Any, bind: pagination.BindFactory) -> Sequence[ColumnElement[bool]]:
        """All have to hold."""
        return () if self.search is None else (_contains(bind, row.name),)


@dataclass(frozen=True, slots=True)
class InvoiceCriteria:
    """Invoices by status, by being overdue at the moment, and by text."""

    statuses: frozenset[models.InvoiceStatus] | None
    overdue: bool | None
    search: str | None

    def conditions(self, row: Any, bind: pagination.BindFactory) -> Sequence[ColumnElement[bool]]:
        """All have to hold."""
        found: list[ColumnElement[bool]] = []
        if self.statuses is not None:
            found.append(row.status.in_(sorted(self.statuses, key=lambda status: status.name)))
        if self.overdue is not None:
            is_overdue = rules.is_overdue(row, bind(Date(), lambda request, _: request.today))
            found.append(is_overdue if self.overdue else ~is_overdue)
        if self.search is not None:
            found.append(_contains(bind, row.number, row.description))
        return found


@dataclass(frozen=True, slots=True)
class PaymentCriteria:
    """Payments or prepayments by status, and by the days of the firm on which they settled, both included."""

    statuses: frozenset[models.PaymentStatus] | None
    settled_from: dt.date | None
    settled_to: dt.date | None

    def conditions(self, row: Any, bind: pagination.BindFactory) -> Sequence[ColumnElement[bool]]:
        """All have to hold."""
        found: list[ColumnElement[bool]] = []
        if self.statuses is not None:
            found.append(row.status.in_(sorted(self.statuses, key=lambda status: status.name)))
        if self.settled_from is not None:
            start = bind(
                Instant(), lambda request, wanted: calendar.start_of_day(wanted.settled_from, request.time_zone)
            )
            found.append(row.settled_at >= start)
        if self.settled_to is not None:
            end = bind(Instant(), lambda request, wanted: calendar.end_of_day(wanted.settled_to, request.time_zone))
            found.append(row.settled_at < end)
        return found


@dataclass(frozen=True, slots=True)
class CreditEntryCriteria:
    """Credit entries by when they were made: from the first moment, before the last."""

    start: dt.datetime | None
    end: dt.datetime | None

    def conditions(self, row: Any, bind: pagination.BindFactory) -> Sequence[ColumnElement[bool]]:
        """All have to hold."""
        found: list[ColumnElement[bool]] = []
        if self.start is not None:
            found.append(row.created_at >= bind(Instant(), lambda _, wanted: wanted.start))
        if self.end is not None:
            found.append(row.created_at < bind(Instant(), lambda _, wanted: wanted.end))
        return found


def parse_client_list(
    search: Search = strawberry.UNSET, first: pagination.First = strawberry.UNSET,
    after: pagination.After = strawberry.UNSET,
) -> pagination.ListArguments:  # fmt: skip
    """Clients by name. Raise BadUserInput."""
    found = ClientCriteria(_validate_search(input_validation.none_if_unset(search)))
    return pagination.ListArguments(pagination.parse_page_arguments(first, after), found)


def parse_invoice_list(
    filter_: InvoiceFilterArgument = strawberry.UNSET, first: pagination.First = strawberry.UNSET,
    after: pagination.After = strawberry.UNSET,
) -> pagination.ListArguments:  # fmt: skip
    """Invoices by a filter. Raise BadUserInput."""
    wanted = filter_ or InvoiceFilter()
    statuses = input_validation.none_if_unset(wanted.status)
    found = InvoiceCriteria(
        None if statuses is None else frozenset(statuses),
        input_validation.none_if_unset(wanted.overdue),
        _validate_search(input_validation.none_if_unset(wanted.search)),
    )
    return pagination.ListArguments(pagination.parse_page_arguments(first, after), found)


def parse_payment_list(
    filter_: PaymentFilterArgument = strawberry.UNSET, first: pagination.First = strawberry.UNSET,
    after: pagination.After = strawberry.UNSET,
) -> pagination.ListArguments:  # fmt: skip
    """Payments or prepayments by a filter. Raise BadUserInput."""
    wanted = filter_ or PaymentFilter()
    statuses = input_validation.none_if_unset(wanted.status)
    stored = (
        None
        if statuses is None
        else frozenset(each for status in statuses for each in enums.to_stored_statuses(status))
    )
    found = PaymentCriteria(
        stored, input_validation.none_if_unset(wanted.settled_from), input_validation.none_if_unset(wanted.settled_to)
    )
    return pagination.ListArguments(pagination.parse_page_arguments(first, after), found)


def parse_credit_entry_list(
    from_: Annotated[
        dt.datetime | None, strawberry.argument(name="from", description="Only entries made at this moment or later.")
    ] = strawberry.UNSET,
    to: Annotated[dt.datetime | None, strawberry.argument(description="Only entries made before this moment.")] = (
        strawberry.UNSET
    ),
    first: pagination.First = strawberry.UNSET,
    after: pagination.After = strawberry.UNSET,
) -> pagination.ListArguments:
    """Credit entries by when they were made. Raise BadUserInput."""
    return pagination.ListArguments(
        pagination.parse_page_arguments(first, after),
        CreditEntryCriteria(input_validation.none_if_unset(from_), input_validation.none_if_unset(to)),
    )


def _validate_search(search: str | None) -> str | None:
    """The text to look for; None for nothing. Raise BadUserInput where the database could not look for it."""
    if not search:
        return None
    if len(search) > _MAX_SEARCH_LENGTH or "\0" in search or any("\ud800" <= each <= "\udfff" for each in search):
        message = f"`search` has to be text of at most {_MAX_SEARCH_LENGTH} characters."
        raise errors.BadUserInput(message)
    return search


_CASE_VARIANTS: tuple[Callable[[str], str], ...] = (str, str.lower, str.upper, str.title)


def _contains(bind: pagination.BindFactory, *columns: Any) -> ColumnElement[bool]:
    """Whether one of the columns contains the text, whatever its case. SQLite folds ASCII alone: we help it."""
    spellings = [
        bind(String(), lambda _, wanted, spell=spell: _like_pattern(spell(wanted.search))) for spell in _CASE_VARIANTS
    ]
    return or_(*(func.lower(column).like(func.lower(each), escape="/") for column in columns for each in spellings))


def _like_pattern(text: str) -> str:
    """The text, taken literally, with anything around it."""
    for special in "/%_":
        text = text.replace(special, f"/{special}")
    return f"%{text}%"
