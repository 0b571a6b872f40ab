"""A client's credits, and how they came and went."""

import datetime as dt
import uuid
from typing import Annotated, Self

import strawberry

import models
from graph import connections, filters, globalids, lists, texts
from graph.context import Info
from graph.types import actor as actor_type
from graph.types import client as client_type
from graph.types import links
from graph.types import payment as payment_type
from graph.types import prepayment as prepayment_type
from graph.types.money import Money
from graph.types.node import Node


async def _client(root: "CreditAccount", info: Info) -> "client_type.Client":
    return client_type.Client.of(root.row, await info.context.currency())


async def _balance_at(
    root: "CreditAccount",
    info: Info,
    at: Annotated[dt.datetime, strawberry.argument(description="The moment, what was made right then included.")],
) -> Money:
    # The first of the entries as they are listed: by the books' order, which the time of a clock could contradict.
    wanted = filters.Entries(None, at + dt.timedelta.resolution)
    newest = await info.context.loaders.pages.rows(
        lists.Ask(lists.CREDIT_ENTRIES, lists.Page(0, None), root.row.id, wanted)
    )
    return Money.minor(newest[0].balance_after if newest else 0, await info.context.currency())


async def _entries(
    root: "CreditAccount",
    info: Info,
    from_: Annotated[
        dt.datetime | None, strawberry.argument(name="from", description="Only entries made at this moment or later.")
    ] = strawberry.UNSET,
    to: Annotated[dt.datetime | None, strawberry.argument(description="Only entries made before this moment.")] = (
        strawberry.UNSET
    ),
    first: connections.First = strawberry.UNSET,
    after: connections.After = strawberry.UNSET,
) -> "connections.Connection[CreditEntry]":
    wanted = filters.Entries(texts.given(from_), texts.given(to))
    ask = lists.Ask(lists.CREDIT_ENTRIES, connections.page(first, after), root.row.id, wanted)
    return await connections.listed(info, ask, CreditEntry.of)


@strawberry.type(description="A client's credits: money that it paid ahead, was granted, or got back.")
class CreditAccount(Node):
    """A client's credits."""

    row: strawberry.Private[models.Client]
    client: links.Client = strawberry.field(resolver=_client, description="Whose credits they are.")
    balance: Money = strawberry.field(description="All credits, those set aside included: the sum of the entries.")
    balance_at: Money = strawberry.field(
        resolver=_balance_at,
        description=(
            "The balance as it was at a moment: `balanceAfter` of the newest entry made by then, in the order of"
            " `entries`. Nothing before the first one; for a moment to come, the balance of now."
        ),
    )
    reserved: Money = strawberry.field(description="Of the balance, what is set aside for payments under way.")
    available: Money = strawberry.field(description="Balance less reserved: what can be used now. Never negative.")
    entries: connections.Connection[links.CreditEntry] = strawberry.field(
        resolver=_entries, description="Every change of the balance, newest first."
    )

    @classmethod
    def of(cls, row: models.Client, currency: str) -> Self:
        """The client's credits, told. The account goes by the client's own id."""
        return cls(
            row=row,
            id=globalids.written("CreditAccount", row.id),
            balance=Money.minor(row.available + row.held, currency),
            reserved=Money.minor(row.held, currency),
            available=Money.minor(row.available, currency),
        )


async def _actor(root: "CreditEntry", info: Info) -> "actor_type.Actor":
    return await actor_type.of_event(root.row.event_seq, info)


async def _reason(root: "CreditEntry", info: Info) -> str | None:
    doer = await info.context.loaders.doers.load(root.row.event_seq)
    return None if doer is None else doer.event.reason


async def _prepayment(root: "CreditEntry", info: Info) -> "prepayment_type.Prepayment | None":
    own_id = root.row.prepayment_id
    return None if own_id is None else await prepayment_type.by_id(own_id, info)


async def _payment(root: "CreditEntry", info: Info) -> "payment_type.Payment | None":
    own_id = root.row.payment_id
    return None if own_id is None else await payment_type.by_id(own_id, info)


async def _reverses(root: "CreditEntry", info: Info) -> "CreditEntry | None":
    own_id = root.row.reverses_id
    return None if own_id is None else await entry_by_id(own_id, info)


async def _remaining(root: "CreditEntry", info: Info) -> Money | None:
    if root.row.lot_id is None:
        return None
    left = await info.context.loaders.left_of_lot.load(root.row.lot_id)
    return Money.minor(left, await info.context.currency())


@strawberry.type(description="One change of a client's credits. Entries are never edited: a correction is a new one.")
class CreditEntry(Node):
    """One change of a client's credits."""

    row: strawberry.Private[models.CreditEntry]
    kind: models.CreditEntryKind = strawberry.field(description="Why the credits changed.")
    amount: Money = strawberry.field(description="By how much: positive when credits were added.")
    balance_after: Money = strawberry.field(description="The balance right after this entry.")
    created_at: dt.datetime = strawberry.field(description="When it was made.")
    actor: links.Actor = strawberry.field(resolver=_actor, description="Who did it.")
    reason: str | None = strawberry.field(
        resolver=_reason,
        description="Why, in the words of whoever did it. Clients read it too. Null when none was given.",
    )
    prepayment: links.Prepayment | None = strawberry.field(
        resolver=_prepayment, description="The prepayment that it is about. Null when it is about none."
    )
    payment: links.Payment | None = strawberry.field(
        resolver=_payment, description="The payment that it is about. Null when it is about none."
    )
    reverses: links.CreditEntry | None = strawberry.field(
        resolver=_reverses, description="The earlier entry that it undoes. Null when it undoes none."
    )
    offline_method: models.OfflineMethod | None = strawberry.field(
        description="Of money that no provider carried: how it came. Else null."
    )
    received_on: dt.date | None = strawberry.field(
        description="Of money that no provider carried: the day it came, in the firm's time zone. Else null."
    )
    remaining: Money | None = strawberry.field(
        resolver=_remaining, description="Of money that came in with this entry: what is not yet spent. Else null."
    )

    @classmethod
    def of(cls, row: models.CreditEntry, currency: str) -> Self:
        """The entry, told."""
        return cls(
            row=row,
            id=globalids.written("CreditEntry", row.id),
            kind=row.kind,
            amount=Money.minor(row.amount, currency),
            balance_after=Money.minor(row.balance_after, currency),
            offline_method=row.offline_method,
            received_on=row.received_on,
            created_at=row.created_at,
        )


async def account(client_id: uuid.UUID, info: Info) -> CreditAccount | None:
    """The client's credits, if the viewer may know of the client."""
    row = await info.context.loaders.clients.load(client_id)
    return None if row is None else CreditAccount.of(row, await info.context.currency())


async def required_account(client_id: uuid.UUID, info: Info) -> CreditAccount:
    """The credits of a client that the viewer may know of, and has just dealt with."""
    found = await account(client_id, info)
    assert found is not None  # noqa: S101  (the deed would have refused)
    return found


async def entry_by_id(own_id: uuid.UUID, info: Info) -> CreditEntry | None:
    """The entry, if the viewer may know of it."""
    row = await info.context.loaders.entries.load(own_id)
    return None if row is None else CreditEntry.of(row, await info.context.currency())
