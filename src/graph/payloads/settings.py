"""Results of mutations on the firm's payment settings and provider accounts."""

from typing import Annotated, TypeAlias

from graph import described
from graph import user_errors as errors
from graph.types import lazy
from graph.types import settings as settings_types


@described.object_type
class PaymentSettingsPayload:
    """The changed payment settings."""

    payment_settings: lazy.PaymentSettings = described.field("The settings after the change.")


UpdatePaymentSettingsResult: TypeAlias = Annotated[
    PaymentSettingsPayload | errors.InvalidInput, described.result_of("updatePaymentSettings")
]


@described.object_type
class ConnectPaymentProviderPayload:
    """A provider account whose onboarding has to be completed at its `onboardingUrl`."""

    payment_settings: lazy.PaymentSettings = described.field("The settings after the change.")
    provider: settings_types.PaymentProvider = described.field(
        "The provider account. While its onboarding is incomplete, repeated calls return the same one."
    )


ConnectPaymentProviderResult: TypeAlias = Annotated[
    ConnectPaymentProviderPayload | errors.InvalidInput | errors.ProviderErrors,
    described.result_of("connectPaymentProvider"),
]

PaymentProviderResult: TypeAlias = Annotated[
    PaymentSettingsPayload | errors.NotFound | errors.InvalidInput,
    described.result_of("disconnectPaymentProvider", "setDefaultPaymentProvider", name="PaymentProviderResult"),
]
