"""Results of mutations on invoices."""

from typing import Annotated, TypeAlias

from graph import described
from graph import user_errors as errors
from graph.types import lazy


@described.object_type
class CreateInvoicePayload:
    """An invoice that was created."""

    invoice: lazy.Invoice = described.field("The invoice as it is now.")
    credit_account: lazy.CreditAccount = described.field(described.CREDIT_ACCOUNT)
    replayed: bool = described.field(described.REPLAYED)


@described.object_type
class InvoicePayload:
    """An invoice that was changed."""

    invoice: lazy.Invoice = described.field("The invoice after the change.")
    credit_account: lazy.CreditAccount = described.field(
        "The client's credits after the change. Voiding an invoice returns the credits that it used."
    )


CreateInvoiceResult: TypeAlias = Annotated[
    CreateInvoicePayload | errors.NotFound | errors.InvalidInput | errors.InvalidAmount | errors.InsufficientCredits
    | errors.AmountExceedsPayable | errors.IdempotencyConflict,
    described.result_of("createInvoice"),
]  # fmt: skip

UpdateInvoiceResult: TypeAlias = Annotated[
    InvoicePayload | errors.NotFound | errors.InvalidInput | errors.InvalidAmount | errors.InvoiceNotChangeable,
    described.result_of("updateInvoice"),
]

InvoiceResult: TypeAlias = Annotated[
    InvoicePayload | errors.NotFound | errors.InvoiceNotChangeable | errors.InvalidAmount | errors.AmountExceedsPayable
    | errors.InsufficientCredits,
    described.result_of("issueInvoice", "voidInvoice", name="InvoiceResult"),
]  # fmt: skip
