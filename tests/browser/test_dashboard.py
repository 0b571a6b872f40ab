"""What a firm sees in the dashboard of its money and of what was done."""

from __future__ import annotations

import re

from playwright.async_api import Page, Request, expect

from tests.browser.conftest import People
from tests.browser.person import without_reload
from tests.browser.screens.entry import sign_in
from tests.browser.screens.portal import come_home
from tests.browser.screens.shell import Shell

REFUND_FAILED = "The payer’s bank refused the refund. Refund the money in another way."
OWNER = "owner@lumiere.test"
NEXT_TASK = "new Promise(resolve => setTimeout(resolve))"


async def open_dashboard(people: People) -> Page:
    """As the owner, at the home page."""
    page = await (await people.meet()).open_tab()
    await sign_in(page, OWNER, "dashboard")
    return page


async def open_prepayment(page: Page) -> None:
    """The demo's prepayment by card."""
    await page.goto("/dashboard/payments?list=prepayments")
    await page.get_by_role("link", name="P-00001").click()
    await expect(Shell(page).heading).to_have_text("Prepayment P-00001")


async def open_at_provider(page: Page, link: str | re.Pattern[str]) -> Page:
    """Follow a link to the provider, which opens a tab."""
    async with page.expect_popup() as popup:
        await page.get_by_role("link", name=link).click()
    return await popup.value


async def test_a_payment_is_found_at_the_simulator_and_its_refund_can_fail(people: People) -> None:
    """The reason is told to the firm in its own terms."""
    page = await open_dashboard(people)
    await open_prepayment(page)
    async with without_reload(page):
        await page.get_by_role("button", name="Refund").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_label("Amount").fill("20")
        await dialog.get_by_label("Reason").fill("Too much")
        await dialog.get_by_role("button", name="Refund").click()
        refunds = page.get_by_role("region", name="Refunds")
        await expect(refunds.get_by_role("listitem")).to_contain_text("€20.00")
        simulator = await open_at_provider(page, re.compile("^pi_"))
        await expect(simulator.get_by_text("500.00 EUR")).to_be_visible()
        await simulator.get_by_role("button", name=re.compile("^Fail")).click()
        await expect(refunds).to_contain_text(REFUND_FAILED)


async def test_a_payment_is_recorded_after_lists_were_seen(people: People) -> None:
    """With the filters of the lists empty, and without loading any of them again by hand."""
    page = await open_dashboard(people)
    shell = Shell(page)
    async with without_reload(page):
        await shell.open("Payments")
        await expect(page.get_by_role("main").get_by_role("link").first).to_be_visible()
        await shell.open("Invoices")
        await page.get_by_role("link", name="00002").click()
        await page.get_by_role("button", name="Record a payment").click()
        dialog = page.get_by_role("dialog", name="Record a payment")
        await dialog.get_by_label("Amount received").fill("12.30")
        await dialog.get_by_role("button", name="Record the payment").click()
        await expect(dialog).to_be_hidden()
        await expect(page.get_by_role("region", name="Payments")).to_contain_text("€12.30")
        await shell.open("Payments")
        await expect(page.get_by_role("main")).to_contain_text("€12.30")


async def test_a_dispute_is_answered_at_the_simulator(people: People) -> None:
    """Its link leads to the page of the payment there."""
    page = await open_dashboard(people)
    await open_prepayment(page)
    simulator = await open_at_provider(page, re.compile("^pi_"))
    await simulator.get_by_role("textbox").fill("10")
    await simulator.get_by_role("button", name=re.compile("^Dispute")).click()
    await page.get_by_role("region", name="Disputes").get_by_role("link").click()
    shown = await open_at_provider(page, re.compile("^Open at Stripe"))
    await expect(shown).to_have_url(simulator.url)
    await shown.get_by_role("button", name=re.compile("^Win")).click()
    await expect(page.get_by_role("main")).to_contain_text("Dispute won")


async def test_activities_are_sentences(people: People) -> None:
    """In both languages."""
    sentences = {
        "en": (r"Marc Martin started prepayment P-00001 \(€500\.00\)\.", r"Claire Lumière voided invoice 00005\."),
        "fr": (
            r"Marc Martin a lancé le prépaiement P-00001 \(500,00\s€\)\.",
            r"Claire Lumière a annulé la facture 00005\.",
        ),
    }
    page = await open_dashboard(people)
    for locale, texts in sentences.items():
        await page.evaluate("locale => localStorage.setItem('acompte.locale', locale)", locale)
        await page.goto("/dashboard/activity")
        for text in texts:
            await expect(page.get_by_role("listitem").filter(has_text=re.compile(text))).to_have_count(1)


async def test_notices_are_marked_as_read_without_loading_them_again(people: People) -> None:
    page = await open_dashboard(people)
    await Shell(page).link("Notices").click()
    unread = page.get_by_role("listitem").get_by_text("New", exact=True)
    await expect(unread).not_to_have_count(0)
    loaded: list[str] = []

    def note(request: Request) -> None:
        if request.url.endswith("/graphql") and request.method == "POST":
            loaded.append(request.post_data or "")

    page.on("request", note)
    async with page.expect_response("**/graphql"):
        await page.get_by_role("button", name="Mark all as read").click()
    await expect(unread).to_have_count(0)
    await page.evaluate(NEXT_TASK)
    assert len(loaded) == 1, loaded


async def test_a_period_of_the_statement_of_credits(people: People) -> None:
    """In the portal and in the dashboard: the days are those of the firm's time zone."""
    home = await come_home(await people.meet())
    await home.page.goto("/portal/credits")
    claire = await open_dashboard(people)
    await claire.goto("/dashboard/clients")
    await claire.get_by_role("link", name="Boulangerie Martin").click()
    await claire.get_by_role("tab", name="Statement").click()
    for page in (home.page, claire):
        entry = page.get_by_role("row").filter(has_text="P-00001").first
        await expect(entry).to_be_visible()
        await page.get_by_text("Period", exact=True).click()
        await page.get_by_label("Last day").fill("2020-01-01")
        await expect(page.get_by_text("Nothing in this period.")).to_be_visible()
        await page.get_by_label("Last day").fill("2120-01-01")
        await page.get_by_label("First day").fill("2020-01-01")
        await expect(entry).to_be_visible()


async def test_pointing_at_a_menu_that_cannot_be_loaded_is_no_error(people: People) -> None:
    """It is loaded ahead; nothing but the request fails."""
    claire = await people.meet()
    claire.complaints.expect("ERR_FAILED")
    page = await claire.open_tab()
    await sign_in(page, OWNER, "dashboard")
    await page.route("**/MenuPopup-*.js", lambda route: route.abort())
    async with page.expect_event("requestfailed"):
        await page.get_by_role("button", name="Claire Lumière").hover()
    await page.evaluate(NEXT_TASK)
