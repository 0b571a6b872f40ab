"""axe finds nothing moderate or worse on any page, and every page fits on a phone."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser.accessibility import find_barriers
from tests.browser.conftest import People
from tests.browser.paths import ENTRY_PATHS, find_paths, wait_until_shown
from tests.browser.screens.entry import sign_in
from tests.browser.screens.payment_window import AUTHENTICATED_CARD, DECLINED_CARD
from tests.browser.screens.portal import come_home
from tests.browser.screens.shell import Shell


@pytest.mark.parametrize(
    ("app", "email"), [("portal", "client@lumiere.test"), ("dashboard", "owner@lumiere.test")], ids=lambda value: value
)
async def test_every_page(people: People, app: str, email: str) -> None:
    """Of those that links lead to."""
    page = await (await people.meet()).open_tab()
    await sign_in(page, email, app)
    barriers = []
    for path in [*(await find_paths(page, app)).values(), f"/{app}/nowhere"]:
        await page.goto(path)
        await wait_until_shown(page)
        barriers += await find_barriers(page)
    assert not barriers, "\n".join(barriers)


@pytest.mark.parametrize("path", ENTRY_PATHS)
async def test_pages_without_a_session(people: People, path: str) -> None:
    page = await (await people.meet()).open_tab(f"/portal/{path}")
    await wait_until_shown(page)
    barriers = await find_barriers(page)
    assert not barriers, "\n".join(barriers)


async def test_the_dialogs_of_a_prepayment(people: People) -> None:
    """From the amount to the thanks."""
    marc = await people.meet()
    marc.complaints.expect("402")
    home = await come_home(marc)
    window = home.payment_window
    await home.prepay.click()
    await expect(home.prepayment.amount).to_be_visible()
    barriers = await find_barriers(home.page)
    await home.prepayment.send("10")
    await expect(window.card_number).to_be_visible()
    barriers += await find_barriers(home.page)
    await window.pay_by_card(DECLINED_CARD)
    await expect(window.error).to_be_visible()
    barriers += await find_barriers(home.page)
    await window.pay_by_card(AUTHENTICATED_CARD)
    await expect(window.question).to_be_visible()
    barriers += await find_barriers(home.page)
    await window.answer_bank()
    await expect(window.thanks).to_be_visible()
    barriers += await find_barriers(home.page)
    assert not barriers, "\n".join(barriers)


async def test_an_open_menu(people: People) -> None:
    page = await (await people.meet()).open_tab()
    await sign_in(page, "owner@lumiere.test", "dashboard")
    shell = Shell(page)
    await page.get_by_role("button", name="Claire Lumière").click()
    await expect(shell.menu).to_be_visible()
    barriers = await find_barriers(page)
    assert not barriers, "\n".join(barriers)


async def test_a_prepayment_without_a_mouse(people: People) -> None:
    """By the keyboard alone; the focus comes back to the button that opened the dialog."""
    home = await come_home(await people.meet())
    await home.prepay.focus()
    await home.page.keyboard.press("Enter")
    await expect(home.prepayment.amount).to_be_visible()
    await home.prepayment.amount.focus()
    await home.page.keyboard.press("Control+A")
    await home.page.keyboard.type("10")
    await home.page.keyboard.press("Enter")
    await home.payment_window.card_number.focus()
    await home.page.keyboard.type("4242424242424242")
    await home.page.keyboard.press("Enter")
    await expect(home.payment_window.thanks).to_be_visible()
    await home.page.keyboard.press("Escape")
    await expect(home.payment_window.dialog).to_be_hidden()
