"""A client's credits, and how they came and went."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Any

import strawberry
from sqlalchemy import ColumnElement, func, literal, select

import models
from billing.access import visibility
from graph import filters, pagination, sqlquery
from graph.types import joins, lazy
from graph.types.money import Money
from graph.types.node import Node
from models.base import Instant


@dataclass(frozen=True, slots=True)
class _BalanceAtArguments:
    """A moment, what was made right then included."""

    end: dt.datetime


def _parse_balance_at(
    at: Annotated[dt.datetime, strawberry.argument(description="The moment, what was made right then included.")],
) -> _BalanceAtArguments:
    return _BalanceAtArguments(at + dt.timedelta.resolution)


def _balance_at(client: Any, _: sqlquery.CompileContext, arguments: sqlquery.Arguments) -> ColumnElement[int]:
    # The first of the entries as they are listed: by the books' order, which the time of a clock could contradict.
    entry = models.CreditEntry
    newest = (
        select(entry.balance_after)
        .where(entry.firm_id == client.firm_id, entry.client_id == client.id)
        .where(entry.created_at < arguments.bind("end", Instant()))
        .order_by(entry.event_seq.desc(), entry.id.desc())
        .limit(1)
    )
    return func.coalesce(newest.scalar_subquery(), literal(0))


def _entry_order(entry: Any) -> tuple[Any, ...]:
    return (entry.event_seq, entry.id)


@sqlquery.source(models.Client, visibility.clients)
@strawberry.type(description="A client's credits: money that it paid ahead, was granted, or got back.")
class CreditAccount(Node):
    """A client's credits: told from the client, by whose own id the account goes."""

    client: lazy.Client = sqlquery.embedded(description="Whose credits they are.")
    balance: Money = sqlquery.money(
        lambda client, _: client.available + client.held,
        description="All credits, those set aside included: the sum of the entries.",
    )
    balance_at: Money = sqlquery.money_with_arguments(
        _parse_balance_at,
        _balance_at,
        description=(
            "The balance as it was at a moment: `balanceAfter` of the newest entry made by then, in the order of"
            " `entries`. Nothing before the first one; for a moment to come, the balance of now."
        ),
    )
    reserved: Money = sqlquery.money(
        lambda client, _: client.held, description="Of the balance, what is set aside for payments under way."
    )
    available: Money = sqlquery.money(description="Balance less reserved: what can be used now. Never negative.")
    entries: pagination.Connection[lazy.CreditEntry] = sqlquery.connection(
        joins.on_reverse_foreign_key("client_id"),
        filters.parse_credit_entry_list,
        order_by=_entry_order,
        description="Every change of the balance, newest first.",
    )


def _reason(entry: Any, _: sqlquery.CompileContext) -> ColumnElement[Any]:
    event = models.Event
    own = (event.firm_id == entry.firm_id) & (event.seq == entry.event_seq)
    return select(event.reason).where(own).scalar_subquery()


def _remaining(entry: Any, _: sqlquery.CompileContext) -> ColumnElement[Any]:
    lot = models.Account
    own = (lot.firm_id == entry.firm_id) & (lot.id == entry.lot_id)
    return select(lot.credits_posted - lot.debits_posted).where(own).scalar_subquery()


def _has_lot(entry: Any, _: sqlquery.CompileContext) -> ColumnElement[bool]:
    found: ColumnElement[bool] = entry.lot_id.is_not(None)
    return found


@sqlquery.source(models.CreditEntry, visibility.credit_entries)
@strawberry.type(description="One change of a client's credits. Entries are never edited: a correction is a new one.")
class CreditEntry(Node):
    """One change of a client's credits."""

    kind: models.CreditEntryKind = sqlquery.column(description="Why the credits changed.")
    amount: Money = sqlquery.money(description="By how much: positive when credits were added.")
    balance_after: Money = sqlquery.money(description="The balance right after this entry.")
    created_at: dt.datetime = sqlquery.column(description="When it was made.")
    actor: lazy.Actor = sqlquery.to_one(joins.on_event, description="Who did it.")
    reason: str | None = sqlquery.column(
        _reason, description="Why, in the words of whoever did it. Clients read it too. Null when none was given."
    )
    prepayment: lazy.Prepayment | None = sqlquery.to_one(
        joins.on_foreign_key("prepayment_id"),
        description="The prepayment that it is about. Null when it is about none.",
    )
    payment: lazy.Payment | None = sqlquery.to_one(
        joins.on_foreign_key("payment_id"), description="The payment that it is about. Null when it is about none."
    )
    reverses: lazy.CreditEntry | None = sqlquery.to_one(
        joins.on_foreign_key("reverses_id"), description="The earlier entry that it undoes. Null when it undoes none."
    )
    offline_method: models.OfflineMethod | None = sqlquery.column(
        description="Of money that no provider carried: how it came. Else null."
    )
    received_on: dt.date | None = sqlquery.column(
        description="Of money that no provider carried: the day it came, in the firm's time zone. Else null."
    )
    remaining: Money | None = sqlquery.money(
        _remaining,
        when=_has_lot,
        description="Of money that came in with this entry: what is not yet spent. Else null.",
    )
