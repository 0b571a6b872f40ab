"""Refunds, and the allocation of credits to payments."""

import datetime as dt
from typing import Any, Self

from sqlalchemy import select

import models
import money
from billing.access import visibility
from billing.errors import CreditAllocation
from graph import described, enums, sqlquery
from graph.types import lazy, provider_payment
from graph.types.actor import on_event
from graph.types.money import Money
from graph.types.node import Node


def latest_dispute(column_name: str) -> Any:
    """The field `dispute`. `column_name` is the column of the table `dispute` that refers to the row."""
    dispute = models.Dispute
    column = getattr(dispute, column_name)

    def status(row: Any, _: sqlquery.CompileContext) -> Any:
        disputes = select(dispute.status).where(dispute.firm_id == row.firm_id, column == row.id)
        return disputes.order_by(dispute.id.desc()).limit(1).scalar_subquery()

    return sqlquery.column("The status of the latest dispute. Null if there was none.", status)


@sqlquery.source(models.Refund, visibility.rows_of_clients)
@described.object_type
class Refund(Node):
    """A refund of a payment or a prepayment. Its amount is reserved at once."""

    amount: Money = sqlquery.money("The amount.")
    status: enums.RefundStatus = sqlquery.column("The status.", enums.public_status)
    failure: provider_payment.PaymentFailure | None = provider_payment.failure("Why it failed. Null if it did not.")
    reason: str = sqlquery.column("The reason that the actor gave. Clients can read it.")
    actor: lazy.Actor = sqlquery.to_one(
        "Who made it; the system, if it was made in the provider's dashboard.", on_event
    )
    created_at: dt.datetime = sqlquery.column("When it was made, or imported from the provider.")
    settled_at: dt.datetime | None = sqlquery.column("When the money was refunded. Null until then.")
    payment: lazy.Payment | None = sqlquery.to_one("The refunded payment. Null for a refund of a prepayment.")
    prepayment: lazy.Prepayment | None = sqlquery.to_one("The refunded prepayment. Null for a refund of a payment.")


@sqlquery.source()
@described.object_type
class CreditUse:
    """An amount of one credit entry that one payment uses. Payments use the oldest credits first, and which credits
    paid which invoice is recorded exactly.
    """

    source: lazy.CreditEntry = sqlquery.to_one(
        "The entry with which the money was added to the credits.",
        lambda allocation, entry, compile_context: (
            (entry.firm_id == compile_context.viewer.firm_id) & (entry.id == allocation.entry_id)
        ),
    )
    payment: lazy.Payment = sqlquery.to_one(
        "The payment that uses it.",
        lambda allocation, payment, compile_context: (
            (payment.firm_id == compile_context.viewer.firm_id) & (payment.id == allocation.payment_id)
        ),
    )
    amount: Money = sqlquery.money("The amount.")

    @classmethod
    def of(cls, allocation: CreditAllocation, currency: str) -> Self:
        """Convert a credit allocation; `currency` is the firm's."""
        return cls(
            source=sqlquery.object_ref("CreditEntry", allocation.entry_id),
            payment=sqlquery.object_ref("Payment", allocation.payment_id),
            amount=Money.of(money.Money(allocation.amount, currency)),
        )
