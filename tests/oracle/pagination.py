"""Lists, filtered and a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import models
from tests.oracle.resolver_context import ResolverContext
from tests.oracle.values import bad_user_input, is_storable_text, read_cursor

Arguments = dict[str, Any]


@dataclass(frozen=True)
class Page:
    """A page, and how many the whole list has."""

    rows: list[Any]
    has_next_page: bool
    total: int


@dataclass(frozen=True)
class _PageArguments:
    first: int
    after: Any


def _parse_page_arguments(arguments: Arguments) -> _PageArguments:
    """Which page. Raise what is told of one that cannot be."""
    first, after = arguments.get("first"), arguments.get("after")
    if first is None:
        first = 20
    if not 0 <= first <= 100:
        raise bad_user_input("`first` must be between 0 and 100.")
    return _PageArguments(first, None if after is None else read_cursor(after))


def _page(context: ResolverContext, model: type, rows: list[Any], cut: _PageArguments) -> Page:
    """The page of these rows, newest first."""

    def place(row: Any) -> tuple[Any, ...]:
        return (row.event_seq, row.id) if model is models.CreditEntry else (row.id,)

    rest = sorted(rows, key=place, reverse=True)
    if cut.after is not None and model is models.CreditEntry:
        here = context.rows.by_id(models.CreditEntry, cut.after)
        rest = [row for row in rest if here is not None and place(row) < place(here)]
    elif cut.after is not None:
        rest = [row for row in rest if row.id < cut.after]
    return Page(rest[: cut.first], len(rest) > cut.first, len(rows))


def _parse_search(search: str | None) -> str:
    """What to look for. Raise what is told of what no database can look for."""
    if search is not None and (len(search) > 100 or not is_storable_text(search)):
        raise bad_user_input("`search` must be text of at most 100 characters.")
    return (search or "").lower()


def clients(context: ResolverContext, _firm: Any, arguments: Arguments) -> Page:
    """The firm's clients."""
    text, cut = _parse_search(arguments.get("search")), _parse_page_arguments(arguments)
    found = [row for row in context.rows.where(models.Client) if context.is_visible(row) and text in row.name.lower()]
    return _page(context, models.Client, found, cut)


def is_overdue(context: ResolverContext, invoice: models.Invoice) -> bool:
    """Whether its due day is over in the firm's time zone, and not all of it is paid."""
    is_open = invoice.status.name in ("UNPAID", "PARTIALLY_PAID")
    return is_open and invoice.due_on is not None and invoice.due_on < context.now.astimezone(context.zone).date()


def _client_filter(owner: Any) -> dict[str, Any]:
    """Of which client the rows have to be; of all, where it is the firm that is asked."""
    return {"client_id": owner.id} if isinstance(owner, models.Client) else {}


def invoices(context: ResolverContext, owner: Any, arguments: Arguments) -> Page | None:
    """Invoices of the firm or of a client."""
    of_client = isinstance(owner, models.Client)
    cut = _parse_page_arguments(arguments) if of_client else None
    if of_client and context.invoices_hidden:
        return None
    wanted = arguments.get("filter") or {}
    text, overdue, statuses = _parse_search(wanted.get("search")), wanted.get("overdue"), wanted.get("status")
    cut = cut or _parse_page_arguments(arguments)
    found = [
        row
        for row in context.rows.where(models.Invoice, **_client_filter(owner))
        if context.is_visible(row)
        and (statuses is None or row.status.name in statuses)
        and (overdue is None or overdue is is_overdue(context, row))
        and (not text or text in row.number.lower() or text in (row.description or "").lower())
    ]
    return _page(context, models.Invoice, found, cut)


def api_status(status: Any) -> str:
    """A status as it is told (D23)."""
    return "PROCESSING" if status.name == "CREATING" else str(status.name)


def _provider_payments(context: ResolverContext, model: type, owner: Any, arguments: Arguments) -> Page:
    wanted = arguments.get("filter") or {}
    statuses, first, last = wanted.get("status"), wanted.get("settledFrom"), wanted.get("settledTo")

    def fits(row: Any) -> bool:
        day = None if row.settled_at is None else row.settled_at.astimezone(context.zone).date()
        return (
            (statuses is None or api_status(row.status) in statuses)
            and (first is None or (day is not None and first <= day))
            and (last is None or (day is not None and day <= last))
        )

    found = [row for row in context.rows.where(model, **_client_filter(owner)) if context.is_visible(row) and fits(row)]
    return _page(context, model, found, _parse_page_arguments(arguments))


def payments(context: ResolverContext, owner: Any, arguments: Arguments) -> Page:
    """Payments of the firm or of a client."""
    return _provider_payments(context, models.Payment, owner, arguments)


def prepayments(context: ResolverContext, owner: Any, arguments: Arguments) -> Page:
    """Prepayments of the firm or of a client."""
    return _provider_payments(context, models.Prepayment, owner, arguments)


def entries(context: ResolverContext, client: models.Client, arguments: Arguments) -> Page:
    """A client's credit entries."""
    start, end = arguments.get("from"), arguments.get("to")
    found = [
        row
        for row in context.rows.where(models.CreditEntry, client_id=client.id)
        if (start is None or start <= row.created_at) and (end is None or row.created_at < end)
    ]
    return _page(context, models.CreditEntry, found, _parse_page_arguments(arguments))
