"""A sum that a client pays ahead."""

import datetime as dt
from typing import Any

import strawberry
from sqlalchemy import ColumnElement, func, literal, select

import models
from billing.access import visibility
from billing.credits import allocations
from graph import enums, sqlquery
from graph.types import joins, lazy, provider_payment
from graph.types import refund as refund_type
from graph.types.money import Money
from graph.types.node import Node


def _unspent(prepayment: Any, _: sqlquery.CompileContext) -> ColumnElement[int]:
    lot = models.Account
    own = (lot.firm_id == prepayment.firm_id) & (lot.prepayment_id == prepayment.id)
    unspent = select(lot.credits_posted - lot.debits_posted).where(own, lot.kind == models.AccountKind.LOT)
    return func.coalesce(unspent.scalar_subquery(), literal(0))


@sqlquery.source(models.Prepayment, visibility.prepayments)
@strawberry.type(
    description="A sum that a client pays ahead. When its money comes, exactly its amount is added to the credits."
)
class Prepayment(Node):
    """A sum that a client pays ahead."""

    client: lazy.Client = sqlquery.to_one(joins.on_client, description="Who pays ahead.")
    amount: Money = sqlquery.money(description="How much.")
    method: models.PaymentMethod = sqlquery.column(description="By which way.")
    status: enums.PaymentStatus = sqlquery.column(
        lambda prepayment, _: enums.public_payment_status_clause(prepayment.status), description="How far it has come."
    )
    failure: provider_payment.PaymentFailure | None = sqlquery.embedded(
        when=provider_payment.has_failure,
        description="Why it failed, or why the last try did. Null when nothing failed.",
    )
    checkout: provider_payment.Checkout | None = sqlquery.embedded(
        when=provider_payment.is_checkout_open_to_viewer,
        description=(
            "How to open the payment window, while `status` is REQUIRES_ACTION, and only for whoever started the"
            " prepayment; else null."
        ),
    )
    remaining: Money = sqlquery.money(
        _unspent, description="What of its money is not yet spent. Nothing until the money came."
    )
    refundable: Money = sqlquery.money(
        _unspent, description="What of it can be refunded now: all that is not yet spent or set aside."
    )
    refunded: Money = sqlquery.money(description="What of it was given back.")
    refunds: list[lazy.Refund] = sqlquery.to_many(
        joins.on_reverse_foreign_key("prepayment_id"), description="Its refunds, oldest first: those that failed, too."
    )
    dispute: models.DisputeStatus | None = sqlquery.column(
        refund_type.latest_dispute_status("prepayment_id"),
        description="Whether its payer disputes it with the bank. Null when nobody ever did.",
    )
    uses: list[lazy.CreditUse] = sqlquery.subquery(
        lambda prepayment, _: allocations.select_prepayment_allocations(prepayment),
        description="What its money paid, cent by cent, the first first. Not what is only set aside.",
    )
    actor: lazy.Actor = sqlquery.to_one(joins.on_event, description="Who started it.")
    created_at: dt.datetime = sqlquery.column(description="When it was started.")
    settled_at: dt.datetime | None = sqlquery.column(description="When its money came. Null until then.")
