"""Connections: filtered lists, one page at a time."""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import dataclass
from typing import Any

import models
from tests.oracle.resolver_context import ResolverContext
from tests.oracle.values import bad_user_input, cursor, read_cursor

Arguments = dict[str, Any]


@dataclass(frozen=True)
class Order:
    """The order of a list: the name of the list in its cursors, the attribute before the id, and the direction."""

    list_name: str
    attribute: str | None = None
    key_type: type[int | str] | None = None
    is_descending: bool = True

    def key(self, row: Any) -> Any:
        return None if self.attribute is None else getattr(row, self.attribute)

    def cursor(self, row: Any) -> str:
        return cursor(self.list_name, row.id, "" if self.attribute is None else self.key(row))


@dataclass(frozen=True)
class Edge:
    """A row of a page, with its cursor."""

    row: Any
    cursor: str


@dataclass(frozen=True)
class Page:
    """A page, and the number of rows of the whole list."""

    rows: list[Any]
    has_next_page: bool
    has_previous_page: bool
    total: int
    order: Order

    @property
    def edges(self) -> list[Edge]:
        return [Edge(row, self.order.cursor(row)) for row in self.rows]


@dataclass(frozen=True)
class _PageArguments:
    size: int
    is_backwards: bool
    after: Any
    before: Any
    order: Order


def _parse_page_arguments(model: type, arguments: Arguments, order: Order | None = None) -> _PageArguments:
    """Return the page arguments. Raises the GraphQL error of invalid ones."""
    order = order or Order(model.__name__)
    for name in ("first", "last"):
        if arguments.get(name) is not None and not 0 <= arguments[name] <= 100:
            raise bad_user_input(f"`{name}` must be between 0 and 100.")
    after, before = (
        None if arguments.get(name) is None else read_cursor(order.list_name, arguments[name], name, order.key_type)
        for name in ("after", "before")
    )
    first, last = arguments.get("first"), arguments.get("last")
    if first is not None and last is not None:
        raise bad_user_input("Use `first` or `last`, not both.")
    is_backwards = last is not None or (first is None and before is not None)
    size = last if first is None else first
    return _PageArguments(20 if size is None else size, is_backwards, after, before, order)


def _page(context: ResolverContext, model: type, rows: list[Any], page: _PageArguments) -> Page:
    """Return a page of these rows, in their order."""
    order = page.order

    def sort_key(row: Any) -> tuple[Any, ...]:
        if model in _ORDERED_BY_EVENT:
            return (row.event_seq, row.id)
        return (row.id,) if order.attribute is None else (order.key(row), row.id)

    def cursor_key(place: Any) -> tuple[Any, ...] | None:
        key, row_id = place
        if model not in _ORDERED_BY_EVENT:
            return (row_id,) if order.attribute is None else (key, row_id)
        row = context.rows.by_id(model, row_id)
        return None if row is None else sort_key(row)

    listed = sorted(rows, key=sort_key, reverse=order.is_descending)
    between, preceding, following = listed, [], []
    if page.after is not None:
        key = cursor_key(page.after)
        preceding = [row for row in listed if key is not None and not _follows(sort_key(row), key, order)]
        between = [row for row in between if key is not None and _follows(sort_key(row), key, order)]
    if page.before is not None:
        key = cursor_key(page.before)
        following = [row for row in listed if key is not None and not _follows(key, sort_key(row), order)]
        between = [row for row in between if key is not None and _follows(key, sort_key(row), order)]
    exceeds = 0 < page.size < len(between)
    if page.is_backwards:
        return Page(between[max(0, len(between) - page.size) :], bool(following), exceeds, len(rows), order)
    return Page(between[: page.size], exceeds, bool(preceding), len(rows), order)


def _follows(key: Any, other: Any, order: Order) -> bool:
    return bool(key < other if order.is_descending else key > other)


_ORDERED_BY_EVENT = (models.CreditEntry, models.Notice)


def _parse_search(search: str | None) -> str:
    """Return the search text without case. Raises the GraphQL error of text that cannot be searched for."""
    text = unicodedata.normalize("NFC", (search or "").strip())
    if len(text) > 100 or any(unicodedata.category(character) in ("Cc", "Cs") for character in text):
        raise bad_user_input("`search` must be text of one line and at most 100 characters.")
    return _without_case(text)


def _without_case(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def clients(context: ResolverContext, _firm: Any, arguments: Arguments) -> Page:
    """The clients of the firm."""
    filter_ = arguments.get("filter") or {}
    texts = (_parse_search(arguments.get("search")), _parse_search(filter_.get("search")))
    page = _parse_page_arguments(models.Client, arguments, client_order(arguments.get("orderBy")))

    def matches(client: models.Client) -> bool:
        overdue = any(is_overdue(context, row) for row in context.rows.where(models.Invoice, client_id=client.id))
        return (
            filter_.get("archived", False) is (client.archived_at is not None)
            and filter_.get("hasCredits") in (None, client.available + client.held > 0)
            and filter_.get("owes") in (None, client.due > 0)
            and filter_.get("overdue") in (None, overdue)
            and all(any(text in found for found in _texts_of(context, client)) for text in texts)
        )

    rows = [row for row in context.rows.where(models.Client) if context.is_visible(row) and matches(row)]
    return _page(context, models.Client, rows, page)


def client_order(argument: dict[str, str] | None) -> Order:
    """Return the order of a list of clients with this argument `orderBy`."""
    if argument is None or (argument["field"], argument["direction"]) == ("CREATED", "DESC"):
        return Order("Client")
    attributes: dict[str, tuple[str | None, type[int | str] | None]] = {
        "CREATED": (None, None),
        "NAME": ("name_key", str),
        "AVAILABLE": ("available", int),
        "AMOUNT_DUE": ("due", int),
    }
    list_name = f"Client.{argument['field']}.{argument['direction']}"
    return Order(list_name, *attributes[argument["field"]], is_descending=argument["direction"] == "DESC")


def _texts_of(context: ResolverContext, client: models.Client) -> list[str]:
    """What a client is searched by, without case."""
    users = [user for user in context.rows.where(models.ClientUser, client_id=client.id) if user.removed_at is None]
    people = [context.rows.people[user.person_id] for user in users]
    texts = [client.name, client.reference, client.email]
    texts += [text for person in people for text in (person.name, person.email)]
    return [_without_case(text or "") for text in texts]


def is_overdue(context: ResolverContext, invoice: models.Invoice) -> bool:
    """Whether the invoice is open and its due date has passed in the firm's time zone."""
    is_open = invoice.status.name in ("UNPAID", "PARTIALLY_PAID")
    return is_open and invoice.due_on is not None and invoice.due_on < context.now.astimezone(context.zone).date()


def _client_filter(owner: Any) -> dict[str, Any]:
    """Restrict the rows to a client, if the list is a client's."""
    return {"client_id": owner.id} if isinstance(owner, models.Client) else {}


def invoices(context: ResolverContext, owner: Any, arguments: Arguments) -> Page | None:
    """The invoices of the firm or of a client."""
    is_client = isinstance(owner, models.Client)
    page = _parse_page_arguments(models.Invoice, arguments) if is_client else None
    if is_client and context.invoices_hidden:
        return None
    filter_ = arguments.get("filter") or {}
    text, overdue, statuses = _parse_search(filter_.get("search")), filter_.get("overdue"), filter_.get("status")
    page = page or _parse_page_arguments(models.Invoice, arguments)
    rows = [
        row
        for row in context.rows.where(models.Invoice, **_client_filter(owner))
        if context.is_visible(row)
        and (statuses is None or row.status.name in statuses)
        and (overdue is None or overdue is is_overdue(context, row))
        and (not text or text in _without_case(row.number) or text in _without_case(row.description or ""))
    ]
    return _page(context, models.Invoice, rows, page)


def api_status(status: Any) -> str:
    """Return a status as the API shows it (D23)."""
    if status.name == "CREATING":
        return "REQUIRES_ACTION" if isinstance(status, models.PaymentStatus) else "PROCESSING"
    return str(status.name)


def _provider_payments(context: ResolverContext, model: type, owner: Any, arguments: Arguments) -> Page:
    filter_ = arguments.get("filter") or {}
    statuses, first, last = filter_.get("status"), filter_.get("settledFrom"), filter_.get("settledTo")

    def matches(row: Any) -> bool:
        day = None if row.settled_at is None else row.settled_at.astimezone(context.zone).date()
        return (
            (statuses is None or api_status(row.status) in statuses)
            and (first is None or (day is not None and first <= day))
            and (last is None or (day is not None and day <= last))
        )

    owned = context.rows.where(model, **_client_filter(owner))
    rows = [row for row in owned if context.is_visible(row) and matches(row)]
    return _page(context, model, rows, _parse_page_arguments(model, arguments))


def payments(context: ResolverContext, owner: Any, arguments: Arguments) -> Page:
    """The payments of the firm or of a client."""
    return _provider_payments(context, models.Payment, owner, arguments)


def prepayments(context: ResolverContext, owner: Any, arguments: Arguments) -> Page:
    """The prepayments of the firm or of a client."""
    return _provider_payments(context, models.Prepayment, owner, arguments)


def entries(context: ResolverContext, client: models.Client, arguments: Arguments) -> Page:
    """The credit entries of a client."""
    start, end = arguments.get("from"), arguments.get("to")
    rows = [
        row
        for row in context.rows.where(models.CreditEntry, client_id=client.id)
        if (start is None or start <= row.created_at) and (end is None or row.created_at < end)
    ]
    return _page(context, models.CreditEntry, rows, _parse_page_arguments(models.CreditEntry, arguments))


def notice_read_at(context: ResolverContext, notice: models.Notice) -> dt.datetime | None:
    """When the viewer read the notice."""
    own = {"membership_id": context.authenticated_viewer.id}
    individual = context.rows.where(models.NoticeRead, notice_id=notice.id, **own)
    watermarks = sorted(context.rows.where(models.NoticeWatermark, **own), key=lambda row: row.until_seq)
    covering = [row for row in watermarks if row.until_seq >= notice.event_seq]
    times: list[dt.datetime] = [row.read_at for row in (*individual, *covering)]
    return times[0] if times else None


def count_unread_notices(context: ResolverContext) -> int:
    """How many notices the viewer has not read."""
    visible = [row for row in context.rows.where(models.Notice) if context.is_visible(row)]
    return sum(notice_read_at(context, row) is None for row in visible)


def notices(context: ResolverContext, _query: None, arguments: Arguments) -> Page:
    """The notices to the viewer."""
    filter_, page = arguments.get("filter") or {}, _parse_page_arguments(models.Notice, arguments)
    unread, kinds = filter_.get("unread"), filter_.get("kind")
    rows = [
        row
        for row in context.rows.where(models.Notice)
        if context.is_visible(row)
        and (kinds is None or row.kind.name in kinds)
        and (unread is None or unread is (notice_read_at(context, row) is None))
    ]
    return _page(context, models.Notice, rows, page)


def webhook_deliveries(context: ResolverContext, endpoint: models.WebhookEndpoint, arguments: Arguments) -> Page:
    """The deliveries to an endpoint."""
    rows = context.rows.where(models.WebhookDelivery, endpoint_id=endpoint.id)
    return _page(context, models.WebhookDelivery, rows, _parse_page_arguments(models.WebhookDelivery, arguments))
