"""Results of mutations on invoices."""

from typing import Annotated, TypeAlias

import strawberry

from graph import user_errors
from graph.payloads import descriptions
from graph.types import credits as credit_types
from graph.types import invoice as invoice_types


@strawberry.type(description="An invoice that was created.")
class CreateInvoicePayload:
    """An invoice that was created."""

    invoice: invoice_types.Invoice = strawberry.field(description="The invoice as it is now.")
    credit_account: credit_types.CreditAccount = strawberry.field(description=descriptions.CREDIT_ACCOUNT)
    replayed: bool = strawberry.field(description=descriptions.REPLAYED)


@strawberry.type(description="An invoice that was changed.")
class InvoicePayload:
    """An invoice that was changed."""

    invoice: invoice_types.Invoice = strawberry.field(description="The invoice after the change.")
    credit_account: credit_types.CreditAccount = strawberry.field(
        description="The client's credits after the change. Voiding an invoice returns the credits that it used."
    )


CreateInvoiceResult: TypeAlias = Annotated[
    CreateInvoicePayload
    | user_errors.NotFound
    | user_errors.InvalidInput
    | user_errors.InvalidAmount
    | user_errors.InsufficientCredits
    | user_errors.AmountExceedsPayable
    | user_errors.IdempotencyConflict,
    strawberry.union("CreateInvoiceResult", description="The result of `createInvoice`."),
]

UpdateInvoiceResult: TypeAlias = Annotated[
    InvoicePayload
    | user_errors.NotFound
    | user_errors.InvalidInput
    | user_errors.InvalidAmount
    | user_errors.InvoiceNotChangeable,
    strawberry.union("UpdateInvoiceResult", description="The result of `updateInvoice`."),
]

InvoiceResult: TypeAlias = Annotated[
    InvoicePayload | user_errors.NotFound | user_errors.InvoiceNotChangeable,
    strawberry.union("InvoiceResult", description="The result of `issueInvoice` and `voidInvoice`."),
]
