"""A client's credits, and the credit entries that change them."""

import datetime as dt
from typing import Annotated, Any

from sqlalchemy import ColumnElement, func, literal, select

import models
from billing.access import visibility
from graph import credit_lists, described, pagination, sqlquery
from graph.types import lazy
from graph.types.actor import on_event
from graph.types.money import Money
from graph.types.node import Node
from models.base import Instant


def _parse_balance_at(
    at: Annotated[dt.datetime, described.argument("The time. Entries created exactly then count.")],
) -> dt.datetime:
    """The time before which entries count."""
    return at + dt.timedelta.resolution


def _balance_at(client: Any, _: sqlquery.CompileContext, arguments: sqlquery.Arguments) -> ColumnElement[int]:
    # Order by the ledger's sequence, as `entries` does: clocks of several processes may differ.
    entry = models.CreditEntry
    newest = (
        select(entry.balance_after)
        .where(entry.firm_id == client.firm_id, entry.client_id == client.id)
        .where(entry.created_at < arguments.bind_computed(Instant(), lambda end: end))
        .order_by(entry.event_seq.desc(), entry.id.desc())
        .limit(1)
    )
    return func.coalesce(newest.scalar_subquery(), literal(0))


@sqlquery.source(models.Client, visibility.clients)
@described.object_type
class CreditAccount(Node):
    """A client's credits: prepaid, granted or returned money."""

    client: lazy.Client = sqlquery.embedded("The client.")
    balance: Money = sqlquery.money(
        "All credits, including reserved ones: the sum of the entries.",
        lambda client, _: client.available + client.held,
    )
    balance_at: Money = sqlquery.money_with_arguments(
        "The balance at a time: `balanceAfter` of the newest entry created by then, in the order of `entries`. Zero"
        " before the first entry; for a future time, the current balance.",
        _parse_balance_at,
        _balance_at,
    )
    reserved: Money = sqlquery.money(
        "The part of the balance that is reserved for payments and refunds in progress.", lambda client, _: client.held
    )
    available: Money = sqlquery.money(
        "The credits that can be used now: the balance less what is reserved. Never negative."
    )
    entries: pagination.Connection[lazy.CreditEntry] = sqlquery.connection(
        "All changes of the balance, newest first.",
        credit_lists.parse_account_entry_list,
        on=sqlquery.on_reverse_foreign_key("client_id"),
        order_by=credit_lists.order_of_entries,
    )


def _reason(entry: Any, compile_context: sqlquery.CompileContext) -> ColumnElement[Any]:
    event = models.Event
    return select(event.reason).where(on_event(entry, event, compile_context)).scalar_subquery()


def _remaining(entry: Any, _: sqlquery.CompileContext) -> ColumnElement[Any]:
    lot = models.Account
    join = (lot.firm_id == entry.firm_id) & (lot.id == entry.lot_id)
    return select(lot.credits_posted - lot.debits_posted).where(join).scalar_subquery()


@sqlquery.source(models.CreditEntry, visibility.rows_of_clients)
@described.object_type
class CreditEntry(Node):
    """A change of a client's credits. Entries never change: a correction is a new entry."""

    kind: models.CreditEntryKind = sqlquery.column("Why the credits changed.")
    amount: Money = sqlquery.money(
        "The change: positive if credits were added, negative if they were used or returned."
    )
    balance_after: Money = sqlquery.money("The balance after this entry.")
    created_at: dt.datetime = sqlquery.column("When it was created.")
    actor: lazy.Actor = sqlquery.to_one("Who caused the change.", on_event)
    reason: str | None = sqlquery.column(
        "The reason that the actor gave. Clients can read it. Null if none was given.", _reason
    )
    prepayment: lazy.Prepayment | None = sqlquery.to_one(
        "The prepayment that caused the change. Null for other causes."
    )
    payment: lazy.Payment | None = sqlquery.to_one("The payment that caused the change. Null for other causes.")
    reverses: lazy.CreditEntry | None = sqlquery.to_one(
        "The entry that this one reverses. Null if it is not a reversal."
    )
    offline_method: models.OfflineMethod | None = sqlquery.column(
        "How the money of an offline payment was received. Null for other entries."
    )
    received_on: dt.date | None = sqlquery.column(
        "The date of receipt of an offline payment, in the firm's time zone. Null for other entries."
    )
    remaining: Money | None = sqlquery.money(
        "The part of the money added with this entry that is neither spent nor reserved. Null if the entry added none.",
        _remaining,
        when=lambda entry, _: entry.lot_id.is_not(None),
    )
