"""Results of mutations on payments of invoices."""

from typing import Annotated, TypeAlias

from graph import described
from graph import user_errors as errors
from graph.types import lazy


@described.object_type
class PayInvoicePayload:
    """An invoice that was paid, or whose payment was started."""

    invoice: lazy.Invoice | None = described.field(
        "The invoice after the operation. Null if the viewer can no longer see it."
    )
    payments: list[lazy.Payment] = described.field(
        "One payment for each source of money. If one requires action, `checkout` opens its payment window."
    )
    credit_account: lazy.CreditAccount = described.field(described.CREDIT_ACCOUNT)
    replayed: bool = described.field(described.REPLAYED)


@described.object_type
class MoneyPayload:
    """Everything that canceling or releasing a payment changed."""

    payments: list[lazy.Payment] = described.field(
        "The payment, and its `partner` if it has one. Empty for a prepayment."
    )
    prepayment: lazy.Prepayment | None = described.field("The prepayment. Null for a payment of an invoice.")
    invoice: lazy.Invoice | None = described.field(
        "The invoice, which is payable again. Null for a prepayment, or if the viewer cannot see it."
    )
    credit_account: lazy.CreditAccount = described.field(described.CREDIT_ACCOUNT)


@described.object_type
class RefundPaymentPayload:
    """A refund of a payment."""

    refund: lazy.Refund = described.field("The refund. Its amount is reserved from now on.")
    payment: lazy.Payment = described.field("The payment after the operation.")
    invoice: lazy.Invoice | None = described.field(
        "The invoice, whose amount due increases by the part that is no longer paid. Null if the viewer can no longer"
        " see it."
    )
    credit_account: lazy.CreditAccount = described.field(
        "The client's credits after the operation. A payment from credits is refunded to credits."
    )
    replayed: bool = described.field(described.REPLAYED)


@described.object_type
class RecordOfflinePaymentPayload:
    """An offline payment that was recorded."""

    payment: lazy.Payment | None = described.field(
        "The payment of the invoice. Null if all of the money became credits."
    )
    credit_account: lazy.CreditAccount = described.field(described.CREDIT_ACCOUNT)
    invoice: lazy.Invoice | None = described.field(
        "The invoice after the operation. Null if all of the money became credits."
    )
    replayed: bool = described.field(described.REPLAYED)


PayInvoiceResult: TypeAlias = Annotated[
    PayInvoicePayload | errors.NotFound | errors.InputErrors | errors.AmountExceedsPayable | errors.AmountOutOfRange
    | errors.NothingPayable | errors.FullAmountNotPossible | errors.NoDepositDue | errors.InsufficientCredits
    | errors.InvoiceNotPayable | errors.MethodUnavailable | errors.QuoteStale | errors.IdempotencyConflict
    | errors.ProviderErrors,
    described.result_of("payInvoice"),
]  # fmt: skip

CancelPaymentResult: TypeAlias = Annotated[
    MoneyPayload | errors.NotFound | errors.PaymentNotChangeable | errors.ProviderUnavailable,
    described.result_of("cancelPayment"),
]

ReleasePaymentResult: TypeAlias = Annotated[
    MoneyPayload | errors.NotFound | errors.PaymentNotChangeable, described.result_of("releasePayment")
]

RefundPaymentResult: TypeAlias = Annotated[
    RefundPaymentPayload | errors.RefundErrors, described.result_of("refundPayment")
]

RecordOfflinePaymentResult: TypeAlias = Annotated[
    RecordOfflinePaymentPayload | errors.NotFound | errors.InputErrors | errors.AmountExceedsPayable
    | errors.NothingPayable | errors.FullAmountNotPossible | errors.NoDepositDue | errors.InvoiceNotPayable
    | errors.IdempotencyConflict,
    described.result_of("recordOfflinePayment"),
]  # fmt: skip
