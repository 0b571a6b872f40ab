"""Inputs of mutations on payments of invoices."""

import datetime as dt
from decimal import Decimal

import strawberry

import models
from billing import errors
from billing.payments import allocation
from graph import described, input_validation
from translation import gettext as _


@described.one_of_input_type
class AmountToPay:
    """How much to pay: an exact amount, or a choice that the server resolves, so that an outdated page cannot pay the
    wrong amount. Exactly one of the two.
    """

    partial: Decimal | None = described.optional("An exact amount, in the firm's currency: at most what is payable.")
    choice: allocation.AmountChoice | None = described.optional("An amount that the server calculates.")


def to_amount_request(amount: AmountToPay) -> allocation.AmountRequest:
    """The amount request of the domain. Raises InvalidInput if the input has neither field."""
    partial, choice = input_validation.none_if_unset(amount.partial), input_validation.none_if_unset(amount.choice)
    if partial is not None:
        return allocation.PartialAmount(partial)
    if choice is None:
        raise errors.InvalidInput("amount", _("Enter an amount or choose an option."))
    return choice


@described.input_type
class PayInvoiceInput:
    """A payment of an invoice."""

    invoice_id: strawberry.ID = described.field("The invoice to pay.")
    amount: AmountToPay = described.field("How much of it to pay.")
    from_: allocation.PaymentSource = described.field("The source of the money.", name="from")
    rest: models.PaymentMethod | None = described.optional(
        "With `from: CREDITS`: the method by which the part that credits do not cover is charged. Both parts settle, or"
        " neither does. If omitted, insufficient credits are an error."
    )
    quote_token: str | None = described.optional(
        "The token of a `quote` with the same arguments. The payment is made only if it still has exactly the figures"
        " of that quote; otherwise the result is QuoteStale. Omit it to pay whatever the arguments amount to now."
    )
    idempotency_key: str = described.field(described.IDEMPOTENCY_KEY)


@described.input_type
class CancelPaymentInput:
    """A payment or prepayment to cancel."""

    id: strawberry.ID = described.field(
        "The id of a Payment or Prepayment that lists the action CANCEL. If it has a `partner`, both are canceled."
    )


@described.input_type
class ReleasePaymentInput:
    """A payment to release from its invoice."""

    payment_id: strawberry.ID = described.field(
        "The id of a Payment that lists the action RELEASE. If it has a `partner`, both are released."
    )


@described.input_type
class RefundPaymentInput:
    """A refund of a payment."""

    payment_id: strawberry.ID = described.field("The payment to refund.")
    amount: Decimal = described.field("The amount, in the firm's currency: at most the payment's `refundable`.")
    reason: str = described.field(described.REASON)
    idempotency_key: str = described.field(described.IDEMPOTENCY_KEY)


@described.input_type
class OfflineInvoicePayment:
    """An offline payment that pays an invoice."""

    invoice_id: strawberry.ID = described.field("The invoice to pay.")
    amount: AmountToPay = described.field("The amount received.")
    excess_to_credits: bool = described.field(
        "With `partial`: add what exceeds the payable amount to the client's credits. Otherwise an excess is an error.",
        default=False,
    )


@described.input_type
class OfflineCredits:
    """An offline payment that is added to a client's credits."""

    client_id: strawberry.ID = described.field("The client that receives the credits.")
    amount: Decimal = described.field("The amount received, in the firm's currency.")


@described.one_of_input_type
class OfflineDestination:
    """The purpose of an offline payment. Exactly one of the two."""

    invoice: OfflineInvoicePayment | None = described.optional("Pay an invoice, in full or in part.")
    credits: OfflineCredits | None = described.optional("Add the money to a client's credits.")


@described.input_type
class RecordOfflinePaymentInput:
    """An offline payment: cash, a cheque or a wire transfer."""

    to: OfflineDestination = described.field("What the money is for.")
    method: models.OfflineMethod = described.field("How the money was received.")
    received_on: dt.date | None = described.optional(
        "The date of receipt, in the firm's time zone; not in the future. Today if omitted. It determines the age of"
        " the credits."
    )
    reason: str | None = described.optional(
        f"A note, such as a cheque number: at most {input_validation.MAX_REASON_LENGTH} characters. Clients can"
        " read it."
    )
    idempotency_key: str = described.field(described.IDEMPOTENCY_KEY)
