"""The whole story in the browser: a firm's owner is invited, and its first client pays."""

from __future__ import annotations

import asyncio
from decimal import Decimal

import pytest
from playwright.async_api import Page, expect

from tests.browser.charges import Charges
from tests.browser.conftest import People
from tests.browser.person import Person, without_reload
from tests.browser.screens.dashboard import ClientPage, ClientsPage, PaymentSettingsPage
from tests.browser.screens.entry import InvitationPage
from tests.browser.screens.mail import follow_link
from tests.browser.screens.payment_window import AUTHENTICATED_CARD
from tests.browser.screens.portal import HomePage, InvoicePage
from tests.browser.screens.shell import Shell
from tests.support.server_process import ServerProcess

pytestmark = pytest.mark.both_databases

FIRM = "Atlas Legal"
OWNER, USER = "olga@atlas-legal.test", "karl@kunde.test"
PASSWORD = "a password of the story"


async def create_firm(server: ServerProcess) -> None:
    """As an operator does."""
    options = {"currency": "EUR", "country": "FR", "time-zone": "Europe/Paris", "owner-email": OWNER, "locale": "en"}
    arguments = [argument for name, value in options.items() for argument in (f"--{name}", value)]
    done = await asyncio.to_thread(server.invoke, "create-firm", FIRM, *arguments, "--owner-name", "Olga Stone")
    assert done.exit_code == 0, done.stderr


async def accept_invitation(person: Person, server: ServerProcess, address: str) -> Page:
    """From the mail to the first page."""
    page = await follow_link(person, server, address, f"Invitation from {FIRM}")
    await InvitationPage(page).accept(PASSWORD)
    await expect(Shell(page).navigation).to_be_visible()
    return page


async def set_up_payments(page: Page) -> None:
    """Connect, choose, enable."""
    await Shell(page).link("Settings").click()
    settings = PaymentSettingsPage(page)
    await settings.connect_stripe()
    await settings.choose_method("Card")
    await settings.enable_prepayment()


async def prepay(home: HomePage, amount: int) -> None:
    """By card with 3-D Secure; the balance rises by itself."""
    before = await home.available()
    window = await home.start_prepayment(str(amount))
    await window.pay_by_card(AUTHENTICATED_CARD)
    await window.answer_bank()
    await expect(window.thanks).to_be_visible()
    await window.leave()
    await home.expect_available(before + amount)


async def pay_invoice(home: HomePage, other_tab: HomePage) -> None:
    """120.00, of which credits pay 100.00 and a card the rest, in one go."""
    await home.to_do.get_by_role("link", name="Statutes").click()
    invoice = InvoicePage(home.page)
    await invoice.choose("Credits, and the rest by card")
    await invoice.expect_quote(credits="€100.00", card="€20.00")
    await invoice.submit.click()
    await invoice.payment_window.pay_by_card()
    await expect(invoice.payment_window.thanks).to_be_visible()
    await invoice.payment_window.leave()
    await expect(invoice.left_to_pay).to_contain_text("Paid")
    await other_tab.expect_available(Decimal(0))
    await expect(other_tab.to_do).not_to_contain_text("Statutes")


async def test_from_the_invitation_to_a_paid_invoice(people: People, charges: Charges, server: ServerProcess) -> None:
    """Every page follows what happens on the others, without a reload."""
    await create_firm(server)
    olga, karl = await people.meet(), await people.meet()
    dashboard = await accept_invitation(olga, server, OWNER)
    await set_up_payments(dashboard)
    await Shell(dashboard).link("Clients").click()
    client: ClientPage = await ClientsPage(dashboard).create("Kunde")
    await client.invite_user("Karl Kunde", USER)
    home = HomePage(await accept_invitation(karl, server, USER))
    await expect(home.heading).to_have_text("Hello, Karl")
    other_tab = HomePage(await karl.open_tab("/portal/"))
    await expect(other_tab.credits).to_be_visible()
    async with charges.expect(100_00, 20_00), without_reload(dashboard, home.page, other_tab.page):
        await expect(client.users).to_contain_text("Karl Kunde")
        await prepay(home, 100)
        await other_tab.expect_available(Decimal(100))
        await expect(client.credits).to_contain_text("€100.00")
        await client.create_invoice("Statutes", "120")
        await expect(home.to_do).to_contain_text("Statutes")
        await pay_invoice(home, other_tab)
        await expect(dashboard.get_by_role("main")).to_contain_text("Paid")
