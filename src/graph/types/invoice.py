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
from billing import amounts, invoices, policy, quotes, visibility
from billing.refusals import Refusal
from graph import stored, texts
from graph.context import Context
from graph.inputs import money as inputs
from graph.types import links
from graph.types import quote as quote_type
from graph.types.money import Money
from graph.types.node import Node


@stored.of(models.InvoiceLine)
@strawberry.type(description="One line of an invoice.")
class InvoiceLine:
    """One line of an invoice."""

    description: str = stored.column(description="What it is for.")
    quantity: Decimal = stored.column(description="How much or how many: exact, with up to 6 decimal digits.")
    unit_price: Money = stored.money(description="The price of one.")
    amount: Money = stored.money(description="Quantity times unit price, rounded half up.")


async def _actions(ids: Sequence[uuid.UUID], context: Context) -> list[Any]:
    found, terms = await context.rows(models.Invoice, ids), await context.terms()
    clients = await context.rows(models.Client, [row.client_id for row in found.values()])
    payment = models.Payment
    payments = defaultdict(list)
    of_these = select(payment).where(visibility.payments(context.who), payment.invoice_id.in_(ids))
    for row in await context.snapshot.scalars(of_these.order_by(payment.id)):
        payments[row.invoice_id].append(row)
    return [
        list(
            invoices.actions(
                context.who, found[own_id], clients[found[own_id].client_id], payments[own_id],
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
        amounts.PaymentSource, strawberry.argument(name="from", description="Where the money comes from.")
    ],
    rest: Annotated[
        models.PaymentMethod | None,
        strawberry.argument(description="With `from: CREDITS`: by which way to charge what the credits do not cover."),
    ] = strawberry.UNSET,
) -> list[Any]:
    means = quotes.Means(inputs.intention(amount), from_, texts.given(rest))
    found, terms = await context.rows(models.Invoice, ids), await context.terms()
    clients = await context.rows(models.Client, [row.client_id for row in found.values()])
    currency = (await context.facts()).currency

    def quoted(invoice: models.Invoice) -> quote_type.Quote | Refusal:
        client, settings, connections = clients[invoice.client_id], terms.settings, terms.connections
        try:
            decided = quotes.decide(context.who, means, invoice, client, settings, connections, currency)
        except Refusal as refusal:
            return refusal
        return quote_type.Quote.of(decided.quote)

    return [quoted(found[own_id]) for own_id in ids]


@stored.of(models.Invoice, visibility.invoices)
@strawberry.type(
    description=(
        "An invoice to a client. The client's users see no drafts, and no invoices at all while the firm hides them."
    )
)
class Invoice(Node):
    """An invoice to a client."""

    number: str = stored.column(description="Its number, unique in the firm.")
    client: links.Client = stored.one(links.of_client, description="Who owes it.")
    status: models.InvoiceStatus = stored.column(description="How far it has come.")
    is_overdue: bool = stored.column(
        lambda invoice, telling: invoices.is_overdue(invoice, telling.given(Date(), lambda request: request.today)),
        description="Its due day is over in the firm's time zone, and not all of it is paid.",
    )
    description: str | None = stored.column(description="What it is about. Null when nothing was written.")
    lines: list[InvoiceLine] = stored.many(
        lambda invoice, line, _: (line.firm_id == invoice.firm_id) & (line.invoice_id == invoice.id),
        order=lambda line: (line.position,),
        description="Its lines, in order.",
    )
    total: Money = stored.money(description="The sum of its lines.")
    amount_paid: Money = stored.money(lambda invoice, _: invoice.paid, description="What of it is settled.")
    amount_pending: Money = stored.money(
        lambda invoice, _: invoice.pending, description="Payments under way: not settled, and not payable again."
    )
    amount_due: Money = stored.money(description="Total less what is settled. Nothing of a draft or a void invoice.")
    amount_payable: Money = stored.money(
        lambda invoice, _: invoice.payable, description="What can be paid now: due, less what is under way."
    )
    deposit_requested: Money | None = stored.money(
        description="The part to be paid up front, of an invoice issued in advance. Null when none is requested."
    )
    deposit_due: Money | None = stored.money(
        lambda invoice, _: amounts.deposit_left(invoice),
        description="What is left of the deposit: what is under way counts as paid. Null when none is requested.",
    )
    issued_on: dt.date | None = stored.column(
        description="The day it was issued, in the firm's time zone. Null for what never was."
    )
    due_on: dt.date | None = stored.column(description="The day it is due. Null for no day.")
    payments: list[links.Payment] = stored.many(
        links.back("invoice_id"), description="All payments of it, oldest first, those that failed included."
    )
    actions: list[invoices.InvoiceAction] = stored.asked(
        _actions, description="What the viewer may do with it now: which buttons to show."
    )
    quote: quote_type.QuoteResult | None = stored.asked(
        _quote,
        access=policy.PAYS_INVOICES,
        description=(
            "What payInvoice would do with the same arguments, as everything is now: to show before paying, and to hold"
            " the payment to. Nothing is set aside by it. For whoever may pay the invoice."
        ),
    )
