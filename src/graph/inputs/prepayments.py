"""Inputs of mutations on prepayments."""

from decimal import Decimal

import strawberry

import models
from graph.inputs import descriptions


@strawberry.input(description="A prepayment to start.")
class MakePrepaymentInput:
    """A prepayment to start."""

    client_id: strawberry.ID | None = strawberry.field(
        default=strawberry.UNSET,
        description="The client that pays ahead. Required for members; a client's user may omit it.",
    )
    amount: Decimal = strawberry.field(description="The amount, in the firm's currency.")
    method: models.PaymentMethod = strawberry.field(description="One of the methods in `prepaymentOffer`.")
    idempotency_key: str = strawberry.field(description=descriptions.IDEMPOTENCY_KEY)


@strawberry.input(description="A refund of a prepayment.")
class RefundPrepaymentInput:
    """A refund of a prepayment."""

    prepayment_id: strawberry.ID = strawberry.field(description="The prepayment to refund.")
    amount: Decimal = strawberry.field(
        description="The amount, in the firm's currency: at most the prepayment's `refundable`."
    )
    reason: str = strawberry.field(description=descriptions.REASON)
    idempotency_key: str = strawberry.field(description=descriptions.IDEMPOTENCY_KEY)


@strawberry.input(description="How clients can prepay. Omitted fields stay unchanged; null clears a field.")
class EnablePrepaymentInput:
    """How clients can prepay."""

    method: models.PaymentMethodChoice | None = strawberry.field(
        default=strawberry.UNSET,
        description="The prepayment method. Required only if `methodOptions` has several and none was chosen before.",
    )
    minimum: Decimal | None = strawberry.field(
        default=strawberry.UNSET, description="The smallest prepayment, in the firm's currency. Null: no minimum."
    )
    maximum: Decimal | None = strawberry.field(
        default=strawberry.UNSET, description="The largest prepayment, in the firm's currency. Null: no maximum."
    )
