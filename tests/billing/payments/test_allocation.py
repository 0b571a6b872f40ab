"""Amount requests and the split between credits and charge: pure rules, tested with any amounts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import models
from billing import amount_input
from billing.errors import AmountOutOfRange, InsufficientCredits, InvalidAmount, MethodUnavailable
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
from gateway import charge_limits
from models import InvoiceStatus, PaymentMethod
from money import MAXIMUM_MINOR, Money, currency_digits

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


@given(minor=POSITIVE, currency=CURRENCIES)
def test_exact_amount_is_parsed_digit_for_digit(minor: int, currency: str) -> None:
    """D11: whole minor units internally, exact decimals in the API."""
    assert amount_input.parse_amount(decimal(minor, currency), currency, "amount") == minor


@given(
    minor=st.integers(min_value=-MAXIMUM_MINOR, max_value=MAXIMUM_MINOR), digit=st.integers(1, 9), currency=CURRENCIES
)
def test_too_many_decimals_are_refused(minor: int, digit: int, currency: str) -> None:
    """D10, D11: refused, not rounded: 19.999 USD, 10.2 JPY."""
    too_fine = Decimal(minor * 10 + digit).scaleb(-currency_digits(currency) - 1)
    with pytest.raises(InvalidAmount) as error:
        amount_input.parse_amount(too_fine, currency, "lines.2.unitPrice")
    assert error.value.field == "lines.2.unitPrice"


@pytest.mark.parametrize(
    "amount",
    ["0", "-0", "0.00", "-0.01", "-1E+20", "10000000000.00", "1E+5000", "1E-5000", "NaN", "sNaN", "Infinity"],
)
def test_invalid_amount_is_refused(amount: str) -> None:
    """D10: zero, negative, above 999,999,999,999 minor units, or not a number."""
    with pytest.raises(InvalidAmount):
        amount_input.parse_amount(Decimal(amount), "USD", "amount")


def test_the_largest_amount() -> None:
    """D10: 999,999,999,999 minor units are accepted."""
    assert amount_input.parse_amount(Decimal("9999999999.99"), "USD", "amount") == MAXIMUM_MINOR


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


@given(charged=POSITIVE, method=st.sampled_from(PaymentMethod), currency=CURRENCIES)
def test_charge_is_within_the_providers_limits(charged: int, method: PaymentMethod, currency: str) -> None:
    """D10, D16: and in the provider's units; an error has the limits."""
    limits = charge_limits(currency)
    step = {"KWD": 10}.get(currency, 1)
    try:
        amount_input.check_chargeable(charged, method, CHARGED, currency)
    except AmountOutOfRange as error:
        assert not limits.minimum.minor <= charged <= limits.maximum.minor
        assert (error.minimum, error.maximum) == (limits.minimum, limits.maximum)
    except InvalidAmount:
        assert charged % step
    else:
        assert limits.minimum.minor <= charged <= limits.maximum.minor
        assert charged % step == 0


@pytest.mark.parametrize(
    ("currency", "smallest", "largest"),
    [("USD", 50, 99_999_999), ("JPY", 50, 99_999_999), ("KWD", 10, 99_999_990), ("GBP", 30, 99_999_999)],
)
def test_provider_limits(currency: str, smallest: int, largest: int) -> None:
    """D10: about 0.50 USD; at most 99,999,999 of Stripe's units; three-decimal currencies end in 0."""
    for charged in (smallest, largest):
        amount_input.check_chargeable(charged, PaymentMethod.CARD, CHARGED, currency)
    for charged in (smallest - 1, largest + 1):
        with pytest.raises(AmountOutOfRange):
            amount_input.check_chargeable(charged, PaymentMethod.CARD, CHARGED, currency)


@given(method=st.sampled_from(PaymentMethod), offered=st.sets(st.sampled_from(PaymentMethod)))
def test_method_that_is_not_offered_is_refused(method: PaymentMethod, offered: set[PaymentMethod]) -> None:
    """D4: the error has the offered methods."""
    assume(method not in offered)
    methods: tuple[Any, ...] = tuple(offered)
    with pytest.raises(MethodUnavailable) as error:
        amount_input.check_chargeable(100_00, method, methods, "EUR")
    assert error.value.methods == methods
