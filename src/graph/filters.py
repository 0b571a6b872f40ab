"""Filters of lists: what the caller asks for, turned into conditions of the question to the database."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, TypeAlias

import strawberry
from sqlalchemy import ColumnElement, or_

import models
from billing import days, invoices
from graph import enums, errors, texts
from graph.context import Info

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

    def conditions(self) -> Sequence[ColumnElement[bool]]:
        """All have to hold."""
        return () if self.search is None else (_contains(self.search, models.Client.name),)


@dataclass(frozen=True, slots=True)
class Invoices:
    """Invoices by status, by being overdue at a moment in their firm, and by text."""

    statuses: frozenset[models.InvoiceStatus] | None
    overdue: bool | None
    firm: models.Firm
    now: dt.datetime
    search: str | None

    def conditions(self) -> Sequence[ColumnElement[bool]]:
        """All have to hold."""
        invoice = models.Invoice
        found: list[ColumnElement[bool]] = []
        if self.statuses is not None:
            found.append(invoice.status.in_(sorted(self.statuses, key=lambda status: status.name)))
        if self.overdue is not None:
            is_overdue = invoices.overdue_clause(self.firm, self.now)
            found.append(is_overdue if self.overdue else ~is_overdue)
        if self.search is not None:
            found.append(_contains(self.search, invoice.number, invoice.description))
        return found


@dataclass(frozen=True, slots=True)
class Payments:
    """Payments or prepayments by status and by when they settled: from the first moment, before the last."""

    model: type[models.Payment] | type[models.Prepayment]
    statuses: frozenset[models.PaymentStatus] | None
    settled_from: dt.datetime | None
    settled_before: dt.datetime | None

    def conditions(self) -> Sequence[ColumnElement[bool]]:
        """All have to hold."""
        found: list[ColumnElement[bool]] = []
        if self.statuses is not None:
            found.append(self.model.status.in_(sorted(self.statuses, key=lambda status: status.name)))
        if self.settled_from is not None:
            found.append(self.model.settled_at >= self.settled_from)
        if self.settled_before is not None:
            found.append(self.model.settled_at < self.settled_before)
        return found


@dataclass(frozen=True, slots=True)
class Entries:
    """Credit entries by when they were made: from the first moment, before the last."""

    start: dt.datetime | None
    end: dt.datetime | None

    def conditions(self) -> Sequence[ColumnElement[bool]]:
        """All have to hold."""
        found: list[ColumnElement[bool]] = []
        if self.start is not None:
            found.append(models.CreditEntry.created_at >= self.start)
        if self.end is not None:
            found.append(models.CreditEntry.created_at < self.end)
        return found


async def of_invoices(wanted: InvoiceFilter | None, info: Info) -> Invoices:
    """The filter of invoices, on the firm's own day."""
    wanted = wanted or InvoiceFilter()
    statuses = texts.given(wanted.status)
    return Invoices(
        None if statuses is None else frozenset(statuses),
        texts.given(wanted.overdue),
        await info.context.loaders.firm(),
        info.context.now,
        text(texts.given(wanted.search)),
    )


async def of_payments(
    model: type[models.Payment] | type[models.Prepayment], wanted: PaymentFilter | None, info: Info
) -> Payments:
    """The filter of payments or prepayments, by days of the firm's time zone."""
    wanted = wanted or PaymentFilter()
    zone = (await info.context.loaders.firm()).time_zone
    statuses, first, last = texts.given(wanted.status), texts.given(wanted.settled_from), texts.given(wanted.settled_to)
    return Payments(
        model,
        None if statuses is None else frozenset(each for status in statuses for each in enums.stored(status)),
        None if first is None else days.start_of(first, zone),
        None if last is None else days.end_of(last, zone),
    )


def text(search: str | None) -> str | None:
    """The text to look for; None for nothing. Raise BadUserInput where the database could not look for it."""
    if not search:
        return None
    if len(search) > _LONGEST_SEARCH or "\0" in search or any("\ud800" <= each <= "\udfff" for each in search):
        message = f"`search` has to be text of at most {_LONGEST_SEARCH} characters."
        raise errors.BadUserInput(message)
    return search


def _contains(search: str, *columns: object) -> ColumnElement[bool]:
    """Whether one of the columns contains the text, whatever its case. SQLite folds ASCII alone: we help it."""
    spellings = sorted({search, search.lower(), search.upper(), search.title()})
    return or_(*(column.icontains(each, autoescape=True) for column in columns for each in spellings))  # type: ignore[attr-defined]
