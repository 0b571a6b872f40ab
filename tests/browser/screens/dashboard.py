"""The firm dashboard."""

from __future__ import annotations

import re

from playwright.async_api import Page, expect


class PaymentSettingsPage:
    """How clients pay, in two steps."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.methods = page.get_by_role("region", name="1. How clients pay")
        self.prepayment = page.get_by_role("region", name="2. Prepayment")
        self.accounts = self.methods.get_by_role("list").first

    async def connect_stripe(self) -> None:
        """Go through the onboarding of the Stripe simulator, and come back."""
        await self.methods.get_by_role("button", name="Connect Stripe").click()
        await self.page.get_by_role("button", name="Complete the onboarding").click()
        await expect(self.accounts).to_contain_text("Connected")

    async def choose_method(self, method: str) -> None:
        """Choose what clients pay with, and save it."""
        await self.methods.get_by_role("radio", name=re.compile(rf"^{method} (Paid|Whoever)")).check()
        await self.methods.get_by_role("button", name="Save").click()
        await expect(self.methods.get_by_role("button", name="Save")).to_be_hidden()

    async def enable_prepayment(self) -> None:
        """Switch it on."""
        await self.prepayment.get_by_role("button", name="Switch prepayment on").click()
        await expect(self.prepayment.get_by_text("On", exact=True)).to_be_visible()


class ClientsPage:
    """The list of clients."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.new = page.get_by_role("button", name="New client").first
        self.dialog = page.get_by_role("dialog", name="New client")

    async def create(self, name: str) -> ClientPage:
        """Create a client; its page opens."""
        await self.new.click()
        await self.dialog.get_by_label("Name").fill(name)
        await self.dialog.get_by_role("button", name="Create the client").click()
        await expect(self.page.get_by_role("heading", level=1)).to_have_text(name)
        return ClientPage(self.page)


class ClientPage:
    """One client: what it has and owes, and who signs in for it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.credits = page.get_by_role("region", name="Credits")
        self.users = page.get_by_role("region", name="Users")

    async def invite_user(self, name: str, email: str) -> None:
        """Send an invitation by mail."""
        await self.users.get_by_role("button", name="Invite a user").click()
        dialog = self.page.get_by_role("dialog", name="Invite a user")
        await dialog.get_by_label("Name").fill(name)
        await dialog.get_by_label("Email address").fill(email)
        await dialog.get_by_role("button", name="Send the invitation").click()
        await expect(self.users.get_by_role("listitem").filter(has_text=email)).to_contain_text("Invited")

    async def create_invoice(self, description: str, price: str) -> None:
        """Issue an invoice of one line to the client; its page opens."""
        await self.page.get_by_role("link", name="New invoice").click()
        page = self.page
        line = page.get_by_role("group", name="Line 1")
        await page.get_by_label("What the invoice is for").fill(description)
        await line.get_by_label("Description").fill(description)
        await line.get_by_label("Price").fill(price)
        await page.get_by_role("button", name="Issue the invoice").click()
        await expect(page.get_by_role("heading", level=1)).to_contain_text("Invoice")
