"""A sum that a client pays ahead."""

import datetime as dt
from typing import Any

import strawberry
from sqlalchemy import ColumnElement, func, literal, select

import models
from billing import trace, visibility
from graph import enums, stored
from graph.types import actor as actor_type
from graph.types import charge, links
from graph.types import refund as refund_type
from graph.types.money import Money
from graph.types.node import Node


def _unspent(prepayment: Any, _: stored.Telling) -> ColumnElement[int]:
    lot = models.Account
    own = (lot.firm_id == prepayment.firm_id) & (lot.prepayment_id == prepayment.id)
    unspent = select(lot.credits - lot.debits).where(own, lot.kind == models.AccountKind.LOT)
    return func.coalesce(unspent.scalar_subquery(), literal(0))


@stored.of(models.Prepayment, visibility.prepayments)
@strawberry.type(
    description="A sum that a client pays ahead. When its money comes, exactly its amount is added to the credits."
)
class Prepayment(Node):
    """A sum that a client pays ahead."""

    client: links.Client = stored.one(links.of_client, description="Who pays ahead.")
    amount: Money = stored.money(description="How much.")
    method: models.PaymentMethod = stored.column(description="By which way.")
    status: enums.PaymentStatus = stored.column(
        lambda prepayment, _: enums.shown_clause(prepayment.status), description="How far it has come."
    )
    failure: charge.PaymentFailure | None = stored.inside(
        when=charge.failed, description="Why it failed, or why the last try did. Null when nothing failed."
    )
    checkout: charge.Checkout | None = stored.inside(
        when=charge.open_to_viewer,
        description=(
            "How to open the payment window, while `status` is REQUIRES_ACTION, and only for whoever started the"
            " prepayment; else null."
        ),
    )
    remaining: Money = stored.money(
        _unspent, description="What of its money is not yet spent. Nothing until the money came."
    )
    refundable: Money = stored.money(
        _unspent, description="What of it can be refunded now: all that is not yet spent or set aside."
    )
    refunded: Money = stored.money(description="What of it was given back.")
    refunds: list[links.Refund] = stored.many(
        links.back("prepayment_id"), description="Its refunds, oldest first: those that failed, too."
    )
    dispute: models.DisputeStatus | None = stored.column(
        refund_type.dispute_by("prepayment_id"),
        description="Whether its payer disputes it with the bank. Null when nobody ever did.",
    )
    uses: list[links.CreditUse] = stored.derived(
        lambda prepayment, _: trace.uses_of(prepayment),
        description="What its money paid, cent by cent, the first first. Not what is only set aside.",
    )
    actor: links.Actor = stored.one(actor_type.of, description="Who started it.")
    created_at: dt.datetime = stored.column(description="When it was started.")
    settled_at: dt.datetime | None = stored.column(description="When its money came. Null until then.")
