"""Disputes of payments and prepayments."""

import datetime as dt

import models
from billing.access import policy, visibility
from graph import described, sqlquery
from graph.types import lazy
from graph.types.money import Money
from graph.types.node import Node


@sqlquery.source(models.Dispute, visibility.rows_of_clients)
@described.object_type
class Dispute(Node):
    """A payer's dispute of a payment or prepayment with their bank, or a bank debit that was returned after it had
    settled. The firm responds to it at the payment provider.
    """

    client: lazy.Client = sqlquery.to_one("The client whose payment it is.")
    payment: lazy.Payment | None = sqlquery.to_one("The disputed payment. Null for a dispute of a prepayment.")
    prepayment: lazy.Prepayment | None = sqlquery.to_one("The disputed prepayment. Null for a dispute of a payment.")
    status: models.DisputeStatus = sqlquery.column("The status.")
    amount: Money = sqlquery.money("The disputed amount.")
    withdrawn: Money = sqlquery.money(
        "What the provider has withdrawn, less what came back. Zero while it only inquires, and once it is won.",
        lambda dispute, _: dispute.amount * (dispute.withdrawals - dispute.reinstatements),
    )
    reason: str | None = sqlquery.column(
        'The provider\'s code for the reason, such as "fraudulent", for members only: what a payer tells their bank is'
        " not for other users of the client. Null if the provider gave none.",
        permission=policy.ANY_MEMBER,
    )
    evidence_due_at: dt.datetime | None = sqlquery.column(
        "The deadline for evidence at the provider, for members only. Null if none can be submitted.",
        permission=policy.ANY_MEMBER,
    )
    opened_at: dt.datetime = sqlquery.column(
        "When it was opened, or imported from the provider.", lambda dispute, _: dispute.created_at
    )
    closed_at: dt.datetime | None = sqlquery.column("When it was won or lost. Null while it is open.")
