"""Inputs of mutations on invoices."""

import datetime as dt
from decimal import Decimal

import strawberry

from billing.invoices import rules
from graph import described, input_validation

_NUMBER = f"The number, unique within the firm: at most {input_validation.MAX_INVOICE_NUMBER_LENGTH} characters."
_DESCRIPTION = f"What the invoice is for: at most {input_validation.MAX_DESCRIPTION_LENGTH} characters."
_LINES = f"1 to {rules.MAX_LINES} lines"


@described.input_type
class InvoiceLineInput:
    """A line of an invoice."""

    description: str = described.field(
        f"What the line is for: 1 to {input_validation.MAX_LINE_DESCRIPTION_LENGTH} characters."
    )
    quantity: Decimal = described.field(
        f"The quantity: greater than 0, with at most {rules.MAX_QUANTITY_DIGITS} decimal places.", default=Decimal(1)
    )
    unit_price: Decimal = described.field("The price of one unit, in the firm's currency: 0 or more.")


@described.input_type
class CreateInvoiceInput:
    """An invoice to create."""

    client_id: strawberry.ID = described.field("The client to bill.")
    number: str | None = described.optional(f"{_NUMBER} The firm's next number if omitted.")
    description: str | None = described.optional(_DESCRIPTION)
    lines: list[InvoiceLineInput] = described.field(f"{_LINES}. Their sum is the total.")
    deposit_requested: Decimal | None = described.optional(
        "The deposit to request: at most the total, in the firm's currency. No deposit if omitted."
    )
    due_on: dt.date | None = described.optional(
        "The due date. It can lie before the date of issue. No due date if omitted."
    )
    issue: bool = described.field("Issue the invoice at once. If false, it is a draft.", default=True)
    pay_from_credits: Decimal | None = described.optional(
        "Pay this amount from the client's credits when the invoice is issued, instead of what the firm's"
        " `creditApplication` says. Requires `issue: true` and the right MANAGE_PAYMENTS."
    )
    idempotency_key: str = described.field(described.IDEMPOTENCY_KEY)


@described.input_type
class UpdateInvoiceInput:
    """Changes to a draft, or corrections of an issued invoice: of that, only `description` and `dueOn` can be given.
    Omitted fields stay unchanged; null clears a field.
    """

    invoice_id: strawberry.ID = described.field("The invoice to change.")
    number: str | None = described.optional(f"{_NUMBER} Cannot be null.")
    description: str | None = described.optional(_DESCRIPTION)
    lines: list[InvoiceLineInput] | None = described.optional(
        f"{_LINES}, which replace all existing lines. Cannot be null."
    )
    deposit_requested: Decimal | None = described.optional(
        "The deposit to request: at most the total, in the firm's currency."
    )
    due_on: dt.date | None = described.optional("The due date. It can lie before the date of issue.")


@described.input_type
class IssueInvoiceInput:
    """A draft to issue."""

    invoice_id: strawberry.ID = described.field("The draft to issue.")
    pay_from_credits: Decimal | None = described.optional(
        "Pay this amount from the client's credits when the invoice is issued, instead of what the firm's"
        " `creditApplication` says. Requires the right MANAGE_PAYMENTS. Refused if the invoice is already issued."
    )


@described.input_type
class VoidInvoiceInput:
    """An invoice to void."""

    invoice_id: strawberry.ID = described.field("The invoice to void.")
    reason: str = described.field(described.REASON)
