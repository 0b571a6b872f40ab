"""Prepayments."""

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement

import models
from billing.access import visibility
from billing.charges import payment_rules
from billing.credits import allocations
from graph import described, enums, sqlquery
from graph.types import lazy, provider_payment
from graph.types import refund as refund_type
from graph.types.actor import on_event
from graph.types.money import Money
from graph.types.node import Node


def _unspent(prepayment: Any, _: sqlquery.CompileContext) -> ColumnElement[int]:
    return provider_payment.unspent(prepayment, "prepayment_id")


@sqlquery.source(models.Prepayment, visibility.payments)
@described.object_type
class Prepayment(Node):
    """Money that a client pays ahead. When it is received, exactly its amount is added to the credits."""

    number: str = provider_payment.number()
    client: lazy.Client = sqlquery.to_one("The client.")
    amount: Money = sqlquery.money("The amount.")
    method: models.PaymentMethod = sqlquery.column("The payment method.")
    memo: str | None = sqlquery.column("What the payer says it is for. Null if they gave nothing.")
    status: enums.PaymentStatus = sqlquery.column("The status.", enums.public_status)
    failure: provider_payment.PaymentFailure | None = provider_payment.failure(
        "Why it, or the last attempt at it, failed. Null if nothing failed."
    )
    checkout: provider_payment.Checkout | None = provider_payment.checkout("prepayment")
    provider_reference: str | None = provider_payment.provider_reference()
    card: provider_payment.CardDetails | None = provider_payment.card()
    remaining: Money = sqlquery.money(
        "The amount that is neither spent nor reserved. Zero until the money is received.", _unspent
    )
    refundable: Money = sqlquery.money("The amount that can be refunded now: equal to `remaining`.", _unspent)
    refunded: Money = sqlquery.money("The refunded amount.")
    refunds: list[lazy.Refund] = sqlquery.to_many("All refunds, oldest first, including failed ones.")
    dispute: models.DisputeStatus | None = refund_type.latest_dispute("prepayment_id")
    disputes: list[lazy.Dispute] = sqlquery.to_many("All disputes, oldest first.")
    uses: list[lazy.CreditUse] = sqlquery.subquery(
        "The payments that used its money, oldest first, without reservations.",
        lambda prepayment, _: allocations.select_prepayment_allocations(prepayment),
    )
    actor: lazy.Actor = sqlquery.to_one("Who started it.", on_event)
    created_at: dt.datetime = sqlquery.column("When it was started.")
    settled_at: dt.datetime | None = sqlquery.column("When the money was received. Null until then.")
    received_on: dt.date | None = sqlquery.column(
        "The day the money arrived, in the firm's time zone. Null until then."
    )
    actions: list[payment_rules.PaymentAction] = provider_payment.actions(models.Prepayment, "prepayment_id")
