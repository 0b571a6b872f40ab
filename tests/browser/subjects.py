"""What is pictured beside the pages that links lead to: other pages, and what opens on pages."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.async_api import Page, expect

from tests.browser.paths import wait_until_shown
from tests.browser.person import Person
from tests.browser.screens.dashboard import ClientPage
from tests.browser.screens.entry import sign_in
from tests.browser.screens.mail import follow_link
from tests.browser.screens.portal import InvoicePage
from tests.support.server_process import ServerProcess

USERS = {"portal": "client@lumiere.test", "dashboard": "owner@lumiere.test"}
# The simulator's bank takes three minutes.
_SLOW_IBAN = "DE08370400440532013003"
_INVITED = {"portal": "karl@kunde.test", "dashboard": "emma@lumiere.test"}
# Nothing listens there, so that deliveries fail.
_ENDPOINT = "http://127.0.0.1:1/a/path/that/is/as/long/as/those/of/services/for/automation"


@dataclass(frozen=True)
class Subject:
    """A page, and what somebody does there before it is pictured, in either language."""

    kind: str
    path: str
    show: Callable[[Page], Awaitable[None]] = wait_until_shown


async def set_scene(person: Person, server: ServerProcess) -> dict[str, str]:
    """Do what the demo's people have not done, as the firm's owner. Returns the path of an invitation to each app."""
    page = await person.open_tab()
    await sign_in(page, USERS["dashboard"], "dashboard")
    await _add_endpoint(page)
    await _dispute(page)
    await _invite(page)
    invitations = {}
    for app, address in _INVITED.items():
        invitation = await follow_link(person, server, address, "Invitation de Lumière")
        parts = urlsplit(invitation.url)
        invitations[app] = f"{parts.path}?{parts.query}"
    return invitations


async def _add_endpoint(page: Page) -> None:
    await page.goto("/dashboard/settings/webhooks")
    await page.get_by_role("button", name="Add an endpoint").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Address").fill(_ENDPOINT)
    await dialog.get_by_role("button", name="Add the endpoint").click()
    await dialog.get_by_role("button", name="Done").click()


async def _dispute(page: Page) -> None:
    """A part of the demo's prepayment, at the simulator."""
    await page.goto("/dashboard/payments?list=prepayments")
    await page.get_by_role("link", name="P-00001").click()
    async with page.expect_popup() as popup:
        await page.get_by_role("link", name=re.compile("^pi_")).click()
    simulator = await popup.value
    await simulator.get_by_role("textbox").fill("10")
    await simulator.get_by_role("button", name=re.compile("^Dispute")).click()
    await expect(page.get_by_role("region", name="Disputes").get_by_role("link")).to_be_visible()


async def _invite(page: Page) -> None:
    """A user of a client, and a member."""
    await page.goto("/dashboard/clients")
    await page.get_by_role("link", name="Boulangerie Martin").click()
    await ClientPage(page).invite_user("Karl Kunde", _INVITED["portal"])
    await page.goto("/dashboard/team")
    await page.get_by_role("button", name="Invite somebody").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Name").fill("Emma Petit")
    await dialog.get_by_label("Email address").fill(_INVITED["dashboard"])
    await dialog.get_by_role("button", name="Send the invitation").click()
    await expect(dialog).to_be_hidden()


async def subjects_of(page: Page, app: str) -> AsyncIterator[Subject]:
    """For the person who is signed in. What comes later can change what is shown of the earlier."""
    subjects = _subjects_of_portal if app == "portal" else _subjects_of_dashboard
    async for subject in subjects(page):
        yield subject


async def _subjects_of_portal(page: Page) -> AsyncIterator[Subject]:
    invoice = await _find_path(page, "/portal/invoices", "Payroll, 4 employees")
    yield Subject("/portal/invoice-quote", invoice, _quote)
    yield Subject("/portal/prepayment-dialog", "/portal/", _press("Make a prepayment", "Effectuer un prépaiement"))
    yield Subject("/portal/prepayment-window-card", "/portal/", _prepay("CARD"))
    yield Subject("/portal/prepayment-window-debit", "/portal/", _prepay("BANK_DEBIT"))
    yield Subject("/portal/prepayment-at-bank", "/portal/", _prepay_by_debit)
    await page.goto(invoice)
    await InvoicePage(page).choose("Bank debit", "50")
    await page.locator("form [type=submit]").click()
    await _pay_by_debit(page)
    await page.keyboard.press("Escape")
    payment = await _find_path(page, "/portal/payments", "Invoice 00002")
    payments = "/portal/payments"
    for kind, path in {"home": "/portal/", "invoice": invoice, "payments": payments, "payment": payment}.items():
        yield Subject(f"/portal/{kind}-in-progress", path)


async def _subjects_of_dashboard(page: Page) -> AsyncIterator[Subject]:
    prepayments = "/dashboard/payments?list=prepayments"
    yield Subject("/dashboard/prepayments", prepayments)
    prepayment = await _find_path(page, prepayments, "P-00001")
    yield Subject("/dashboard/prepayment", prepayment)
    yield Subject("/dashboard/refund-dialog", prepayment, _press("Refund", "Rembourser"))
    draft = await _find_path(page, "/dashboard/invoices", "00001")
    yield Subject("/dashboard/invoice-edit", f"{draft}/edit")
    invoice = await _find_path(page, "/dashboard/invoices", "00006")
    yield Subject("/dashboard/pay-dialog", invoice, _pay_for_client)
    yield Subject("/dashboard/offline-payment-dialog", invoice, _record_too_much)
    yield Subject("/dashboard/credit-note-dialog", invoice, _write_credit_note)
    yield Subject("/dashboard/invite-dialog", "/dashboard/team", _press("Invite somebody", "Inviter une personne"))


async def _find_path(page: Page, path: str, name: str | re.Pattern[str]) -> str:
    """Where a link of a page leads to."""
    await page.goto(path)
    href = await page.get_by_role("main").get_by_role("link", name=name).first.get_attribute("href")
    assert href is not None
    return href


def _press(*names: str) -> Callable[[Page], Awaitable[None]]:
    """Press the button that has one of these names, which opens a dialog."""

    async def press(page: Page) -> None:
        await page.get_by_role("button", name=_one_of(*names)).first.click()
        await _wait_for_dialog(page)

    return press


def _one_of(*names: str) -> re.Pattern[str]:
    return re.compile(f"^({'|'.join(names)})$")


async def _wait_for_dialog(page: Page) -> None:
    await expect(page.get_by_role("dialog").locator("form, [role=status]").first).to_be_visible()
    await _wait_until_loaded(page)


async def _wait_until_loaded(page: Page) -> None:
    """Wait until no part of the page shows data that is being replaced."""
    await expect(page.locator("[aria-busy=true]")).to_have_count(0)


async def _quote(page: Page) -> None:
    await page.locator("[value=CREDITS_AND_CARD]").check()
    await expect(page.locator("form dl")).to_be_visible()
    await _wait_until_loaded(page)


def _prepay(method: str) -> Callable[[Page], Awaitable[None]]:
    async def prepay(page: Page) -> None:
        await _press("Make a prepayment", "Effectuer un prépaiement")(page)
        dialog = page.get_by_role("dialog")
        await dialog.get_by_role("textbox").first.fill("20")
        await dialog.locator(f"[value={method}]").check()
        await dialog.locator("[type=submit]").click()
        await expect(dialog.locator(".test-number").first).to_be_visible()

    return prepay


async def _prepay_by_debit(page: Page) -> None:
    await _prepay("BANK_DEBIT")(page)
    await _pay_by_debit(page)


async def _pay_by_debit(page: Page) -> None:
    """In the payment window."""
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("IBAN").fill(_SLOW_IBAN)
    await dialog.locator("[type=submit]").click()
    await expect(dialog.get_by_role("status")).to_be_visible()


async def _pay_for_client(page: Page) -> None:
    await _press("Pay for the client", "Payer pour le client")(page)
    dialog = page.get_by_role("dialog")
    await dialog.locator("[value=CREDITS_AND_CARD]").check()
    await expect(dialog.locator("dl")).to_be_visible()
    await _wait_until_loaded(page)


async def _record_too_much(page: Page) -> None:
    """The rest can become credits."""
    await _press("Record a payment", "Saisir un paiement")(page)
    await page.get_by_role("dialog").get_by_role("textbox").first.fill("300")


async def _write_credit_note(page: Page) -> None:
    await page.get_by_role("button", name=_one_of("More actions", "Autres actions")).click()
    await page.get_by_role("menuitem", name=_one_of("Write a credit note", "Établir un avoir")).click()
    await _wait_for_dialog(page)
