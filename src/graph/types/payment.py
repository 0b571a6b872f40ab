"""One source's part in paying one invoice."""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Self

import strawberry

import models
from graph import enums, globalids
from graph.context import Info
from graph.types import actor as actor_type
from graph.types import charge, links
from graph.types import client as client_type
from graph.types import invoice as invoice_type
from graph.types import refund as refund_type
from graph.types.money import Money
from graph.types.node import Node


async def _client(root: "Payment", info: Info) -> "client_type.Client":
    return await client_type.required(root.row.client_id, info)


async def _invoice(root: "Payment", info: Info) -> "invoice_type.Invoice | None":
    return await invoice_type.by_id(root.row.invoice_id, info)


async def _checkout(root: "Payment", info: Info) -> charge.StripeCheckout | None:
    return await charge.checkout(root.row, info)


async def _partner(root: "Payment", info: Info) -> "Payment | None":
    loaders = info.context.loaders
    if root.row.partner_id is not None:
        row = await loaders.payments.load(root.row.partner_id)
    else:
        row = await loaders.partners.load(root.row.id)
    return None if row is None else Payment.of(row, await info.context.currency())


async def _refundable(root: "Payment", info: Info) -> Money:
    left = await info.context.loaders.returns.left_of_payment.load(root.row.id)
    return Money.minor(root.row.applied + left, await info.context.currency())


async def _refunds(root: "Payment", info: Info) -> "list[refund_type.Refund]":
    return await refund_type.told(await info.context.loaders.returns.of_payment.load(root.row.id), info)


async def _dispute(root: "Payment", info: Info) -> models.DisputeStatus | None:
    dispute = await info.context.loaders.returns.dispute_of_payment.load(root.row.id)
    return None if dispute is None else dispute.status


async def _funded_by(root: "Payment", info: Info) -> "list[refund_type.CreditUse]":
    if root.row.paid_by is not models.PaidBy.CREDITS:
        return []
    return await refund_type.uses_told(await info.context.loaders.returns.funding_of_payment.load(root.row.id), info)


async def _actor(root: "Payment", info: Info) -> "actor_type.Actor":
    return await actor_type.of_event(root.row.event_seq, info)


@strawberry.type(description="One source's part in paying one invoice: credits, a card, a bank debit, or offline.")
class Payment(Node):
    """One source's part in paying one invoice."""

    row: strawberry.Private[models.Payment]
    client: links.Client = strawberry.field(resolver=_client, description="Whose payment it is.")
    invoice: links.Invoice | None = strawberry.field(
        resolver=_invoice,
        description="The invoice it pays. Null for the client's users while the firm hides invoices.",
    )
    amount: Money = strawberry.field(description="How much it pays.")
    paid_by: models.PaidBy = strawberry.field(description="Where its money comes from.")
    offline_method: models.OfflineMethod | None = strawberry.field(
        description="How the money came, when `paidBy` is OFFLINE; else null."
    )
    status: enums.PaymentStatus = strawberry.field(description="How far it has come.")
    failure: charge.PaymentFailure | None = strawberry.field(
        description="Why it failed, or why the last try did. Null when nothing failed."
    )
    checkout: charge.Checkout | None = strawberry.field(
        resolver=_checkout,
        description=(
            "How to open the payment window, while `status` is REQUIRES_ACTION, and only for whoever started the"
            " payment; else null."
        ),
    )
    partner: links.Payment | None = strawberry.field(
        resolver=_partner,
        description="The other part, where credits and a charge pay together: both settle or neither. Else null.",
    )
    refundable: Money = strawberry.field(
        resolver=_refundable,
        description="What of it can be refunded now: what is on its invoice, and what of its money stayed unspent.",
    )
    refunded: Money = strawberry.field(description="What of it was given back.")
    refunds: list[links.Refund] = strawberry.field(
        resolver=_refunds, description="Its refunds, oldest first: those that failed, too."
    )
    dispute: models.DisputeStatus | None = strawberry.field(
        resolver=_dispute, description="Whether its payer disputes it with the bank. Null when nobody ever did."
    )
    funded_by: list[links.CreditUse] = strawberry.field(
        resolver=_funded_by,
        description="Of a payment from credits: whose money it has, oldest first. Empty for any other.",
    )
    actor: links.Actor = strawberry.field(resolver=_actor, description="Who started it.")
    created_at: dt.datetime = strawberry.field(description="When it was started.")
    settled_at: dt.datetime | None = strawberry.field(description="When its money came. Null until then.")

    @classmethod
    def of(cls, row: models.Payment, currency: str) -> Self:
        """The payment, told."""
        return cls(
            row=row,
            id=globalids.written("Payment", row.id),
            amount=Money.minor(row.amount, currency),
            refunded=Money.minor(row.refunded, currency),
            paid_by=row.paid_by,
            offline_method=row.offline_method,
            status=enums.shown(row.status),
            failure=charge.PaymentFailure.of(row),
            created_at=row.created_at,
            settled_at=row.settled_at,
        )


async def by_id(own_id: uuid.UUID, info: Info) -> Payment | None:
    """The payment, if the viewer may know of it."""
    row = await info.context.loaders.payments.load(own_id)
    return None if row is None else Payment.of(row, await info.context.currency())


async def by_ids(own_ids: Iterable[uuid.UUID], info: Info) -> list[Payment]:
    """Those of the payments that the viewer may know of, in this order."""
    currency = await info.context.currency()
    rows = await info.context.loaders.payments.load_many(own_ids)
    return [Payment.of(row, currency) for row in rows if row is not None]
