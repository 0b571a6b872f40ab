"""Prepayments."""

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement

import models
from billing.access import visibility
from billing.credits import allocations
from graph import described, enums, sqlquery
from graph.types import joins, lazy, provider_payment
from graph.types import refund as refund_type
from graph.types.money import Money
from graph.types.node import Node


def _unspent(prepayment: Any, _: sqlquery.CompileContext) -> ColumnElement[int]:
    return provider_payment.unspent(prepayment, "prepayment_id")


@sqlquery.source(models.Prepayment, visibility.rows_of_clients)
@described.object_type
class Prepayment(Node):
    """Money that a client pays ahead. When it is received, exactly its amount is added to the credits."""

    client: lazy.Client = sqlquery.to_one(joins.on_client, description="The client.")
    amount: Money = sqlquery.money(description="The amount.")
    method: models.PaymentMethod = sqlquery.column(description="The payment method.")
    status: enums.PaymentStatus = sqlquery.column(enums.public_status, description="The status.")
    failure: provider_payment.PaymentFailure | None = provider_payment.failure(
        "Why it, or the last attempt at it, failed. Null if nothing failed."
    )
    checkout: provider_payment.Checkout | None = provider_payment.checkout("prepayment")
    remaining: Money = sqlquery.money(_unspent, description="The unspent amount. Zero until the money is received.")
    refundable: Money = sqlquery.money(
        _unspent, description="The amount that can be refunded now: what is neither spent nor reserved."
    )
    refunded: Money = sqlquery.money(description="The refunded amount.")
    refunds: list[lazy.Refund] = sqlquery.to_many(
        joins.on_reverse_foreign_key("prepayment_id"), description="All refunds, oldest first, including failed ones."
    )
    dispute: models.DisputeStatus | None = refund_type.latest_dispute("prepayment_id")
    uses: list[lazy.CreditUse] = sqlquery.subquery(
        lambda prepayment, _: allocations.select_prepayment_allocations(prepayment),
        description="The payments that used its money, oldest first, without reservations.",
    )
    actor: lazy.Actor = sqlquery.to_one(joins.on_event, description="Who started it.")
    created_at: dt.datetime = sqlquery.column(description="When it was started.")
    settled_at: dt.datetime | None = sqlquery.column(description="When the money was received. Null until then.")
