"""Lists of payments and of prepayments: their filter as GraphQL arguments, and the SQL that it becomes."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, TypeAlias

import strawberry
from sqlalchemy import ColumnElement, String, false, func, or_, select
from sqlalchemy.orm import aliased

import models
from billing.access import visibility
from billing.access.principals import ClientUser, Viewer
from billing.payment_numbers import payment_number
from graph import described, enums, filters, input_validation, pagination
from graph.search import MAX_SEARCH_LENGTH, like_pattern, parse_search


@described.input_type
class PaymentFilter:
    """Selects payments or prepayments that match all given fields. Omitted fields do not filter."""

    status: list[enums.PaymentStatus] | None = described.optional(filters.STATUS_DESCRIPTION)
    settled_from: dt.date | None = described.optional("Settled on or after this date, in the firm's time zone.")
    settled_to: dt.date | None = described.optional("Settled on or before this date, in the firm's time zone.")
    client_ids: list[strawberry.ID] | None = filters.client_ids_field()
    paid_by: list[models.PaidBy] | None = described.optional(
        "The source of the money is one of these; of a prepayment its payment method. An empty list matches nothing."
    )
    created_from: dt.date | None = described.optional("Started on or after this date, in the firm's time zone.")
    created_to: dt.date | None = described.optional("Started on or before this date, in the firm's time zone.")
    received_from: dt.date | None = described.optional(
        "The money arrived on or after this date, in the firm's time zone; of an offline payment, the day that was"
        " entered. Payments from credits do not match."
    )
    received_to: dt.date | None = described.optional(
        "The money arrived on or before this date. Payments from credits do not match."
    )
    disputed: bool | None = described.optional(
        "Whether there was a dispute of it, open, won or lost, or its bank debit was returned after it had settled."
    )
    refunded: bool | None = described.optional("Whether money of it was refunded, in full or in part.")
    search: str | None = described.optional(
        "Its number, the number of its invoice, the client's name, reference or email address, or, for members, the"
        " provider's reference contains this text, ignoring case. The text is taken literally; at most"
        f" {MAX_SEARCH_LENGTH} characters."
    )


PaymentFilterArgument: TypeAlias = Annotated[
    PaymentFilter | None, described.argument("Return only items that match this filter.", name="filter")
]


@dataclass(frozen=True, slots=True)
class PaymentCriteria:
    """Selects payments or prepayments by status, source, client, text, what came back, and days of the firm."""

    statuses: frozenset[models.PaymentStatus] | None
    client_ids: filters.ClientIds | None
    paid_by: frozenset[models.PaidBy] | None
    disputed: bool | None
    refunded: bool | None
    settled_from: dt.date | None
    settled_to: dt.date | None
    created_from: dt.date | None
    created_to: dt.date | None
    received_from: dt.date | None
    received_to: dt.date | None
    search: str | None

    def conditions(self, row: Any, bind: pagination.BindFactory, viewer: Viewer) -> Iterator[ColumnElement[bool]]:
        """See `pagination.Criteria`."""
        yield from filters.client_conditions(row, self, bind)
        if self.statuses is not None:
            yield filters.is_one_of(row.status, self.statuses)
        if self.paid_by is not None:
            yield _is_paid_by(row, self.paid_by)
        if self.disputed is not None:
            disputed = _is_disputed(row)
            yield disputed if self.disputed else ~disputed
        if self.refunded is not None:
            yield row.refunded > 0 if self.refunded else row.refunded == 0
        yield from filters.day_conditions(row.settled_at, self, "settled", bind)
        yield from filters.day_conditions(row.created_at, self, "created", bind)
        yield from filters.date_conditions(row.received_on, self, "received", bind)
        if self.search is not None:
            yield or_(*_search_conditions(row, bind, viewer))


def _is_prepayment(row: Any) -> bool:
    return not hasattr(row, "paid_by")


def _is_paid_by(row: Any, sources: frozenset[models.PaidBy]) -> Any:
    if not _is_prepayment(row):
        return filters.is_one_of(row.paid_by, sources)
    names = {source.name for source in sources}
    return filters.is_one_of(row.method, frozenset(method for method in models.PaymentMethod if method.name in names))


def _is_disputed(row: Any) -> ColumnElement[bool]:
    dispute = aliased(models.Dispute)
    column = dispute.prepayment_id if _is_prepayment(row) else dispute.payment_id
    of_row = (dispute.firm_id == row.firm_id) & (column == row.id)
    return select(dispute.id).where(of_row).correlate(row).exists()


def _search_conditions(row: Any, bind: pagination.BindFactory, viewer: Viewer) -> Iterator[ColumnElement[bool]]:
    """The columns that the text is searched for in (D36, D61). Nothing is found by what the viewer cannot see."""
    pattern = bind(String(), lambda _, criteria: like_pattern(criteria.search))
    yield func.lower(payment_number(row)).like(pattern, escape="/")
    client = aliased(models.Client)
    yield _has(row, client, client.id == row.client_id, client.search_key.like(pattern, escape="/"))
    if not _is_prepayment(row):
        invoice = aliased(models.Invoice)
        # The key of an invoice is its number, then on another line its description.
        number = bind(String(), lambda _, criteria: f"{like_pattern(criteria.search)}\n%")
        numbered = invoice.search_key.like(number, escape="/")
        yield _has(row, invoice, invoice.id == row.invoice_id, numbered, visibility.invoices(viewer, invoice))
    if not isinstance(viewer, ClientUser):
        yield func.coalesce(func.lower(row.intent_id).like(pattern, escape="/"), false())


def _has(row: Any, other: Any, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return select(other.id).where(other.firm_id == row.firm_id, *conditions).correlate(row).exists()


def parse_payment_list(
    filter_: PaymentFilterArgument = strawberry.UNSET, first: pagination.First = strawberry.UNSET,
    after: pagination.After = strawberry.UNSET, last: pagination.Last = strawberry.UNSET,
    before: pagination.Before = strawberry.UNSET,
) -> pagination.ListArguments:  # fmt: skip
    """Arguments of a list of payments. Raises BadUserInput if one is invalid."""
    page = pagination.parse_page_arguments("Payment", first, after, last, before)
    return pagination.ListArguments(page, _parse_filter(filter_))


def parse_prepayment_list(
    filter_: PaymentFilterArgument = strawberry.UNSET, first: pagination.First = strawberry.UNSET,
    after: pagination.After = strawberry.UNSET, last: pagination.Last = strawberry.UNSET,
    before: pagination.Before = strawberry.UNSET,
) -> pagination.ListArguments:  # fmt: skip
    """Arguments of a list of prepayments. Raises BadUserInput if one is invalid."""
    page = pagination.parse_page_arguments("Prepayment", first, after, last, before)
    return pagination.ListArguments(page, _parse_filter(filter_))


def _parse_filter(filter_: PaymentFilter | None) -> PaymentCriteria:
    fields = filter_ or PaymentFilter()
    public = filters.parse_set(fields.status)
    stored = [status for status in models.PaymentStatus if enums.to_public_status(status) in (public or ())]
    return PaymentCriteria(
        None if public is None else frozenset(stored),
        filters.parse_client_ids(fields.client_ids),
        filters.parse_set(fields.paid_by),
        input_validation.none_if_unset(fields.disputed),
        input_validation.none_if_unset(fields.refunded),
        input_validation.none_if_unset(fields.settled_from),
        input_validation.none_if_unset(fields.settled_to),
        input_validation.none_if_unset(fields.created_from),
        input_validation.none_if_unset(fields.created_to),
        input_validation.none_if_unset(fields.received_from),
        input_validation.none_if_unset(fields.received_to),
        parse_search(input_validation.none_if_unset(fields.search)),
    )
