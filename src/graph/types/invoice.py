"""Invoices and their lines."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Annotated, Any, TypeAlias

import strawberry
from sqlalchemy import Date, select

import models
from billing.access import policy, visibility
from billing.errors import DomainError
from billing.invoices import rules
from billing.payments import allocation
from billing.payments import quote as quotes
from graph import described, input_validation, sqlquery
from graph import user_errors as errors
from graph.context import Context
from graph.inputs import payments as inputs
from graph.types import joins, lazy
from graph.types import payment as payment_types
from graph.types.money import Money
from graph.types.node import Node


@sqlquery.source(models.InvoiceLine)
@described.object_type
class InvoiceLine:
    """A line of an invoice."""

    description: str = sqlquery.column(description="What the line is for.")
    quantity: Decimal = sqlquery.column(description="The quantity, with at most 6 decimal places.")
    unit_price: Money = sqlquery.money(description="The price of one unit.")
    amount: Money = sqlquery.money(description="The quantity times the unit price, rounded half up.")


async def _actions(ids: Sequence[uuid.UUID], context: Context) -> list[Any]:
    viewer = context.authenticated_viewer
    configuration, invoices = await context.payment_configuration(), await context.load_rows(models.Invoice, ids)
    clients = await context.load_rows(models.Client, [invoice.client_id for invoice in invoices.values()])
    payments = await _visible_payments(ids, context)
    return [
        list(
            rules.allowed_actions(
                viewer, invoice, clients[invoice.client_id], payments[invoice.id],
                configuration.settings, configuration.connections,
            )
        )
        for invoice in (invoices[invoice_id] for invoice_id in ids)
    ]  # fmt: skip


async def _visible_payments(
    invoice_ids: Sequence[uuid.UUID], context: Context
) -> Mapping[uuid.UUID | None, list[models.Payment]]:
    """The visible payments of each invoice, oldest first."""
    payment = models.Payment
    payments: defaultdict[uuid.UUID | None, list[models.Payment]] = defaultdict(list)
    rows = await context.snapshot.scalars(
        select(payment)
        .where(visibility.rows_of_clients(context.authenticated_viewer, payment), payment.invoice_id.in_(invoice_ids))
        .order_by(payment.id)
    )
    for row in rows:
        payments[row.invoice_id].append(row)
    return payments


QuoteResult: TypeAlias = Annotated[
    payment_types.Quote | errors.InputErrors | errors.AmountExceedsPayable | errors.AmountOutOfRange
    | errors.NothingPayable | errors.InsufficientCredits | errors.InvoiceNotPayable | errors.FullAmountNotPossible
    | errors.NoDepositDue | errors.MethodUnavailable,
    strawberry.union(
        "QuoteResult", description="The result of `quote`: the figures, or the reason why it cannot be paid."
    ),
]  # fmt: skip


async def _quote(
    ids: Sequence[uuid.UUID],
    context: Context,
    amount: Annotated[inputs.AmountToPay, described.argument("How much of it to pay.")],
    from_: Annotated[allocation.PaymentSource, described.argument("The source of the money.", name="from")],
    rest: Annotated[
        models.PaymentMethod | None,
        described.argument("With `from: CREDITS`: the method by which the part that credits do not cover is charged."),
    ] = strawberry.UNSET,
) -> list[Any]:
    instruction = quotes.PaymentInstruction(
        inputs.to_amount_request(amount), from_, input_validation.none_if_unset(rest)
    )
    configuration, invoices = await context.payment_configuration(), await context.load_rows(models.Invoice, ids)
    clients = await context.load_rows(models.Client, [invoice.client_id for invoice in invoices.values()])
    currency = (await context.firm_info()).currency

    def quote_or_error(invoice: models.Invoice) -> payment_types.Quote | DomainError:
        try:
            decision = quotes.decide_payment(
                context.authenticated_viewer, instruction, invoice, clients[invoice.client_id],
                configuration.settings, configuration.connections, currency,
            )  # fmt: skip
        except DomainError as error:
            return error
        return payment_types.Quote.of(decision.quote)

    return [quote_or_error(invoices[invoice_id]) for invoice_id in ids]


@sqlquery.source(models.Invoice, visibility.invoices)
@described.object_type
class Invoice(Node):
    """An invoice to a client. The client's users cannot see drafts, nor any invoice while the firm hides invoices."""

    number: str = sqlquery.column(description="The number, unique within the firm.")
    client: lazy.Client = sqlquery.to_one(joins.on_client, description="The client that is billed.")
    status: models.InvoiceStatus = sqlquery.column(description="The status.")
    is_overdue: bool = sqlquery.column(
        lambda invoice, compile_context: rules.is_overdue(
            invoice, compile_context.bind(Date(), lambda request: request.today)
        ),
        description="Whether the due date has passed, in the firm's time zone, and the invoice is not paid in full.",
    )
    description: str | None = sqlquery.column(description="What the invoice is for. Null if there is no description.")
    lines: list[InvoiceLine] = sqlquery.to_many(
        joins.on_reverse_foreign_key("invoice_id"),
        order_by=lambda line: (line.position,),
        description="The lines, in order.",
    )
    total: Money = sqlquery.money(description="The sum of the lines.")
    amount_paid: Money = sqlquery.money(lambda invoice, _: invoice.paid, description="The settled part of the total.")
    amount_pending: Money = sqlquery.money(
        lambda invoice, _: invoice.pending,
        description="The amount of payments in progress: not settled yet, and not payable again.",
    )
    amount_due: Money = sqlquery.money(description="The total less what is settled. Zero for a draft or void invoice.")
    amount_payable: Money = sqlquery.money(
        lambda invoice, _: invoice.payable,
        description="The amount that can be paid now: the amount due less payments in progress.",
    )
    deposit_requested: Money | None = sqlquery.money(
        description="The part of the total that is requested up front. Null if no deposit is requested."
    )
    deposit_due: Money | None = sqlquery.money(
        lambda invoice, _: allocation.deposit_due_clause(invoice),
        description="What remains of the deposit; payments in progress count as paid. Null if none is requested.",
    )
    issued_on: dt.date | None = sqlquery.column(
        description="The date of issue, in the firm's time zone. Null if it has not been issued."
    )
    due_on: dt.date | None = sqlquery.column(description="The due date. Null if there is none.")
    payments: list[lazy.Payment] = sqlquery.to_many(
        joins.on_reverse_foreign_key("invoice_id"), description="All payments, oldest first, including failed ones."
    )
    actions: list[rules.InvoiceAction] = sqlquery.resolved(
        _actions, description="The actions that the viewer can take now, to decide which buttons to show."
    )
    quote: QuoteResult | None = sqlquery.resolved(
        _quote,
        access=policy.PAY_INVOICES,
        description=(
            "What payInvoice would do now with the same arguments, to show before paying. Its token binds the payment"
            " to these figures. A quote reserves nothing."
        ),
    )
