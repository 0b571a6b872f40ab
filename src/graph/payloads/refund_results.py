"""What the mutations answer that give money back, take credits back, or bring in money from elsewhere."""

from typing import Annotated, TypeAlias

import strawberry

from graph import user_errors
from graph.payloads.results import CREDIT_ACCOUNT_DESCRIPTION, REPLAYED_DESCRIPTION, MoneyPayload
from graph.types import credits as credit_types
from graph.types import invoice as invoice_type
from graph.types import payment as payment_type
from graph.types import prepayment as prepayment_type
from graph.types import refund as refund_type


@strawberry.type(description="Credits that were granted or taken back.")
class CreditPayload:
    """Credits that were granted or taken back."""

    credit_account: credit_types.CreditAccount = strawberry.field(description=CREDIT_ACCOUNT_DESCRIPTION)
    entry: credit_types.CreditEntry = strawberry.field(description="The entry that it made.")
    replayed: bool = strawberry.field(description=REPLAYED_DESCRIPTION)


@strawberry.type(description="Money that no provider carried, recorded.")
class RecordOfflinePaymentPayload:
    """Money that no provider carried, recorded."""

    payment: payment_type.Payment | None = strawberry.field(
        description="The payment of the invoice. Null where all of it became credits."
    )
    credit_account: credit_types.CreditAccount = strawberry.field(description=CREDIT_ACCOUNT_DESCRIPTION)
    invoice: invoice_type.Invoice | None = strawberry.field(
        description="The invoice, as it is now. Null where all of it became credits."
    )
    replayed: bool = strawberry.field(description=REPLAYED_DESCRIPTION)


@strawberry.type(description="A refund of a prepayment.")
class RefundPrepaymentPayload:
    """A refund of a prepayment."""

    refund: refund_type.Refund = strawberry.field(description="The refund. Its money is set aside from now on.")
    prepayment: prepayment_type.Prepayment = strawberry.field(description="The prepayment, as it is now.")
    credit_account: credit_types.CreditAccount = strawberry.field(description=CREDIT_ACCOUNT_DESCRIPTION)
    replayed: bool = strawberry.field(description=REPLAYED_DESCRIPTION)


@strawberry.type(description="A refund of a payment.")
class RefundPaymentPayload:
    """A refund of a payment."""

    refund: refund_type.Refund = strawberry.field(description="The refund. Its money is set aside from now on.")
    payment: payment_type.Payment = strawberry.field(description="The payment, as it is now.")
    invoice: invoice_type.Invoice | None = strawberry.field(
        description="The invoice, due again by what was taken off it. Null when the viewer does not see it any more."
    )
    credit_account: credit_types.CreditAccount = strawberry.field(
        description="The client's credits after it: a payment made from credits is refunded to credits."
    )
    replayed: bool = strawberry.field(description=REPLAYED_DESCRIPTION)


CreditResult: TypeAlias = Annotated[
    CreditPayload
    | user_errors.NotFound
    | user_errors.InvalidAmount
    | user_errors.InvalidInput
    | user_errors.IdempotencyConflict,
    strawberry.union("CreditResult", description="What `addCreditNote` answers."),
]

ReverseCreditResult: TypeAlias = Annotated[
    CreditPayload
    | user_errors.NotFound
    | user_errors.NotRefundable
    | user_errors.InvalidAmount
    | user_errors.InvalidInput
    | user_errors.IdempotencyConflict,
    strawberry.union("ReverseCreditResult", description="What `reverseCredit` answers."),
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
    strawberry.union("RecordOfflinePaymentResult", description="What `recordOfflinePayment` answers."),
]

ReleasePaymentResult: TypeAlias = Annotated[
    MoneyPayload | user_errors.NotFound | user_errors.PaymentNotChangeable,
    strawberry.union("ReleasePaymentResult", description="What `releasePayment` answers."),
]

RefundPrepaymentResult: TypeAlias = Annotated[
    RefundPrepaymentPayload
    | user_errors.NotFound
    | user_errors.InvalidAmount
    | user_errors.InvalidInput
    | user_errors.NotRefundable
    | user_errors.IdempotencyConflict
    | user_errors.ProviderUnavailable
    | user_errors.ProviderRefused,
    strawberry.union("RefundPrepaymentResult", description="What `refundPrepayment` answers."),
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
    strawberry.union("RefundPaymentResult", description="What `refundPayment` answers."),
]
