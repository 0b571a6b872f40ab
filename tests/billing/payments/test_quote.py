"""A quote states what a payment would do, and binds the payment to it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import models
from billing.access.principals import ClientUser, Viewer
from billing.errors import DomainError, IdempotencyConflict, InsufficientCredits
from billing.invoices.create_invoice import CreateInvoiceCommand, create_invoice
from billing.invoices.rules import Line
from billing.invoices.void_invoice import void_invoice
from billing.payments import quote as quotes
from billing.payments.allocation import (
    AmountChoice,
    AmountRequest,
    InvoiceNotPayable,
    NothingPayable,
    PartialAmount,
    PaymentSource,
)
from billing.payments.pay_invoice import PayInvoiceCommand, PayInvoiceResult, pay_invoice
from billing.payments.quote import PaymentDecision, PaymentInstruction, Quote, QuoteFigures, QuoteStale
from billing.rows import load_payment_settings
from billing.settings.update_payment_settings import UpdatePaymentSettingsCommand, update_payment_settings
from models import InvoiceStatus, PaidBy, PaymentMethod, PaymentMethodChoice, ProviderStatus
from tests.support.firm import AppHarness, Firm

REMAINING, FULL, DEPOSIT = AmountChoice.REMAINING, AmountChoice.FULL, AmountChoice.DEPOSIT
CREDITS, CARD, DEBIT = PaymentSource.CREDITS, PaymentSource.CARD, PaymentSource.BANK_DEBIT


def instruction(
    amount: AmountRequest | str, source: PaymentSource = CREDITS, remainder_method: PaymentMethod | None = None
) -> PaymentInstruction:
    return PaymentInstruction(
        PartialAmount(Decimal(amount)) if isinstance(amount, str) else amount, source, remainder_method
    )


async def quote(firm: Firm, invoice_id: Any, terms: PaymentInstruction, viewer: Viewer | None = None) -> Quote:
    """The quote as a page would get it now."""
    async with firm.app.services.reads() as session:
        settings, connections = await load_payment_settings(session, firm.id)
    invoice, client = await firm.invoice(invoice_id), await firm.client()
    payer = viewer or firm.client_user
    return quotes.decide_payment(payer, terms, invoice, client, settings, connections, firm.currency).quote


async def pay(
    firm: Firm, invoice_id: Any, terms: PaymentInstruction, token: str, key: str | None = None
) -> PayInvoiceResult:
    command = PayInvoiceCommand(
        invoice_id, terms.amount, terms.source, terms.remainder_method, key or firm.app.new_key()
    )
    return await pay_invoice(firm.app.services, firm.client_user, command, quote_token=token)


def quote_figures(quoted: Quote) -> tuple[int, int, int, int, int]:
    figures: QuoteFigures = quoted.figures
    parts = (figures.amount, figures.from_credits, figures.charged, figures.amount_due_after, figures.credits_after)
    return parts[0].minor, parts[1].minor, parts[2].minor, parts[3].minor, parts[4].minor


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        (instruction("20.00"), (20_00, 20_00, 0, 80_00, 10_00)),
        (instruction(REMAINING, remainder_method=PaymentMethod.CARD), (100_00, 30_00, 70_00, 0, 0)),
        (instruction("30.00", remainder_method=PaymentMethod.CARD), (30_00, 30_00, 0, 70_00, 0)),
        (instruction(FULL, DEBIT), (100_00, 0, 100_00, 0, 30_00)),
        (instruction(DEPOSIT, CARD), (40_00, 0, 40_00, 60_00, 30_00)),
    ],
)
async def test_payment_matches_quote(app: AppHarness, terms: PaymentInstruction, expected: tuple[int, ...]) -> None:
    """D13, D14, D16, D19: every figure, compared after settlement."""
    firm = await app.create_prepaid_firm("30.00")
    command = CreateInvoiceCommand(
        client_id=firm.client_id, number=None, description=None, lines=(Line("Work", Decimal(1), Decimal(100)),),
        deposit_requested=Decimal(40), due_on=None, issue=True, pay_from_credits=None, idempotency_key=app.new_key(),
    )  # fmt: skip
    invoice = (await create_invoice(app.services, firm.owner, command)).invoice_id
    async with firm.assert_unchanged():
        quoted = await quote(firm, invoice, terms)
    assert quote_figures(quoted) == expected
    result = await pay(firm, invoice, terms, quoted.token)
    payments = [await firm.payment(payment_id) for payment_id in result.payment_ids]
    for payment in payments:
        if payment.connection_id is not None:
            await firm.settle_charge(
                payment, "pm_success_de" if payment.method is PaymentMethod.BANK_DEBIT else "pm_card_visa"
            )
            await app.sandbox.tick()
            app.clock.advance(minutes=6)
            await app.run_due_jobs()
    from_credits = sum(payment.amount for payment in payments if payment.paid_by is PaidBy.CREDITS)
    assert (sum(payment.amount for payment in payments), from_credits) == expected[:2]
    assert (await firm.invoice(invoice)).amount_due == expected[3]
    assert await firm.credits() == (expected[4], 0)


async def test_any_relevant_change_makes_quote_stale(app: AppHarness) -> None:
    """D13: refused with a new quote, nothing changes; a payment with the new quote succeeds."""
    firm = await app.create_prepaid_firm("30.00")
    invoice, terms = await firm.create_invoice("50.00"), instruction(REMAINING, remainder_method=PaymentMethod.CARD)
    first = await quote(firm, invoice, terms)
    await firm.prepay("5.00")
    async with firm.assert_unchanged():
        with pytest.raises(QuoteStale) as stale:
            await pay(firm, invoice, terms, first.token)
    assert quote_figures(stale.value.quote) == (50_00, 35_00, 15_00, 0, 0)
    result = await pay(firm, invoice, terms, stale.value.quote.token)
    assert len(result.payment_ids) == 2
    assert await firm.invoice_figures(invoice) == ("UNPAID", 0, 50_00, 0)


async def test_irrelevant_change_keeps_quote_valid(app: AppHarness) -> None:
    """Another invoice, or a setting that does not affect this payment."""
    firm = await app.create_prepaid_firm("30.00")
    invoice, terms = await firm.create_invoice("50.00"), instruction("10.0")
    quoted = await quote(firm, invoice, terms)
    await firm.create_invoice("7.00")
    only_cards = UpdatePaymentSettingsCommand(payment_method=PaymentMethodChoice.CARD)
    await update_payment_settings(app.services, firm.owner, only_cards)
    await pay(firm, invoice, instruction("10.00"), quoted.token)
    assert await firm.invoice_figures(invoice) == ("PARTIALLY_PAID", 10_00, 0, 40_00)


async def test_ordinary_refusal_precedes_a_stale_quote(app: AppHarness) -> None:
    """D13: paid, void, fully pending, credits spent meanwhile."""
    firm = await app.create_prepaid_firm("100.00")
    paid, void, pending, uncovered = [await firm.create_invoice("50.00") for _ in range(4)]
    tokens = {
        invoice_id: (await quote(firm, invoice_id, instruction(REMAINING))).token
        for invoice_id in (paid, void, pending, uncovered)
    }
    await firm.pay(paid, "50.00")
    await void_invoice(app.services, firm.owner, void, "A mistake")
    await firm.pay(pending, "50.00", CARD)
    await firm.pay(await firm.create_invoice("40.00"), FULL)
    error_types = {
        paid: InvoiceNotPayable,
        void: InvoiceNotPayable,
        pending: NothingPayable,
        uncovered: InsufficientCredits,
    }
    async with firm.assert_unchanged():
        for invoice, error_type in error_types.items():
            with pytest.raises(error_type):
                await pay(firm, invoice, instruction(REMAINING), tokens[invoice])


async def test_token_is_bound_to_membership_invoice_and_instruction(app: AppHarness) -> None:
    """A token of another viewer, another invoice or another instruction for the same sum, or garbage, is stale."""
    firm = await app.create_prepaid_firm("100.00")
    invoice, other = await firm.create_invoice("50.00"), await firm.create_invoice("50.00")
    terms = instruction(REMAINING)
    foreign = [
        await quote(firm, invoice, terms, firm.owner),
        await quote(firm, other, terms),
        await quote(firm, invoice, instruction(FULL)),
        await quote(firm, invoice, instruction("50.00")),
        await quote(firm, invoice, instruction(REMAINING, remainder_method=PaymentMethod.CARD)),
    ]
    right = await quote(firm, invoice, terms)
    assert {quote_figures(other_quote) for other_quote in (*foreign, right)} == {(50_00, 50_00, 0, 0, 50_00)}
    async with firm.assert_unchanged():
        for token in (
            "",
            "x",
            "\0",
            "é" * 64,
            right.token.upper(),
            right.token + "0",
            *(other_quote.token for other_quote in foreign),
        ):
            with pytest.raises(QuoteStale) as stale:
                await pay(firm, invoice, terms, token)
            assert stale.value.quote == right
    await pay(firm, invoice, terms, right.token)


async def test_key_fingerprint_excludes_the_token(app: AppHarness) -> None:
    """D30: a used key replays whatever token is sent; other input is a conflict."""
    firm = await app.create_prepaid_firm("100.00")
    invoice, terms = await firm.create_invoice("50.00"), instruction("20.00")
    quoted = await quote(firm, invoice, terms)
    first = await pay(firm, invoice, terms, quoted.token, "once")
    fresh = await quote(firm, invoice, terms)
    assert fresh.token != quoted.token
    async with firm.assert_unchanged():
        for token in (quoted.token, fresh.token, "nonsense"):
            again = await pay(firm, invoice, terms, token, "once")
            assert (again.payment_ids, again.replayed) == (first.payment_ids, True)
        with pytest.raises(IdempotencyConflict):
            await pay(firm, invoice, instruction("21.00"), fresh.token, "once")


async def test_stale_quote_does_not_claim_the_key(app: AppHarness) -> None:
    """D30: the same key pays with the new quote."""
    firm = await app.create_prepaid_firm("100.00")
    invoice, terms = await firm.create_invoice("50.00"), instruction(REMAINING)
    with pytest.raises(QuoteStale) as stale:
        await pay(firm, invoice, terms, "old", "once")
    result = await pay(firm, invoice, terms, stale.value.quote.token, "once")
    assert not result.replayed
    assert await firm.invoice_figures(invoice) == ("PAID", 50_00, 0, 0)


async def test_twelve_concurrent_payments_with_one_quote(app: AppHarness) -> None:
    """D12: one pays; none pays anything other than its quote."""
    firm = await app.create_prepaid_firm("100.00")
    invoice, terms = await firm.create_invoice("90.00"), instruction("10.00")
    quoted = await quote(firm, invoice, terms)
    results = await asyncio.gather(
        *(pay(firm, invoice, terms, quoted.token) for _ in range(12)), return_exceptions=True
    )
    assert sorted(type(result).__name__ for result in results) == ["PayInvoiceResult"] + ["QuoteStale"] * 11
    assert await firm.invoice_figures(invoice) == ("PARTIALLY_PAID", 10_00, 0, 80_00)


VIEWERS = [ClientUser(models.new_id(), models.new_id(), models.new_id()) for _ in range(2)]
IDS = [models.new_id() for _ in range(2)]
ACCOUNT = models.ProviderConnection(
    id=models.new_id(), status=ProviderStatus.CONNECTED, card_active=True, bank_debit_active=True
)
SETTINGS = models.PaymentSettings(
    payment_method=PaymentMethodChoice.CARD_OR_BANK_DEBIT, default_connection_id=ACCOUNT.id
)


AMOUNTS: list[AmountRequest | str] = [REMAINING, FULL, DEPOSIT, "40.0", "40.00", "40"]


@st.composite
def quote_situations(draw: st.DrawFn) -> tuple[Any, ...]:
    """A viewer, an invoice, credits and an instruction; few values of each, so that two are often equal."""
    total = draw(st.sampled_from([50_00, 100_00]))
    paid = draw(st.sampled_from([0, 10_00]))
    pending = draw(st.sampled_from([0, 10_00]))
    terms = instruction(
        draw(st.sampled_from(AMOUNTS)),
        source := draw(st.sampled_from(PaymentSource)),
        draw(st.sampled_from(PaymentMethod) | st.none()) if source is CREDITS else None,
    )
    return (
        draw(st.sampled_from(VIEWERS)), draw(st.sampled_from(IDS)), terms, total, paid, pending,
        draw(st.none() | st.just(40_00)), draw(st.sampled_from([0, 30_00, 100_00])),
    )  # fmt: skip


def decide_or_none(situation: tuple[Any, ...]) -> PaymentDecision | None:
    viewer, invoice_id, terms, total, paid, pending, deposit, available = situation
    status = InvoiceStatus.PARTIALLY_PAID if paid else InvoiceStatus.UNPAID
    invoice = models.Invoice(
        id=invoice_id, total=total, paid=paid, pending=pending, deposit_requested=deposit, status=status
    )
    with suppress(DomainError):
        return quotes.decide_payment(
            viewer, terms, invoice, models.Client(available=available), SETTINGS, [ACCOUNT], "EUR"
        )
    return None


@given(first=quote_situations(), second=quote_situations())
def test_tokens_are_equal_exactly_if_instruction_and_figures_are(
    first: tuple[Any, ...], second: tuple[Any, ...]
) -> None:
    """D13: membership, invoice, instruction and every figure; and the figures add up."""
    first_decision, second_decision = decide_or_none(first), decide_or_none(second)
    for decision, situation in ((first_decision, first), (second_decision, second)):
        if decision is not None:
            amount, from_credits, charged, due_after, credits_after = quote_figures(decision.quote)
            assert amount == from_credits + charged
            assert due_after == situation[3] - situation[4] - amount
            assert credits_after == situation[7] - from_credits >= 0
    if first_decision is not None and second_decision is not None:
        alike = (first[:3], quote_figures(first_decision.quote)) == (second[:3], quote_figures(second_decision.quote))
        assert (first_decision.quote.token == second_decision.quote.token) is alike
