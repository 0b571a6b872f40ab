"""Inputs of mutations on prepayments."""

from decimal import Decimal

import strawberry

import models
from graph import described, input_validation


@described.input_type
class MakePrepaymentInput:
    """A prepayment to start."""

    client_id: strawberry.ID | None = described.optional(
        "The client that pays ahead. Required for members; a client's user may omit it."
    )
    amount: Decimal = described.field("The amount, in the firm's currency.")
    method: models.PaymentMethod = described.field("One of the methods in `prepaymentOffer`.")
    memo: str | None = described.optional(
        f"What the money is for, on one line: at most {input_validation.MAX_MEMO_LENGTH} characters. The firm and the"
        " client's users can read it."
    )
    idempotency_key: str = described.field(described.IDEMPOTENCY_KEY)


@described.input_type
class RefundPrepaymentInput:
    """A refund of a prepayment."""

    prepayment_id: strawberry.ID = described.field("The prepayment to refund.")
    amount: Decimal = described.field("The amount, in the firm's currency: at most the prepayment's `refundable`.")
    reason: str = described.field(described.REASON)
    idempotency_key: str = described.field(described.IDEMPOTENCY_KEY)


@described.input_type
class EnablePrepaymentInput:
    """How clients can prepay. Omitted fields stay unchanged."""

    method: models.PaymentMethodChoice | None = described.optional(
        "The prepayment method. If `methodOptions` has several, it is required until one was chosen, and cannot be"
        " null."
    )
    minimum: Decimal | None = described.optional("The smallest prepayment, in the firm's currency. Null: no minimum.")
    maximum: Decimal | None = described.optional("The largest prepayment, in the firm's currency. Null: no maximum.")
