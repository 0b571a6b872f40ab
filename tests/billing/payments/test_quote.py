"""What paying would do is what paying does, and a payment is held to what was shown."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
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
from billing.settings.update_payment_settings import UpdatePaymentSettingsCommand, update_payment_settings
from billing.transaction import load_payment_settings
from models import InvoiceStatus, PaidBy, PaymentMethod, PaymentMethodChoice, ProviderStatus
from tests.support.firm import AppHarness, Firm

REMAINING, FULL, DEPOSIT = AmountChoice.REMAINING, AmountChoice.FULL, AmountChoice.DEPOSIT
CREDITS, CARD, DEBIT = PaymentSource.CREDITS, PaymentSource.CARD, PaymentSource.BANK_DEBIT


def payment_terms(
    amount: AmountRequest | str, source: PaymentSource = CREDITS, remainder_method: PaymentMethod | None = None
) -> PaymentInstruction:
    return PaymentInstruction(
        PartialAmount(Decimal(amount)) if isinstance(amount, str) else amount, source, remainder_method
    )


async def quote(firm: Firm, invoice_id: Any, terms: PaymentInstruction, viewer: Viewer | None = None) -> Quote:
    """What a page would show now."""
    async with firm.app.services.reads() as session:
        settings, connections = await load_payment_settings(session, firm.id)
    invoice, client = await firm.invoice(invoice_id), await firm.client()
    who = viewer or firm.client_user
    return quotes.decide_payment(who, terms, invoice, client, settings, connections, firm.currency).quote


async def pay(
    firm: Firm, invoice_id: Any, terms: PaymentInstruction, token: str, key: str | None = None
) -> PayInvoiceResult:
    wish = PayInvoiceCommand(invoice_id, terms.amount, terms.source, terms.remainder_method, key or firm.app.new_key())
    return await pay_invoice(firm.app.services, firm.client_user, wish, quote_token=token)


def quote_figures(shown: Quote) -> tuple[int, int, int, int, int]:
    told: QuoteFigures = shown.figures
    parts = (told.amount, told.from_credits, told.charged, told.amount_due_after, told.credits_after)
    return parts[0].minor, parts[1].minor, parts[2].minor, parts[3].minor, parts[4].minor


@pytest.mark.parametrize(
    ("how", "shown"),
    [
        (payment_terms("20.00"), (20_00, 20_00, 0, 80_00, 10_00)),
        (payment_terms(REMAINING, remainder_method=PaymentMethod.CARD), (100_00, 30_00, 70_00, 0, 0)),
        (payment_terms("30.00", remainder_method=PaymentMethod.CARD), (30_00, 30_00, 0, 70_00, 0)),
        (payment_terms(FULL, DEBIT), (100_00, 0, 100_00, 0, 30_00)),
        (payment_terms(DEPOSIT, CARD), (40_00, 0, 40_00, 60_00, 30_00)),
    ],
)
async def test_payment_matches_quote(app: AppHarness, how: PaymentInstruction, shown: tuple[int, ...]) -> None:
    """D13, D14, D16, D19: every figure, and then exactly that, once it has settled."""
    firm = await app.create_ready_firm()
    await firm.prepay("30.00")
    wish = CreateInvoiceCommand(
        client_id=firm.client_id, number=None, description=None, lines=(Line("Work", Decimal(1), Decimal(100)),),
        deposit_requested=Decimal(40), due_on=None, issue=True, pay_from_credits=None, idempotency_key=app.new_key(),
    )  # fmt: skip
    invoice = (await create_invoice(app.services, firm.owner, wish)).invoice_id
    async with firm.assert_unchanged():
        found = await quote(firm, invoice, how)
    assert quote_figures(found) == shown
    paid = await pay(firm, invoice, how, found.token)
    payments = [await firm.payment(one) for one in paid.payment_ids]
    for payment in payments:
        if payment.connection_id is not None:
            await firm.settle_charge(
                payment, "pm_success_de" if payment.method is PaymentMethod.BANK_DEBIT else "pm_card_visa"
            )
            await app.sandbox.tick()
            app.clock.advance(minutes=6)
            await app.run_due_jobs()
    by_credits = sum(one.amount for one in payments if one.paid_by is PaidBy.CREDITS)
    assert (sum(one.amount for one in payments), by_credits) == shown[:2]
    assert (await firm.invoice(invoice)).amount_due == shown[3]
    assert await firm.credits() == (shown[4], 0)


async def test_any_relevant_change_makes_quote_stale(app: AppHarness) -> None:
    """D13: refused with what paying would do now, nothing moved; and that can be agreed to in turn."""
    firm = await app.create_ready_firm()
    await firm.prepay("30.00")
    invoice, how = await firm.create_invoice("50.00"), payment_terms(REMAINING, remainder_method=PaymentMethod.CARD)
    first = await quote(firm, invoice, how)
    await firm.prepay("5.00")
    async with firm.assert_unchanged():
        with pytest.raises(QuoteStale) as stale:
            await pay(firm, invoice, how, first.token)
    assert quote_figures(stale.value.quote) == (50_00, 35_00, 15_00, 0, 0)
    paid = await pay(firm, invoice, how, stale.value.quote.token)
    assert len(paid.payment_ids) == 2
    assert await firm.invoice_figures(invoice) == ("UNPAID", 0, 50_00, 0)


async def test_irrelevant_change_keeps_quote_valid(app: AppHarness) -> None:
    """Another client's money, a setting that changes nothing here: the page still shows the truth."""
    firm = await app.create_ready_firm()
    await firm.prepay("30.00")
    invoice, how = await firm.create_invoice("50.00"), payment_terms("10.0")
    shown = await quote(firm, invoice, how)
    await firm.create_invoice("7.00")
    only_cards = UpdatePaymentSettingsCommand(payment_method=PaymentMethodChoice.CARD)
    await update_payment_settings(app.services, firm.owner, only_cards)
    await pay(firm, invoice, payment_terms("10.00"), shown.token)
    assert await firm.invoice_figures(invoice) == ("PARTIALLY_PAID", 10_00, 0, 40_00)


async def test_where_no_quote_is_possible_any_more(app: AppHarness) -> None:
    """D13: then the ordinary refusal says why: paid, void, under way, credits gone."""
    firm = await app.create_ready_firm()
    await firm.prepay("100.00")
    one, two, three, four = [await firm.create_invoice("50.00") for _ in range(4)]
    tokens = {each: (await quote(firm, each, payment_terms(REMAINING))).token for each in (one, two, three, four)}
    await firm.pay(one, "50.00")
    await void_invoice(app.services, firm.owner, two, "A mistake")
    await firm.pay(three, "50.00", CARD)
    await firm.pay(await firm.create_invoice("40.00"), FULL)
    refusals = {one: InvoiceNotPayable, two: InvoiceNotPayable, three: NothingPayable, four: InsufficientCredits}
    async with firm.assert_unchanged():
        for invoice, kind in refusals.items():
            with pytest.raises(kind):
                await pay(firm, invoice, payment_terms(REMAINING), tokens[invoice])


async def test_token_is_bound_to_membership_invoice_and_terms(app: AppHarness) -> None:
    """Anybody else's, another invoice's, another way to raise the same sum, nonsense: just stale."""
    firm = await app.create_ready_firm()
    await firm.prepay("100.00")
    invoice, other = await firm.create_invoice("50.00"), await firm.create_invoice("50.00")
    how = payment_terms(REMAINING)
    foreign = [
        await quote(firm, invoice, how, firm.owner),
        await quote(firm, other, how),
        await quote(firm, invoice, payment_terms(FULL)),
        await quote(firm, invoice, payment_terms("50.00")),
        await quote(firm, invoice, payment_terms(REMAINING, remainder_method=PaymentMethod.CARD)),
    ]
    right = await quote(firm, invoice, how)
    assert {quote_figures(each) for each in (*foreign, right)} == {(50_00, 50_00, 0, 0, 50_00)}
    async with firm.assert_unchanged():
        for token in (
            "",
            "x",
            "\0",
            "é" * 64,
            right.token.upper(),
            right.token + "0",
            *(each.token for each in foreign),
        ):
            with pytest.raises(QuoteStale) as stale:
                await pay(firm, invoice, how, token)
            assert stale.value.quote == right
    await pay(firm, invoice, how, right.token)


async def test_key_fingerprint_excludes_the_token(app: AppHarness) -> None:
    """D30: a key that was used answers with what it did, whatever the token; another wish is a conflict."""
    firm = await app.create_ready_firm()
    await firm.prepay("100.00")
    invoice, how = await firm.create_invoice("50.00"), payment_terms("20.00")
    shown = await quote(firm, invoice, how)
    first = await pay(firm, invoice, how, shown.token, "once")
    fresh = await quote(firm, invoice, how)
    assert fresh.token != shown.token
    async with firm.assert_unchanged():
        for token in (shown.token, fresh.token, "nonsense"):
            again = await pay(firm, invoice, how, token, "once")
            assert again == replace(first, replayed=True)
        with pytest.raises(IdempotencyConflict):
            await pay(firm, invoice, payment_terms("21.00"), fresh.token, "once")


async def test_a_stale_quote_claims_no_key(app: AppHarness) -> None:
    """D30: a refusal claims nothing: the same key with the new quote pays."""
    firm = await app.create_ready_firm()
    await firm.prepay("100.00")
    invoice, how = await firm.create_invoice("50.00"), payment_terms(REMAINING)
    with pytest.raises(QuoteStale) as stale:
        await pay(firm, invoice, how, "old", "once")
    paid = await pay(firm, invoice, how, stale.value.quote.token, "once")
    assert not paid.replayed
    assert await firm.invoice_figures(invoice) == ("PAID", 50_00, 0, 0)


async def test_a_dozen_with_one_quote(app: AppHarness) -> None:
    """D12: twelve pages were shown the same; one pays, and no other pays anything that its page did not show."""
    firm = await app.create_ready_firm()
    await firm.prepay("100.00")
    invoice, how = await firm.create_invoice("90.00"), payment_terms("10.00")
    shown = await quote(firm, invoice, how)
    answers = await asyncio.gather(*(pay(firm, invoice, how, shown.token) for _ in range(12)), return_exceptions=True)
    assert sorted(type(one).__name__ for one in answers) == ["PayInvoiceResult"] + ["QuoteStale"] * 11
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
    """Somebody, an invoice, credits and a wish; few values of each, so that two are often alike."""
    total = draw(st.sampled_from([50_00, 100_00]))
    paid = draw(st.sampled_from([0, 10_00]))
    pending = draw(st.sampled_from([0, 10_00]))
    how = payment_terms(
        draw(st.sampled_from(AMOUNTS)),
        source := draw(st.sampled_from(PaymentSource)),
        draw(st.sampled_from(PaymentMethod) | st.none()) if source is CREDITS else None,
    )
    return (
        draw(st.sampled_from(VIEWERS)), draw(st.sampled_from(IDS)), how, total, paid, pending,
        draw(st.none() | st.just(40_00)), draw(st.sampled_from([0, 30_00, 100_00])),
    )  # fmt: skip


def decide_or_none(situation: tuple[Any, ...]) -> PaymentDecision | None:
    seat, invoice_id, how, total, paid, pending, deposit, available = situation
    status = InvoiceStatus.PARTIALLY_PAID if paid else InvoiceStatus.UNPAID
    invoice = models.Invoice(
        id=invoice_id, total=total, paid=paid, pending=pending, deposit_requested=deposit, status=status
    )
    with suppress(DomainError):
        return quotes.decide_payment(seat, how, invoice, models.Client(available=available), SETTINGS, [ACCOUNT], "EUR")
    return None


@given(first=quote_situations(), second=quote_situations())
def test_two_tokens_are_equal_exactly_when_all_that_they_stand_for_is(
    first: tuple[Any, ...], second: tuple[Any, ...]
) -> None:
    """D13: seat, invoice, wish, and every figure; and the figures add up."""
    one, two = decide_or_none(first), decide_or_none(second)
    for found, situation in ((one, first), (two, second)):
        if found is not None:
            amount, from_credits, charged, due_after, credits_after = quote_figures(found.quote)
            assert amount == from_credits + charged
            assert due_after == situation[3] - situation[4] - amount
            assert credits_after == situation[7] - from_credits >= 0
    if one is not None and two is not None:
        alike = (first[:3], quote_figures(one.quote)) == (second[:3], quote_figures(two.quote))
        assert (one.quote.token == two.quote.token) is alike
