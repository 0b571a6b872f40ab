"""Nothing is lost and nothing is charged twice, whatever interrupts a payment."""

from __future__ import annotations

import asyncio
import os
import signal

import pytest
from playwright.async_api import Page, Route, expect

from tests.browser.charges import Charges
from tests.browser.conftest import People
from tests.browser.person import without_reload
from tests.browser.screens.payment_window import AUTHENTICATED_CARD, CARD, UNREACHABLE
from tests.browser.screens.portal import come_home
from tests.browser.screens.shell import Shell
from tests.stories.test_workers import worker_pids
from tests.support.server_process import ServerProcess

pytestmark = pytest.mark.both_databases

NO_ANSWER = "There was no answer. Check your connection, and try again: nothing is done twice."
OFFLINE = r"ERR_INTERNET_DISCONNECTED"
KILLED = r"ERR_CONNECTION_(REFUSED|RESET)|ERR_EMPTY_RESPONSE|ERR_SOCKET_NOT_CONNECTED|WebSocket connection"


def kill(server: ServerProcess) -> None:
    """Kill the server with its worker processes, if it has any."""
    workers = worker_pids(server)
    server.kill()
    for worker in workers:
        os.kill(worker, signal.SIGKILL)


async def lose_answer(page: Page, url: str, content: str = "") -> asyncio.Event:
    """Let the server do what the next request with this content asks for, and lose its answer. The event: done."""
    done = asyncio.Event()

    async def handle(route: Route) -> None:
        sent = route.request.post_data or ""
        if done.is_set() or route.request.method != "POST" or content not in sent:
            await route.fallback()
            return
        await route.fetch()
        done.set()  # and the page waits for ever

    await page.route(url, handle)
    return done


async def test_a_reload_before_the_answer_comes_back_to_the_payment(people: People, charges: Charges) -> None:
    home = await come_home(await people.meet())
    before = await home.available()
    async with charges.expect(30_00):
        done = await lose_answer(home.page, "**/graphql", '"amount":"30')
        await home.prepay.click()
        await home.prepayment.send("30")
        await asyncio.wait_for(done.wait(), 20)
        await home.page.reload()
        await home.payment_window.pay_by_card()
        await expect(home.payment_window.thanks).to_be_visible()
        await home.payment_window.leave()
        await home.expect_available(before + 30)


async def test_a_reload_in_the_payment_window_comes_back_to_it(people: People, charges: Charges) -> None:
    """Before the card is sent, and while the bank asks."""
    home = await come_home(await people.meet())
    before = await home.available()
    async with charges.expect(31_00):
        window = await home.start_prepayment("31")
        await expect(window.card_number).to_be_visible()
        await home.page.reload()
        await window.pay_by_card(AUTHENTICATED_CARD)
        await expect(window.question).to_be_visible()
        await home.page.reload()
        await window.answer_bank()
        await expect(window.thanks).to_be_visible()
        await window.leave()
        await home.expect_available(before + 31)


async def test_a_reload_after_the_card_was_charged_charges_nothing_more(people: People, charges: Charges) -> None:
    """What was made is told, and nothing is there to be sent again."""
    home = await come_home(await people.meet())
    before = await home.available()
    async with charges.expect(32_00):
        window = await home.start_prepayment("32")
        done = await lose_answer(home.page, "**/confirm")
        await window.pay_by_card()
        await asyncio.wait_for(done.wait(), 20)
        await home.page.reload()
        await expect(home.page.get_by_text("Your prepayment of €32.00 has arrived.")).to_be_visible()
        await expect(home.prepayment.dialog).to_be_hidden()
        await home.expect_available(before + 32)


async def test_a_payment_that_was_left_can_be_completed(people: People, charges: Charges) -> None:
    """From the to-do list, also on another device."""
    home = await come_home(await people.meet())
    before = await home.available()
    async with charges.expect(33_00):
        window = await home.start_prepayment("33")
        await expect(window.card_number).to_be_visible()
        await window.close()
        elsewhere = await come_home(await people.meet())
        item = elsewhere.to_do.get_by_role("listitem").filter(has_text="€33.00")
        await item.get_by_role("button", name="Complete").click()
        await elsewhere.payment_window.pay_by_card()
        await expect(elsewhere.payment_window.thanks).to_be_visible()
        await elsewhere.payment_window.leave()
        for page in (home, elsewhere):
            await page.expect_available(before + 33)
            await expect(page.to_do).not_to_contain_text("€33.00")


async def test_a_lost_network_is_reported_and_recovered_from(people: People, charges: Charges) -> None:
    """A prepayment that could not be sent is sent again; what happened meanwhile appears by itself."""
    marc = await people.meet()
    marc.complaints.expect(OFFLINE)
    home, elsewhere = await come_home(marc), await come_home(await people.meet())
    before = await home.available()
    async with charges.expect(34_00, 35_00), without_reload(home.page):
        await home.prepay.click()
        await expect(home.prepayment.amount).to_be_visible()
        await marc.context.set_offline(True)
        await home.prepayment.send("34")
        await expect(home.prepayment.error).to_contain_text(NO_ANSWER)
        await expect(Shell(home.page).connection).to_be_visible()
        other_window = await elsewhere.start_prepayment("35")
        await other_window.pay_by_card()
        await elsewhere.expect_available(before + 35)
        await marc.context.set_offline(False)
        await home.prepayment.submit.click()
        await home.payment_window.pay_by_card()
        await expect(home.payment_window.thanks).to_be_visible()
        await expect(Shell(home.page).connection).to_be_hidden()
        await home.payment_window.leave()
        await home.expect_available(before + 69)


async def test_a_server_that_is_killed_and_restarted(people: People, charges: Charges, server: ServerProcess) -> None:
    """In the middle of a payment: the window tells it, pays afterwards, and the page goes on without a reload."""
    marc = await people.meet()
    marc.complaints.expect(KILLED)
    home = await come_home(marc)
    before = await home.available()
    async with charges.expect(36_00), without_reload(home.page):
        window = await home.start_prepayment("36")
        await window.card_number.fill(CARD)
        kill(server)
        await window.submit.click()
        await expect(window.error).to_contain_text(UNREACHABLE)
        await server.start()
        await window.submit.click()
        await expect(window.thanks).to_be_visible()
        await window.leave()
        await home.expect_available(before + 36)


async def test_a_page_waits_for_a_server_that_starts(people: People, server: ServerProcess) -> None:
    """A page that is opened meanwhile says so, and shows what it has to as soon as it can."""
    marc = await people.meet()
    marc.complaints.expect(KILLED)
    home = await come_home(marc)
    kill(server)
    await Shell(home.page).link("Notices").click()
    await expect(Shell(home.page).connection).to_be_visible()
    await server.start()
    await expect(Shell(home.page).heading).to_have_text("Notices")
    await expect(home.page.get_by_role("main").get_by_role("listitem").first).to_be_visible()
    await expect(Shell(home.page).connection).to_be_hidden()
