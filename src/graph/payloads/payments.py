"""Results of mutations on payments of invoices."""

from typing import Annotated, TypeAlias

import strawberry

from graph import user_errors
from graph.payloads import descriptions
from graph.types import credits as credit_types
from graph.types import invoice as invoice_types
from graph.types import payment as payment_types
from graph.types import prepayment as prepayment_types
from graph.types import refund as refund_types


@strawberry.type(description="An invoice that was paid, or whose payment was started.")
class PayInvoicePayload:
    """An invoice that was paid, or whose payment was started."""

    invoice: invoice_types.Invoice | None = strawberry.field(
        description="The invoice after the operation. Null if the viewer can no longer see it."
    )
    payments: list[payment_types.Payment] = strawberry.field(
        description="One payment for each source of money. If one requires action, `checkout` opens its payment window."
    )
    credit_account: credit_types.CreditAccount = strawberry.field(description=descriptions.CREDIT_ACCOUNT)
    replayed: bool = strawberry.field(description=descriptions.REPLAYED)


@strawberry.type(description="Everything that canceling or releasing a payment changed.")
class MoneyPayload:
    """Everything that canceling or releasing a payment changed."""

    payments: list[payment_types.Payment] = strawberry.field(
        description="The payment, and its `partner` if it has one. Empty for a prepayment."
    )
    prepayment: prepayment_types.Prepayment | None = strawberry.field(
        description="The prepayment. Null for a payment of an invoice."
    )
    invoice: invoice_types.Invoice | None = strawberry.field(
        description="The invoice, which is payable again. Null for a prepayment, or if the viewer cannot see it."
    )
    credit_account: credit_types.CreditAccount = strawberry.field(description=descriptions.CREDIT_ACCOUNT)


@strawberry.type(description="A refund of a payment.")
class RefundPaymentPayload:
    """A refund of a payment."""

    refund: refund_types.Refund = strawberry.field(description="The refund. Its amount is reserved from now on.")
    payment: payment_types.Payment = strawberry.field(description="The payment after the operation.")
    invoice: invoice_types.Invoice | None = strawberry.field(
        description=(
            "The invoice, whose amount due increases by the part that is no longer paid. Null if the viewer can no"
            " longer see it."
        )
    )
    credit_account: credit_types.CreditAccount = strawberry.field(
        description="The client's credits after the operation. A payment from credits is refunded to credits."
    )
    replayed: bool = strawberry.field(description=descriptions.REPLAYED)


@strawberry.type(description="An offline payment that was recorded.")
class RecordOfflinePaymentPayload:
    """An offline payment that was recorded."""

    payment: payment_types.Payment | None = strawberry.field(
        description="The payment of the invoice. Null if all of the money became credits."
    )
    credit_account: credit_types.CreditAccount = strawberry.field(description=descriptions.CREDIT_ACCOUNT)
    invoice: invoice_types.Invoice | None = strawberry.field(
        description="The invoice after the operation. Null if all of the money became credits."
    )
    replayed: bool = strawberry.field(description=descriptions.REPLAYED)


PayInvoiceResult: TypeAlias = Annotated[
    PayInvoicePayload
    | user_errors.NotFound
    | user_errors.InvalidAmount
    | user_errors.InvalidInput
    | user_errors.AmountExceedsPayable
    | user_errors.AmountOutOfRange
    | user_errors.NothingPayable
    | user_errors.FullAmountNotPossible
    | user_errors.NoDepositDue
    | user_errors.InsufficientCredits
    | user_errors.InvoiceNotPayable
    | user_errors.MethodUnavailable
    | user_errors.QuoteStale
    | user_errors.IdempotencyConflict
    | user_errors.ProviderUnavailable
    | user_errors.ProviderRefused,
    strawberry.union("PayInvoiceResult", description="The result of `payInvoice`."),
]

CancelPaymentResult: TypeAlias = Annotated[
    MoneyPayload | user_errors.NotFound | user_errors.PaymentNotChangeable | user_errors.ProviderUnavailable,
    strawberry.union("CancelPaymentResult", description="The result of `cancelPayment`."),
]

ReleasePaymentResult: TypeAlias = Annotated[
    MoneyPayload | user_errors.NotFound | user_errors.PaymentNotChangeable,
    strawberry.union("ReleasePaymentResult", description="The result of `releasePayment`."),
]

RefundPaymentResult: TypeAlias = Annotated[
    RefundPaymentPayload
    | user_errors.NotFound
    | user_errors.InvalidAmount
    | user_errors.InvalidInput
    | user_errors.NotRefundable
    | user_errors.IdempotencyConflict
    | user_errors.ProviderUnavailable
    | user_errors.ProviderRefused,
    strawberry.union("RefundPaymentResult", description="The result of `refundPayment`."),
]

RecordOfflinePaymentResult: TypeAlias = Annotated[
    RecordOfflinePaymentPayload
    | user_errors.NotFound
    | user_errors.InvalidAmount
    | user_errors.InvalidInput
    | user_errors.AmountExceedsPayable
    | user_errors.NothingPayable
    | user_errors.FullAmountNotPossible
    | user_errors.NoDepositDue
    | user_errors.InvoiceNotPayable
    | user_errors.IdempotencyConflict,
    strawberry.union("RecordOfflinePaymentResult", description="The result of `recordOfflinePayment`."),
]
