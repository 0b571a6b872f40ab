"""Signing in and out, in the app that is one's own."""

from __future__ import annotations

import re

from playwright.async_api import expect

from tests.browser.conftest import People
from tests.browser.screens.entry import SignInPage, sign_in
from tests.browser.screens.portal import HomePage
from tests.browser.screens.shell import Shell


async def test_a_wrong_password_is_shown_and_corrected(people: People) -> None:
    page = await (await people.meet()).open_tab("/portal/")
    entry = SignInPage(page)
    await expect(entry.heading).to_be_visible()
    await entry.send("client@lumiere.test", "not the password")
    await expect(entry.error).to_be_visible()
    await entry.send("client@lumiere.test")
    await expect(HomePage(page).heading).to_have_text("Hello, Marc")


async def test_sign_in_leads_to_the_requested_page(people: People) -> None:
    page = await (await people.meet()).open_tab("/portal/notices")
    await SignInPage(page).send("client@lumiere.test")
    await expect(Shell(page).heading).to_have_text("Notices")


async def test_everybody_comes_to_their_own_app(people: People) -> None:
    """Whichever they sign in to, and whichever they ask for later."""
    for email, wrong, right in (
        ("client@lumiere.test", "dashboard", "portal"),
        ("owner@lumiere.test", "portal", "dashboard"),
    ):
        page = await (await people.meet()).open_tab(f"/{wrong}/sign-in")
        await SignInPage(page).send(email)
        for _ in range(2):
            await page.wait_for_url(re.compile(rf"/{right}/$"))
            await expect(Shell(page).heading).to_be_visible()
            await page.goto(f"/{wrong}/")


async def test_nothing_is_left_after_signing_out(people: People) -> None:
    page = await (await people.meet()).open_tab()
    await sign_in(page, "client@lumiere.test")
    await Shell(page).open("Notices")
    await Shell(page).choose("Marc Martin", "Sign out")
    await expect(SignInPage(page).heading).to_be_visible()
    await page.go_back()
    await expect(SignInPage(page).heading).to_be_visible()
    await expect(page.get_by_text("Marc Martin")).to_be_hidden()


async def test_a_session_that_was_ended_elsewhere_leads_to_sign_in(people: People) -> None:
    """At once, by itself."""
    other, own = [await (await people.meet()).open_tab() for _ in range(2)]
    for page in (other, own):
        await sign_in(page, "other-client@lumiere.test")
    await Shell(own).choose("Bianca Blanc", "Profile")
    sessions = own.get_by_role("region", name="Where you are signed in")
    await sessions.get_by_role("button", name="Sign out").click()
    await expect(sessions.get_by_role("listitem")).to_have_count(1)
    await expect(SignInPage(other).heading).to_be_visible()
    await expect(Shell(own).heading).to_have_text("Profile")
