"""Amount requests and the split between credits and charge: pure rules, tested with any amounts."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import models
from billing.errors import InsufficientCredits
from billing.payments import allocation
from billing.payments.allocation import (
    AmountChoice,
    AmountExceedsPayable,
    AmountRequest,
    FullAmountNotPossible,
    InvoiceNotPayable,
    NoDepositDue,
    NothingPayable,
    PartialAmount,
    PaymentSource,
)
from models import InvoiceStatus, PaymentMethod
from money import MAXIMUM_MINOR, Money

CURRENCIES = st.sampled_from(["USD", "EUR", "JPY", "KWD", "ISK", "HUF"])
MINOR = st.integers(min_value=0, max_value=MAXIMUM_MINOR)
POSITIVE = st.integers(min_value=1, max_value=MAXIMUM_MINOR)
CHARGED = (PaymentMethod.CARD, PaymentMethod.BANK_DEBIT)


@st.composite
def open_invoices(draw: st.DrawFn) -> models.Invoice:
    """Issued and not fully paid; often nearly paid, or nearly all of it pending."""
    total = draw(POSITIVE)
    paid = draw(st.sampled_from([0, 1, total // 2, total - 1]).filter(lambda amount: 0 <= amount < total))
    pending = draw(
        st.sampled_from([0, 1, (total - paid) // 2, total - paid]).filter(lambda amount: amount <= total - paid)
    )
    deposit = draw(st.none() | st.sampled_from([1, paid + pending, paid + pending + 1, total]))
    if deposit is not None and not 1 <= deposit <= total:
        deposit = None
    status = InvoiceStatus.PARTIALLY_PAID if paid else InvoiceStatus.UNPAID
    return models.Invoice(total=total, paid=paid, pending=pending, deposit_requested=deposit, status=status)


def decimal(minor: int, currency: str) -> Decimal:
    return Money(minor, currency).decimal


@given(invoice=open_invoices(), requested=POSITIVE, choice=st.sampled_from([*AmountChoice, None]), currency=CURRENCIES)
def test_resolved_amount_is_payable(
    invoice: models.Invoice, requested: int, choice: AmountChoice | None, currency: str
) -> None:
    """D12, D13: every amount request gives between 1 and what is payable, or an error that says why not."""
    amount_request: AmountRequest = choice or PartialAmount(decimal(requested, currency))
    payable = invoice.total - invoice.paid - invoice.pending
    try:
        amount = allocation.resolve_amount(amount_request, invoice, currency)
    except NothingPayable as error:
        assert payable == 0
        assert error.pending == Money(invoice.pending, currency)
        return
    except FullAmountNotPossible as error:
        assert choice is AmountChoice.FULL
        assert invoice.paid or invoice.pending
        assert error.payable == Money(payable, currency)
        return
    except NoDepositDue:
        assert choice is AmountChoice.DEPOSIT
        assert (invoice.deposit_requested or 0) <= invoice.paid + invoice.pending
        return
    except AmountExceedsPayable as error:
        assert choice is None
        assert (error.payable.minor, error.excess.minor) == (payable, requested - payable)
        assert requested > payable
        return
    assert 1 <= amount <= payable
    expected = {
        AmountChoice.REMAINING: payable,
        AmountChoice.FULL: invoice.total,
        AmountChoice.DEPOSIT: (invoice.deposit_requested or 0) - invoice.paid - invoice.pending,
        None: requested,
    }
    assert amount == expected[choice]


@pytest.mark.parametrize("status", [InvoiceStatus.DRAFT, InvoiceStatus.VOID, InvoiceStatus.PAID])
@pytest.mark.parametrize("amount_request", [*AmountChoice, PartialAmount(Decimal("0.01"))])
def test_draft_void_and_paid_invoices_are_not_payable(status: InvoiceStatus, amount_request: AmountRequest) -> None:
    """D13: InvoiceNotPayable for every amount request."""
    paid = 100 if status is InvoiceStatus.PAID else 0
    invoice = models.Invoice(total=100, paid=paid, pending=0, deposit_requested=50, status=status)
    with pytest.raises(InvoiceNotPayable) as error:
        allocation.resolve_amount(amount_request, invoice, "USD")
    assert error.value.status is status


@given(invoice=open_invoices())
def test_deposit_due(invoice: models.Invoice) -> None:
    """D19: pending amounts count as paid, and the deposit due is never more than payable."""
    due = allocation.deposit_due(invoice)
    assert 0 <= due <= invoice.payable
    if due:
        assert due + invoice.paid + invoice.pending == invoice.deposit_requested


@given(amount=POSITIVE, available=MINOR, remainder_method=st.sampled_from([None, *PaymentMethod]), currency=CURRENCIES)
def test_credits_first_then_the_remainder(
    amount: int, available: int, remainder_method: PaymentMethod | None, currency: str
) -> None:
    """D14, D16: credits as far as they go, then the charge; without a remainder method, all or InsufficientCredits."""
    credit = Money(available, currency)
    if remainder_method is None and available < amount:
        with pytest.raises(InsufficientCredits) as error:
            allocation.split_payment(amount, credit, PaymentSource.CREDITS, remainder_method)
        assert error.value.available == credit
        assert error.value.missing == Money(amount - available, currency)
        return
    parts = allocation.split_payment(amount, credit, PaymentSource.CREDITS, remainder_method)
    assert parts.from_credits == min(amount, available)
    assert parts.from_credits + parts.charged == amount


@given(amount=POSITIVE, available=MINOR, source=st.sampled_from([PaymentSource.CARD, PaymentSource.BANK_DEBIT]))
def test_card_and_debit_do_not_use_credits(amount: int, available: int, source: PaymentSource) -> None:
    """D15: however many credits there are."""
    assert allocation.split_payment(amount, Money(available, "EUR"), source, None) == allocation.PaymentSplit(0, amount)
