"""What changing payment settings takes."""

from decimal import Decimal

import strawberry

import models


@strawberry.input(description="What to change of the payment settings. What is left out stays as it is.")
class UpdatePaymentSettingsInput:
    """What to change of the payment settings."""

    hide_invoices_from_clients: bool | None = strawberry.field(
        default=strawberry.UNSET, description="Whether clients see no invoices. Cannot be null."
    )
    payment_method: models.PaymentMethodChoice | None = strawberry.field(
        default=strawberry.UNSET, description="What invoices can be paid by. Null: no payment by card or debit."
    )
    credit_application: models.CreditApplication | None = strawberry.field(
        default=strawberry.UNSET, description="When credits pay invoices. Cannot be null."
    )


@strawberry.input(
    description=(
        "A change to be looked at before it is made. Several at once are taken as if the settings were updated first,"
        " then the default set, then a provider disconnected. What is left out stays as it is."
    )
)
class PaymentSettingsChange:
    """A change to be looked at before it is made."""

    hide_invoices_from_clients: bool | None = strawberry.field(
        default=strawberry.UNSET, description="As in updatePaymentSettings. Cannot be null."
    )
    payment_method: models.PaymentMethodChoice | None = strawberry.field(
        default=strawberry.UNSET,
        description="As in updatePaymentSettings. Null: no payment by card or debit.",
    )
    default_provider_id: strawberry.ID | None = strawberry.field(
        default=strawberry.UNSET, description="As in setDefaultPaymentProvider. Cannot be null."
    )
    disconnect_provider_id: strawberry.ID | None = strawberry.field(
        default=strawberry.UNSET, description="As in disconnectPaymentProvider. Cannot be null."
    )


@strawberry.input(description="An account at a payment provider, to be made.")
class ConnectPaymentProviderInput:
    """An account at a payment provider."""

    kind: models.ProviderKind = strawberry.field(description="At which provider.")
    name: str | None = strawberry.field(
        default=strawberry.UNSET,
        description="The firm's own name for it, at most 200 characters; the provider's name when left out.",
    )
    return_url: str | None = strawberry.field(
        default=strawberry.UNSET,
        description="Where the browser goes after the onboarding: an address of an origin that the server knows.",
    )


@strawberry.input(description="One of the firm's accounts at payment providers.")
class PaymentProviderInput:
    """One of the firm's accounts."""

    provider_id: strawberry.ID = strawberry.field(description="The id of the PaymentProvider.")


@strawberry.input(description="How clients may pay ahead. What is left out stays as it is, null clears.")
class EnablePrepaymentInput:
    """How clients may pay ahead."""

    method: models.PaymentMethodChoice | None = strawberry.field(
        default=strawberry.UNSET,
        description="The prepayment method. Needed only where `methodOptions` leaves a choice and none was made yet.",
    )
    minimum: Decimal | None = strawberry.field(
        default=strawberry.UNSET, description="The smallest prepayment, in the firm's currency. Null: no own bound."
    )
    maximum: Decimal | None = strawberry.field(
        default=strawberry.UNSET, description="The largest prepayment, in the firm's currency. Null: no own bound."
    )
