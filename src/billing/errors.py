"""Domain errors shared by several use cases. An error of one use case is declared in the module of that use case."""

import uuid
from dataclasses import dataclass

import models
from money import Money
from translation import gettext as _


class DomainError(Exception):
    """An expected error that the caller can act on. The transaction is rolled back. `str()` is a message for users."""


class NotFound(DomainError):
    """The object does not exist or is not visible to the actor. The two cases are indistinguishable."""

    def __init__(self) -> None:
        super().__init__(_("Not found."))


class InvalidInput(DomainError):
    """An input value is invalid. `field` is its path, for example "lines.2.quantity"."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class InvalidAmount(DomainError):
    """The amount is zero, negative or too large, or has digits that the currency or the provider does not take (D10).

    Also a requested deposit above the invoice's total.
    """

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class AmountOutOfRange(DomainError):
    """The amount is outside the firm's limits or the provider's (D10). A limit that is not known is None."""

    def __init__(self, message: str, minimum: Money | None, maximum: Money | None) -> None:
        super().__init__(message)
        self.minimum = minimum
        self.maximum = maximum


class MethodUnavailable(DomainError):
    """The payment method is not available now. `methods` are."""

    def __init__(self, methods: tuple[models.PaymentMethod, ...]) -> None:
        super().__init__(_("This payment method is not available at the moment."))
        self.methods = methods


class InsufficientCredits(DomainError):
    """The amount exceeds the client's available credits by `missing` (D14)."""

    def __init__(self, available: Money, missing: Money) -> None:
        super().__init__(_("Insufficient credits: {available} are available.").format(available=available.format()))
        self.available = available
        self.missing = missing


class InvoiceNotChangeable(DomainError):
    """The status of the invoice does not allow the change."""

    def __init__(self, status: models.InvoiceStatus, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class CreditAllocation:
    """How much of a credit entry's money, in minor units, a payment has applied or reserved."""

    entry_id: uuid.UUID
    prepayment_id: uuid.UUID | None
    payment_id: uuid.UUID
    amount: int


class NotRefundable(DomainError):
    """The amount exceeds `refundable` (D26). `blocked_by` lists the payments that use the rest of the money."""

    def __init__(self, refundable: Money, blocked_by: tuple[CreditAllocation, ...], message: str | None = None) -> None:
        text = _("The amount exceeds the refundable amount of {refundable}.")
        super().__init__(message or text.format(refundable=refundable.format()))
        self.refundable = refundable
        self.blocked_by = blocked_by


class PaymentNotChangeable(DomainError):
    """The status of the payment does not allow the change."""

    def __init__(self, status: models.PaymentStatus, message: str) -> None:
        super().__init__(message)
        self.status = status


class IdempotencyConflict(DomainError):
    """The idempotency key was already used with a different input (D30)."""

    def __init__(self, operation: models.Operation) -> None:
        super().__init__(_("This idempotency key was already used with a different input."))
        self.operation = operation


class ProviderUnavailable(DomainError):
    """The outcome is unknown, or nothing was done. Retrying with the same idempotency key is safe."""

    def __init__(self) -> None:
        super().__init__(_("The payment provider is not responding. Please try again."))


class ProviderRefused(DomainError):
    """The provider rejected the request, and did nothing."""

    def __init__(self, code: str) -> None:
        super().__init__(_("The payment provider declined the request."))
        self.code = code
