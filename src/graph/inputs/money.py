"""What making prepayments and paying invoices takes."""

from decimal import Decimal

import strawberry

import models
from billing import errors
from billing.payments import allocation
from graph import input_validation

IDEMPOTENCY_KEY_DESCRIPTION = (
    "Chosen by the caller, new for each wish: 1 to 255 characters. Sending the same again with the same key is safe: it"
    " answers what came of the first, with `replayed: true`."
)


@strawberry.input(description="A sum that a client pays ahead.")
class MakePrepaymentInput:
    """A sum that a client pays ahead."""

    client_id: strawberry.ID | None = strawberry.field(
        default=strawberry.UNSET,
        description="Which client. A client's user may leave it out: it is their own; a member may not.",
    )
    amount: Decimal = strawberry.field(description="How much, in the firm's currency.")
    method: models.PaymentMethod = strawberry.field(description="By which of the ways that `prepaymentOffer` offers.")
    idempotency_key: str = strawberry.field(description=IDEMPOTENCY_KEY_DESCRIPTION)


@strawberry.input(
    one_of=True,
    description="The amount as an intention, so that a stale page cannot pay the wrong sum. Exactly one of the two.",
)
class AmountToPay:
    """The amount as an intention."""

    partial: Decimal | None = strawberry.field(
        default=strawberry.UNSET, description="This sum, in the firm's currency: up to what is payable."
    )
    choice: allocation.AmountChoice | None = strawberry.field(
        default=strawberry.UNSET, description="An amount that the server works out."
    )


def to_amount_request(amount: AmountToPay) -> allocation.AmountRequest:
    """The one of the two that was given. Raise InvalidInput where none was."""
    partial, choice = input_validation.none_if_unset(amount.partial), input_validation.none_if_unset(amount.choice)
    if partial is not None:
        return allocation.PartialAmount(partial)
    if choice is None:
        raise errors.InvalidInput("amount", "Say how much: a sum, or a choice.")
    return choice


@strawberry.input(description="How to pay an invoice.")
class PayInvoiceInput:
    """How to pay an invoice."""

    invoice_id: strawberry.ID = strawberry.field(description="Which invoice.")
    amount: AmountToPay = strawberry.field(description="How much of it.")
    from_: allocation.PaymentSource = strawberry.field(name="from", description="Where the money comes from.")
    rest: models.PaymentMethod | None = strawberry.field(
        default=strawberry.UNSET,
        description=(
            "With `from: CREDITS`: by which way to charge what the credits do not cover. Both parts settle, or neither"
            " does. Without it, credits that do not reach are refused."
        ),
    )
    quote_token: str | None = strawberry.field(
        default=strawberry.UNSET,
        description=(
            "The token of a `quote` asked for with the same arguments: pay only if that still does what was shown, else"
            " answer QuoteStale. Leave it out to pay whatever the arguments mean now."
        ),
    )
    idempotency_key: str = strawberry.field(description=IDEMPOTENCY_KEY_DESCRIPTION)


@strawberry.input(description="A payment or a prepayment whose payment window is to be given up.")
class CancelPaymentInput:
    """A payment or a prepayment to be given up."""

    id: strawberry.ID = strawberry.field(
        description="The id of a Payment or a Prepayment that still requires action. A partner is canceled with it."
    )
