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
from billing.errors import IdempotencyConflict, InsufficientCredits, Refusal
from billing.invoices.create_invoice import CreateInvoice, create_invoice
from billing.invoices.rules import Line
from billing.invoices.void_invoice import void_invoice
from billing.payments import quote as quotes
from billing.payments.allocation import (
    AmountChoice,
    Intention,
    InvoiceNotPayable,
    NothingPayable,
    Partial,
    PaymentSource,
)
from billing.payments.pay_invoice import Paid, PayInvoice, pay_invoice
from billing.payments.quote import Decision, Figures, Means, Quote, QuoteStale
from billing.settings.update_payment_settings import UpdatePaymentSettings, update_payment_settings
from billing.transaction import settings_of
from models import InvoiceStatus, PaidBy, PaymentMethod, PaymentMethodChoice, ProviderStatus
from tests.support.firm import Firm, House

REMAINING, FULL, DEPOSIT = AmountChoice.REMAINING, AmountChoice.FULL, AmountChoice.DEPOSIT
CREDITS, CARD, DEBIT = PaymentSource.CREDITS, PaymentSource.CARD, PaymentSource.BANK_DEBIT


def means(amount: Intention | str, source: PaymentSource = CREDITS, rest: PaymentMethod | None = None) -> Means:
    return Means(Partial(Decimal(amount)) if isinstance(amount, str) else amount, source, rest)


async def quote(firm: Firm, invoice_id: Any, how: Means, viewer: Viewer | None = None) -> Quote:
    """What a page would show now."""
    async with firm.house.services.reads() as session:
        settings, connections = await settings_of(session, firm.id)
    invoice, client = await firm.invoice(invoice_id), await firm.client()
    who = viewer or firm.client_user
    return quotes.decide(who, how, invoice, client, settings, connections, firm.currency).quote


async def pay(firm: Firm, invoice_id: Any, how: Means, token: str, key: str | None = None) -> Paid:
    wish = PayInvoice(invoice_id, how.amount, how.source, how.rest, key or firm.house.key())
    return await pay_invoice(firm.house.services, firm.client_user, wish, quote_token=token)


def figures(shown: Quote) -> tuple[int, int, int, int, int]:
    told: Figures = shown.figures
    parts = (told.amount, told.from_credits, told.charged, told.amount_due_after, told.credits_after)
    return parts[0].minor, parts[1].minor, parts[2].minor, parts[3].minor, parts[4].minor


@pytest.mark.parametrize(
    ("how", "shown"),
    [
        (means("20.00"), (20_00, 20_00, 0, 80_00, 10_00)),
        (means(REMAINING, rest=PaymentMethod.CARD), (100_00, 30_00, 70_00, 0, 0)),
        (means("30.00", rest=PaymentMethod.CARD), (30_00, 30_00, 0, 70_00, 0)),
        (means(FULL, DEBIT), (100_00, 0, 100_00, 0, 30_00)),
        (means(DEPOSIT, CARD), (40_00, 0, 40_00, 60_00, 30_00)),
    ],
)
async def test_what_is_shown_is_what_is_done(house: House, how: Means, shown: tuple[int, ...]) -> None:
    """D13, D14, D16, D19: every figure, and then exactly that, once it has settled."""
    firm = await house.ready_firm()
    await firm.prepay("30.00")
    wish = CreateInvoice(
        client_id=firm.client_id, number=None, description=None, lines=(Line("Work", Decimal(1), Decimal(100)),),
        deposit_requested=Decimal(40), due_on=None, issue=True, pay_from_credits=None, idempotency_key=house.key(),
    )  # fmt: skip
    invoice = (await create_invoice(house.services, firm.owner, wish)).invoice_id
    async with firm.unmoved():
        found = await quote(firm, invoice, how)
    assert figures(found) == shown
    paid = await pay(firm, invoice, how, found.token)
    payments = [await firm.payment(one) for one in paid.payment_ids]
    for payment in payments:
        if payment.connection_id is not None:
            await firm.come(payment, "pm_success_de" if payment.method is PaymentMethod.BANK_DEBIT else "pm_card_visa")
            await house.sandbox.tick()
            house.clock.move(minutes=6)
            await house.work()
    by_credits = sum(one.amount for one in payments if one.paid_by is PaidBy.CREDITS)
    assert (sum(one.amount for one in payments), by_credits) == shown[:2]
    assert (await firm.invoice(invoice)).amount_due == shown[3]
    assert await firm.credits() == (shown[4], 0)


async def test_whatever_moved_makes_it_stale(house: House) -> None:
    """D13: refused with what paying would do now, nothing moved; and that can be agreed to in turn."""
    firm = await house.ready_firm()
    await firm.prepay("30.00")
    invoice, how = await firm.issue("50.00"), means(REMAINING, rest=PaymentMethod.CARD)
    first = await quote(firm, invoice, how)
    await firm.prepay("5.00")
    async with firm.unmoved():
        with pytest.raises(QuoteStale) as stale:
            await pay(firm, invoice, how, first.token)
    assert figures(stale.value.quote) == (50_00, 35_00, 15_00, 0, 0)
    paid = await pay(firm, invoice, how, stale.value.quote.token)
    assert len(paid.payment_ids) == 2
    assert await firm.figures(invoice) == ("UNPAID", 0, 50_00, 0)


async def test_what_is_not_shown_may_move(house: House) -> None:
    """Another client's money, a setting that changes nothing here: the page still shows the truth."""
    firm = await house.ready_firm()
    await firm.prepay("30.00")
    invoice, how = await firm.issue("50.00"), means("10.0")
    shown = await quote(firm, invoice, how)
    await firm.issue("7.00")
    only_cards = UpdatePaymentSettings(payment_method=PaymentMethodChoice.CARD)
    await update_payment_settings(house.services, firm.owner, only_cards)
    await pay(firm, invoice, means("10.00"), shown.token)
    assert await firm.figures(invoice) == ("PARTIALLY_PAID", 10_00, 0, 40_00)


async def test_where_no_quote_is_possible_any_more(house: House) -> None:
    """D13: then the ordinary refusal says why: paid, void, under way, credits gone."""
    firm = await house.ready_firm()
    await firm.prepay("100.00")
    one, two, three, four = [await firm.issue("50.00") for _ in range(4)]
    tokens = {each: (await quote(firm, each, means(REMAINING))).token for each in (one, two, three, four)}
    await firm.pay(one, "50.00")
    await void_invoice(house.services, firm.owner, two, "A mistake")
    await firm.pay(three, "50.00", CARD)
    await firm.pay(await firm.issue("40.00"), FULL)
    refusals = {one: InvoiceNotPayable, two: InvoiceNotPayable, three: NothingPayable, four: InsufficientCredits}
    async with firm.unmoved():
        for invoice, kind in refusals.items():
            with pytest.raises(kind):
                await pay(firm, invoice, means(REMAINING), tokens[invoice])


async def test_a_token_is_good_for_one_seat_one_invoice_and_one_wish(house: House) -> None:
    """Anybody else's, another invoice's, another way to raise the same sum, nonsense: just stale."""
    firm = await house.ready_firm()
    await firm.prepay("100.00")
    invoice, other = await firm.issue("50.00"), await firm.issue("50.00")
    how = means(REMAINING)
    foreign = [
        await quote(firm, invoice, how, firm.owner),
        await quote(firm, other, how),
        await quote(firm, invoice, means(FULL)),
        await quote(firm, invoice, means("50.00")),
        await quote(firm, invoice, means(REMAINING, rest=PaymentMethod.CARD)),
    ]
    right = await quote(firm, invoice, how)
    assert {figures(each) for each in (*foreign, right)} == {(50_00, 50_00, 0, 0, 50_00)}
    async with firm.unmoved():
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


async def test_the_key_is_claimed_for_the_wish_not_for_the_token(house: House) -> None:
    """D30: a key that was used answers with what it did, whatever the token; another wish is a conflict."""
    firm = await house.ready_firm()
    await firm.prepay("100.00")
    invoice, how = await firm.issue("50.00"), means("20.00")
    shown = await quote(firm, invoice, how)
    first = await pay(firm, invoice, how, shown.token, "once")
    fresh = await quote(firm, invoice, how)
    assert fresh.token != shown.token
    async with firm.unmoved():
        for token in (shown.token, fresh.token, "nonsense"):
            again = await pay(firm, invoice, how, token, "once")
            assert again == replace(first, replayed=True)
        with pytest.raises(IdempotencyConflict):
            await pay(firm, invoice, means("21.00"), fresh.token, "once")


async def test_a_stale_quote_claims_no_key(house: House) -> None:
    """D30: a refusal claims nothing: the same key with the new quote pays."""
    firm = await house.ready_firm()
    await firm.prepay("100.00")
    invoice, how = await firm.issue("50.00"), means(REMAINING)
    with pytest.raises(QuoteStale) as stale:
        await pay(firm, invoice, how, "old", "once")
    paid = await pay(firm, invoice, how, stale.value.quote.token, "once")
    assert not paid.replayed
    assert await firm.figures(invoice) == ("PAID", 50_00, 0, 0)


async def test_a_dozen_with_one_quote(house: House) -> None:
    """D12: twelve pages were shown the same; one pays, and no other pays anything that its page did not show."""
    firm = await house.ready_firm()
    await firm.prepay("100.00")
    invoice, how = await firm.issue("90.00"), means("10.00")
    shown = await quote(firm, invoice, how)
    answers = await asyncio.gather(*(pay(firm, invoice, how, shown.token) for _ in range(12)), return_exceptions=True)
    assert sorted(type(one).__name__ for one in answers) == ["Paid"] + ["QuoteStale"] * 11
    assert await firm.figures(invoice) == ("PARTIALLY_PAID", 10_00, 0, 80_00)


SEATS = [ClientUser(models.new_id(), models.new_id(), models.new_id()) for _ in range(2)]
IDS = [models.new_id() for _ in range(2)]
ACCOUNT = models.ProviderConnection(
    id=models.new_id(), status=ProviderStatus.CONNECTED, card_active=True, bank_debit_active=True
)
SETTINGS = models.PaymentSettings(
    payment_method=PaymentMethodChoice.CARD_OR_BANK_DEBIT, default_connection_id=ACCOUNT.id
)


AMOUNTS: list[Intention | str] = [REMAINING, FULL, DEPOSIT, "40.0", "40.00", "40"]


@st.composite
def situations(draw: st.DrawFn) -> tuple[Any, ...]:
    """Somebody, an invoice, credits and a wish; few values of each, so that two are often alike."""
    total = draw(st.sampled_from([50_00, 100_00]))
    paid = draw(st.sampled_from([0, 10_00]))
    pending = draw(st.sampled_from([0, 10_00]))
    how = means(
        draw(st.sampled_from(AMOUNTS)),
        source := draw(st.sampled_from(PaymentSource)),
        draw(st.sampled_from(PaymentMethod) | st.none()) if source is CREDITS else None,
    )
    return (
        draw(st.sampled_from(SEATS)), draw(st.sampled_from(IDS)), how, total, paid, pending,
        draw(st.none() | st.just(40_00)), draw(st.sampled_from([0, 30_00, 100_00])),
    )  # fmt: skip


def decided(situation: tuple[Any, ...]) -> Decision | None:
    seat, invoice_id, how, total, paid, pending, deposit, available = situation
    status = InvoiceStatus.PARTIALLY_PAID if paid else InvoiceStatus.UNPAID
    invoice = models.Invoice(
        id=invoice_id, total=total, paid=paid, pending=pending, deposit_requested=deposit, status=status
    )
    with suppress(Refusal):
        return quotes.decide(seat, how, invoice, models.Client(available=available), SETTINGS, [ACCOUNT], "EUR")
    return None


@given(first=situations(), second=situations())
def test_two_tokens_are_equal_exactly_when_all_that_they_stand_for_is(
    first: tuple[Any, ...], second: tuple[Any, ...]
) -> None:
    """D13: seat, invoice, wish, and every figure; and the figures add up."""
    one, two = decided(first), decided(second)
    for found, situation in ((one, first), (two, second)):
        if found is not None:
            amount, from_credits, charged, due_after, credits_after = figures(found.quote)
            assert amount == from_credits + charged
            assert due_after == situation[3] - situation[4] - amount
            assert credits_after == situation[7] - from_credits >= 0
    if one is not None and two is not None:
        alike = (first[:3], figures(one.quote)) == (second[:3], figures(two.quote))
        assert (one.quote.token == two.quote.token) is alike
