"""Results of mutations on the firm's payment settings."""

from typing import Annotated, TypeAlias

import strawberry

from graph import described
from graph import user_errors as errors
from graph.types import lazy


@described.object_type
class PaymentSettingsPayload:
    """The changed payment settings."""

    payment_settings: lazy.PaymentSettings = described.field("The settings after the change.")


UpdatePaymentSettingsResult: TypeAlias = Annotated[
    PaymentSettingsPayload | errors.InvalidInput,
    strawberry.union("UpdatePaymentSettingsResult", description="The result of `updatePaymentSettings`."),
]
