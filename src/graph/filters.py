"""Filters of lists: their GraphQL arguments, and the SQL conditions that they become."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, TypeAlias

import strawberry
from sqlalchemy import ColumnElement, Date, Uuid

import models
from billing import calendar
from billing.invoices import rules
from billing.notices import read_state
from graph import described, enums, input_validation, pagination, search
from models.base import Instant

_ONE_OF = "The status is one of these. An empty list matches nothing."


@described.input_type
class InvoiceFilter:
    """Selects invoices that match all given fields. Omitted fields do not filter."""

    status: list[models.InvoiceStatus] | None = described.optional(_ONE_OF)
    overdue: bool | None = described.optional(
        "Whether the invoice is overdue: its due date has passed in the firm's time zone, and it is not paid in full."
    )
    search: str | None = described.optional(
        "The number or the description contains this text, ignoring case. The text is taken literally; at most"
        f" {search.MAX_SEARCH_LENGTH} characters."
    )


@described.input_type
class PaymentFilter:
    """Selects payments or prepayments that match all given fields. Omitted fields do not filter."""

    status: list[enums.PaymentStatus] | None = described.optional(_ONE_OF)
    settled_from: dt.date | None = described.optional("Settled on or after this date, in the firm's time zone.")
    settled_to: dt.date | None = described.optional("Settled on or before this date, in the firm's time zone.")


@described.input_type
class NoticeFilter:
    """Selects notices that match all given fields. Omitted fields do not filter."""

    unread: bool | None = described.optional("Whether the viewer has not read it.")
    kind: list[models.NoticeKind] | None = described.optional(
        "The kind is one of these. An empty list matches nothing."
    )


NoticeFilterArgument: TypeAlias = Annotated[
    NoticeFilter | None, described.argument("Return only notices that match this filter.", name="filter")
]
InvoiceFilterArgument: TypeAlias = Annotated[
    InvoiceFilter | None, described.argument("Return only invoices that match this filter.", name="filter")
]
PaymentFilterArgument: TypeAlias = Annotated[
    PaymentFilter | None, described.argument("Return only items that match this filter.", name="filter")
]


@dataclass(frozen=True, slots=True)
class InvoiceCriteria:
    """Selects invoices by status, by being overdue now, and by text."""

    statuses: frozenset[models.InvoiceStatus] | None
    overdue: bool | None
    search: str | None

    def conditions(self, row: Any, bind: pagination.BindFactory) -> Iterator[ColumnElement[bool]]:
        """The conditions on an invoice."""
        if self.statuses is not None:
            yield _is_one_of(row.status, self.statuses)
        if self.overdue is not None:
            is_overdue = rules.is_overdue(row, bind(Date(), lambda request, _: request.today))
            yield is_overdue if self.overdue else ~is_overdue
        if self.search is not None:
            yield search.contains(bind, row.search_key)


@dataclass(frozen=True, slots=True)
class PaymentCriteria:
    """Selects payments or prepayments by status and by settlement date in the firm's time zone, both ends included."""

    statuses: frozenset[models.PaymentStatus] | None
    settled_from: dt.date | None
    settled_to: dt.date | None

    def conditions(self, row: Any, bind: pagination.BindFactory) -> Iterator[ColumnElement[bool]]:
        """The conditions on a payment or prepayment."""
        if self.statuses is not None:
            yield _is_one_of(row.status, self.statuses)
        if self.settled_from is not None:
            start = bind(
                Instant(), lambda request, criteria: calendar.start_of_day(criteria.settled_from, request.time_zone)
            )
            yield row.settled_at >= start
        if self.settled_to is not None:
            end = bind(Instant(), lambda request, criteria: calendar.end_of_day(criteria.settled_to, request.time_zone))
            yield row.settled_at < end


@dataclass(frozen=True, slots=True)
class CreditEntryCriteria:
    """Selects credit entries by creation time: from `start`, before `end`."""

    start: dt.datetime | None
    end: dt.datetime | None

    def conditions(self, row: Any, bind: pagination.BindFactory) -> Iterator[ColumnElement[bool]]:
        """The conditions on a credit entry."""
        if self.start is not None:
            yield row.created_at >= bind(Instant(), lambda _, criteria: criteria.start)
        if self.end is not None:
            yield row.created_at < bind(Instant(), lambda _, criteria: criteria.end)


@dataclass(frozen=True, slots=True)
class NoticeCriteria:
    """Selects notices by kind, and by whether the viewer has read them."""

    unread: bool | None
    kinds: frozenset[models.NoticeKind] | None

    def conditions(self, row: Any, bind: pagination.BindFactory) -> Iterator[ColumnElement[bool]]:
        """The conditions on a notice."""
        if self.kinds is not None:
            yield _is_one_of(row.kind, self.kinds)
        if self.unread is not None:
            firm_id = bind(Uuid(), lambda request, _: request.viewer.firm_id)
            reader = read_state.Reader(firm_id, bind(Uuid(), lambda request, _: request.viewer.id))
            is_unread = read_state.is_unread(reader, row)
            yield is_unread if self.unread else ~is_unread


def parse_invoice_list(
    filter_: InvoiceFilterArgument = strawberry.UNSET, first: pagination.First = strawberry.UNSET,
    after: pagination.After = strawberry.UNSET, last: pagination.Last = strawberry.UNSET,
    before: pagination.Before = strawberry.UNSET,
) -> pagination.ListArguments:  # fmt: skip
    """Arguments of a list of invoices. Raises BadUserInput if one is invalid."""
    fields = filter_ or InvoiceFilter()
    statuses = input_validation.none_if_unset(fields.status)
    criteria = InvoiceCriteria(
        None if statuses is None else frozenset(statuses),
        input_validation.none_if_unset(fields.overdue),
        search.parse_search(input_validation.none_if_unset(fields.search)),
    )
    return pagination.ListArguments(pagination.parse_page_arguments("Invoice", first, after, last, before), criteria)


def parse_payment_list(
    filter_: PaymentFilterArgument = strawberry.UNSET, first: pagination.First = strawberry.UNSET,
    after: pagination.After = strawberry.UNSET, last: pagination.Last = strawberry.UNSET,
    before: pagination.Before = strawberry.UNSET,
) -> pagination.ListArguments:  # fmt: skip
    """Arguments of a list of payments. Raises BadUserInput if one is invalid."""
    page = pagination.parse_page_arguments("Payment", first, after, last, before)
    return pagination.ListArguments(page, _parse_payment_filter(filter_))


def parse_prepayment_list(
    filter_: PaymentFilterArgument = strawberry.UNSET, first: pagination.First = strawberry.UNSET,
    after: pagination.After = strawberry.UNSET, last: pagination.Last = strawberry.UNSET,
    before: pagination.Before = strawberry.UNSET,
) -> pagination.ListArguments:  # fmt: skip
    """Arguments of a list of prepayments. Raises BadUserInput if one is invalid."""
    page = pagination.parse_page_arguments("Prepayment", first, after, last, before)
    return pagination.ListArguments(page, _parse_payment_filter(filter_))


def _parse_payment_filter(filter_: PaymentFilter | None) -> PaymentCriteria:
    fields = filter_ or PaymentFilter()
    statuses = input_validation.none_if_unset(fields.status)
    return PaymentCriteria(
        None
        if statuses is None
        else frozenset(stored for stored in models.PaymentStatus if enums.to_public_payment_status(stored) in statuses),
        input_validation.none_if_unset(fields.settled_from),
        input_validation.none_if_unset(fields.settled_to),
    )


def parse_credit_entry_list(
    from_: Annotated[
        dt.datetime | None, described.argument("Return only entries created at or after this time.", name="from")
    ] = strawberry.UNSET,
    to: Annotated[
        dt.datetime | None, described.argument("Return only entries created before this time.")
    ] = strawberry.UNSET,
    first: pagination.First = strawberry.UNSET,
    after: pagination.After = strawberry.UNSET,
    last: pagination.Last = strawberry.UNSET,
    before: pagination.Before = strawberry.UNSET,
) -> pagination.ListArguments:
    """Arguments of a list of credit entries. Raises BadUserInput if one is invalid."""
    return pagination.ListArguments(
        pagination.parse_page_arguments("CreditEntry", first, after, last, before),
        CreditEntryCriteria(input_validation.none_if_unset(from_), input_validation.none_if_unset(to)),
    )


def parse_notice_list(
    filter_: NoticeFilterArgument = strawberry.UNSET, first: pagination.First = strawberry.UNSET,
    after: pagination.After = strawberry.UNSET, last: pagination.Last = strawberry.UNSET,
    before: pagination.Before = strawberry.UNSET,
) -> pagination.ListArguments:  # fmt: skip
    """Arguments of the list of notices. Raises BadUserInput if one is invalid."""
    fields = filter_ or NoticeFilter()
    kinds = input_validation.none_if_unset(fields.kind)
    criteria = NoticeCriteria(
        input_validation.none_if_unset(fields.unread), None if kinds is None else frozenset(kinds)
    )
    return pagination.ListArguments(pagination.parse_page_arguments("Notice", first, after, last, before), criteria)


@dataclass(frozen=True, slots=True)
class NoCriteria:
    """Selects all items of a list."""

    def conditions(self, row: Any, bind: pagination.BindFactory) -> Iterator[ColumnElement[bool]]:  # noqa: ARG002
        """No conditions."""
        yield from ()


def parse_webhook_delivery_list(
    first: pagination.First = strawberry.UNSET, after: pagination.After = strawberry.UNSET,
    last: pagination.Last = strawberry.UNSET, before: pagination.Before = strawberry.UNSET,
) -> pagination.ListArguments:  # fmt: skip
    """Arguments of a list of deliveries. Raises BadUserInput if one is invalid."""
    page = pagination.parse_page_arguments("WebhookDelivery", first, after, last, before)
    return pagination.ListArguments(page, NoCriteria())


def _is_one_of(column: Any, statuses: frozenset[Any]) -> Any:
    return column.in_(sorted(statuses, key=lambda status: status.name))
