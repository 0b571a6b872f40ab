"""How much is paid, and from what: pure rules, held for any amounts."""

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
    """Issued and not fully paid; often nearly, or with nearly all of it under way."""
    total = draw(POSITIVE)
    paid = draw(st.sampled_from([0, 1, total // 2, total - 1]).filter(lambda one: 0 <= one < total))
    pending = draw(st.sampled_from([0, 1, (total - paid) // 2, total - paid]).filter(lambda one: one <= total - paid))
    deposit = draw(st.none() | st.sampled_from([1, paid + pending, paid + pending + 1, total]))
    if deposit is not None and not 1 <= deposit <= total:
        deposit = None
    status = InvoiceStatus.PARTIALLY_PAID if paid else InvoiceStatus.UNPAID
    return models.Invoice(total=total, paid=paid, pending=pending, deposit_requested=deposit, status=status)


def decimal(minor: int, currency: str) -> Decimal:
    return Money(minor, currency).decimal


@given(minor=POSITIVE, currency=CURRENCIES)
def test_exact_amounts_are_taken_as_they_are(minor: int, currency: str) -> None:
    """D11: whole minor units inside, exact decimals outside, digit for digit."""
    assert amount_input.parse_amount(decimal(minor, currency), currency, "amount") == minor


@given(
    minor=st.integers(min_value=-MAXIMUM_MINOR, max_value=MAXIMUM_MINOR), digit=st.integers(1, 9), currency=CURRENCIES
)
def test_a_digit_too_many_is_refused(minor: int, digit: int, currency: str) -> None:
    """D10, D11: refused, never rounded: 19.999 USD, 10.2 JPY."""
    too_fine = Decimal(minor * 10 + digit).scaleb(-currency_digits(currency) - 1)
    with pytest.raises(InvalidAmount) as refusal:
        amount_input.parse_amount(too_fine, currency, "lines.2.unitPrice")
    assert refusal.value.field == "lines.2.unitPrice"


@pytest.mark.parametrize(
    "amount",
    ["0", "-0", "0.00", "-0.01", "-1E+20", "10000000000.00", "1E+5000", "1E-5000", "NaN", "sNaN", "Infinity"],
)
def test_what_is_no_amount(amount: str) -> None:
    """D10: zero, negative, above 999,999,999,999 minor units, and what is no number."""
    with pytest.raises(InvalidAmount):
        amount_input.parse_amount(Decimal(amount), "USD", "amount")


def test_the_largest_amount() -> None:
    """D10: 999,999,999,999 minor units is still one."""
    assert amount_input.parse_amount(Decimal("9999999999.99"), "USD", "amount") == MAXIMUM_MINOR


@given(invoice=open_invoices(), requested=POSITIVE, choice=st.sampled_from([*AmountChoice, None]), currency=CURRENCIES)
def test_nothing_takes_more_than_is_payable(
    invoice: models.Invoice, requested: int, choice: AmountChoice | None, currency: str
) -> None:
    """D12, D13: whatever the intention, what comes of it is 1 to what is payable; or it is refused, and says why."""
    intention: AmountRequest = choice or PartialAmount(decimal(requested, currency))
    payable = invoice.total - invoice.paid - invoice.pending
    try:
        amount = allocation.resolve_amount(intention, invoice, currency)
    except NothingPayable as refusal:
        assert payable == 0
        assert refusal.pending == Money(invoice.pending, currency)
        return
    except FullAmountNotPossible as refusal:
        assert choice is AmountChoice.FULL
        assert invoice.paid or invoice.pending
        assert refusal.payable == Money(payable, currency)
        return
    except NoDepositDue:
        assert choice is AmountChoice.DEPOSIT
        assert (invoice.deposit_requested or 0) <= invoice.paid + invoice.pending
        return
    except AmountExceedsPayable as refusal:
        assert choice is None
        assert (refusal.payable.minor, refusal.excess.minor) == (payable, requested - payable)
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
def test_what_takes_no_payment(status: InvoiceStatus, amount_request: AmountRequest) -> None:
    """D13: PAID, DRAFT, VOID: InvoiceNotPayable, whatever is asked for."""
    paid = 100 if status is InvoiceStatus.PAID else 0
    invoice = models.Invoice(total=100, paid=paid, pending=0, deposit_requested=50, status=status)
    with pytest.raises(InvoiceNotPayable) as refusal:
        allocation.resolve_amount(amount_request, invoice, "USD")
    assert refusal.value.status is status


@given(invoice=open_invoices())
def test_what_is_left_of_a_deposit(invoice: models.Invoice) -> None:
    """D19: what is under way counts as paid, and no deposit asks for more than is payable."""
    due = allocation.deposit_due(invoice)
    assert 0 <= due <= invoice.payable
    if due:
        assert due + invoice.paid + invoice.pending == invoice.deposit_requested


@given(amount=POSITIVE, available=MINOR, rest=st.sampled_from([None, *PaymentMethod]), currency=CURRENCIES)
def test_credits_first_then_the_remainder(
    amount: int, available: int, rest: PaymentMethod | None, currency: str
) -> None:
    """D14, D16: as much as there is from credits, the rest charged; without `rest`, all or InsufficientCredits."""
    credit = Money(available, currency)
    if rest is None and available < amount:
        with pytest.raises(InsufficientCredits) as refusal:
            allocation.split_payment(amount, credit, PaymentSource.CREDITS, rest)
        assert refusal.value.available == credit
        assert refusal.value.missing == Money(amount - available, currency)
        return
    parts = allocation.split_payment(amount, credit, PaymentSource.CREDITS, rest)
    assert parts.from_credits == min(amount, available)
    assert parts.from_credits + parts.charged == amount


@given(amount=POSITIVE, available=MINOR, source=st.sampled_from([PaymentSource.CARD, PaymentSource.BANK_DEBIT]))
def test_a_charge_leaves_credits_alone(amount: int, available: int, source: PaymentSource) -> None:
    """D15: by card or bank debit, however many credits there are."""
    assert allocation.split_payment(amount, Money(available, "EUR"), source, None) == allocation.PaymentSplit(0, amount)


@given(charged=POSITIVE, method=st.sampled_from(PaymentMethod), currency=CURRENCIES)
def test_what_is_charged_can_be_charged(charged: int, method: PaymentMethod, currency: str) -> None:
    """D10, D16: within the provider's limits and in its units, or refused, naming the limits."""
    limits = charge_limits(currency)
    step = {"KWD": 10}.get(currency, 1)
    try:
        amount_input.check_chargeable(charged, method, CHARGED, currency)
    except AmountOutOfRange as refusal:
        assert not limits.minimum.minor <= charged <= limits.maximum.minor
        assert (refusal.minimum, refusal.maximum) == (limits.minimum, limits.maximum)
    except InvalidAmount:
        assert charged % step
    else:
        assert limits.minimum.minor <= charged <= limits.maximum.minor
        assert charged % step == 0


@pytest.mark.parametrize(
    ("currency", "smallest", "largest"),
    [("USD", 50, 99_999_999), ("JPY", 50, 99_999_999), ("KWD", 10, 99_999_990), ("GBP", 30, 99_999_999)],
)
def test_the_provider_s_limits(currency: str, smallest: int, largest: int) -> None:
    """D10: about 0.50 USD; 99,999,999 minor units; three-decimal currencies end in 0."""
    for charged in (smallest, largest):
        amount_input.check_chargeable(charged, PaymentMethod.CARD, CHARGED, currency)
    for charged in (smallest - 1, largest + 1):
        with pytest.raises(AmountOutOfRange):
            amount_input.check_chargeable(charged, PaymentMethod.CARD, CHARGED, currency)


@given(method=st.sampled_from(PaymentMethod), offered=st.sets(st.sampled_from(PaymentMethod)))
def test_only_what_is_offered(method: PaymentMethod, offered: set[PaymentMethod]) -> None:
    """D4: another method is refused, and told which are offered."""
    assume(method not in offered)
    methods: tuple[Any, ...] = tuple(offered)
    with pytest.raises(MethodUnavailable) as refusal:
        amount_input.check_chargeable(100_00, method, methods, "EUR")
    assert refusal.value.methods == methods
