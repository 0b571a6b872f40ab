"""Inputs of mutations on payment settings and provider accounts, and of previewing them."""

import strawberry

import models
from billing import text_input
from graph import described


@described.input_type
class UpdatePaymentSettingsInput:
    """Changes to the payment settings. Omitted fields stay unchanged."""

    hide_invoices_from_clients: bool | None = described.optional(
        "Whether invoices are hidden from clients. Cannot be null."
    )
    payment_method: models.PaymentMethodChoice | None = described.optional(
        "How invoices can be paid. Null disables payment by card and bank debit."
    )
    credit_application: models.CreditApplication | None = described.optional(
        "When credits are applied to invoices. Cannot be null."
    )


@described.input_type
class PaymentSettingsChange:
    """Changes to preview. If there are several, the settings are updated first, then the default provider is set, then
    a provider is disconnected. Omitted fields stay unchanged.
    """

    hide_invoices_from_clients: bool | None = described.optional("As in updatePaymentSettings. Cannot be null.")
    payment_method: models.PaymentMethodChoice | None = described.optional(
        "As in updatePaymentSettings. Null disables payment by card and bank debit."
    )
    default_provider_id: strawberry.ID | None = described.optional("As in setDefaultPaymentProvider. Cannot be null.")
    disconnect_provider_id: strawberry.ID | None = described.optional(
        "As in disconnectPaymentProvider. Cannot be null."
    )


@described.input_type
class ConnectPaymentProviderInput:
    """A provider account to connect."""

    kind: models.ProviderKind = described.field("The payment provider.")
    name: str | None = described.optional(
        f"The firm's name for the account: at most {text_input.MAX_NAME_LENGTH} characters. The provider's"
        " name if omitted."
    )
    return_url: str | None = described.optional(
        "Where to send the browser after onboarding: a URL of an origin that the server allows."
    )


@described.input_type
class PaymentProviderInput:
    """One of the firm's provider accounts."""

    provider_id: strawberry.ID = described.field("The id of the PaymentProvider.")
