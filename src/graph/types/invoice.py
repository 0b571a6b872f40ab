"""An invoice and its lines."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Any

import strawberry
from sqlalchemy import Date, select

import models
from billing.access import policy, visibility
from billing.errors import DomainError
from billing.invoices import rules
from billing.payments import allocation
from billing.payments import quote as quotes
from graph import input_validation, sqlquery
from graph.context import Context
from graph.inputs import payments as inputs
from graph.types import joins, lazy, quote_result
from graph.types import quote as quote_type
from graph.types.money import Money
from graph.types.node import Node


@sqlquery.source(models.InvoiceLine)
@strawberry.type(description="One line of an invoice.")
class InvoiceLine:
    """One line of an invoice."""

    description: str = sqlquery.column(description="What it is for.")
    quantity: Decimal = sqlquery.column(description="How much or how many: exact, with up to 6 decimal digits.")
    unit_price: Money = sqlquery.money(description="The price of one.")
    amount: Money = sqlquery.money(description="Quantity times unit price, rounded half up.")


async def _actions(ids: Sequence[uuid.UUID], context: Context) -> list[Any]:
    found, terms = await context.load_rows(models.Invoice, ids), await context.payment_configuration()
    clients = await context.load_rows(models.Client, [row.client_id for row in found.values()])
    payment = models.Payment
    payments = defaultdict(list)
    of_these = select(payment).where(visibility.payments(context.authenticated_viewer), payment.invoice_id.in_(ids))
    for row in await context.snapshot.scalars(of_these.order_by(payment.id)):
        payments[row.invoice_id].append(row)
    return [
        list(
            rules.allowed_actions(
                context.authenticated_viewer, found[own_id], clients[found[own_id].client_id], payments[own_id],
                terms.settings, terms.connections,
            )
        )
        for own_id in ids
    ]  # fmt: skip


async def _quote(
    ids: Sequence[uuid.UUID],
    context: Context,
    amount: Annotated[inputs.AmountToPay, strawberry.argument(description="How much of it.")],
    from_: Annotated[
        allocation.PaymentSource, strawberry.argument(name="from", description="Where the money comes from.")
    ],
    rest: Annotated[
        models.PaymentMethod | None,
        strawberry.argument(description="With `from: CREDITS`: by which way to charge what the credits do not cover."),
    ] = strawberry.UNSET,
) -> list[Any]:
    means = quotes.PaymentInstruction(inputs.to_amount_request(amount), from_, input_validation.none_if_unset(rest))
    found, terms = await context.load_rows(models.Invoice, ids), await context.payment_configuration()
    clients = await context.load_rows(models.Client, [row.client_id for row in found.values()])
    currency = (await context.firm_info()).currency

    def quoted(invoice: models.Invoice) -> quote_type.Quote | DomainError:
        client, settings, connections = clients[invoice.client_id], terms.settings, terms.connections
        try:
            decided = quotes.decide_payment(
                context.authenticated_viewer, means, invoice, client, settings, connections, currency
            )
        except DomainError as refusal:
            return refusal
        return quote_type.Quote.of(decided.quote)

    return [quoted(found[own_id]) for own_id in ids]


@sqlquery.source(models.Invoice, visibility.invoices)
@strawberry.type(
    description=(
        "An invoice to a client. The client's users see no drafts, and no invoices at all while the firm hides them."
    )
)
class Invoice(Node):
    """An invoice to a client."""

    number: str = sqlquery.column(description="Its number, unique in the firm.")
    client: lazy.Client = sqlquery.to_one(joins.on_client, description="Who owes it.")
    status: models.InvoiceStatus = sqlquery.column(description="How far it has come.")
    is_overdue: bool = sqlquery.column(
        lambda invoice, telling: rules.is_overdue(invoice, telling.bind(Date(), lambda request: request.today)),
        description="Its due day is over in the firm's time zone, and not all of it is paid.",
    )
    description: str | None = sqlquery.column(description="What it is about. Null when nothing was written.")
    lines: list[InvoiceLine] = sqlquery.to_many(
        lambda invoice, line, _: (line.firm_id == invoice.firm_id) & (line.invoice_id == invoice.id),
        order_by=lambda line: (line.position,),
        description="Its lines, in order.",
    )
    total: Money = sqlquery.money(description="The sum of its lines.")
    amount_paid: Money = sqlquery.money(lambda invoice, _: invoice.paid, description="What of it is settled.")
    amount_pending: Money = sqlquery.money(
        lambda invoice, _: invoice.pending, description="Payments under way: not settled, and not payable again."
    )
    amount_due: Money = sqlquery.money(description="Total less what is settled. Nothing of a draft or a void invoice.")
    amount_payable: Money = sqlquery.money(
        lambda invoice, _: invoice.payable, description="What can be paid now: due, less what is under way."
    )
    deposit_requested: Money | None = sqlquery.money(
        description="The part to be paid up front, of an invoice issued in advance. Null when none is requested."
    )
    deposit_due: Money | None = sqlquery.money(
        lambda invoice, _: allocation.deposit_due_clause(invoice),
        description="What is left of the deposit: what is under way counts as paid. Null when none is requested.",
    )
    issued_on: dt.date | None = sqlquery.column(
        description="The day it was issued, in the firm's time zone. Null for what never was."
    )
    due_on: dt.date | None = sqlquery.column(description="The day it is due. Null for no day.")
    payments: list[lazy.Payment] = sqlquery.to_many(
        joins.on_reverse_foreign_key("invoice_id"),
        description="All payments of it, oldest first, those that failed included.",
    )
    actions: list[rules.InvoiceAction] = sqlquery.resolved(
        _actions, description="What the viewer may do with it now: which buttons to show."
    )
    quote: quote_result.QuoteResult | None = sqlquery.resolved(
        _quote,
        access=policy.PAY_INVOICES,
        description=(
            "What payInvoice would do with the same arguments, as everything is now: to show before paying, and to hold"
            " the payment to. Nothing is set aside by it. For whoever may pay the invoice."
        ),
    )
