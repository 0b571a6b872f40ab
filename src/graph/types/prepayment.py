"""A sum that a client pays ahead."""

import datetime as dt
import uuid
from typing import Self

import strawberry

import models
from graph import enums, globalids
from graph.context import Info
from graph.types import actor as actor_type
from graph.types import charge, links
from graph.types import client as client_type
from graph.types import refund as refund_type
from graph.types.money import Money
from graph.types.node import Node


async def _client(root: "Prepayment", info: Info) -> "client_type.Client":
    return await client_type.required(root.row.client_id, info)


async def _checkout(root: "Prepayment", info: Info) -> charge.StripeCheckout | None:
    return await charge.checkout(root.row, info)


async def _remaining(root: "Prepayment", info: Info) -> Money:
    left = await info.context.loaders.left_of_prepayment.load(root.row.id)
    return Money.minor(left, await info.context.currency())


async def _refunds(root: "Prepayment", info: Info) -> "list[refund_type.Refund]":
    return await refund_type.told(await info.context.loaders.returns.of_prepayment.load(root.row.id), info)


async def _dispute(root: "Prepayment", info: Info) -> models.DisputeStatus | None:
    dispute = await info.context.loaders.returns.dispute_of_prepayment.load(root.row.id)
    return None if dispute is None else dispute.status


async def _uses(root: "Prepayment", info: Info) -> "list[refund_type.CreditUse]":
    return await refund_type.uses_told(await info.context.loaders.returns.uses_of_prepayment.load(root.row.id), info)


async def _actor(root: "Prepayment", info: Info) -> "actor_type.Actor":
    return await actor_type.of_event(root.row.event_seq, info)


@strawberry.type(
    description="A sum that a client pays ahead. When its money comes, exactly its amount is added to the credits."
)
class Prepayment(Node):
    """A sum that a client pays ahead."""

    row: strawberry.Private[models.Prepayment]
    client: links.Client = strawberry.field(resolver=_client, description="Who pays ahead.")
    amount: Money = strawberry.field(description="How much.")
    method: models.PaymentMethod = strawberry.field(description="By which way.")
    status: enums.PaymentStatus = strawberry.field(description="How far it has come.")
    failure: charge.PaymentFailure | None = strawberry.field(
        description="Why it failed, or why the last try did. Null when nothing failed."
    )
    checkout: charge.Checkout | None = strawberry.field(
        resolver=_checkout,
        description=(
            "How to open the payment window, while `status` is REQUIRES_ACTION, and only for whoever started the"
            " prepayment; else null."
        ),
    )
    remaining: Money = strawberry.field(
        resolver=_remaining, description="What of its money is not yet spent. Nothing until the money came."
    )
    refundable: Money = strawberry.field(
        resolver=_remaining, description="What of it can be refunded now: all that is not yet spent or set aside."
    )
    refunded: Money = strawberry.field(description="What of it was given back.")
    refunds: list[links.Refund] = strawberry.field(
        resolver=_refunds, description="Its refunds, oldest first: those that failed, too."
    )
    dispute: models.DisputeStatus | None = strawberry.field(
        resolver=_dispute, description="Whether its payer disputes it with the bank. Null when nobody ever did."
    )
    uses: list[links.CreditUse] = strawberry.field(
        resolver=_uses, description="What its money paid, cent by cent, the first first. Not what is only set aside."
    )
    actor: links.Actor = strawberry.field(resolver=_actor, description="Who started it.")
    created_at: dt.datetime = strawberry.field(description="When it was started.")
    settled_at: dt.datetime | None = strawberry.field(description="When its money came. Null until then.")

    @classmethod
    def of(cls, row: models.Prepayment, currency: str) -> Self:
        """The prepayment, told."""
        assert row.method is not None  # noqa: S101  (a CHECK holds it)
        return cls(
            row=row,
            id=globalids.written("Prepayment", row.id),
            amount=Money.minor(row.amount, currency),
            refunded=Money.minor(row.refunded, currency),
            method=row.method,
            status=enums.shown(row.status),
            failure=charge.PaymentFailure.of(row),
            created_at=row.created_at,
            settled_at=row.settled_at,
        )


async def by_id(own_id: uuid.UUID, info: Info) -> Prepayment | None:
    """The prepayment, if the viewer may know of it."""
    row = await info.context.loaders.prepayments.load(own_id)
    return None if row is None else Prepayment.of(row, await info.context.currency())
