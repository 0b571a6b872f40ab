"""Inputs of mutations on provider accounts."""

import strawberry

import models
from graph import described, input_validation


@described.input_type
class ConnectPaymentProviderInput:
    """A provider account to connect."""

    kind: models.ProviderKind = described.field("The payment provider.")
    name: str | None = described.optional(
        f"The firm's name for the account: at most {input_validation.MAX_NAME_LENGTH} characters. The provider's"
        " name if omitted."
    )
    return_url: str | None = described.optional(
        "Where to send the browser after onboarding: a URL of an origin that the server allows."
    )


@described.input_type
class PaymentProviderInput:
    """One of the firm's provider accounts."""

    provider_id: strawberry.ID = described.field("The id of the PaymentProvider.")
