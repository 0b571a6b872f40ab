"""Money that goes back, and which money paid which invoice."""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Self

import strawberry

import models
from billing import trace
from graph import enums, globalids
from graph.context import Info
from graph.types import actor as actor_type
from graph.types import charge, links
from graph.types import credits as credit_types
from graph.types import payment as payment_type
from graph.types import prepayment as prepayment_type
from graph.types.money import Money
from graph.types.node import Node


async def _actor(root: "Refund", info: Info) -> "actor_type.Actor":
    return await actor_type.of_event(root.row.event_seq, info)


async def _payment(root: "Refund", info: Info) -> "payment_type.Payment | None":
    own_id = root.row.payment_id
    return None if own_id is None else await payment_type.by_id(own_id, info)


async def _prepayment(root: "Refund", info: Info) -> "prepayment_type.Prepayment | None":
    own_id = root.row.prepayment_id
    return None if own_id is None else await prepayment_type.by_id(own_id, info)


@strawberry.type(description="A sum given back, of one payment or of one prepayment. It is set aside at once.")
class Refund(Node):
    """A sum given back."""

    row: strawberry.Private[models.Refund]
    amount: Money = strawberry.field(description="How much.")
    status: enums.RefundStatus = strawberry.field(description="How far it has come.")
    failure: charge.PaymentFailure | None = strawberry.field(description="Why it failed. Null when it did not.")
    reason: str = strawberry.field(description="Why, in the words of whoever made it. Clients read it too.")
    actor: links.Actor = strawberry.field(
        resolver=_actor, description="Who made it. The system, where it was made in the provider's own dashboard."
    )
    created_at: dt.datetime = strawberry.field(description="When it was made, or found.")
    settled_at: dt.datetime | None = strawberry.field(description="When its money was given back. Null until then.")
    payment: links.Payment | None = strawberry.field(
        resolver=_payment, description="The payment that it refunds. Null for a refund of a prepayment."
    )
    prepayment: links.Prepayment | None = strawberry.field(
        resolver=_prepayment, description="The prepayment that it refunds. Null for a refund of a payment."
    )

    @classmethod
    def of(cls, row: models.Refund, currency: str) -> Self:
        """The refund, told."""
        return cls(
            row=row,
            id=globalids.written("Refund", row.id),
            amount=Money.minor(row.amount, currency),
            status=enums.refund_shown(row.status),
            failure=charge.PaymentFailure.of(row),
            reason=row.reason,
            created_at=row.created_at,
            settled_at=row.settled_at,
        )


async def _source(root: "CreditUse", info: Info) -> "credit_types.CreditEntry":
    found = await credit_types.entry_by_id(root.use.entry_id, info)
    assert found is not None  # noqa: S101  (of the same client as what it is told of)
    return found


async def _user(root: "CreditUse", info: Info) -> "payment_type.Payment":
    found = await payment_type.by_id(root.use.payment_id, info)
    assert found is not None  # noqa: S101  (of the same client as what it is told of)
    return found


@strawberry.type(
    description=(
        "So much of the money that came in once is a payment's. Which money paid which invoice is known cent"
        " by cent, the oldest money first."
    )
)
class CreditUse:
    """So much of the money that came in once is a payment's."""

    use: strawberry.Private[trace.Use]
    source: links.CreditEntry = strawberry.field(resolver=_source, description="With which entry the money came in.")
    payment: links.Payment = strawberry.field(resolver=_user, description="The payment that has it.")
    amount: Money = strawberry.field(description="How much of it.")

    @classmethod
    def of(cls, use: trace.Use, currency: str) -> Self:
        """The use, told."""
        return cls(use=use, amount=Money.minor(use.amount, currency))


async def by_id(own_id: uuid.UUID, info: Info) -> Refund | None:
    """The refund, if the viewer may know of it."""
    row = await info.context.loaders.returns.refunds.load(own_id)
    return None if row is None else Refund.of(row, await info.context.currency())


async def told(rows: Iterable[models.Refund], info: Info) -> list[Refund]:
    """The refunds, told."""
    currency = await info.context.currency()
    return [Refund.of(row, currency) for row in rows]


async def uses_told(uses: Iterable[trace.Use], info: Info) -> list[CreditUse]:
    """The uses, told."""
    currency = await info.context.currency()
    return [CreditUse.of(use, currency) for use in uses]
