"""Results of mutations on the firm's payment settings."""

from typing import Annotated, TypeAlias

import strawberry

from graph import user_errors
from graph.types import settings as settings_types


@strawberry.type(description="The changed payment settings.")
class PaymentSettingsPayload:
    """The changed payment settings."""

    payment_settings: settings_types.PaymentSettings = strawberry.field(description="The settings after the change.")


UpdatePaymentSettingsResult: TypeAlias = Annotated[
    PaymentSettingsPayload | user_errors.InvalidInput,
    strawberry.union("UpdatePaymentSettingsResult", description="The result of `updatePaymentSettings`."),
]
