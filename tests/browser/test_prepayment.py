"""A client's user prepays in the portal."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from playwright.async_api import expect

from tests.browser.charges import Charges
from tests.browser.conftest import People
from tests.browser.person import without_reload
from tests.browser.screens.payment_window import (
    AUTHENTICATED_CARD,
    CARD,
    DECLINED,
    DECLINED_CARD,
    EMPTY_CARD,
    FAILING_IBAN,
    NOT_AUTHENTICATED,
    NOT_ENOUGH_MONEY,
)
from tests.browser.screens.portal import HomePage, come_home
from tests.browser.screens.shell import Shell

pytestmark = pytest.mark.both_databases

# What Stripe answers to a decline.
REFUSED = r"402"


async def test_the_balance_rises_in_every_tab_without_reload(people: People, charges: Charges) -> None:
    """By card with 3-D Secure."""
    marc = await people.meet()
    home = await come_home(marc)
    other_tab = HomePage(await marc.open_tab("/portal/"))
    before = await home.available()
    async with charges.expect(60_00), without_reload(home.page, other_tab.page):
        window = await home.start_prepayment("60")
        await window.pay_by_card(AUTHENTICATED_CARD)
        await window.answer_bank()
        await expect(window.thanks).to_be_visible()
        await window.leave()
        for tab in (home, other_tab):
            await tab.expect_available(before + 60)
        await expect(other_tab.payment_window.dialog).to_be_hidden()


async def test_the_page_of_credits_has_the_way_to_add_to_them(people: People, charges: Charges) -> None:
    """The same as the home page's; what arrives is there at once."""
    home = await come_home(await people.meet())
    before = await home.available()
    await Shell(home.page).open("Credits")
    async with charges.expect(15_00), without_reload(home.page):
        window = await home.start_prepayment("15")
        await window.pay_by_card()
        await expect(window.thanks).to_be_visible()
        await window.leave()
        available = home.page.get_by_role("region", name="Available now")
        await expect(available).to_contain_text(f"€{before + 15:,.2f}")
        await expect(home.page.get_by_role("row").filter(has_text="+€15.00")).to_be_visible()


async def test_a_declined_card_is_reported_and_another_one_pays(people: People, charges: Charges) -> None:
    """In the same window."""
    marc = await people.meet()
    marc.complaints.expect(REFUSED)
    home = await come_home(marc)
    before = await home.available()
    async with charges.expect(25_50), without_reload(home.page):
        window = await home.start_prepayment("25.50")
        for card, message in ((DECLINED_CARD, DECLINED), (EMPTY_CARD, NOT_ENOUGH_MONEY)):
            await window.pay_by_card(card)
            await expect(window.error).to_contain_text(message)
        await window.pay_by_card(AUTHENTICATED_CARD)
        await window.answer_bank(confirms=False)
        await expect(window.error).to_contain_text(NOT_AUTHENTICATED)
        await window.pay_by_card(CARD)
        await expect(window.thanks).to_be_visible()
        await window.leave()
        await home.expect_available(before + Decimal("25.50"))


async def test_a_prepayment_that_was_left_is_canceled_in_the_list_of_what_is_to_do(people: People) -> None:
    """There and on the page of payments, it is gone in every tab; the page says where those that were paid are."""
    marc = await people.meet()
    home = await come_home(marc)
    payments = await marc.open_tab("/portal/payments")
    in_progress = payments.get_by_role("region", name="In progress").get_by_role("listitem")
    for amount, canceled_by in (("21", home.to_do.get_by_role("listitem")), ("22", in_progress)):
        window = await home.start_prepayment(amount)
        await expect(window.card_number).to_be_visible()
        await window.close()
        lists = [
            locator.filter(has_text=f"€{amount}.00") for locator in (home.to_do.get_by_role("listitem"), in_progress)
        ]
        for item in lists:
            await expect(item).to_contain_text("Incomplete")
        await canceled_by.filter(has_text=f"€{amount}.00").get_by_role("button", name="Cancel").click()
        for item in lists:
            await expect(item).to_be_hidden()
    await payments.get_by_role("region", name="Earlier payments").get_by_role("link", name="Prepayments").click()
    await expect(Shell(payments).heading).to_have_text("Prepayments")
    await expect(payments.get_by_role("row").filter(has_text="€22.00")).to_contain_text("Canceled")


async def test_clicks_too_many_are_one_payment(people: People, charges: Charges) -> None:
    home = await come_home(await people.meet())
    before = await home.available()
    async with charges.expect(10_00):
        await home.prepay.click()
        await home.prepayment.amount.fill("10")
        await home.prepayment.submit.dblclick()
        await home.payment_window.card_number.fill(CARD)
        await home.payment_window.submit.dblclick()
        await expect(home.payment_window.thanks).to_be_visible()
        await home.payment_window.leave()
        await home.expect_available(before + 10)


async def test_an_amount_that_cannot_be_paid_is_rejected(people: People, charges: Charges) -> None:
    """At its field, which has the limits as its hint."""
    home = await come_home(await people.meet())
    async with charges.expect():
        await home.prepay.click()
        await home.prepayment.send("9.99")
        await expect(home.prepayment.amount).to_have_attribute("aria-invalid", "true")
        limits = "Between €10.00 and €999,999.99. Enter an amount between €10.00 and €999,999.99."
        await expect(home.prepayment.amount).to_have_accessible_description(limits)
        await expect(home.prepayment.error).to_be_hidden()
        await home.prepayment.send("much")
        await expect(home.prepayment.amount).to_have_attribute("aria-invalid", "true")
        await expect(home.prepayment.amount).to_have_accessible_description(re.compile("Enter an amount"))
        await home.prepayment.close()


async def test_a_debit_that_fails_late_is_reported(people: People, charges: Charges) -> None:
    """Until then the bank is at work; nothing is credited."""
    home = await come_home(await people.meet())
    before = await home.available()
    async with without_reload(home.page):
        window = await home.start_prepayment("75", "Bank debit")
        await window.pay_by_debit(FAILING_IBAN)
        await expect(window.processing).to_be_visible()
        await window.leave()
        await expect(home.page.get_by_text("Prepayment on its way")).to_be_visible()
        await home.expect_available(before)
        notices = Shell(home.page).link("Notices")
        unread = re.search(r"\d+", await notices.inner_text())
        count = int(unread[0]) if unread else 0
        # The simulator's bank needs twenty seconds.
        await expect(notices).to_have_text(f"Notices{count + 1}", timeout=40_000)
        await Shell(home.page).open("Notices")
        await expect(home.page.get_by_role("main").get_by_role("listitem").first).to_contain_text("€75.00")
    await charges.server.audit()
