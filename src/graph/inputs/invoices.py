"""What making, changing, issuing and voiding invoices takes."""

import datetime as dt
from decimal import Decimal

import strawberry

from graph.inputs.money import IDEMPOTENCY_KEY_DESCRIPTION


@strawberry.input(description="One line of an invoice.")
class InvoiceLineInput:
    """One line of an invoice."""

    description: str = strawberry.field(description="What it is for: 1 to 500 characters.")
    quantity: Decimal = strawberry.field(
        default=Decimal(1), description="How much or how many: more than 0, with at most 6 decimal digits."
    )
    unit_price: Decimal = strawberry.field(description="The price of one, in the firm's currency: 0 or more.")


@strawberry.input(description="An invoice to be made.")
class CreateInvoiceInput:
    """An invoice to be made."""

    client_id: strawberry.ID = strawberry.field(description="Who owes it.")
    number: str | None = strawberry.field(
        default=strawberry.UNSET,
        description="Its number, unique in the firm, at most 40 characters; the firm's next number when left out.",
    )
    description: str | None = strawberry.field(
        default=strawberry.UNSET, description="What it is about: at most 2000 characters."
    )
    lines: list[InvoiceLineInput] = strawberry.field(description="1 to 200 lines. Their sum is the total.")
    deposit_requested: Decimal | None = strawberry.field(
        default=strawberry.UNSET, description="The part to be paid up front, up to the total. None when left out."
    )
    due_on: dt.date | None = strawberry.field(
        default=strawberry.UNSET, description="The day it is due. No day when left out."
    )
    issue: bool = strawberry.field(default=True, description="Issue it at once; false leaves it a draft.")
    pay_from_credits: Decimal | None = strawberry.field(
        default=strawberry.UNSET,
        description=(
            "Pay this much of it from the client's credits as it is issued. Needs `issue: true`, and the right"
            " MANAGE_PAYMENTS too."
        ),
    )
    idempotency_key: str = strawberry.field(description=IDEMPOTENCY_KEY_DESCRIPTION)


@strawberry.input(description="What to change of a draft. What is left out stays as it is, null clears.")
class UpdateInvoiceInput:
    """What to change of a draft."""

    invoice_id: strawberry.ID = strawberry.field(description="Which invoice.")
    number: str | None = strawberry.field(
        default=strawberry.UNSET, description="Its number, unique in the firm, at most 40 characters. Cannot be null."
    )
    description: str | None = strawberry.field(
        default=strawberry.UNSET, description="What it is about: at most 2000 characters."
    )
    lines: list[InvoiceLineInput] | None = strawberry.field(
        default=strawberry.UNSET, description="All of its lines, instead of those it had: 1 to 200. Cannot be null."
    )
    deposit_requested: Decimal | None = strawberry.field(
        default=strawberry.UNSET, description="The part to be paid up front, up to the total."
    )
    due_on: dt.date | None = strawberry.field(default=strawberry.UNSET, description="The day it is due.")


@strawberry.input(description="A draft to be issued.")
class IssueInvoiceInput:
    """A draft to be issued."""

    invoice_id: strawberry.ID = strawberry.field(description="Which invoice.")


@strawberry.input(description="An invoice to be taken back.")
class VoidInvoiceInput:
    """An invoice to be taken back."""

    invoice_id: strawberry.ID = strawberry.field(description="Which invoice.")
    reason: str = strawberry.field(description="Why: at most 500 characters. Clients read it beside returned credits.")
