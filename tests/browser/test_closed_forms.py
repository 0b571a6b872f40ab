"""A form that is closed before the answer keeps its idempotency key: whoever opens it again is told what was done."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.async_api import Locator, Page, Route, expect

from tests.browser.conftest import People
from tests.browser.screens.entry import sign_in
from tests.browser.screens.payment_window import PaymentWindow
from tests.browser.screens.portal import come_home
from tests.browser.test_interruptions import KILLED, lose_answer


@dataclass(frozen=True)
class Case:
    """A form of the dashboard for what is done once: where it is, how it is opened, filled in, sent and closed."""

    reach: Callable[[Page], Awaitable[None]]
    open: Callable[[Page], Awaitable[None]]
    fill: Callable[[Locator], Awaitable[None]]
    submit: str
    message: re.Pattern[str]
    close: str = "Close"


async def reach_invoice(page: Page) -> None:
    """One that the client's credits can pay a part of."""
    await page.goto("/dashboard/invoices?search=00002")
    await page.get_by_role("link", name="00002").click()


async def open_payment_for_client(page: Page) -> None:
    await page.get_by_role("button", name="Pay for the client").click()


async def fill_payment_for_client(form: Locator) -> None:
    await form.get_by_role("radio", name="Another amount").check()
    await form.get_by_label("Amount", exact=True).fill("2")
    await form.get_by_role("radio", name=re.compile("^The client’s credits")).check()


async def open_offline_payment(page: Page) -> None:
    await page.get_by_role("button", name="Record a payment").click()


async def fill_offline_payment(form: Locator) -> None:
    await form.get_by_label("Amount received").fill("1")


async def open_offline_credits(page: Page) -> None:
    await page.get_by_role("button", name="Record money").click()


async def open_credit_note(page: Page) -> None:
    await page.get_by_role("button", name="More actions").click()
    await page.get_by_role("menuitem", name="Write a credit note").click()


async def reach_prepayment(page: Page) -> None:
    await page.goto("/dashboard/payments?list=prepayments")
    await page.get_by_role("link", name="P-00001").click()


async def open_refund(page: Page) -> None:
    await page.get_by_role("button", name="Refund").click()


async def fill_amount_and_reason(form: Locator) -> None:
    await form.get_by_label("Amount").fill("3")
    await form.get_by_label("Reason").fill("Kindness")


async def reach_client(page: Page) -> None:
    await page.goto("/dashboard/clients")
    await page.get_by_role("link", name="Boulangerie Martin").click()


async def open_new_invoice(page: Page) -> None:
    """From the client's page, and again from the list to which the form's button leads."""
    await page.get_by_role("link", name="New invoice").click()


async def fill_new_invoice(form: Locator) -> None:
    await form.get_by_label("What the invoice is for").fill("Advice")
    await form.get_by_role("group", name="Line 1").get_by_label("Description").fill("Advice")
    await form.get_by_role("group", name="Line 1").get_by_label("Price").fill("4")


async def answer_with_internal_error(page: Page, content: str) -> None:
    """Let the server do what the next request with this content asks for, and replace its answer by an error."""
    error = {"message": "Something went wrong on our side.", "extensions": {"code": "INTERNAL_SERVER_ERROR"}}

    async def handle(route: Route) -> None:
        if content not in (route.request.post_data or ""):
            await route.fallback()
            return
        await route.fetch()
        await route.fulfill(json={"errors": [error], "data": None})
        await page.unroute("**/graphql", handle)

    await page.route("**/graphql", handle)


CASES = {
    "payment for the client": Case(
        reach_invoice,
        open_payment_for_client,
        fill_payment_for_client,
        "Pay from credits",
        re.compile("Your payment is in progress"),
    ),
    "offline payment": Case(
        reach_invoice,
        open_offline_payment,
        fill_offline_payment,
        "Record the payment",
        re.compile(r"Your last payment is recorded as P-\d+"),
    ),
    "money received": Case(
        reach_client,
        open_offline_credits,
        fill_offline_payment,
        "Record the money",
        re.compile("What you sent was done"),
    ),
    "credit note": Case(
        reach_invoice,
        open_credit_note,
        fill_amount_and_reason,
        "Write the credit note",
        re.compile("Your last credit note is written"),
    ),
    "refund": Case(
        reach_prepayment,
        open_refund,
        fill_amount_and_reason,
        "Refund",
        re.compile(r"Your last refund of\s€3\.00\sis made"),
    ),
    "new invoice": Case(
        reach_client,
        open_new_invoice,
        fill_new_invoice,
        "Issue the invoice",
        re.compile(r"Invoice \d+ is issued"),
        "Cancel",
    ),
}


async def fill_in(people: People, case: Case) -> tuple[Page, Locator]:
    """A tab of the firm's owner, with the form filled in."""
    page = await (await people.meet()).open_tab()
    await sign_in(page, "owner@lumiere.test", "dashboard")
    await case.reach(page)
    await case.open(page)
    form = page.get_by_role("main") if case.close == "Cancel" else page.get_by_role("dialog")
    await case.fill(form)
    return page, form


async def send_without_answer(page: Page, form: Locator, case: Case) -> None:
    """Let the server do what the form sends, and lose its answer."""
    done = await lose_answer(page, "**/graphql", "idempotencyKey")
    await form.get_by_role("button", name=case.submit, exact=True).click()
    await asyncio.wait_for(done.wait(), 20)


async def test_a_prepayment_that_is_closed_before_its_answer(people: People) -> None:
    """Whoever opens the form again goes on to the payment of what was started."""
    home = await come_home(await people.meet())
    start, form = home.page.get_by_role("button", name="Make a prepayment"), home.page.get_by_role("dialog")
    await start.click()
    await form.get_by_label("Amount").fill("12")
    done = await lose_answer(home.page, "**/graphql", "idempotencyKey")
    await form.get_by_role("button", name="Continue to payment").click()
    await asyncio.wait_for(done.wait(), 20)
    await form.get_by_role("button", name="Close", exact=True).click()
    await expect(form).to_be_hidden()
    await start.click()
    await expect(home.payment_window.dialog).to_be_visible()
    await expect(home.payment_window.dialog.get_by_text("€12.00", exact=True).first).to_be_visible()


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
async def test_a_form_that_is_closed_while_its_operation_is_in_progress(people: People, case: Case) -> None:
    page, form = await fill_in(people, case)
    await send_without_answer(page, form, case)
    await form.get_by_role("button", name=case.close, exact=True).click()
    await expect(form.get_by_role("button", name=case.submit, exact=True)).to_be_hidden()
    await case.open(page)
    await expect(page.get_by_text(case.message)).to_be_visible()


@pytest.mark.parametrize("name", ["money received", "refund"])
async def test_a_form_that_is_closed_after_an_internal_error(people: People, name: str) -> None:
    """The operation was done before the error, so that only its key can find out."""
    case = CASES[name]
    page, form = await fill_in(people, case)
    await answer_with_internal_error(page, "idempotencyKey")
    await form.get_by_role("button", name=case.submit, exact=True).click()
    await expect(form.get_by_role("alert")).to_contain_text("Something went wrong on our side")
    await expect(form.get_by_label("Amount")).to_be_disabled()
    await form.get_by_role("button", name=case.close, exact=True).click()
    await expect(form).to_be_hidden()
    await case.open(page)
    await expect(page.get_by_text(case.message)).to_be_visible()


async def test_a_form_cannot_be_changed_while_its_operation_is_in_progress(people: People) -> None:
    """Other input would get another key, and what is sent then would be done besides."""
    case = CASES["money received"]
    page, form = await fill_in(people, case)
    await send_without_answer(page, form, case)
    await expect(form.get_by_label("Amount received")).to_be_disabled()


async def test_a_form_that_is_closed_again_before_it_says_what_was_done(people: People) -> None:
    """It keeps its key until the server has said so, and opens by itself when the page is loaded again."""
    case = CASES["money received"]
    page, form = await fill_in(people, case)
    await send_without_answer(page, form, case)
    await form.get_by_role("button", name=case.close, exact=True).click()
    lost = await lose_answer(page, "**/graphql", "idempotencyKey")
    await case.open(page)
    await asyncio.wait_for(lost.wait(), 20)
    await form.get_by_role("button", name=case.close, exact=True).click()
    await expect(form).to_be_hidden()
    await case.reach(page)
    await expect(page.get_by_text(case.message)).to_be_visible()


async def test_a_payment_of_all_that_is_due_is_sent_again_as_it_was(people: People) -> None:
    """Though nothing can be paid any more, because the first attempt has started the payment."""
    owner = await people.meet()
    page = await owner.open_tab()
    await sign_in(page, "owner@lumiere.test", "dashboard")
    await reach_invoice(page)
    await open_payment_for_client(page)
    form = page.get_by_role("dialog")
    await form.get_by_role("radio", name="All that is to be paid").check()
    await form.get_by_role("radio", name="Card", exact=True).check()
    keys: list[str] = []

    async def lose_first_answer(route: Route) -> None:
        sent: Any = route.request.post_data_json
        if "input" not in sent.get("variables", {}):
            await route.fallback()
            return
        keys.append(sent["variables"]["input"]["idempotencyKey"])
        if len(keys) > 1:
            await route.fallback()
            return
        await route.fetch()
        await route.abort("connectionreset")

    await page.route("**/graphql", lose_first_answer)
    owner.complaints.expect(KILLED)
    await form.get_by_role("button", name="Continue to payment").click()
    await expect(form.get_by_role("alert")).to_contain_text("There was no answer")
    await form.get_by_role("button", name="Continue to payment").click()
    await expect(PaymentWindow(page).dialog).to_be_visible()
    assert len(keys) == 2
    assert keys[0] == keys[1]
