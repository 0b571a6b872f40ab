"""Inputs of mutations on invoices."""

import datetime as dt
from decimal import Decimal

import strawberry

from graph import input_validation
from graph.inputs import descriptions

_NUMBER = f"The number, unique within the firm: at most {input_validation.MAX_INVOICE_NUMBER_LENGTH} characters."
_DESCRIPTION = f"What the invoice is for: at most {input_validation.MAX_DESCRIPTION_LENGTH} characters."


@strawberry.input(description="A line of an invoice.")
class InvoiceLineInput:
    """A line of an invoice."""

    description: str = strawberry.field(
        description=f"What the line is for: 1 to {input_validation.MAX_LINE_DESCRIPTION_LENGTH} characters."
    )
    quantity: Decimal = strawberry.field(
        default=Decimal(1), description="The quantity: greater than 0, with at most 6 decimal places."
    )
    unit_price: Decimal = strawberry.field(description="The price of one unit, in the firm's currency: 0 or more.")


@strawberry.input(description="An invoice to create.")
class CreateInvoiceInput:
    """An invoice to create."""

    client_id: strawberry.ID = strawberry.field(description="The client to bill.")
    number: str | None = strawberry.field(
        default=strawberry.UNSET, description=f"{_NUMBER} The firm's next number if omitted."
    )
    description: str | None = strawberry.field(default=strawberry.UNSET, description=_DESCRIPTION)
    lines: list[InvoiceLineInput] = strawberry.field(description="1 to 200 lines. Their sum is the total.")
    deposit_requested: Decimal | None = strawberry.field(
        default=strawberry.UNSET,
        description="The deposit to request: at most the total, in the firm's currency. No deposit if omitted.",
    )
    due_on: dt.date | None = strawberry.field(
        default=strawberry.UNSET, description="The due date. No due date if omitted."
    )
    issue: bool = strawberry.field(default=True, description="Issue the invoice at once. If false, it is a draft.")
    pay_from_credits: Decimal | None = strawberry.field(
        default=strawberry.UNSET,
        description=(
            "Pay this amount from the client's credits when the invoice is issued. Requires `issue: true` and the right"
            " MANAGE_PAYMENTS."
        ),
    )
    idempotency_key: str = strawberry.field(description=descriptions.IDEMPOTENCY_KEY)


@strawberry.input(description="Changes to a draft. Omitted fields stay unchanged; null clears a field.")
class UpdateInvoiceInput:
    """Changes to a draft."""

    invoice_id: strawberry.ID = strawberry.field(description="The draft to change.")
    number: str | None = strawberry.field(default=strawberry.UNSET, description=f"{_NUMBER} Cannot be null.")
    description: str | None = strawberry.field(default=strawberry.UNSET, description=_DESCRIPTION)
    lines: list[InvoiceLineInput] | None = strawberry.field(
        default=strawberry.UNSET, description="1 to 200 lines, which replace all existing lines. Cannot be null."
    )
    deposit_requested: Decimal | None = strawberry.field(
        default=strawberry.UNSET,
        description="The deposit to request: at most the total, in the firm's currency.",
    )
    due_on: dt.date | None = strawberry.field(default=strawberry.UNSET, description="The due date.")


@strawberry.input(description="A draft to issue.")
class IssueInvoiceInput:
    """A draft to issue."""

    invoice_id: strawberry.ID = strawberry.field(description="The draft to issue.")


@strawberry.input(description="An invoice to void.")
class VoidInvoiceInput:
    """An invoice to void."""

    invoice_id: strawberry.ID = strawberry.field(description="The invoice to void.")
    reason: str = strawberry.field(
        description=(
            f"The reason: at most {input_validation.MAX_REASON_LENGTH} characters. Clients see it with the credits that"
            " are returned."
        )
    )
