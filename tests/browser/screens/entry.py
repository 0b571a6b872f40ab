"""The pages for somebody who is not signed in."""

from __future__ import annotations

from playwright.async_api import Page, expect

from server.ops.demo import PASSWORD


class SignInPage:
    """Email address and password, and then the choice between several memberships."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.heading = page.get_by_role("heading", name="Sign in")
        self.email = page.get_by_label("Email address")
        self.password = page.get_by_label("Password", exact=True)
        self.submit = page.get_by_role("button", name="Sign in", exact=True)
        self.error = page.get_by_role("alert")

    async def send(self, email: str, password: str = PASSWORD) -> None:
        """Fill in the form, and send it."""
        await self.email.fill(email)
        await self.password.fill(password)
        await self.submit.click()

    async def choose_membership(self, name: str) -> None:
        """Of a person who has several."""
        await expect(self.page.get_by_role("heading", name="Where do you want to go?")).to_be_visible()
        await self.page.get_by_role("button", name=name).click()


class InvitationPage:
    """Where the link in an invitation's mail leads to."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.heading = page.get_by_role("heading", name="You are invited")
        self.password = page.get_by_label("Choose a password")
        self.submit = page.get_by_role("button", name="Accept the invitation")

    async def accept(self, password: str) -> None:
        """Choose a password, and enter."""
        await self.password.fill(password)
        await self.submit.click()
        await expect(self.heading).to_be_hidden()


async def sign_in(page: Page, email: str, app: str = "portal") -> None:
    """Sign in as a demo user, and wait for the first page."""
    await page.goto(f"/{app}/sign-in")
    entry = SignInPage(page)
    await entry.send(email)
    await expect(page.get_by_role("navigation", name="Main navigation").first).to_be_visible()
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
