"""Refusals that several deeds share. Those of one deed stand beside it. Each is something the caller can act on."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

import models
from money import Money


class DomainError(Exception):
    """Expected: the caller can do something. Nothing has moved. `str()` of it is for people."""


class NotFound(DomainError):
    """No such thing, or not for this actor to know: the two are one answer."""

    def __init__(self) -> None:
        super().__init__("There is no such thing here.")


class InvalidInput(DomainError):
    """Something in the input cannot be taken; `field` is its path, like "lines.2.quantity"."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class InvalidAmount(DomainError):
    """Zero, negative, more digits than the currency has, or too large (D10)."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class AmountOutOfRange(DomainError):
    """Outside what the firm takes, or what the provider can charge (D10)."""

    def __init__(self, message: str, minimum: Money | None, maximum: Money | None) -> None:
        super().__init__(message)
        self.minimum = minimum
        self.maximum = maximum


class MethodUnavailable(DomainError):
    """The method is not offered now; `methods` are."""

    def __init__(self, methods: tuple[models.PaymentMethod, ...]) -> None:
        super().__init__("This way to pay is not offered at the moment.")
        self.methods = methods


class InsufficientCredits(DomainError):
    """The credits do not reach (D14)."""

    def __init__(self, available: Money, missing: Money) -> None:
        super().__init__("There are not enough credits for this.")
        self.available = available
        self.missing = missing


class InvoiceNotChangeable(DomainError):
    """The invoice's status does not allow this."""

    def __init__(self, status: models.InvoiceStatus, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class CreditAllocation:
    """So many minor units of the money that came with an entry are a payment's: on its invoice, or reserved for it."""

    entry_id: uuid.UUID
    prepayment_id: uuid.UUID | None
    payment_id: uuid.UUID
    amount: int


class NotRefundable(DomainError):
    """More than can be given back (D26). `blocked_by`: what holds the rest of the money."""

    def __init__(self, refundable: Money, blocked_by: tuple[CreditAllocation, ...]) -> None:
        super().__init__(f"That is more than can be given back now: {refundable.format()}.")
        self.refundable = refundable
        self.blocked_by = blocked_by


class PaymentNotChangeable(DomainError):
    """The payment's status does not allow this (any more)."""

    def __init__(self, status: models.PaymentStatus, message: str) -> None:
        super().__init__(message)
        self.status = status


class IdempotencyConflict(DomainError):
    """This key was used with another input (D30)."""

    def __init__(self, operation: models.Operation) -> None:
        super().__init__("This idempotency key was used before, with another input.")
        self.operation = operation


class ProviderUnavailable(DomainError):
    """The provider did not answer. Nothing was charged; safe to try again with the same key."""

    def __init__(self) -> None:
        super().__init__("The payment provider does not answer. Nothing was charged; you can try again safely.")


class ProviderRefused(DomainError):
    """The provider answered no. Nothing was charged."""

    def __init__(self, code: str) -> None:
        super().__init__("The payment provider did not accept this. Nothing was charged.")
        self.code = code
