"""User errors: the domain errors as types of the schema, returned in the result unions."""

from dataclasses import fields
from typing import Any, Self, TypeAlias

import gateway
import models
import money
from billing import errors
from billing.payments import quote as quotes
from billing.prepayments import availability
from graph import described, enums, sqlquery
from graph.types import operation as operation_types
from graph.types import payment as payment_types
from graph.types import refund as refund_types
from graph.types import settings as settings_types
from graph.types.money import Money


@described.interface
class UserError:
    """An expected error that the caller can act on. No money was moved, unless the type says that this is unknown."""

    message: str = described.field("A message for the user: what is wrong, and what to do about it.")

    @classmethod
    def of(cls, error: Any) -> Self:
        """Convert the domain error: the fields are attributes of it."""
        names = (field.name for field in fields(cls) if field.name != "message")
        return cls(message=str(error), **{name: _convert(getattr(error, name)) for name in names})


def _convert(value: Any) -> Any:
    """An attribute of a domain error, with objects of the domain as types of the schema."""
    match value:
        case money.Money():
            return Money.of(value)
        case models.Operation():
            return sqlquery.object_ref("Operation", value.id)
        case models.PaymentStatus():
            return enums.to_public_status(value)
        case quotes.Quote():
            return payment_types.Quote.of(value)
        case availability.Requirement():
            return settings_types.PrepaymentRequirement.of(value)
        case tuple():
            return [_convert(item) for item in value]
    return value


@described.object_type
class NotFound(UserError):
    """The object does not exist or is not visible to the viewer."""


@described.object_type
class InvalidAmount(UserError):
    """An amount is invalid: zero, negative, too large, a deposit above the total of the invoice, or with digits that
    the currency or the payment provider does not take.
    """

    field: str = described.field('The path of the input field: "lines.2.unitPrice".')


@described.object_type
class InvalidInput(UserError):
    """A field of the input is invalid."""

    field: str = described.field('The path of the input field: "lines.2.quantity".')


@described.object_type
class AmountExceedsPayable(UserError):
    """The amount exceeds what is payable now."""

    payable: Money = described.field("The amount that is payable now.")
    excess: Money = described.field("The amount by which it is exceeded.")


@described.object_type
class NothingPayable(UserError):
    """Payments in progress already cover everything that is due."""

    pending: Money = described.field("The amount of the payments in progress.")


@described.object_type
class FullAmountNotPossible(UserError):
    """A part of the invoice is paid or in progress, so it can no longer be paid in full by one payment."""

    payable: Money = described.field("The amount that is payable now.")


@described.object_type
class NoDepositDue(UserError):
    """The invoice requests no deposit, or its deposit is paid or in progress."""


@described.object_type
class InsufficientCredits(UserError):
    """The client's credits are insufficient."""

    available: Money = described.field("The credits that are available now.")
    missing: Money = described.field("The missing amount.")


@described.object_type
class InvoiceNotPayable(UserError):
    """The invoice is a draft, void or paid, and cannot be paid."""

    status: models.InvoiceStatus = described.field("The invoice's status.")


@described.object_type
class MethodUnavailable(UserError):
    """The payment method is not available now."""

    methods: list[models.PaymentMethod] = described.field("The methods that are available now.")


@described.object_type
class PrepaymentUnavailable(UserError):
    """The firm does not take prepayments now."""


@described.object_type
class PrepaymentBlocked(UserError):
    """Prepayment cannot be enabled, because requirements are not met. Nothing was changed."""

    unmet: list[settings_types.PrepaymentRequirement] = described.field(
        "Every requirement that is not met, and how to meet it."
    )


@described.object_type
class MethodNotOffered(UserError):
    """The prepayment method is not one of those that can be chosen."""

    options: list[models.PaymentMethodChoice] = described.field("The methods that can be chosen.")


@described.object_type
class AmountOutOfRange(UserError):
    """The amount is outside the limits of the firm or of the payment provider."""

    minimum: Money | None = described.field("The smallest amount that is accepted. Null: no minimum.")
    maximum: Money | None = described.field("The largest amount that is accepted. Null: no maximum.")


@described.object_type
class QuoteStale(UserError):
    """A figure of the quote has changed since it was made. Nothing was paid."""

    quote: payment_types.Quote = described.field("A new quote, with its own token.")


@described.object_type
class IdempotencyConflict(UserError):
    """The idempotency key was used before, by another mutation or with a different input."""

    operation: operation_types.Operation = described.field("What the first mutation with this key did.")


@described.object_type
class ProviderUnavailable(UserError):
    """The payment provider does not respond. The outcome is unknown, or nothing was done. Retry, with the same
    idempotency key if there is one.
    """


@described.object_type
class ProviderRefused(UserError):
    """The payment provider declined the request, and did nothing."""

    code: gateway.FailureCode = described.field("The reason, as far as the payer may know.")

    @classmethod
    def of(cls, error: errors.ProviderRefused) -> Self:
        """Convert the domain error."""
        return cls(message=str(error), code=gateway.FailureCode(error.code))


@described.object_type
class InvoiceNotChangeable(UserError):
    """The invoice's status does not allow this."""

    status: models.InvoiceStatus = described.field("The invoice's status.")


@described.object_type
class ClientHasMoney(UserError):
    """The client cannot be archived: it has credits, owes money, or has payments in progress."""

    balance: Money = described.field("The client's credits, reserved ones included.")
    amount_due: Money = described.field("The total amount due of its invoices.")
    amount_pending: Money = described.field("The total of its payments and prepayments in progress.")


@described.object_type
class PaymentNotChangeable(UserError):
    """The payment's status does not allow this."""

    status: enums.PaymentStatus = described.field("The payment's status.")


@described.object_type
class NotRefundable(UserError):
    """The amount exceeds what is refundable or reversible now."""

    refundable: Money = described.field("The amount that is refundable or reversible now.")
    blocked_by: list[refund_types.CreditUse] = described.field(
        "The payments that use the rest of the money, reserved or applied to invoices."
    )

    @classmethod
    def of(cls, error: errors.NotRefundable) -> Self:
        """Convert the domain error."""
        blocked_by = [refund_types.CreditUse.of(use, error.refundable.currency) for use in error.blocked_by]
        return cls(message=str(error), refundable=Money.of(error.refundable), blocked_by=blocked_by)


@described.object_type
class SignInFailed(UserError):
    """The email address or the password is wrong, or there were too many attempts. Whether the address exists is not
    disclosed.
    """


@described.object_type
class AlreadyMember(UserError):
    """The address belongs to a current member of the firm, or to a current user of the client or, for an invitation to
    become a member, of any client of the firm.
    """


@described.object_type
class MemberNotChangeable(UserError):
    """The owner cannot be removed, and their role and rights cannot be changed: they transfer the ownership first.
    Members cannot remove themselves or change their own role: another admin can.
    """


@described.object_type
class InvitationNotChangeable(UserError):
    """The invitation was accepted or revoked, its client is archived, the server's operator sent it, or too many
    invitations were sent recently.
    """


@described.object_type
class TokenNotValid(UserError):
    """The token was used or revoked, has expired, or never existed: one answer for all."""


@described.object_type
class WrongPassword(UserError):
    """The password is not that of the account, or there were too many attempts."""


@described.object_type
class WeakPassword(UserError):
    """The new password is too short or too long."""


InputErrors: TypeAlias = InvalidAmount | InvalidInput
ProviderErrors: TypeAlias = ProviderUnavailable | ProviderRefused
RefundErrors: TypeAlias = NotFound | InputErrors | NotRefundable | IdempotencyConflict | ProviderErrors
