"""Connections: filtered lists, one page at a time."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import models
from billing.access.principals import ClientUser
from tests.oracle.resolver_context import ResolverContext
from tests.oracle.values import bad_user_input, cursor, read_cursor, read_global_id

Arguments = dict[str, Any]


@dataclass(frozen=True)
class Order:
    """The order of a list: the name of the list in its cursors, the attribute before the id, and the direction."""

    list_name: str
    attribute: str | None = None
    key_type: Callable[[str], Any] | None = None
    is_descending: bool = True

    def key(self, row: Any) -> Any:
        key = None if self.attribute is None else getattr(row, self.attribute)
        if key is None and self.key_type == dt.date.fromisoformat:
            # Last in either direction.
            return dt.date(1000, 1, 1) if self.is_descending else dt.date(9999, 1, 1)
        return key

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
        if model is models.Event:
            return (row.seq, row.id)
        if model in _ORDERED_BY_EVENT:
            return (row.event_seq, row.id)
        return (row.id,) if order.attribute is None else (order.key(row), row.id)

    def cursor_key(place: Any) -> tuple[Any, ...] | None:
        key, row_id = place
        if model is not models.Event and model not in _ORDERED_BY_EVENT:
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
    attributes = {"NAME": ("name_key", str), "AVAILABLE": ("available", int), "AMOUNT_DUE": ("due", int)}
    return _order("Client", argument, attributes)


def invoice_order(argument: dict[str, str] | None) -> Order:
    """Return the order of a list of invoices with this argument `orderBy`."""
    day = dt.date.fromisoformat
    attributes = {
        "ISSUED": ("issued_on", day), "DUE": ("due_on", day), "NUMBER": ("number_order_key", str),
        "TOTAL": ("total", int), "AMOUNT_DUE": ("amount_due", int),
    }  # fmt: skip
    return _order("Invoice", argument, attributes)


def _order(type_name: str, argument: dict[str, str] | None, attributes: Mapping[str, tuple[str, Any]]) -> Order:
    if argument is None or (argument["field"], argument["direction"]) == ("CREATED", "DESC"):
        return Order(type_name)
    list_name = f"{type_name}.{argument['field']}.{argument['direction']}"
    attribute, key_type = attributes.get(argument["field"], (None, None))
    return Order(list_name, attribute, key_type, argument["direction"] == "DESC")


def _texts_of(context: ResolverContext, client: models.Client) -> list[str]:
    """What a client is searched by, without case."""
    users = [user for user in context.rows.where(models.ClientUser, client_id=client.id) if user.removed_at is None]
    people = [context.rows.people[user.person_id] for user in users]
    texts = [client.name, client.reference, client.email]
    texts += [text for person in people for text in (person.name, person.email)]
    return [_without_case(text or "") for text in texts]


def invitations(context: ResolverContext, _firm: Any, arguments: Arguments) -> Page:
    """All invitations of the firm."""
    page = _parse_page_arguments(models.Invitation, arguments)
    return _page(context, models.Invitation, context.rows.where(models.Invitation), page)


def assigned_clients(context: ResolverContext, member: models.FirmMember, arguments: Arguments) -> Page:
    """The clients that are assigned to a member."""
    page = _parse_page_arguments(models.Client, arguments)
    assigned = {row.client_id for row in context.rows.where(models.Assignment, member_id=member.id)}
    rows = [row for row in context.rows.where(models.Client) if row.id in assigned and context.is_visible(row)]
    return _page(context, models.Client, rows, page)


def is_overdue(context: ResolverContext, invoice: models.Invoice) -> bool:
    """Whether the invoice is open and its due date has passed in the firm's time zone."""
    is_open = invoice.status.name in ("UNPAID", "PARTIALLY_PAID")
    return is_open and invoice.due_on is not None and invoice.due_on < context.now.astimezone(context.zone).date()


def _client_filter(owner: Any) -> dict[str, Any]:
    """Restrict the rows to a client, if the list is a client's."""
    return {"client_id": owner.id} if isinstance(owner, models.Client) else {}


def invoices(context: ResolverContext, owner: Any, arguments: Arguments) -> Page | None:
    """The invoices of the firm or of a client."""
    filter_ = arguments.get("filter") or {}
    text, overdue, statuses = _parse_search(filter_.get("search")), filter_.get("overdue"), filter_.get("status")
    of_clients = _parse_clients(filter_)
    page = _parse_page_arguments(models.Invoice, arguments, invoice_order(arguments.get("orderBy")))
    if isinstance(owner, models.Client) and context.invoices_hidden:
        return None
    rows = [
        row
        for row in context.rows.where(models.Invoice, **_client_filter(owner))
        if context.is_visible(row)
        and of_clients(row)
        and _is_between(row.issued_on, filter_, "issued")
        and _is_between(row.due_on, filter_, "due")
        and (statuses is None or row.status.name in statuses)
        and (overdue is None or overdue is is_overdue(context, row))
        and (not text or text in _without_case(row.number) or text in _without_case(row.description or ""))
    ]
    return _page(context, models.Invoice, rows, page)


def _parse_clients(filter_: dict[str, Any]) -> Callable[[Any], bool]:
    """Return whether a row is of one of the filter's clients. Raises the GraphQL error of too many."""
    ids = filter_.get("clientIds")
    if ids is None:
        return lambda _row: True
    if len(ids) > 100:
        raise bad_user_input("`clientIds` must have at most 100 items.")
    named = [read_global_id(id_) for id_ in ids]
    return lambda row: ("Client", row.client_id) in named


def _is_between(day: dt.date | None, filter_: dict[str, Any], name: str) -> bool:
    """Whether the day is in the filter's range of that name, both ends included."""
    first, last = filter_.get(f"{name}From"), filter_.get(f"{name}To")
    if first is None and last is None:
        return True
    return day is not None and (first is None or first <= day) and (last is None or day <= last)


def api_status(status: Any) -> str:
    """Return a status as the API shows it (D23)."""
    if status.name == "CREATING":
        return "REQUIRES_ACTION" if isinstance(status, models.PaymentStatus) else "PROCESSING"
    return str(status.name)


def _provider_payments(context: ResolverContext, model: type, owner: Any, arguments: Arguments) -> Page:
    filter_ = arguments.get("filter") or {}
    statuses, sources, of_clients = filter_.get("status"), filter_.get("paidBy"), _parse_clients(filter_)
    disputed, refunded, text = filter_.get("disputed"), filter_.get("refunded"), _parse_search(filter_.get("search"))

    def day(instant: dt.datetime | None) -> dt.date | None:
        return None if instant is None else instant.astimezone(context.zone).date()

    def matches(row: Any) -> bool:
        is_payment = isinstance(row, models.Payment)
        disputes = context.rows.where(models.Dispute, **{"payment_id" if is_payment else "prepayment_id": row.id})
        return (
            of_clients(row)
            and (statuses is None or api_status(row.status) in statuses)
            and (sources is None or (row.paid_by if is_payment else row.method).name in sources)
            and (disputed is None or disputed is bool(disputes))
            and (refunded is None or refunded is (row.refunded > 0))
            and _is_between(day(row.settled_at), filter_, "settled")
            and _is_between(day(row.created_at), filter_, "created")
            and _is_between(row.received_on, filter_, "received")
            and any(text in _without_case(found) for found in _texts_of_payment(context, row))
        )

    owned = context.rows.where(model, **_client_filter(owner))
    rows = [row for row in owned if context.is_visible(row) and matches(row)]
    return _page(context, model, rows, _parse_page_arguments(model, arguments))


def _texts_of_payment(context: ResolverContext, row: Any) -> list[str]:
    """What a payment or prepayment is searched by."""
    client = context.rows.by_id(models.Client, row.client_id)
    invoice = context.rows.by_id(models.Invoice, row.invoice_id) if isinstance(row, models.Payment) else None
    texts = [payment_number(row), client.name, client.reference, client.email]
    if invoice is not None and context.is_visible(invoice):
        texts.append(invoice.number)
    if not isinstance(context.viewer, ClientUser):
        texts.append(row.intent_id)
    return [text or "" for text in texts]


def payment_number(row: Any) -> str:
    """P-00042 of one that has settled, else T- and the end of its id."""
    if row.number is None:
        return "T-" + str(row.id).rsplit("-", 1)[-1].upper()
    return "P-" + str(row.number).rjust(5, "0")


def payments(context: ResolverContext, owner: Any, arguments: Arguments) -> Page:
    """The payments of the firm or of a client."""
    return _provider_payments(context, models.Payment, owner, arguments)


def prepayments(context: ResolverContext, owner: Any, arguments: Arguments) -> Page:
    """The prepayments of the firm or of a client."""
    return _provider_payments(context, models.Prepayment, owner, arguments)


def entries(context: ResolverContext, client: models.Client, arguments: Arguments) -> Page:
    """The credit entries of a client."""
    rows = [
        row for row in context.rows.where(models.CreditEntry, client_id=client.id) if _matches_entry(row, arguments)
    ]
    return _page(context, models.CreditEntry, rows, _parse_page_arguments(models.CreditEntry, arguments))


def activities(context: ResolverContext, events: list[Any], arguments: Arguments) -> Page:
    """A page of these events."""
    page = _parse_page_arguments(models.Event, arguments, Order("Activity"))
    return _page(context, models.Event, events, page)


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


def _matches_entry(entry: models.CreditEntry, filter_: dict[str, Any]) -> bool:
    kinds, start, end = filter_.get("kind"), filter_.get("from"), filter_.get("to")
    is_in_period = (start is None or start <= entry.created_at) and (end is None or entry.created_at < end)
    return is_in_period and (kinds is None or entry.kind.name in kinds)


def credit_entries(context: ResolverContext, _firm: Any, arguments: Arguments) -> Page:
    """The credit entries of the firm."""
    return _rows_of_clients(context, models.CreditEntry, arguments, _matches_entry)


def disputes(context: ResolverContext, _firm: Any, arguments: Arguments) -> Page:
    """The disputes of the firm."""
    return _rows_of_clients(context, models.Dispute, arguments, _has_status)


def refunds(context: ResolverContext, _firm: Any, arguments: Arguments) -> Page:
    """The refunds of the firm."""
    return _rows_of_clients(context, models.Refund, arguments, _has_status)


def _has_status(row: Any, filter_: dict[str, Any]) -> bool:
    return filter_.get("status") is None or api_status(row.status) in filter_["status"]


def _rows_of_clients(
    context: ResolverContext, model: type, arguments: Arguments, matches: Callable[[Any, dict[str, Any]], bool]
) -> Page:
    filter_ = arguments.get("filter") or {}
    of_clients = _parse_clients(filter_)
    rows = [
        row
        for row in context.rows.where(model)
        if context.is_visible(row) and of_clients(row) and matches(row, filter_)
    ]
    return _page(context, model, rows, _parse_page_arguments(model, arguments))


def webhook_deliveries(context: ResolverContext, endpoint: models.WebhookEndpoint, arguments: Arguments) -> Page:
    """The deliveries to an endpoint."""
    rows = context.rows.where(models.WebhookDelivery, endpoint_id=endpoint.id)
    return _page(context, models.WebhookDelivery, rows, _parse_page_arguments(models.WebhookDelivery, arguments))
