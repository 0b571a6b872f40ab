"""Results of mutations on prepayments."""

from typing import Annotated, TypeAlias

import strawberry

from graph import user_errors
from graph.payloads import descriptions
from graph.payloads.settings import PaymentSettingsPayload
from graph.types import credits as credit_types
from graph.types import prepayment as prepayment_types
from graph.types import refund as refund_types


@strawberry.type(description="A prepayment that was started.")
class MakePrepaymentPayload:
    """A prepayment that was started."""

    prepayment: prepayment_types.Prepayment = strawberry.field(
        description=(
            "The prepayment. Use `checkout` to open its payment window. Its amount is credited when the payment"
            " succeeds."
        )
    )
    credit_account: credit_types.CreditAccount = strawberry.field(description=descriptions.CREDIT_ACCOUNT)
    replayed: bool = strawberry.field(description=descriptions.REPLAYED)


@strawberry.type(description="A refund of a prepayment.")
class RefundPrepaymentPayload:
    """A refund of a prepayment."""

    refund: refund_types.Refund = strawberry.field(description="The refund. Its amount is reserved from now on.")
    prepayment: prepayment_types.Prepayment = strawberry.field(description="The prepayment after the operation.")
    credit_account: credit_types.CreditAccount = strawberry.field(description=descriptions.CREDIT_ACCOUNT)
    replayed: bool = strawberry.field(description=descriptions.REPLAYED)


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
    strawberry.union("MakePrepaymentResult", description="The result of `makePrepayment`."),
]

RefundPrepaymentResult: TypeAlias = Annotated[
    RefundPrepaymentPayload
    | user_errors.NotFound
    | user_errors.InvalidAmount
    | user_errors.InvalidInput
    | user_errors.NotRefundable
    | user_errors.IdempotencyConflict
    | user_errors.ProviderUnavailable
    | user_errors.ProviderRefused,
    strawberry.union("RefundPrepaymentResult", description="The result of `refundPrepayment`."),
]

EnablePrepaymentResult: TypeAlias = Annotated[
    PaymentSettingsPayload
    | user_errors.PrepaymentBlocked
    | user_errors.MethodNotOffered
    | user_errors.InvalidAmount
    | user_errors.InvalidInput,
    strawberry.union("EnablePrepaymentResult", description="The result of `enablePrepayment`."),
]
