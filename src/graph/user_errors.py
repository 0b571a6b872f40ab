"""User errors: the domain errors as types of the schema, returned in the result unions."""

from typing import Any, Self

import strawberry

import gateway
import models
from billing import errors
from billing.payments import allocation
from billing.payments import quote as quotes
from billing.prepayments import enable_prepayment
from graph import enums, sqlquery
from graph.types import operation as operation_types
from graph.types import quote as quote_types
from graph.types import refund as refund_types
from graph.types import settings as settings_types
from graph.types.money import Money, to_optional_money


@strawberry.interface(description="An expected error that the caller can act on. No money was moved.")
class UserError:
    """An expected error that the caller can act on."""

    message: str = strawberry.field(description="A message for the user: what is wrong, and what to do about it.")

    @classmethod
    def of(cls, error: Any) -> Self:
        """Convert the domain error."""
        return cls(message=str(error))


@strawberry.type(description="The object does not exist or is not visible to the viewer.")
class NotFound(UserError):
    """The object does not exist or is not visible to the viewer."""


@strawberry.type(
    description="An amount is invalid: zero, negative, too large, or with more decimal places than the currency has."
)
class InvalidAmount(UserError):
    """An amount is invalid."""

    field: str = strawberry.field(description='The path of the input field: "lines.2.unitPrice".')

    @classmethod
    def of(cls, error: errors.InvalidAmount) -> Self:
        """Convert the domain error."""
        return cls(message=str(error), field=error.field)


@strawberry.type(description="A field of the input is invalid.")
class InvalidInput(UserError):
    """A field of the input is invalid."""

    field: str = strawberry.field(description='The path of the input field: "lines.2.quantity".')

    @classmethod
    def of(cls, error: errors.InvalidInput) -> Self:
        """Convert the domain error."""
        return cls(message=str(error), field=error.field)


@strawberry.type(description="The amount exceeds what is payable now.")
class AmountExceedsPayable(UserError):
    """The amount exceeds what is payable now."""

    payable: Money = strawberry.field(description="The amount that is payable now.")
    excess: Money = strawberry.field(description="The amount by which it is exceeded.")

    @classmethod
    def of(cls, error: allocation.AmountExceedsPayable) -> Self:
        """Convert the domain error."""
        return cls(message=str(error), payable=Money.of(error.payable), excess=Money.of(error.excess))


@strawberry.type(description="Payments in progress already cover everything that is due.")
class NothingPayable(UserError):
    """Payments in progress already cover everything that is due."""

    pending: Money = strawberry.field(description="The amount of the payments in progress.")

    @classmethod
    def of(cls, error: allocation.NothingPayable) -> Self:
        """Convert the domain error."""
        return cls(message=str(error), pending=Money.of(error.pending))


@strawberry.type(
    description="A part of the invoice is paid or in progress, so it can no longer be paid in full by one payment."
)
class FullAmountNotPossible(UserError):
    """The invoice can no longer be paid in full by one payment."""

    payable: Money = strawberry.field(description="The amount that is payable now.")

    @classmethod
    def of(cls, error: allocation.FullAmountNotPossible) -> Self:
        """Convert the domain error."""
        return cls(message=str(error), payable=Money.of(error.payable))


@strawberry.type(description="The invoice requests no deposit, or its deposit is paid or in progress.")
class NoDepositDue(UserError):
    """No deposit is due."""


@strawberry.type(description="The client's credits are insufficient.")
class InsufficientCredits(UserError):
    """The client's credits are insufficient."""

    available: Money = strawberry.field(description="The credits that are available now.")
    missing: Money = strawberry.field(description="The missing amount.")

    @classmethod
    def of(cls, error: errors.InsufficientCredits) -> Self:
        """Convert the domain error."""
        return cls(message=str(error), available=Money.of(error.available), missing=Money.of(error.missing))


@strawberry.type(description="The invoice is a draft, void or paid, and cannot be paid.")
class InvoiceNotPayable(UserError):
    """The invoice is a draft, void or paid, and cannot be paid."""

    status: models.InvoiceStatus = strawberry.field(description="The invoice's status.")

    @classmethod
    def of(cls, error: allocation.InvoiceNotPayable) -> Self:
        """Convert the domain error."""
        return cls(message=str(error), status=error.status)


@strawberry.type(description="The payment method is not available now.")
class MethodUnavailable(UserError):
    """The payment method is not available now."""

    methods: list[models.PaymentMethod] = strawberry.field(description="The methods that are available now.")

    @classmethod
    def of(cls, error: errors.MethodUnavailable) -> Self:
        """Convert the domain error."""
        return cls(message=str(error), methods=list(error.methods))


@strawberry.type(description="The firm does not take prepayments now.")
class PrepaymentUnavailable(UserError):
    """The firm does not take prepayments now."""


@strawberry.type(description="Prepayment cannot be enabled, because requirements are not met. Nothing was changed.")
class PrepaymentBlocked(UserError):
    """Prepayment cannot be enabled, because requirements are not met."""

    unmet: list[settings_types.PrepaymentRequirement] = strawberry.field(
        description="Every requirement that is not met, and how to meet it."
    )

    @classmethod
    def of(cls, error: enable_prepayment.PrepaymentBlocked) -> Self:
        """Convert the domain error."""
        unmet = [settings_types.PrepaymentRequirement.of(requirement) for requirement in error.unmet]
        return cls(message=str(error), unmet=unmet)


@strawberry.type(description="The prepayment method is not one of those that can be chosen.")
class MethodNotOffered(UserError):
    """The prepayment method is not one of those that can be chosen."""

    options: list[models.PaymentMethodChoice] = strawberry.field(description="The methods that can be chosen.")

    @classmethod
    def of(cls, error: enable_prepayment.MethodNotOffered) -> Self:
        """Convert the domain error."""
        return cls(message=str(error), options=list(error.options))


@strawberry.type(description="The amount is outside the limits of the firm or of the payment provider.")
class AmountOutOfRange(UserError):
    """The amount is outside the limits of the firm or of the payment provider."""

    minimum: Money | None = strawberry.field(description="The smallest amount that is accepted. Null: no minimum.")
    maximum: Money | None = strawberry.field(description="The largest amount that is accepted. Null: no maximum.")

    @classmethod
    def of(cls, error: errors.AmountOutOfRange) -> Self:
        """Convert the domain error."""
        return cls(
            message=str(error), minimum=to_optional_money(error.minimum), maximum=to_optional_money(error.maximum)
        )


@strawberry.type(description="A figure of the quote has changed since it was made. Nothing was paid.")
class QuoteStale(UserError):
    """A figure of the quote has changed since it was made."""

    quote: quote_types.Quote = strawberry.field(description="A new quote, with its own token.")

    @classmethod
    def of(cls, error: quotes.QuoteStale) -> Self:
        """Convert the domain error."""
        return cls(message=str(error), quote=quote_types.Quote.of(error.quote))


@strawberry.type(description="The idempotency key was used before with a different input.")
class IdempotencyConflict(UserError):
    """The idempotency key was used before with a different input."""

    operation: operation_types.Operation = strawberry.field(description="What the mutation with this key did.")

    @classmethod
    def of(cls, error: errors.IdempotencyConflict) -> Self:
        """Convert the domain error."""
        return cls(message=str(error), operation=sqlquery.object_ref("Operation", error.operation.id))


@strawberry.type(
    description="The payment provider does not respond. Nothing was charged; it is safe to retry with the same key."
)
class ProviderUnavailable(UserError):
    """The payment provider does not respond."""


@strawberry.type(description="The payment provider declined the request. Nothing was charged.")
class ProviderRefused(UserError):
    """The payment provider declined the request."""

    code: gateway.FailureCode = strawberry.field(description="The reason, as far as the payer may know.")

    @classmethod
    def of(cls, error: errors.ProviderRefused) -> Self:
        """Convert the domain error."""
        return cls(message=str(error), code=gateway.FailureCode(error.code))


@strawberry.type(description="The invoice's status does not allow this.")
class InvoiceNotChangeable(UserError):
    """The invoice's status does not allow this."""

    status: models.InvoiceStatus = strawberry.field(description="The invoice's status.")

    @classmethod
    def of(cls, error: errors.InvoiceNotChangeable) -> Self:
        """Convert the domain error."""
        return cls(message=str(error), status=error.status)


@strawberry.type(description="The payment's status does not allow this.")
class PaymentNotChangeable(UserError):
    """The payment's status does not allow this."""

    status: enums.PaymentStatus = strawberry.field(description="The payment's status.")

    @classmethod
    def of(cls, error: errors.PaymentNotChangeable) -> Self:
        """Convert the domain error."""
        return cls(message=str(error), status=enums.to_public_payment_status(error.status))


@strawberry.type(description="The amount exceeds what is refundable or reversible now.")
class NotRefundable(UserError):
    """The amount exceeds what is refundable or reversible now."""

    refundable: Money = strawberry.field(description="The amount that is refundable or reversible now.")
    blocked_by: list[refund_types.CreditUse] = strawberry.field(
        description="The payments that use the rest of the money, reserved or applied to invoices."
    )

    @classmethod
    def of(cls, error: errors.NotRefundable) -> Self:
        """Convert the domain error."""
        currency = error.refundable.currency
        return cls(
            message=str(error),
            refundable=Money.of(error.refundable),
            blocked_by=[refund_types.CreditUse.of(blocking, currency) for blocking in error.blocked_by],
        )


@strawberry.type(
    description=(
        "The email address or the password is wrong, or there were too many attempts. Whether the address exists is not"
        " disclosed."
    )
)
class SignInFailed(UserError):
    """The email address or the password is wrong, or there were too many attempts."""
