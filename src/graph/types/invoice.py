"""Invoices and their lines."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Annotated, Any, TypeAlias

import strawberry
from sqlalchemy import ColumnElement, Date, select
from sqlalchemy.orm import aliased

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
from graph.shared_values import PAYMENT_CONFIGURATION
from graph.types import lazy
from graph.types import payment as payment_types
from graph.types.money import Money
from graph.types.node import Node


@sqlquery.source(models.InvoiceLine)
@described.object_type
class InvoiceLine:
    """A line of an invoice."""

    description: str = sqlquery.column("What the line is for.")
    quantity: Decimal = sqlquery.column(f"The quantity, with at most {rules.MAX_QUANTITY_DIGITS} decimal places.")
    unit_price: Money = sqlquery.money("The price of one unit.")
    amount: Money = sqlquery.money("The quantity times the unit price, rounded half up.")


_INVOICE = sqlquery.RowColumns(models.Invoice, "status", "total", "paid", "pending")
_CLIENT = sqlquery.RowColumns(models.Client, "archived_at", "available")
_PAYMENT = sqlquery.RowColumns(models.Payment, "paid_by", "applied")
_client, _payment = aliased(models.Client), aliased(models.Payment)


def _action_values(invoice: Any, _: sqlquery.CompileContext) -> Mapping[str, ColumnElement[Any]]:
    client = (_client.firm_id == invoice.firm_id) & (_client.id == invoice.client_id)
    payments = (_payment.firm_id == invoice.firm_id) & (_payment.invoice_id == invoice.id) & (_payment.applied > 0)
    return {
        "invoice": _INVOICE.of(invoice),
        "client": _CLIENT.of_one(_client, select().select_from(_client).where(client)),
        "payments": _PAYMENT.of_all(_payment, select().select_from(_payment).where(payments)),
    }


def _actions(values: Mapping[str, Any], context: sqlquery.ComputeContext) -> list[rules.InvoiceAction]:
    configuration = context.shared(PAYMENT_CONFIGURATION)
    return list(
        rules.allowed_actions(
            context.viewer, _INVOICE.load(values["invoice"]), _CLIENT.load(values["client"]),
            list(map(_PAYMENT.load, values["payments"])), configuration.settings, configuration.connections,
        )
    )  # fmt: skip


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
    remainder_method = input_validation.none_if_unset(rest)
    instruction = quotes.PaymentInstruction(inputs.to_amount_request(amount), from_, remainder_method)
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

    number: str = sqlquery.column("The number, unique within the firm.")
    client: lazy.Client = sqlquery.to_one("The client that is billed.")
    status: models.InvoiceStatus = sqlquery.column("The status.")
    is_overdue: bool = sqlquery.column(
        "Whether the due date has passed, in the firm's time zone, and the invoice is not paid in full.",
        lambda invoice, compile_context: rules.is_overdue(
            invoice, compile_context.bind(Date(), lambda request: request.today)
        ),
    )
    description: str | None = sqlquery.column("What the invoice is for. Null if there is no description.")
    lines: list[InvoiceLine] = sqlquery.to_many("The lines, in order.", order_by=lambda line: (line.position,))
    total: Money = sqlquery.money("The sum of the lines.")
    amount_paid: Money = sqlquery.money("The settled part of the total.", lambda invoice, _: invoice.paid)
    amount_pending: Money = sqlquery.money(
        "The amount of payments in progress: not settled yet, and not payable again.",
        lambda invoice, _: invoice.pending,
    )
    amount_due: Money = sqlquery.money("The total less what is settled. Zero for a draft or void invoice.")
    amount_payable: Money = sqlquery.money(
        "The amount that can be paid now: the amount due less payments in progress.", lambda invoice, _: invoice.payable
    )
    deposit_requested: Money | None = sqlquery.money(
        "The part of the total that is requested up front. Null if no deposit is requested."
    )
    deposit_due: Money | None = sqlquery.money(
        "What remains of the deposit; payments in progress count as paid. Null if none is requested.",
        lambda invoice, _: allocation.deposit_due_clause(invoice),
    )
    issued_on: dt.date | None = sqlquery.column(
        "The date of issue, in the firm's time zone. Null if it has not been issued."
    )
    due_on: dt.date | None = sqlquery.column("The due date. Null if there is none.")
    last_paid_at: dt.datetime | None = sqlquery.column(
        "When the latest payment of it settled. Null until one has; unchanged by refunds and disputes."
    )
    voided_at: dt.datetime | None = sqlquery.column("When it was voided. Null unless it is void.")
    void_reason: str | None = sqlquery.column(
        "The reason for which it was voided. Null unless it is void. Clients can read it."
    )
    payments: list[lazy.Payment] = sqlquery.to_many("All payments, oldest first, including failed ones.")
    actions: list[rules.InvoiceAction] = sqlquery.computed(
        "The actions that the viewer can take now, to decide which buttons to show.",
        _action_values,
        _actions,
        shared=(PAYMENT_CONFIGURATION,),
    )
    quote: QuoteResult | None = sqlquery.resolved(
        "What payInvoice would do now with the same arguments, to show before paying. Its token binds the payment"
        " to these figures. A quote reserves nothing. Null for viewers who may not pay it.",
        _quote,
        permission=policy.PAY_INVOICES,
    )
