"""How much is paid, and from what: pure rules from (invoice, credits, intention) to (from credits, charged)."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, case

import gateway
import models
from billing.errors import AmountOutOfRange, InsufficientCredits, InvalidAmount, MethodUnavailable, Refusal
from models import InvoiceStatus
from money import MAXIMUM_MINOR, InexactAmount, Money


class AmountChoice(enum.Enum):
    """An amount as an intention: the server works it out (D13)."""

    REMAINING = "REMAINING"
    FULL = "FULL"
    DEPOSIT = "DEPOSIT"


@dataclass(frozen=True, slots=True)
class Partial:
    """A sum of the payer's choice, up to what is payable (D13)."""

    amount: Decimal


Intention = Partial | AmountChoice


class PaymentSource(enum.Enum):
    """Where the money for a payment comes from."""

    CREDITS = "CREDITS"
    CARD = "CARD"
    BANK_DEBIT = "BANK_DEBIT"


class InvoiceNotPayable(Refusal):
    """A draft, void, or paid invoice takes no payment (D13)."""

    def __init__(self, status: InvoiceStatus) -> None:
        super().__init__(f"This invoice is {status.value.lower()}: it takes no payment.")
        self.status = status


class NothingPayable(Refusal):
    """All that is due is under way (D13)."""

    def __init__(self, pending: Money) -> None:
        super().__init__("Payments under way already cover all that is due.")
        self.pending = pending


class AmountExceedsPayable(Refusal):
    """More than can be paid now (D12)."""

    def __init__(self, payable: Money, excess: Money) -> None:
        super().__init__(f"That is more than can be paid now: {payable.written()}.")
        self.payable = payable
        self.excess = excess


class FullAmountNotPossible(Refusal):
    """Part of it is paid or under way: the total cannot be paid in one piece any more (D13)."""

    def __init__(self, payable: Money) -> None:
        super().__init__(f"Part of this invoice is paid or under way. {payable.written()} can be paid now.")
        self.payable = payable


class NoDepositDue(Refusal):
    """No deposit is requested on this invoice, or it is paid or under way (D13)."""

    def __init__(self) -> None:
        super().__init__("No deposit is due on this invoice.")


@dataclass(frozen=True, slots=True)
class Split:
    """How a sum is raised, in minor units: `from_credits` + `charged` is the whole of it."""

    from_credits: int
    charged: int


def parse(amount: Decimal, currency: str, field: str) -> int:
    """The amount in minor units. Raise InvalidAmount: zero, negative, too many digits, too large (D10, D11)."""
    try:
        minor = Money.of(amount, currency).minor
    except InexactAmount as error:
        raise InvalidAmount(field, f"{currency} does not have that many digits.") from error
    if minor <= 0:
        raise InvalidAmount(field, "The amount has to be more than zero.")
    if minor > MAXIMUM_MINOR:
        raise InvalidAmount(field, "The amount is too large.")
    return minor


def to_pay(intention: Intention, invoice: models.Invoice, currency: str) -> int:
    """What the intention means for the invoice as it is now, in minor units (D13)."""
    wished = parse(intention.amount, currency, "amount") if isinstance(intention, Partial) else None
    if invoice.status not in (InvoiceStatus.UNPAID, InvoiceStatus.PARTIALLY_PAID):
        raise InvoiceNotPayable(invoice.status)
    if not invoice.payable:
        raise NothingPayable(Money(invoice.pending, currency))
    payable = Money(invoice.payable, currency)
    if intention is AmountChoice.FULL:
        if invoice.paid or invoice.pending:
            raise FullAmountNotPossible(payable)
        return invoice.total
    if intention is AmountChoice.DEPOSIT:
        if not deposit_due(invoice):
            raise NoDepositDue
        return deposit_due(invoice)
    if wished is None:
        return payable.minor
    if wished > payable.minor:
        raise AmountExceedsPayable(payable, Money(wished - payable.minor, currency))
    return wished


def deposit_due(invoice: models.Invoice) -> int:
    """What is left of the deposit requested, in minor units: what is under way counts as paid (D13, D19)."""
    left = (invoice.deposit_requested or 0) - invoice.paid - invoice.pending
    return max(0, min(left, invoice.payable))


def deposit_left(invoice: Any) -> ColumnElement[int]:
    """The same as `deposit_due`, for the database; null where no deposit is requested."""
    left = invoice.deposit_requested - invoice.paid - invoice.pending
    return case((left < 0, 0), (left > invoice.payable, invoice.payable), else_=left)


def split(amount: int, available: Money, source: PaymentSource, rest: models.PaymentMethod | None) -> Split:
    """Raise the amount (minor units) from the source; with `rest`, what credits do not cover is charged (D14, D16)."""
    if source is not PaymentSource.CREDITS:
        return Split(0, amount)
    if rest is None and available.minor < amount:
        raise InsufficientCredits(available, Money(amount - available.minor, available.currency))
    from_credits = min(amount, available.minor)
    return Split(from_credits, amount - from_credits)


def check_charge(
    charged: int, method: models.PaymentMethod, offered: tuple[models.PaymentMethod, ...], currency: str
) -> None:
    """Raise MethodUnavailable, AmountOutOfRange or InvalidAmount where the provider cannot charge this (D10, D16)."""
    if method not in offered:
        raise MethodUnavailable(offered)
    limits = gateway.charge_limits(currency)
    if not limits.minimum.minor <= charged <= limits.maximum.minor:
        message = (
            f"{Money(charged, currency).written()} cannot be charged:"
            f" only {limits.minimum.written()} to {limits.maximum.written()} can."
        )
        raise AmountOutOfRange(message, limits.minimum, limits.maximum)
    check_exact(charged, currency)


def check_exact(amount: int, currency: str) -> None:
    """Raise InvalidAmount where the provider cannot count this sum, to charge it or to give it back (D10)."""
    if not gateway.can_charge_exactly(Money(amount, currency)):
        raise InvalidAmount(
            "amount",
            f"The payment provider cannot count {Money(amount, currency).written()}: its last digits have to be 0.",
        )
