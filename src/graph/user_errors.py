"""Refusals as data: what the caller can do something about."""

from typing import Any, Self

import strawberry

import gateway
import models
from billing import errors
from billing.payments import allocation
from billing.payments import quote as quotes
from billing.prepayments import enable_prepayment
from graph import enums, sqlquery
from graph.types import operation as operation_type
from graph.types import quote as quote_type
from graph.types import refund as refund_type
from graph.types import settings
from graph.types.money import Money, to_optional_money


@strawberry.interface(description="Something that was refused, and that the caller can act on. Nothing has moved.")
class UserError:
    """Something that was refused."""

    message: str = strawberry.field(description="What is wrong and what to do about it. For people.")

    @classmethod
    def of(cls, error: Any) -> Self:
        """The refusal, told."""
        return cls(message=str(error))


@strawberry.type(description="There is no such thing, or it is not for this viewer to know: the two are one answer.")
class NotFound(UserError):
    """There is no such thing for this viewer."""


@strawberry.type(
    description="An amount cannot be taken: zero, negative, more digits than the currency has, or too large."
)
class InvalidAmount(UserError):
    """An amount cannot be taken."""

    field: str = strawberry.field(description='Where in the input it stands: "lines.2.unitPrice".')

    @classmethod
    def of(cls, error: errors.InvalidAmount) -> Self:
        """The refusal, told."""
        return cls(message=str(error), field=error.field)


@strawberry.type(description="Something in the input cannot be taken.")
class InvalidInput(UserError):
    """Something in the input cannot be taken."""

    field: str = strawberry.field(description='Where in the input it stands: "lines.2.quantity".')

    @classmethod
    def of(cls, error: errors.InvalidInput) -> Self:
        """The refusal, told."""
        return cls(message=str(error), field=error.field)


@strawberry.type(description="More than can be paid now.")
class AmountExceedsPayable(UserError):
    """More than can be paid now."""

    payable: Money = strawberry.field(description="What can be paid now.")
    excess: Money = strawberry.field(description="How much too much it is.")

    @classmethod
    def of(cls, error: allocation.AmountExceedsPayable) -> Self:
        """The refusal, told."""
        return cls(message=str(error), payable=Money.of(error.payable), excess=Money.of(error.excess))


@strawberry.type(description="Payments under way already cover all that is due.")
class NothingPayable(UserError):
    """All that is due is under way."""

    pending: Money = strawberry.field(description="What is under way.")

    @classmethod
    def of(cls, error: allocation.NothingPayable) -> Self:
        """The refusal, told."""
        return cls(message=str(error), pending=Money.of(error.pending))


@strawberry.type(
    description="Part of the invoice is paid or under way: its total cannot be paid in one piece any more."
)
class FullAmountNotPossible(UserError):
    """The total cannot be paid in one piece any more."""

    payable: Money = strawberry.field(description="What can be paid now.")

    @classmethod
    def of(cls, error: allocation.FullAmountNotPossible) -> Self:
        """The refusal, told."""
        return cls(message=str(error), payable=Money.of(error.payable))


@strawberry.type(description="No deposit is requested on this invoice, or it is paid or under way.")
class NoDepositDue(UserError):
    """No deposit is due."""


@strawberry.type(description="The client's credits do not reach.")
class InsufficientCredits(UserError):
    """The credits do not reach."""

    available: Money = strawberry.field(description="The credits that can be used now.")
    missing: Money = strawberry.field(description="How much more is needed.")

    @classmethod
    def of(cls, error: errors.InsufficientCredits) -> Self:
        """The refusal, told."""
        return cls(message=str(error), available=Money.of(error.available), missing=Money.of(error.missing))


@strawberry.type(description="A draft, a void or a paid invoice takes no payment.")
class InvoiceNotPayable(UserError):
    """The invoice takes no payment."""

    status: models.InvoiceStatus = strawberry.field(description="The invoice's status.")

    @classmethod
    def of(cls, error: allocation.InvoiceNotPayable) -> Self:
        """The refusal, told."""
        return cls(message=str(error), status=error.status)


@strawberry.type(description="This way to pay is not offered now.")
class MethodUnavailable(UserError):
    """This way to pay is not offered now."""

    methods: list[models.PaymentMethod] = strawberry.field(description="The ways that are.")

    @classmethod
    def of(cls, error: errors.MethodUnavailable) -> Self:
        """The refusal, told."""
        return cls(message=str(error), methods=list(error.methods))


@strawberry.type(description="Nobody can make a prepayment now, for a reason that is the firm's own.")
class PrepaymentUnavailable(UserError):
    """Nobody can make a prepayment now."""


@strawberry.type(description="Prepayment cannot be switched on yet. Nothing was changed.")
class PrepaymentBlocked(UserError):
    """Prepayment cannot be switched on yet."""

    unmet: list[settings.PrepaymentRequirement] = strawberry.field(
        description="Every requirement that is not met, and what mends it."
    )

    @classmethod
    def of(cls, error: enable_prepayment.PrepaymentBlocked) -> Self:
        """The refusal, told."""
        unmet = [settings.PrepaymentRequirement.of(requirement) for requirement in error.unmet]
        return cls(message=str(error), unmet=unmet)


@strawberry.type(description="The prepayment method asked for is not among those that can be picked.")
class MethodNotOffered(UserError):
    """The prepayment method cannot be picked."""

    options: list[models.PaymentMethodChoice] = strawberry.field(description="Those that can be picked.")

    @classmethod
    def of(cls, error: enable_prepayment.MethodNotOffered) -> Self:
        """The refusal, told."""
        return cls(message=str(error), options=list(error.options))


@strawberry.type(description="The amount is outside what the firm takes, or what the provider can charge.")
class AmountOutOfRange(UserError):
    """The amount is outside what can be charged."""

    minimum: Money | None = strawberry.field(description="The least that can be. Null for no bound.")
    maximum: Money | None = strawberry.field(description="The most that can be. Null for no bound.")

    @classmethod
    def of(cls, error: errors.AmountOutOfRange) -> Self:
        """The refusal, told."""
        return cls(
            message=str(error), minimum=to_optional_money(error.minimum), maximum=to_optional_money(error.maximum)
        )


@strawberry.type(description="Something has changed since the quote was shown. Nothing was paid.")
class QuoteStale(UserError):
    """Something has changed since the quote was shown."""

    quote: quote_type.Quote = strawberry.field(description="What paying would do now, with a token of its own.")

    @classmethod
    def of(cls, error: quotes.QuoteStale) -> Self:
        """The refusal, told."""
        return cls(message=str(error), quote=quote_type.Quote.of(error.quote))


@strawberry.type(description="This idempotency key was used before, with another input.")
class IdempotencyConflict(UserError):
    """This key was used with another input."""

    operation: operation_type.Operation = strawberry.field(description="What the key did.")

    @classmethod
    def of(cls, error: errors.IdempotencyConflict) -> Self:
        """The refusal, told."""
        return cls(message=str(error), operation=sqlquery.object_ref("Operation", error.operation.id))


@strawberry.type(
    description="The payment provider does not answer. Nothing was charged; try again safely, with the same key."
)
class ProviderUnavailable(UserError):
    """The payment provider does not answer."""


@strawberry.type(description="The payment provider said no. Nothing was charged.")
class ProviderRefused(UserError):
    """The payment provider said no."""

    code: gateway.FailureCode = strawberry.field(description="Why, as far as a payer may know.")

    @classmethod
    def of(cls, error: errors.ProviderRefused) -> Self:
        """The refusal, told."""
        return cls(message=str(error), code=gateway.FailureCode(error.code))


@strawberry.type(description="The invoice's status does not allow this.")
class InvoiceNotChangeable(UserError):
    """The invoice's status does not allow this."""

    status: models.InvoiceStatus = strawberry.field(description="The invoice's status.")

    @classmethod
    def of(cls, error: errors.InvoiceNotChangeable) -> Self:
        """The refusal, told."""
        return cls(message=str(error), status=error.status)


@strawberry.type(description="The payment's status does not allow this, or not any more.")
class PaymentNotChangeable(UserError):
    """The payment's status does not allow this."""

    status: enums.PaymentStatus = strawberry.field(description="The payment's status.")

    @classmethod
    def of(cls, error: errors.PaymentNotChangeable) -> Self:
        """The refusal, told."""
        return cls(message=str(error), status=enums.to_public_payment_status(error.status))


@strawberry.type(description="More than can be given back now.")
class NotRefundable(UserError):
    """More than can be given back now."""

    refundable: Money = strawberry.field(description="What can be given back now.")
    blocked_by: list[refund_type.CreditUse] = strawberry.field(
        description="What holds the rest of the money: payments that have it, reserved or on their invoices."
    )

    @classmethod
    def of(cls, error: errors.NotRefundable) -> Self:
        """The refusal, told."""
        currency = error.refundable.currency
        return cls(
            message=str(error),
            refundable=Money.of(error.refundable),
            blocked_by=[refund_type.CreditUse.of(use, currency) for use in error.blocked_by],
        )


@strawberry.type(
    description=(
        "E-mail address and password do not fit, or there were too many attempts. It does not tell whether the address"
        " is known."
    )
)
class SignInFailed(UserError):
    """E-mail address and password do not fit."""
