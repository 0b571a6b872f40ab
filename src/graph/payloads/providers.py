"""Results of mutations on provider accounts."""

from typing import Annotated, TypeAlias

import strawberry

from graph import user_errors
from graph.payloads.settings import PaymentSettingsPayload
from graph.types import settings as settings_types


@strawberry.type(description="A provider account whose onboarding has to be completed at its `onboardingUrl`.")
class ConnectPaymentProviderPayload:
    """A provider account whose onboarding has to be completed."""

    payment_settings: settings_types.PaymentSettings = strawberry.field(description="The settings after the change.")
    provider: settings_types.PaymentProvider = strawberry.field(
        description="The provider account. While its onboarding is incomplete, repeated calls return the same one."
    )


ConnectPaymentProviderResult: TypeAlias = Annotated[
    ConnectPaymentProviderPayload
    | user_errors.InvalidInput
    | user_errors.ProviderUnavailable
    | user_errors.ProviderRefused,
    strawberry.union("ConnectPaymentProviderResult", description="The result of `connectPaymentProvider`."),
]

PaymentProviderResult: TypeAlias = Annotated[
    PaymentSettingsPayload | user_errors.NotFound | user_errors.InvalidInput,
    strawberry.union(
        "PaymentProviderResult",
        description="The result of `disconnectPaymentProvider` and `setDefaultPaymentProvider`.",
    ),
]
