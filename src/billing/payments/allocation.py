"""How much is paid, and from what: pure rules from (invoice, credits, intention) to (from credits, charged)."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, case

import models
from billing import amount_input
from billing.errors import DomainError, InsufficientCredits
from models import InvoiceStatus
from money import Money


class AmountChoice(enum.Enum):
    """An amount as an intention: the server works it out (D13)."""

    REMAINING = "REMAINING"
    FULL = "FULL"
    DEPOSIT = "DEPOSIT"


@dataclass(frozen=True, slots=True)
class PartialAmount:
    """A sum of the payer's choice, up to what is payable (D13)."""

    amount: Decimal


AmountRequest = PartialAmount | AmountChoice


class PaymentSource(enum.Enum):
    """Where the money for a payment comes from."""

    CREDITS = "CREDITS"
    CARD = "CARD"
    BANK_DEBIT = "BANK_DEBIT"


class InvoiceNotPayable(DomainError):
    """A draft, void, or paid invoice takes no payment (D13)."""

    def __init__(self, status: InvoiceStatus) -> None:
        super().__init__(f"This invoice is {status.value.lower()}: it takes no payment.")
        self.status = status


class NothingPayable(DomainError):
    """All that is due is under way (D13)."""

    def __init__(self, pending: Money) -> None:
        super().__init__("Payments under way already cover all that is due.")
        self.pending = pending


class AmountExceedsPayable(DomainError):
    """More than can be paid now (D12)."""

    def __init__(self, payable: Money, excess: Money) -> None:
        super().__init__(f"That is more than can be paid now: {payable.format()}.")
        self.payable = payable
        self.excess = excess


class FullAmountNotPossible(DomainError):
    """Part of it is paid or under way: the total cannot be paid in one piece any more (D13)."""

    def __init__(self, payable: Money) -> None:
        super().__init__(f"Part of this invoice is paid or under way. {payable.format()} can be paid now.")
        self.payable = payable


class NoDepositDue(DomainError):
    """No deposit is requested on this invoice, or it is paid or under way (D13)."""

    def __init__(self) -> None:
        super().__init__("No deposit is due on this invoice.")


@dataclass(frozen=True, slots=True)
class PaymentSplit:
    """How a sum is raised, in minor units: `from_credits` + `charged` is the whole of it."""

    from_credits: int
    charged: int


def resolve_amount(request: AmountRequest, invoice: models.Invoice, currency: str) -> int:
    """What the intention means for the invoice as it is now, in minor units (D13)."""
    wished = amount_input.parse_amount(request.amount, currency, "amount") if isinstance(request, PartialAmount) else None
    if invoice.status not in (InvoiceStatus.UNPAID, InvoiceStatus.PARTIALLY_PAID):
        raise InvoiceNotPayable(invoice.status)
    if not invoice.payable:
        raise NothingPayable(Money(invoice.pending, currency))
    payable = Money(invoice.payable, currency)
    if request is AmountChoice.FULL:
        if invoice.paid or invoice.pending:
            raise FullAmountNotPossible(payable)
        return invoice.total
    if request is AmountChoice.DEPOSIT:
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


def deposit_due_clause(invoice: Any) -> ColumnElement[int]:
    """The same as `deposit_due`, for the database; null where no deposit is requested."""
    left = invoice.deposit_requested - invoice.paid - invoice.pending
    return case((left < 0, 0), (left > invoice.payable, invoice.payable), else_=left)


def split_payment(
    amount: int, available: Money, source: PaymentSource, remainder_method: models.PaymentMethod | None
) -> PaymentSplit:
    """Raise the amount (minor units) from the source; with `rest`, what credits do not cover is charged (D14, D16)."""
    if source is not PaymentSource.CREDITS:
        return PaymentSplit(0, amount)
    if remainder_method is None and available.minor < amount:
        raise InsufficientCredits(available, Money(amount - available.minor, available.currency))
    from_credits = min(amount, available.minor)
    return PaymentSplit(from_credits, amount - from_credits)
