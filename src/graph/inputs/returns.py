"""What granting, reversing, refunding and releasing take, and recording money that no provider carried."""

import datetime as dt
from decimal import Decimal

import strawberry

import models
from graph.inputs.money import IDEMPOTENCY_KEY_DESCRIPTION, AmountToPay

_REASON_DESCRIPTION = "Why, in up to 500 characters. Clients read it."


@strawberry.input(description="Credits that the firm grants.")
class AddCreditNoteInput:
    """Credits that the firm grants."""

    client_id: strawberry.ID = strawberry.field(description="To which client.")
    amount: Decimal = strawberry.field(description="How much, in the firm's currency.")
    reason: str = strawberry.field(description=_REASON_DESCRIPTION)
    idempotency_key: str = strawberry.field(description=IDEMPOTENCY_KEY_DESCRIPTION)


@strawberry.input(description="Credits to be taken back.")
class ReverseCreditInput:
    """Credits to be taken back."""

    entry_id: strawberry.ID = strawberry.field(
        description="The entry with which they came: a credit note, or offline money booked as credits."
    )
    amount: Decimal | None = strawberry.field(
        default=strawberry.UNSET, description="How much. All that is unspent, when left out."
    )
    reason: str = strawberry.field(description=_REASON_DESCRIPTION)
    idempotency_key: str = strawberry.field(description=IDEMPOTENCY_KEY_DESCRIPTION)


@strawberry.input(description="The money pays an invoice.")
class OfflineInvoicePayment:
    """The money pays an invoice."""

    invoice_id: strawberry.ID = strawberry.field(description="Which invoice.")
    amount: AmountToPay = strawberry.field(description="How much came.")
    excess_to_credits: bool = strawberry.field(
        default=False,
        description="With `partial`: what is above payable becomes credits. Without it, more than payable is refused.",
    )


@strawberry.input(description="The money becomes credits.")
class OfflineCredits:
    """The money becomes credits."""

    client_id: strawberry.ID = strawberry.field(description="Whose credits.")
    amount: Decimal = strawberry.field(description="How much came, in the firm's currency.")


@strawberry.input(one_of=True, description="What the money is for. Exactly one of the two.")
class OfflineDestination:
    """What the money is for."""

    invoice: OfflineInvoicePayment | None = strawberry.field(
        default=strawberry.UNSET, description="It pays an invoice, partly or whole."
    )
    credits: OfflineCredits | None = strawberry.field(default=strawberry.UNSET, description="It becomes credits.")


@strawberry.input(description="Money that no provider carried: cash, a cheque, a wire.")
class RecordOfflinePaymentInput:
    """Money that no provider carried."""

    to: OfflineDestination = strawberry.field(description="What it is for.")
    method: models.OfflineMethod = strawberry.field(description="How it came.")
    received_on: dt.date | None = strawberry.field(
        default=strawberry.UNSET,
        description="The day it came, in the firm's time zone: today when left out, never later. Its age as credits.",
    )
    reason: str | None = strawberry.field(
        default=strawberry.UNSET, description="A note, in up to 500 characters: a cheque's number. Clients read it."
    )
    idempotency_key: str = strawberry.field(description=IDEMPOTENCY_KEY_DESCRIPTION)


@strawberry.input(description="A payment that takes too long.")
class ReleasePaymentInput:
    """A payment that takes too long."""

    payment_id: strawberry.ID = strawberry.field(
        description="The id of a Payment that is PROCESSING. A partner is released with it."
    )


@strawberry.input(description="What of a prepayment is to be given back.")
class RefundPrepaymentInput:
    """What of a prepayment is to be given back."""

    prepayment_id: strawberry.ID = strawberry.field(description="Which prepayment.")
    amount: Decimal = strawberry.field(description="How much: up to its `refundable`.")
    reason: str = strawberry.field(description=_REASON_DESCRIPTION)
    idempotency_key: str = strawberry.field(description=IDEMPOTENCY_KEY_DESCRIPTION)


@strawberry.input(description="What of a payment is to be given back.")
class RefundPaymentInput:
    """What of a payment is to be given back."""

    payment_id: strawberry.ID = strawberry.field(description="Which payment.")
    amount: Decimal = strawberry.field(description="How much: up to its `refundable`.")
    reason: str = strawberry.field(description=_REASON_DESCRIPTION)
    idempotency_key: str = strawberry.field(description=IDEMPOTENCY_KEY_DESCRIPTION)
