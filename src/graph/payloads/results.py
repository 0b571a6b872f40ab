"""What mutations answer: a payload, or one of the refusals that the field declares."""

from typing import Annotated, TypeAlias

import strawberry

from graph import user_errors
from graph.types import credits as credit_types
from graph.types import invoice as invoice_type
from graph.types import payment as payment_type
from graph.types import prepayment as prepayment_type
from graph.types import session, settings

REPLAYED_DESCRIPTION = (
    "Whether this key was sent before, with the same input: then all is as it is now, and nothing new was done."
)
CREDIT_ACCOUNT_DESCRIPTION = "The client's credits after it."


@strawberry.type(description="The payment settings, changed.")
class PaymentSettingsPayload:
    """The payment settings, changed."""

    payment_settings: settings.PaymentSettings = strawberry.field(description="All of the settings, as they are now.")


@strawberry.type(description="An account at a payment provider, to be finished there: see its `onboardingUrl`.")
class ConnectPaymentProviderPayload:
    """An account at a payment provider."""

    payment_settings: settings.PaymentSettings = strawberry.field(description="All of the settings, as they are now.")
    provider: settings.PaymentProvider = strawberry.field(
        description="The account; the same as before, while its onboarding is not finished."
    )


@strawberry.type(description="A prepayment that was started.")
class MakePrepaymentPayload:
    """A prepayment that was started."""

    prepayment: prepayment_type.Prepayment = strawberry.field(
        description="The prepayment: open its payment window with `checkout`. Its money is credited when it came."
    )
    credit_account: credit_types.CreditAccount = strawberry.field(description=CREDIT_ACCOUNT_DESCRIPTION)
    replayed: bool = strawberry.field(description=REPLAYED_DESCRIPTION)


@strawberry.type(description="An invoice that was paid, or whose payment was started.")
class PayInvoicePayload:
    """An invoice that was paid, or whose payment was started."""

    invoice: invoice_type.Invoice | None = strawberry.field(
        description="The invoice, as it is now. Null when the viewer does not see it any more."
    )
    payments: list[payment_type.Payment] = strawberry.field(
        description="One for each source. One that requires action has its payment window in `checkout`."
    )
    credit_account: credit_types.CreditAccount = strawberry.field(description=CREDIT_ACCOUNT_DESCRIPTION)
    replayed: bool = strawberry.field(description=REPLAYED_DESCRIPTION)


@strawberry.type(description="All that a canceled payment changes; with credits beside a card or debit, both parts.")
class MoneyPayload:
    """All that a canceled payment changes."""

    payments: list[payment_type.Payment] = strawberry.field(description="The payments. Empty for a prepayment.")
    prepayment: prepayment_type.Prepayment | None = strawberry.field(description="The prepayment. Null for a payment.")
    invoice: invoice_type.Invoice | None = strawberry.field(
        description="The invoice, payable again. Null for a prepayment, and when the viewer does not see it."
    )
    credit_account: credit_types.CreditAccount = strawberry.field(description=CREDIT_ACCOUNT_DESCRIPTION)


@strawberry.type(description="An invoice that was made.")
class CreateInvoicePayload:
    """An invoice that was made."""

    invoice: invoice_type.Invoice = strawberry.field(description="The invoice, as it is now.")
    credit_account: credit_types.CreditAccount = strawberry.field(description=CREDIT_ACCOUNT_DESCRIPTION)
    replayed: bool = strawberry.field(description=REPLAYED_DESCRIPTION)


@strawberry.type(description="An invoice that was changed.")
class InvoicePayload:
    """An invoice that was changed."""

    invoice: invoice_type.Invoice = strawberry.field(description="The invoice, as it is now.")
    credit_account: credit_types.CreditAccount = strawberry.field(
        description="The client's credits after it: voiding gives back those that the invoice used."
    )


SignInResult: TypeAlias = Annotated[
    session.SignInPayload | session.SeatChoice | user_errors.SignInFailed,
    strawberry.union("SignInResult", description="Signed in, or a choice of seats, or not."),
]

UpdatePaymentSettingsResult: TypeAlias = Annotated[
    PaymentSettingsPayload | user_errors.InvalidInput,
    strawberry.union("UpdatePaymentSettingsResult", description="What `updatePaymentSettings` answers."),
]

ConnectPaymentProviderResult: TypeAlias = Annotated[
    ConnectPaymentProviderPayload
    | user_errors.InvalidInput
    | user_errors.ProviderUnavailable
    | user_errors.ProviderRefused,
    strawberry.union("ConnectPaymentProviderResult", description="What `connectPaymentProvider` answers."),
]

PaymentProviderResult: TypeAlias = Annotated[
    PaymentSettingsPayload | user_errors.NotFound | user_errors.InvalidInput,
    strawberry.union(
        "PaymentProviderResult",
        description="What `disconnectPaymentProvider` and `setDefaultPaymentProvider` answer.",
    ),
]

EnablePrepaymentResult: TypeAlias = Annotated[
    PaymentSettingsPayload
    | user_errors.PrepaymentBlocked
    | user_errors.MethodNotOffered
    | user_errors.InvalidAmount
    | user_errors.InvalidInput,
    strawberry.union("EnablePrepaymentResult", description="What `enablePrepayment` answers."),
]

MakePrepaymentResult: TypeAlias = Annotated[
    MakePrepaymentPayload
    | user_errors.NotFound
    | user_errors.InvalidInput
    | user_errors.PrepaymentUnavailable
    | user_errors.MethodUnavailable
    | user_errors.InvalidAmount
    | user_errors.AmountOutOfRange
    | user_errors.IdempotencyConflict
    | user_errors.ProviderUnavailable
    | user_errors.ProviderRefused,
    strawberry.union("MakePrepaymentResult", description="What `makePrepayment` answers."),
]

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
    strawberry.union("PayInvoiceResult", description="What `payInvoice` answers."),
]

CancelPaymentResult: TypeAlias = Annotated[
    MoneyPayload | user_errors.NotFound | user_errors.PaymentNotChangeable | user_errors.ProviderUnavailable,
    strawberry.union("CancelPaymentResult", description="What `cancelPayment` answers."),
]

CreateInvoiceResult: TypeAlias = Annotated[
    CreateInvoicePayload
    | user_errors.NotFound
    | user_errors.InvalidInput
    | user_errors.InvalidAmount
    | user_errors.InsufficientCredits
    | user_errors.AmountExceedsPayable
    | user_errors.IdempotencyConflict,
    strawberry.union("CreateInvoiceResult", description="What `createInvoice` answers."),
]

UpdateInvoiceResult: TypeAlias = Annotated[
    InvoicePayload
    | user_errors.NotFound
    | user_errors.InvalidInput
    | user_errors.InvalidAmount
    | user_errors.InvoiceNotChangeable,
    strawberry.union("UpdateInvoiceResult", description="What `updateInvoice` answers."),
]

InvoiceResult: TypeAlias = Annotated[
    InvoicePayload | user_errors.NotFound | user_errors.InvoiceNotChangeable,
    strawberry.union("InvoiceResult", description="What `issueInvoice` and `voidInvoice` answer."),
]
