"""The amounts of a payment: resolve the requested one, and split it into credits and a provider payment. Pure rules."""

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
from translation import gettext as _


class AmountChoice(enum.Enum):
    """An amount that the server calculates from the invoice (D13)."""

    REMAINING = "REMAINING"
    FULL = "FULL"
    DEPOSIT = "DEPOSIT"


@dataclass(frozen=True, slots=True)
class PartialAmount:
    """An amount chosen by the payer, up to what is payable (D13)."""

    amount: Decimal


AmountRequest = PartialAmount | AmountChoice


class PaymentSource(enum.Enum):
    """How a payment is funded."""

    CREDITS = "CREDITS"
    CARD = "CARD"
    BANK_DEBIT = "BANK_DEBIT"


class InvoiceNotPayable(DomainError):
    """The invoice is a draft, void or paid (D13)."""

    def __init__(self, status: InvoiceStatus) -> None:
        super().__init__(_not_payable_message(status))
        self.status = status


def _not_payable_message(status: InvoiceStatus) -> str:
    match status:
        case InvoiceStatus.DRAFT:
            return _("This invoice is a draft and cannot be paid.")
        case InvoiceStatus.VOID:
            return _("This invoice is void and cannot be paid.")
        case _:
            return _("This invoice is already paid.")


class NothingPayable(DomainError):
    """Pending payments cover all that is due (D13)."""

    def __init__(self, pending: Money) -> None:
        super().__init__(_("Pending payments already cover the amount due."))
        self.pending = pending


class AmountExceedsPayable(DomainError):
    """The amount exceeds what is payable by `excess` (D12)."""

    def __init__(self, payable: Money, excess: Money) -> None:
        super().__init__(_("Enter an amount of at most {maximum}.").format(maximum=payable.format()))
        self.payable = payable
        self.excess = excess


class FullAmountNotPossible(DomainError):
    """Part of the invoice is paid or pending, so that its total cannot be paid at once (D13)."""

    def __init__(self, payable: Money) -> None:
        text = _("Part of this invoice is already paid or pending. {payable} can be paid now.")
        super().__init__(text.format(payable=payable.format()))
        self.payable = payable


class NoDepositDue(DomainError):
    """The invoice requests no deposit, or the deposit is paid or pending (D13)."""

    def __init__(self) -> None:
        super().__init__(_("No deposit is due on this invoice."))


@dataclass(frozen=True, slots=True)
class PaymentSplit:
    """An amount split into what credits pay and what is charged, in minor units. The sum of both is the amount."""

    from_credits: int
    charged: int


def resolve_amount(request: AmountRequest, invoice: models.Invoice, currency: str) -> int:
    """The amount to pay on the invoice as it is now, in minor units (D13).

    Raises InvalidAmount, InvoiceNotPayable, NothingPayable, FullAmountNotPossible, NoDepositDue, AmountExceedsPayable.
    """
    requested = (
        amount_input.parse_amount(request.amount, currency, "amount") if isinstance(request, PartialAmount) else None
    )
    if invoice.status not in models.PAYABLE_STATUSES:
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
    if requested is None:
        return payable.minor
    if requested > payable.minor:
        raise AmountExceedsPayable(payable, Money(requested - payable.minor, currency))
    return requested


def deposit_due(invoice: models.Invoice) -> int:
    """The deposit still due, in minor units. Pending payments count as paid (D13, D19)."""
    remaining = (invoice.deposit_requested or 0) - invoice.paid - invoice.pending
    return max(0, min(remaining, invoice.payable))


def deposit_due_clause(invoice: Any) -> ColumnElement[int]:
    """SQL of `deposit_due`; NULL if no deposit is requested."""
    remaining = invoice.deposit_requested - invoice.paid - invoice.pending
    return case((remaining < 0, 0), (remaining > invoice.payable, invoice.payable), else_=remaining)


def split_payment(
    amount: int, available: Money, source: PaymentSource, remainder_method: models.PaymentMethod | None
) -> PaymentSplit:
    """Split the amount (minor units) into what credits pay and what is charged (D14, D16).

    With `remainder_method`, what the available credits do not cover is charged; else raises InsufficientCredits.
    """
    if source is not PaymentSource.CREDITS:
        return PaymentSplit(0, amount)
    if remainder_method is None and available.minor < amount:
        raise InsufficientCredits(available, Money(amount - available.minor, available.currency))
    from_credits = min(amount, available.minor)
    return PaymentSplit(from_credits, amount - from_credits)
