"""Money that goes back, and which money paid which invoice."""

import datetime as dt
from typing import Self

import strawberry
from sqlalchemy import select

import models
import money
from billing.access import visibility
from billing.errors import CreditAllocation
from graph import enums, sqlquery
from graph.types import joins, lazy, provider_payment
from graph.types.money import Money
from graph.types.node import Node


def latest_dispute_status(column_name: str) -> sqlquery.RowExpression:
    """Where the newest dispute stands of what disputes name in this column."""
    dispute = models.Dispute
    column = getattr(dispute, column_name)
    return lambda row, _: (
        select(dispute.status)
        .where(dispute.firm_id == row.firm_id, column == row.id)
        .order_by(dispute.id.desc())
        .limit(1)
        .scalar_subquery()
    )


@sqlquery.source(models.Refund, visibility.refunds)
@strawberry.type(description="A sum given back, of one payment or of one prepayment. It is set aside at once.")
class Refund(Node):
    """A sum given back."""

    amount: Money = sqlquery.money(description="How much.")
    status: enums.RefundStatus = sqlquery.column(
        lambda refund, _: enums.public_refund_status_clause(refund.status), description="How far it has come."
    )
    failure: provider_payment.PaymentFailure | None = sqlquery.embedded(
        when=provider_payment.has_failure, description="Why it failed. Null when it did not."
    )
    reason: str = sqlquery.column(description="Why, in the words of whoever made it. Clients read it too.")
    actor: lazy.Actor = sqlquery.to_one(
        joins.on_event, description="Who made it. The system, where it was made in the provider's own dashboard."
    )
    created_at: dt.datetime = sqlquery.column(description="When it was made, or found.")
    settled_at: dt.datetime | None = sqlquery.column(description="When its money was given back. Null until then.")
    payment: lazy.Payment | None = sqlquery.to_one(
        joins.on_foreign_key("payment_id"),
        description="The payment that it refunds. Null for a refund of a prepayment.",
    )
    prepayment: lazy.Prepayment | None = sqlquery.to_one(
        joins.on_foreign_key("prepayment_id"),
        description="The prepayment that it refunds. Null for a refund of a payment.",
    )


@sqlquery.source()
@strawberry.type(
    description=(
        "So much of the money that came in once is a payment's. Which money paid which invoice is known cent"
        " by cent, the oldest money first."
    )
)
class CreditUse:
    """So much of the money that came in once is a payment's: as `billing.credits.allocations` reads it, or an error names it."""

    source: lazy.CreditEntry = sqlquery.to_one(
        lambda use, entry, telling: (entry.firm_id == telling.viewer.firm_id) & (entry.id == use.entry_id),
        description="With which entry the money came in.",
    )
    payment: lazy.Payment = sqlquery.to_one(
        lambda use, payment, telling: (payment.firm_id == telling.viewer.firm_id) & (payment.id == use.payment_id),
        description="The payment that has it.",
    )
    amount: Money = sqlquery.money(description="How much of it.")

    @classmethod
    def of(cls, use: CreditAllocation, currency: str) -> Self:
        """The use, told."""
        return cls(
            source=sqlquery.object_ref("CreditEntry", use.entry_id),
            payment=sqlquery.object_ref("Payment", use.payment_id),
            amount=Money.of(money.Money(use.amount, currency)),
        )
