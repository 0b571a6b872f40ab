"""An invoice and its lines."""

import datetime as dt
import uuid
from decimal import Decimal
from typing import Annotated, Self

import strawberry

import models
import money
from billing import amounts, invoices, policy, quotes
from graph import doors, globalids, texts
from graph.context import Info
from graph.inputs import money as inputs
from graph.types import client as client_type
from graph.types import links
from graph.types import payment as payment_type
from graph.types import quote as quote_type
from graph.types.money import Money, maybe
from graph.types.node import Node


@strawberry.type(description="One line of an invoice.")
class InvoiceLine:
    """One line of an invoice."""

    description: str = strawberry.field(description="What it is for.")
    quantity: Decimal = strawberry.field(description="How much or how many: exact, with up to 6 decimal digits.")
    unit_price: Money = strawberry.field(description="The price of one.")
    amount: Money = strawberry.field(description="Quantity times unit price, rounded half up.")

    @classmethod
    def of(cls, row: models.InvoiceLine, currency: str) -> Self:
        """The line, told."""
        return cls(
            description=row.description,
            quantity=row.quantity,
            unit_price=Money.minor(row.unit_price, currency),
            amount=Money.minor(row.amount, currency),
        )


async def _client(root: "Invoice", info: Info) -> "client_type.Client":
    return await client_type.required(root.row.client_id, info)


async def _is_overdue(root: "Invoice", info: Info) -> bool:
    return invoices.is_overdue(root.row, await info.context.loaders.firm(), info.context.now)


async def _lines(root: "Invoice", info: Info) -> list[InvoiceLine]:
    currency = await info.context.currency()
    rows = await info.context.loaders.lines_of_invoice.load(root.row.id)
    return [InvoiceLine.of(row, currency) for row in rows]


async def _payments(root: "Invoice", info: Info) -> "list[payment_type.Payment]":
    currency = await info.context.currency()
    rows = await info.context.loaders.payments_of_invoice.load(root.row.id)
    return [payment_type.Payment.of(row, currency) for row in rows]


async def _actions(root: "Invoice", info: Info) -> list[invoices.InvoiceAction]:
    loaders = info.context.loaders
    client, terms = await loaders.clients.load(root.row.client_id), await loaders.terms()
    if client is None:
        return []
    payments = await loaders.payments_of_invoice.load(root.row.id)
    return list(invoices.actions(info.context.who, root.row, client, payments, terms.settings, terms.connections))


async def _quote(
    root: "Invoice",
    info: Info,
    amount: Annotated[inputs.AmountToPay, strawberry.argument(description="How much of it.")],
    from_: Annotated[
        amounts.PaymentSource, strawberry.argument(name="from", description="Where the money comes from.")
    ],
    rest: Annotated[
        models.PaymentMethod | None,
        strawberry.argument(description="With `from: CREDITS`: by which way to charge what the credits do not cover."),
    ] = strawberry.UNSET,
) -> quote_type.QuoteResult | None:
    loaders = info.context.loaders
    client, terms = await loaders.clients.load(root.row.client_id), await loaders.terms()
    assert client is not None  # noqa: S101  (see visibility: whatever is of a client is seen with the client)
    decision = quotes.decide(
        info.context.who,
        quotes.Means(inputs.intention(amount), from_, texts.given(rest)),
        root.row,
        client,
        terms.settings,
        terms.connections,
        await info.context.currency(),
    )
    return quote_type.Quote.of(decision.quote)


@strawberry.type(
    description=(
        "An invoice to a client. The client's users see no drafts, and no invoices at all while the firm hides them."
    )
)
class Invoice(Node):
    """An invoice to a client."""

    row: strawberry.Private[models.Invoice]
    number: str = strawberry.field(description="Its number, unique in the firm.")
    client: links.Client = strawberry.field(resolver=_client, description="Who owes it.")
    status: models.InvoiceStatus = strawberry.field(description="How far it has come.")
    is_overdue: bool = strawberry.field(
        resolver=_is_overdue, description="Its due day is over in the firm's time zone, and not all of it is paid."
    )
    description: str | None = strawberry.field(description="What it is about. Null when nothing was written.")
    lines: list[InvoiceLine] = strawberry.field(resolver=_lines, description="Its lines, in order.")
    total: Money = strawberry.field(description="The sum of its lines.")
    amount_paid: Money = strawberry.field(description="What of it is settled.")
    amount_pending: Money = strawberry.field(description="Payments under way: not settled, and not payable again.")
    amount_due: Money = strawberry.field(
        description="Total less what is settled. Nothing of a draft or a void invoice."
    )
    amount_payable: Money = strawberry.field(description="What can be paid now: due, less what is under way.")
    deposit_requested: Money | None = strawberry.field(
        description="The part to be paid up front, of an invoice issued in advance. Null when none is requested."
    )
    deposit_due: Money | None = strawberry.field(
        description="What is left of the deposit: what is under way counts as paid. Null when none is requested."
    )
    issued_on: dt.date | None = strawberry.field(
        description="The day it was issued, in the firm's time zone. Null for what never was."
    )
    due_on: dt.date | None = strawberry.field(description="The day it is due. Null for no day.")
    payments: list[links.Payment] = strawberry.field(
        resolver=_payments, description="All payments of it, oldest first, those that failed included."
    )
    actions: list[invoices.InvoiceAction] = strawberry.field(
        resolver=_actions, description="What the viewer may do with it now: which buttons to show."
    )
    quote: quote_type.QuoteResult | None = doors.guarded(
        _quote,
        access=policy.PAYS_INVOICES,
        description=(
            "What payInvoice would do with the same arguments, as everything is now: to show before paying, and to hold"
            " the payment to. Nothing is set aside by it. For whoever may pay the invoice."
        ),
    )

    @classmethod
    def of(cls, row: models.Invoice, currency: str) -> Self:
        """The invoice, told."""
        deposit = row.deposit_requested
        return cls(
            row=row,
            id=globalids.written("Invoice", row.id),
            number=row.number,
            status=row.status,
            description=row.description,
            total=Money.minor(row.total, currency),
            amount_paid=Money.minor(row.paid, currency),
            amount_pending=Money.minor(row.pending, currency),
            amount_due=Money.minor(row.amount_due, currency),
            amount_payable=Money.minor(row.payable, currency),
            deposit_requested=maybe(None if deposit is None else money.Money(deposit, currency)),
            deposit_due=maybe(None if deposit is None else money.Money(amounts.deposit_due(row), currency)),
            issued_on=row.issued_on,
            due_on=row.due_on,
        )


async def by_id(own_id: uuid.UUID, info: Info) -> Invoice | None:
    """The invoice, if the viewer may know of it."""
    row = await info.context.loaders.invoices.load(own_id)
    return None if row is None else Invoice.of(row, await info.context.currency())


async def required(own_id: uuid.UUID, info: Info) -> Invoice:
    """An invoice that the viewer may know of, and has just dealt with."""
    found = await by_id(own_id, info)
    assert found is not None  # noqa: S101  (the deed would have refused)
    return found
