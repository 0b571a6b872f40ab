"""A client's user pays invoices in the portal."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.charges import Charges
from tests.browser.conftest import People
from tests.browser.person import Person, without_reload
from tests.browser.screens.entry import sign_in
from tests.browser.screens.payment_window import FAILING_IBAN
from tests.browser.screens.portal import InvoicePage

pytestmark = pytest.mark.both_databases

CHANGED = "The amounts have changed. Please review them and confirm again."
TOO_LITTLE = re.compile(r"^Between €0\.50 and €\d+\.\d\d\. .*€0\.10")
BIANCA = "other-client@lumiere.test"


async def open_invoice(person: Person, description: str = "Company formation") -> InvoicePage:
    """The demo's invoice of 640.00, of which nothing is paid but what these tests pay."""
    page = await person.open_tab()
    await sign_in(page, BIANCA)
    await page.get_by_role("link", name=description).first.click()
    invoice = InvoicePage(page)
    await expect(invoice.left_to_pay).to_be_visible()
    return invoice


async def make_deaf(page: Page) -> None:
    """Let no live change reach the page."""
    await page.route_web_socket("**/graphql", lambda _: None)


async def test_a_part_by_card_is_seen_in_another_tab(people: People, charges: Charges) -> None:
    bianca = await people.meet()
    invoice = await open_invoice(bianca)
    other_tab = InvoicePage(await bianca.open_tab(invoice.page.url))
    await expect(other_tab.left_to_pay).to_be_visible()
    before = await other_tab.payments.get_by_role("listitem").count()
    async with charges.expect(40_00), without_reload(invoice.page, other_tab.page):
        await invoice.choose("Card", "40")
        await invoice.expect_quote(card="€40.00")
        await invoice.submit.click()
        await invoice.payment_window.pay_by_card()
        await expect(invoice.payment_window.thanks).to_be_visible()
        await invoice.payment_window.leave()
        for tab in (invoice, other_tab):
            await expect(tab.payments.get_by_role("listitem").first).to_contain_text("€40.00")
            await expect(tab.payments.get_by_role("listitem")).to_have_count(before + 1)


async def test_an_amount_that_cannot_be_charged_is_reported_at_its_field(people: People, charges: Charges) -> None:
    """With what is the least and the most, in the portal and in the dashboard."""
    invoice = await open_invoice(await people.meet())
    claire = await (await people.meet()).open_tab()
    await sign_in(claire, "owner@lumiere.test", "dashboard")
    await claire.goto("/dashboard/invoices?search=00004")
    await claire.get_by_role("link", name="00004").click()
    await claire.get_by_role("button", name="Pay for the client").click()
    dialog = claire.get_by_role("dialog")
    async with charges.expect():
        await invoice.choose("Card", "0.10")
        await dialog.get_by_role("radio", name="Another amount").check()
        await dialog.get_by_label("Amount", exact=True).fill("0.10")
        await dialog.get_by_role("radio", name="Card", exact=True).check()
        for amount in (invoice.amount, dialog.get_by_label("Amount", exact=True)):
            await expect(amount).to_have_attribute("aria-invalid", "true")
            await expect(amount).to_have_accessible_description(TOO_LITTLE)
        await expect(invoice.error).to_be_hidden()
        await expect(dialog.get_by_role("alert")).to_be_hidden()
        await expect(invoice.submit).to_be_disabled()


async def test_a_stale_quote_is_shown_anew_before_it_is_paid(people: People, charges: Charges) -> None:
    """What remains has become less meanwhile, and the page could not know it."""
    bianca = await people.meet()
    page = await bianca.open_tab()
    await make_deaf(page)
    await sign_in(page, BIANCA)
    await page.get_by_role("link", name="Company formation").first.click()
    stale = InvoicePage(page)
    await expect(stale.submit).to_be_enabled()
    elsewhere = await open_invoice(await people.meet())
    async with charges.expect(41_00):
        await elsewhere.choose("Card", "41")
        await elsewhere.expect_quote(card="€41.00")
        await elsewhere.submit.click()
        await elsewhere.payment_window.pay_by_card()
        await expect(elsewhere.payment_window.thanks).to_be_visible()
        await stale.submit.click()
        await expect(stale.error).to_contain_text(CHANGED)
        await expect(stale.payment_window.dialog).to_be_hidden()


async def test_a_debit_that_fails_late_leaves_the_invoice_to_pay(people: People, charges: Charges) -> None:
    """Meanwhile the page says that it is in progress; then why it failed, and it can be paid in another way."""
    invoice = await open_invoice(await people.meet())
    due = re.search(r"€[\d.,]+", await invoice.left_to_pay.inner_text())
    assert due is not None
    async with without_reload(invoice.page):
        await invoice.choose("Bank debit", "50")
        await invoice.expect_quote(debit="€50.00")
        await invoice.submit.click()
        await invoice.payment_window.pay_by_debit(FAILING_IBAN)
        await expect(invoice.payment_window.processing).to_be_visible()
        await invoice.payment_window.leave()
        await expect(invoice.left_to_pay).to_contain_text("Payments in progress")
        # The simulator's bank needs twenty seconds.
        await expect(invoice.payments.get_by_role("listitem").first).to_contain_text("Failed", timeout=40_000)
        await expect(invoice.left_to_pay).to_contain_text(due[0])
        await expect(invoice.left_to_pay).not_to_contain_text("Payments in progress")
        await expect(invoice.submit).to_be_enabled()
    await charges.server.audit()
