"""Inputs of mutations on provider accounts."""

import strawberry

import models
from graph import input_validation


@strawberry.input(description="A provider account to connect.")
class ConnectPaymentProviderInput:
    """A provider account to connect."""

    kind: models.ProviderKind = strawberry.field(description="The payment provider.")
    name: str | None = strawberry.field(
        default=strawberry.UNSET,
        description=(
            f"The firm's name for the account: at most {input_validation.MAX_NAME_LENGTH} characters. The provider's"
            " name if omitted."
        ),
    )
    return_url: str | None = strawberry.field(
        default=strawberry.UNSET,
        description="Where to send the browser after onboarding: a URL of an origin that the server allows.",
    )


@strawberry.input(description="One of the firm's provider accounts.")
class PaymentProviderInput:
    """One of the firm's provider accounts."""

    provider_id: strawberry.ID = strawberry.field(description="The id of the PaymentProvider.")
