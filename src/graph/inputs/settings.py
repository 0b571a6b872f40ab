"""Inputs of changing and previewing payment settings."""

import strawberry

import models


@strawberry.input(description="Changes to the payment settings. Omitted fields stay unchanged.")
class UpdatePaymentSettingsInput:
    """Changes to the payment settings."""

    hide_invoices_from_clients: bool | None = strawberry.field(
        default=strawberry.UNSET, description="Whether invoices are hidden from clients. Cannot be null."
    )
    payment_method: models.PaymentMethodChoice | None = strawberry.field(
        default=strawberry.UNSET,
        description="How invoices can be paid. Null disables payment by card and bank debit.",
    )
    credit_application: models.CreditApplication | None = strawberry.field(
        default=strawberry.UNSET, description="When credits are applied to invoices. Cannot be null."
    )


@strawberry.input(
    description=(
        "Changes to preview. If there are several, the settings are updated first, then the default provider is set,"
        " then a provider is disconnected. Omitted fields stay unchanged."
    )
)
class PaymentSettingsChange:
    """Changes to preview."""

    hide_invoices_from_clients: bool | None = strawberry.field(
        default=strawberry.UNSET, description="As in updatePaymentSettings. Cannot be null."
    )
    payment_method: models.PaymentMethodChoice | None = strawberry.field(
        default=strawberry.UNSET,
        description="As in updatePaymentSettings. Null disables payment by card and bank debit.",
    )
    default_provider_id: strawberry.ID | None = strawberry.field(
        default=strawberry.UNSET, description="As in setDefaultPaymentProvider. Cannot be null."
    )
    disconnect_provider_id: strawberry.ID | None = strawberry.field(
        default=strawberry.UNSET, description="As in disconnectPaymentProvider. Cannot be null."
    )
