"""Inputs of mutations on payments of invoices."""

import datetime as dt
from decimal import Decimal

import strawberry

import models
from billing import errors
from billing.payments import allocation
from graph import input_validation
from graph.inputs import descriptions


@strawberry.input(
    one_of=True,
    description=(
        "How much to pay: an exact amount, or a choice that the server resolves, so that an outdated page cannot pay"
        " the wrong amount. Exactly one of the two."
    ),
)
class AmountToPay:
    """An exact amount, or a choice that the server resolves."""

    partial: Decimal | None = strawberry.field(
        default=strawberry.UNSET, description="An exact amount, in the firm's currency: at most what is payable."
    )
    choice: allocation.AmountChoice | None = strawberry.field(
        default=strawberry.UNSET, description="An amount that the server calculates."
    )


def to_amount_request(amount: AmountToPay) -> allocation.AmountRequest:
    """The amount request of the domain. Raises InvalidInput if the input has neither field."""
    partial, choice = input_validation.none_if_unset(amount.partial), input_validation.none_if_unset(amount.choice)
    if partial is not None:
        return allocation.PartialAmount(partial)
    if choice is None:
        raise errors.InvalidInput("amount", "Enter an amount, or choose one.")
    return choice


@strawberry.input(description="A payment of an invoice.")
class PayInvoiceInput:
    """A payment of an invoice."""

    invoice_id: strawberry.ID = strawberry.field(description="The invoice to pay.")
    amount: AmountToPay = strawberry.field(description="How much of it to pay.")
    from_: allocation.PaymentSource = strawberry.field(name="from", description="The source of the money.")
    rest: models.PaymentMethod | None = strawberry.field(
        default=strawberry.UNSET,
        description=(
            "With `from: CREDITS`: the method by which the part that credits do not cover is charged. Both parts"
            " settle, or neither does. If omitted, insufficient credits are an error."
        ),
    )
    quote_token: str | None = strawberry.field(
        default=strawberry.UNSET,
        description=(
            "The token of a `quote` with the same arguments. The payment is made only if it still has exactly the"
            " figures of that quote; otherwise the result is QuoteStale. Omit it to pay whatever the arguments amount"
            " to now."
        ),
    )
    idempotency_key: str = strawberry.field(description=descriptions.IDEMPOTENCY_KEY)


@strawberry.input(description="A payment or prepayment to cancel.")
class CancelPaymentInput:
    """A payment or prepayment to cancel."""

    id: strawberry.ID = strawberry.field(
        description=(
            "The id of a Payment or Prepayment with status REQUIRES_ACTION. If it has a `partner`, both are canceled."
        )
    )


@strawberry.input(description="A payment to release from its invoice.")
class ReleasePaymentInput:
    """A payment to release from its invoice."""

    payment_id: strawberry.ID = strawberry.field(
        description="The id of a Payment that is PROCESSING. If it has a `partner`, both are released."
    )


@strawberry.input(description="A refund of a payment.")
class RefundPaymentInput:
    """A refund of a payment."""

    payment_id: strawberry.ID = strawberry.field(description="The payment to refund.")
    amount: Decimal = strawberry.field(
        description="The amount, in the firm's currency: at most the payment's `refundable`."
    )
    reason: str = strawberry.field(description=descriptions.REASON)
    idempotency_key: str = strawberry.field(description=descriptions.IDEMPOTENCY_KEY)


@strawberry.input(description="An offline payment that pays an invoice.")
class OfflineInvoicePayment:
    """An offline payment that pays an invoice."""

    invoice_id: strawberry.ID = strawberry.field(description="The invoice to pay.")
    amount: AmountToPay = strawberry.field(description="The amount received.")
    excess_to_credits: bool = strawberry.field(
        default=False,
        description=(
            "With `partial`: add what exceeds the payable amount to the client's credits. Otherwise an excess is an"
            " error."
        ),
    )


@strawberry.input(description="An offline payment that is added to a client's credits.")
class OfflineCredits:
    """An offline payment that is added to a client's credits."""

    client_id: strawberry.ID = strawberry.field(description="The client that receives the credits.")
    amount: Decimal = strawberry.field(description="The amount received, in the firm's currency.")


@strawberry.input(one_of=True, description="The purpose of an offline payment. Exactly one of the two.")
class OfflineDestination:
    """The purpose of an offline payment."""

    invoice: OfflineInvoicePayment | None = strawberry.field(
        default=strawberry.UNSET, description="Pay an invoice, in full or in part."
    )
    credits: OfflineCredits | None = strawberry.field(
        default=strawberry.UNSET, description="Add the money to a client's credits."
    )


@strawberry.input(description="An offline payment: cash, a cheque or a wire transfer.")
class RecordOfflinePaymentInput:
    """An offline payment: cash, a cheque or a wire transfer."""

    to: OfflineDestination = strawberry.field(description="What the money is for.")
    method: models.OfflineMethod = strawberry.field(description="How the money was received.")
    received_on: dt.date | None = strawberry.field(
        default=strawberry.UNSET,
        description=(
            "The date of receipt, in the firm's time zone; not in the future. Today if omitted. It determines the age"
            " of the credits."
        ),
    )
    reason: str | None = strawberry.field(
        default=strawberry.UNSET,
        description=(
            f"A note, such as a cheque number: at most {input_validation.MAX_REASON_LENGTH} characters. Clients can"
            " read it."
        ),
    )
    idempotency_key: str = strawberry.field(description=descriptions.IDEMPOTENCY_KEY)
