"""Payments of invoices, and quotes of payments."""

import datetime as dt
from typing import Any, Self

from sqlalchemy import ColumnElement, and_, or_

import models
from billing.access import visibility
from billing.charges import payment_rules
from billing.credits import allocations
from billing.payments import quote as quotes
from graph import described, enums, sqlquery
from graph.types import lazy, provider_payment
from graph.types import refund as refund_type
from graph.types.actor import on_event
from graph.types.money import Money, money_fields
from graph.types.node import Node


def _on_split_tender(payment: Any, other: Any, _: sqlquery.CompileContext) -> ColumnElement[bool]:
    # Either of the two rows may refer to the other.
    is_linked = or_(other.id == payment.split_tender_id, other.split_tender_id == payment.id)
    return and_(other.firm_id == payment.firm_id, is_linked)


@sqlquery.source(models.Payment, visibility.payments)
@described.object_type
class Payment(Node):
    """A payment of an invoice from one source: credits, a card, a bank debit, or offline."""

    number: str = provider_payment.number()
    client: lazy.Client = sqlquery.to_one("The client whose invoice is paid.")
    invoice: lazy.Invoice | None = sqlquery.to_one(
        "The invoice. Null for the client's users while the firm hides invoices."
    )
    amount: Money = sqlquery.money("The amount.")
    paid_by: models.PaidBy = sqlquery.column("The source of the money.")
    offline_method: models.OfflineMethod | None = sqlquery.column(
        "How the money was received, if `paidBy` is OFFLINE; otherwise null."
    )
    reason: str | None = sqlquery.column(
        "What was noted when an offline payment was recorded, such as the number of a cheque. Clients can read it. Null"
        " for other payments."
    )
    status: enums.PaymentStatus = sqlquery.column("The status.", enums.public_status)
    failure: provider_payment.PaymentFailure | None = provider_payment.failure(
        "Why it, or the last attempt at it, failed. Null if nothing failed."
    )
    checkout: provider_payment.Checkout | None = provider_payment.checkout("payment")
    provider_reference: str | None = provider_payment.provider_reference()
    card: provider_payment.CardDetails | None = provider_payment.card()
    partner: lazy.Payment | None = sqlquery.to_one(
        "The other payment, if credits and a charge pay together; both settle or neither. Otherwise null.",
        _on_split_tender,
    )
    refundable: Money = sqlquery.money(
        "The amount that can be refunded now: what is applied to the invoice, and the part of its money in the credits"
        " that is neither spent nor reserved.",
        lambda payment, _: payment.applied + provider_payment.unspent(payment, "payment_id"),
    )
    refunded: Money = sqlquery.money("The refunded amount.")
    refunds: list[lazy.Refund] = sqlquery.to_many("All refunds, oldest first, including failed ones.")
    dispute: models.DisputeStatus | None = refund_type.latest_dispute("payment_id")
    disputes: list[lazy.Dispute] = sqlquery.to_many("All disputes, oldest first.")
    funded_by: list[lazy.CreditUse] = sqlquery.subquery(
        "The credit entries that a payment from credits uses, oldest first. Empty for other payments.",
        lambda payment, _: allocations.select_payment_funding(payment),
    )
    actor: lazy.Actor = sqlquery.to_one("Who started it.", on_event)
    created_at: dt.datetime = sqlquery.column("When it was started.")
    settled_at: dt.datetime | None = sqlquery.column("When it settled. Null until then.")
    received_on: dt.date | None = sqlquery.column(
        "The day its money arrived, in the firm's time zone. Null until then, and for payments from credits."
    )
    actions: list[payment_rules.PaymentAction] = provider_payment.actions(models.Payment, "payment_id")


@described.object_type
class Quote:
    """What a payment would do now. A quote changes and reserves nothing."""

    amount: Money = described.field("The amount of the invoice that would be paid.")
    from_credits: Money = described.field("The part that credits would pay.")
    charged: Money = described.field("The part that would be charged by card or bank debit.")
    amount_due_after: Money = described.field(
        "The amount due of the invoice after this payment has settled. Other payments in progress still count as due."
    )
    credits_after: Money = described.field("The available credits after this payment.")
    token: str = described.field(
        "Pass it to payInvoice as `quoteToken`: if any figure of this quote has changed by then, the payment is refused"
        " with a new quote. Valid for this viewer, this invoice and these arguments only; does not expire."
    )

    @classmethod
    def of(cls, quote: quotes.Quote) -> Self:
        """Convert a quote of the domain."""
        return cls(token=quote.token, **money_fields(quote.figures))
