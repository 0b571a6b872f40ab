"""Lists of clients: their filter and orders as GraphQL arguments, and the SQL that they become."""

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, TypeAlias

import strawberry
from sqlalchemy import ColumnElement, Date, String, select
from sqlalchemy.orm import aliased

import models
from billing.access.principals import Viewer
from billing.invoices import rules
from graph import described, input_validation, pagination
from graph.search import MAX_SEARCH_LENGTH, like_pattern, parse_search

_CLIENT_SEARCH = (
    "clients whose name, reference or email address contains this text, or the name or email address of one of their"
    f" users, ignoring case. The text is taken literally; at most {MAX_SEARCH_LENGTH} characters."
)

Search: TypeAlias = Annotated[str | None, described.argument(f"Return only {_CLIENT_SEARCH}")]


@described.input_type
class ClientFilter:
    """Selects clients that match all given fields. Omitted fields do not filter, except `archived`."""

    search: str | None = described.optional(f"Only {_CLIENT_SEARCH}")
    archived: bool = described.field("Archived clients only. They are left out otherwise.", default=False)
    has_credits: bool | None = described.optional("Whether the client has credits, reserved ones included.")
    owes: bool | None = described.optional("Whether anything is due on the client's issued invoices.")
    overdue: bool | None = described.optional(
        "Whether the due date of an invoice of the client has passed in the firm's time zone, and it is not paid in"
        " full."
    )


@described.enum_type
class ClientOrderField(enum.Enum):
    """What clients are ordered by. Clients that are equal in it are in the order of their creation."""

    CREATED = "When the client was created."
    NAME = "The name, ignoring case, by Unicode code point."
    AVAILABLE = "The credits that are available now."
    AMOUNT_DUE = "The total amount due of all issued invoices."


_CLIENT_SORT_KEYS = {
    ClientOrderField.CREATED: None,
    ClientOrderField.NAME: pagination.SortKey(lambda client: client.name_key, str),
    ClientOrderField.AVAILABLE: pagination.SortKey(lambda client: client.available, int),
    ClientOrderField.AMOUNT_DUE: pagination.SortKey(lambda client: client.due, int),
}


@described.input_type
class ClientOrder:
    """The order of a list of clients. Its cursors continue this order only."""

    field: ClientOrderField = described.field("What the clients are ordered by.")
    direction: pagination.OrderDirection = described.field("The direction.")

    def parse(self) -> pagination.ListOrder | None:
        """The order; None for the newest first."""
        return pagination.parse_order(self.field, self.direction, _CLIENT_SORT_KEYS, ClientOrderField.CREATED)


ClientFilterArgument: TypeAlias = Annotated[
    ClientFilter | None,
    described.argument(
        "Return only clients that match this filter. Archived ones are left out unless it asks for them.", name="filter"
    ),
]
ClientOrderArgument: TypeAlias = Annotated[
    ClientOrder | None, described.argument("The order. The newest first if omitted.")
]


@dataclass(frozen=True, slots=True)
class ClientCriteria:
    """Selects clients that are archived or not, by text, credits, debts, and overdue invoices."""

    archived: bool
    has_credits: bool | None
    owes: bool | None
    overdue: bool | None
    search: str | None
    filter_search: str | None

    def conditions(self, row: Any, bind: pagination.BindFactory, _viewer: Viewer) -> Iterator[ColumnElement[bool]]:
        """See `pagination.Criteria`."""
        yield row.archived_at.is_not(None) if self.archived else row.archived_at.is_(None)
        if self.has_credits is not None:
            balance = row.available + row.held
            yield balance > 0 if self.has_credits else balance == 0
        if self.owes is not None:
            yield row.due > 0 if self.owes else row.due == 0
        if self.overdue is not None:
            today = bind(Date(), lambda request, _: request.today)
            is_overdue = _has_overdue_invoice(row, today)
            yield is_overdue if self.overdue else ~is_overdue
        if self.search is not None:
            yield _matches_client(row, bind(String(), lambda _, criteria: like_pattern(criteria.search)))
        if self.filter_search is not None:
            yield _matches_client(row, bind(String(), lambda _, criteria: like_pattern(criteria.filter_search)))


def _has_overdue_invoice(client: Any, today: Any) -> ColumnElement[bool]:
    invoice = aliased(models.Invoice)
    of_client = (invoice.firm_id == client.firm_id) & (invoice.client_id == client.id)
    # Whoever owes nothing has no overdue invoice: most clients need no look at their invoices.
    owes: ColumnElement[bool] = client.due > 0
    return owes & select(invoice.id).where(of_client, rules.is_overdue(invoice, today)).correlate(client).exists()


def _matches_client(client: Any, pattern: Any) -> ColumnElement[bool]:
    """Whether the keys of the client, or of one of its current users, are like the pattern (D36)."""
    user, person = aliased(models.ClientUser), aliased(models.Person)
    users = (
        select(user.id)
        .join(person, person.id == user.person_id)
        .where(user.firm_id == client.firm_id, user.client_id == client.id, user.removed_at.is_(None))
        .where(person.search_key.like(pattern, escape="/"))
        .correlate(client)
    )
    matches: ColumnElement[bool] = client.search_key.like(pattern, escape="/") | users.exists()
    return matches


def parse_client_list(
    search: Search = strawberry.UNSET, filter_: ClientFilterArgument = strawberry.UNSET,
    order_by: ClientOrderArgument = strawberry.UNSET, first: pagination.First = strawberry.UNSET,
    after: pagination.After = strawberry.UNSET, last: pagination.Last = strawberry.UNSET,
    before: pagination.Before = strawberry.UNSET,
) -> pagination.ListArguments:  # fmt: skip
    """Arguments of a list of clients. Raises BadUserInput if one is invalid."""
    fields = filter_ or ClientFilter()
    criteria = ClientCriteria(
        fields.archived,
        input_validation.none_if_unset(fields.has_credits),
        input_validation.none_if_unset(fields.owes),
        input_validation.none_if_unset(fields.overdue),
        parse_search(input_validation.none_if_unset(search)),
        parse_search(input_validation.none_if_unset(fields.search)),
    )
    order = order_by.parse() if order_by else None
    page = pagination.parse_page_arguments("Client", first, after, last, before, order)
    return pagination.ListArguments(page, criteria, order)
