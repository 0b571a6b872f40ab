"""One source's part in paying one invoice."""

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


def _on_split_tender(payment: Any, other: Any, _: sqlquery.CompileContext) -> ColumnElement[bool]:
    # Either may name the other.
    named: ColumnElement[bool] = (other.id == payment.split_tender_id) | (other.split_tender_id == payment.id)
    own: ColumnElement[bool] = other.firm_id == payment.firm_id
    return own & named


def _refundable(payment: Any, _: sqlquery.CompileContext) -> ColumnElement[int]:
    lot = models.Account
    own = (lot.firm_id == payment.firm_id) & (lot.payment_id == payment.id) & (lot.kind == models.AccountKind.LOT)
    unspent = select(lot.credits_posted - lot.debits_posted).where(own).scalar_subquery()
    total: ColumnElement[int] = payment.applied + func.coalesce(unspent, literal(0))
    return total


@sqlquery.source(models.Payment, visibility.payments)
@strawberry.type(description="One source's part in paying one invoice: credits, a card, a bank debit, or offline.")
class Payment(Node):
    """One source's part in paying one invoice."""

    client: lazy.Client = sqlquery.to_one(joins.on_client, description="Whose payment it is.")
    invoice: lazy.Invoice | None = sqlquery.to_one(
        joins.on_foreign_key("invoice_id"),
        description="The invoice it pays. Null for the client's users while the firm hides invoices.",
    )
    amount: Money = sqlquery.money(description="How much it pays.")
    paid_by: models.PaidBy = sqlquery.column(description="Where its money comes from.")
    offline_method: models.OfflineMethod | None = sqlquery.column(
        description="How the money came, when `paidBy` is OFFLINE; else null."
    )
    status: enums.PaymentStatus = sqlquery.column(
        lambda payment, _: enums.public_payment_status_clause(payment.status), description="How far it has come."
    )
    failure: provider_payment.PaymentFailure | None = sqlquery.embedded(
        when=provider_payment.has_failure, description="Why it failed, or why the last try did. Null when nothing failed."
    )
    checkout: provider_payment.Checkout | None = sqlquery.embedded(
        when=provider_payment.is_checkout_open_to_viewer,
        description=(
            "How to open the payment window, while `status` is REQUIRES_ACTION, and only for whoever started the"
            " payment; else null."
        ),
    )
    partner: lazy.Payment | None = sqlquery.to_one(
        _on_split_tender,
        description="The other part, where credits and a charge pay together: both settle or neither. Else null.",
    )
    refundable: Money = sqlquery.money(
        _refundable,
        description="What of it can be refunded now: what is on its invoice, and what of its money stayed unspent.",
    )
    refunded: Money = sqlquery.money(description="What of it was given back.")
    refunds: list[lazy.Refund] = sqlquery.to_many(
        joins.on_reverse_foreign_key("payment_id"), description="Its refunds, oldest first: those that failed, too."
    )
    dispute: models.DisputeStatus | None = sqlquery.column(
        refund_type.latest_dispute_status("payment_id"),
        description="Whether its payer disputes it with the bank. Null when nobody ever did.",
    )
    funded_by: list[lazy.CreditUse] = sqlquery.subquery(
        lambda payment, _: allocations.select_payment_funding(payment),
        description="Of a payment from credits: whose money it has, oldest first. Empty for any other.",
    )
    actor: lazy.Actor = sqlquery.to_one(joins.on_event, description="Who started it.")
    created_at: dt.datetime = sqlquery.column(description="When it was started.")
    settled_at: dt.datetime | None = sqlquery.column(description="When its money came. Null until then.")
