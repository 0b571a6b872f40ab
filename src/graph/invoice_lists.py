"""Lists of invoices: their filter and orders as GraphQL arguments, and the SQL that they become."""

import datetime as dt
import enum
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, TypeAlias

import strawberry
from sqlalchemy import ColumnElement, Date, func, literal

import models
from billing.access.principals import Viewer
from billing.invoices import rules
from graph import described, filters, input_validation, pagination, search


@described.input_type
class InvoiceFilter:
    """Selects invoices that match all given fields. Omitted fields do not filter."""

    status: list[models.InvoiceStatus] | None = described.optional(filters.STATUS_DESCRIPTION)
    overdue: bool | None = described.optional(
        "Whether the invoice is overdue: its due date has passed in the firm's time zone, and it is not paid in full."
    )
    search: str | None = described.optional(
        "The number or the description contains this text, ignoring case. The text is taken literally; at most"
        f" {search.MAX_SEARCH_LENGTH} characters."
    )
    client_ids: list[strawberry.ID] | None = filters.client_ids_field()
    issued_from: dt.date | None = described.optional("Issued on or after this date. Drafts do not match.")
    issued_to: dt.date | None = described.optional("Issued on or before this date. Drafts do not match.")
    due_from: dt.date | None = described.optional(
        "Due on or after this date. Invoices without a due date do not match."
    )
    due_to: dt.date | None = described.optional("Due on or before this date. Invoices without a due date do not match.")


@described.enum_type
class InvoiceOrderField(enum.Enum):
    """What invoices are ordered by. Invoices that are equal in it are in the order of their creation."""

    CREATED = "When the invoice was created."
    ISSUED = "The date of issue. Invoices without one are last, in either direction."
    DUE = "The due date. Invoices without one are last, in either direction."
    NUMBER = "The number, ignoring case, by Unicode code point; digits in it by their value: INV-9 precedes INV-10."
    TOTAL = "The total."
    AMOUNT_DUE = "The amount due."


SortKeys: TypeAlias = dict[InvoiceOrderField, pagination.SortKey | None]


def _sort_keys(missing_day: dt.date) -> SortKeys:
    """The key of each order, with the day that stands for a date that an invoice does not have."""
    day = literal(missing_day, Date())
    return {
        InvoiceOrderField.CREATED: None,
        InvoiceOrderField.ISSUED: pagination.SortKey(lambda invoice: func.coalesce(invoice.issued_on, day), dt.date),
        InvoiceOrderField.DUE: pagination.SortKey(lambda invoice: func.coalesce(invoice.due_on, day), dt.date),
        InvoiceOrderField.NUMBER: pagination.SortKey(lambda invoice: invoice.number_order_key, str),
        InvoiceOrderField.TOTAL: pagination.SortKey(lambda invoice: invoice.total, int),
        InvoiceOrderField.AMOUNT_DUE: pagination.SortKey(lambda invoice: invoice.amount_due, int),
    }


def _without_index(key: pagination.SortKey | None) -> pagination.SortKey | None:
    """The same key, but not from the firm's index: one client's rows are few, and may be at the far end of it."""
    if key is None:
        return None
    return pagination.SortKey(lambda row: pagination.without_index(key.expression(row), row), key.type_)


_KEYS_OF_FIRM = {
    pagination.OrderDirection.ASC: _sort_keys(models.LAST_DAY),
    pagination.OrderDirection.DESC: _sort_keys(models.FIRST_DAY),
}
_KEYS_OF_CLIENT: dict[pagination.OrderDirection, SortKeys] = {
    direction: {field: _without_index(key) for field, key in keys.items()} for direction, keys in _KEYS_OF_FIRM.items()
}


@described.input_type
class InvoiceOrder:
    """The order of a list of invoices. Its cursors continue this order only."""

    field: InvoiceOrderField = described.field("What the invoices are ordered by.")
    direction: pagination.OrderDirection = described.field("The direction.")

    def parse(self, *, is_of_one_client: bool) -> pagination.ListOrder | None:
        """The order; None for the newest first."""
        keys = (_KEYS_OF_CLIENT if is_of_one_client else _KEYS_OF_FIRM)[self.direction]
        return pagination.parse_order(self.field, self.direction, keys, InvoiceOrderField.CREATED)


def _date_with_index(column: Any, *, has_end: bool) -> Any:
    """A date, as PostgreSQL has it in the index of an order: where it is missing, a day outside the range."""
    missing_day = models.LAST_DAY if has_end else models.FIRST_DAY
    return filters.indexed_on_postgresql(column, func.coalesce(column, literal(missing_day, Date())))


InvoiceFilterArgument: TypeAlias = Annotated[
    InvoiceFilter | None, described.argument("Return only invoices that match this filter.", name="filter")
]
InvoiceOrderArgument: TypeAlias = Annotated[
    InvoiceOrder | None, described.argument("The order. The newest first if omitted.")
]


@dataclass(frozen=True, slots=True)
class InvoiceCriteria:
    """Selects invoices by status, by being overdue now, by text, client and dates."""

    statuses: frozenset[models.InvoiceStatus] | None
    overdue: bool | None
    search: str | None
    client_ids: filters.ClientIds | None
    issued_from: dt.date | None
    issued_to: dt.date | None
    due_from: dt.date | None
    due_to: dt.date | None

    def conditions(self, row: Any, bind: pagination.BindFactory, _viewer: Viewer) -> Iterator[ColumnElement[bool]]:
        """See `pagination.Criteria`."""
        yield from filters.client_conditions(row, self, bind)
        if self.statuses is not None:
            yield filters.is_one_of(row.status, self.statuses)
        if self.overdue is not None:
            is_overdue = rules.is_overdue(row, bind(Date(), lambda request, _: request.today))
            yield is_overdue if self.overdue else ~is_overdue
        issued_on = _date_with_index(row.issued_on, has_end=self.issued_to is not None)
        yield from filters.date_conditions(issued_on, self, "issued", bind)
        due_on = _date_with_index(row.due_on, has_end=self.due_to is not None)
        yield from filters.date_conditions(due_on, self, "due", bind)
        if self.search is not None:
            yield search.contains(bind, row.search_key)


def parse_firm_invoice_list(
    filter_: InvoiceFilterArgument = strawberry.UNSET, order_by: InvoiceOrderArgument = strawberry.UNSET,
    first: pagination.First = strawberry.UNSET, after: pagination.After = strawberry.UNSET,
    last: pagination.Last = strawberry.UNSET, before: pagination.Before = strawberry.UNSET,
) -> pagination.ListArguments:  # fmt: skip
    """Arguments of the list of a firm's invoices. Raises BadUserInput if one is invalid."""
    criteria = _parse_filter(filter_)
    return _parse_list(criteria, order_by, first, after, last, before, isinstance(criteria.client_ids, uuid.UUID))


def parse_client_invoice_list(
    filter_: InvoiceFilterArgument = strawberry.UNSET, order_by: InvoiceOrderArgument = strawberry.UNSET,
    first: pagination.First = strawberry.UNSET, after: pagination.After = strawberry.UNSET,
    last: pagination.Last = strawberry.UNSET, before: pagination.Before = strawberry.UNSET,
) -> pagination.ListArguments:  # fmt: skip
    """Arguments of the list of a client's invoices. Raises BadUserInput if one is invalid."""
    return _parse_list(_parse_filter(filter_), order_by, first, after, last, before, is_of_one_client=True)


def _parse_filter(filter_: InvoiceFilter | None) -> InvoiceCriteria:
    fields = filter_ or InvoiceFilter()
    return InvoiceCriteria(
        filters.parse_set(fields.status),
        input_validation.none_if_unset(fields.overdue),
        search.parse_search(input_validation.none_if_unset(fields.search)),
        filters.parse_client_ids(fields.client_ids),
        input_validation.none_if_unset(fields.issued_from),
        input_validation.none_if_unset(fields.issued_to),
        input_validation.none_if_unset(fields.due_from),
        input_validation.none_if_unset(fields.due_to),
    )


def _parse_list(
    criteria: InvoiceCriteria, order_by: InvoiceOrder | None, first: int | None, after: str | None, last: int | None,
    before: str | None, is_of_one_client: bool,
) -> pagination.ListArguments:  # fmt: skip
    order = order_by.parse(is_of_one_client=is_of_one_client) if order_by else None
    page = pagination.parse_page_arguments("Invoice", first, after, last, before, order)
    return pagination.ListArguments(page, criteria, order)
