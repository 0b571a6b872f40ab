"""The client portal."""

from __future__ import annotations

import re
from decimal import Decimal

from playwright.async_api import Page, expect

from tests.browser.person import Person
from tests.browser.screens.entry import sign_in
from tests.browser.screens.payment_window import PaymentWindow

_AVAILABLE = re.compile(r"([\d,]+\.\d\d)\s*available")


class HomePage:
    """What there is to do, credits, and the offer to prepay."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.heading = page.get_by_role("heading", level=1)
        self.to_do = page.get_by_role("region", name="To do")
        self.credits = page.get_by_role("region", name="Your credits")
        self.prepay = page.get_by_role("button", name="Make a prepayment")
        self.prepayment = PrepaymentDialog(page)
        self.payment_window = PaymentWindow(page)

    async def available(self) -> Decimal:
        """The credits that can be spent."""
        await expect(self.credits).to_have_text(_AVAILABLE)
        found = _AVAILABLE.search(await self.credits.inner_text())
        assert found is not None
        return Decimal(found[1].replace(",", ""))

    async def expect_available(self, amount: Decimal) -> None:
        """Wait until the credits are these."""
        await expect(self.credits).to_have_text(re.compile(rf"(?<![\d,]){re.escape(f'{amount:,.2f}')}\s*available"))

    async def start_prepayment(self, amount: str, method: str | None = None) -> PaymentWindow:
        """Fill in the dialog, and go on to the payment window. By card, unless another method is named."""
        await self.prepay.click()
        await self.prepayment.send(amount, method)
        await expect(self.payment_window.dialog).to_be_visible()
        return self.payment_window


class PrepaymentDialog:
    """Amount and method of a prepayment."""

    def __init__(self, page: Page) -> None:
        self.dialog = page.get_by_role("dialog", name="Make a prepayment")
        self.amount = self.dialog.get_by_label("Amount")
        self.submit = self.dialog.get_by_role("button", name="Continue to payment")
        self.error = self.dialog.get_by_role("alert")

    async def send(self, amount: str, method: str | None = None) -> None:
        """Fill it in, and send it. By card, unless another method is named."""
        await self.amount.fill(amount)
        if method is not None:
            await self.dialog.get_by_role("radio", name=method).check()
        await self.submit.click()

    async def close(self) -> None:
        """Give it up."""
        await self.dialog.get_by_role("button", name="Close").click()
        await expect(self.dialog).to_be_hidden()


async def come_home(person: Person, email: str = "client@lumiere.test") -> HomePage:
    """Sign in as a demo user in a new tab."""
    page = await person.open_tab()
    await sign_in(page, email)
    return HomePage(page)


class InvoicePage:
    """An invoice, and the ways to pay it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.heading = page.get_by_role("heading", level=1)
        self.left_to_pay = page.get_by_role("region", name="Left to pay")
        self.payments = page.get_by_role("region", name="Payments", exact=True)
        self.form = page.get_by_role("region", name="Pay this invoice")
        self.error = self.form.get_by_role("alert")
        self.amount = self.form.get_by_label("Amount", exact=True)
        self.submit = self.form.get_by_role("button", name=re.compile("Continue to payment|Pay .* from credits"))
        self.payment_window = PaymentWindow(page)

    async def choose(self, source: str, amount: str | None = None) -> None:
        """Choose what it is paid from, and how much of it, or all that is payable."""
        if amount is not None:
            await self.form.get_by_role("radio", name="Another amount").check()
            await self.amount.fill(amount)
        await self.form.get_by_role("radio", name=re.compile(f"^{source}")).check()

    async def expect_quote(self, **figures: str) -> None:
        """Wait until the quote says what comes from where: `credits`, `card`."""
        terms = {"credits": "From your credits", "card": "By card", "debit": "By bank debit"}
        for source, term in terms.items():
            definition = self.form.get_by_role("term").filter(has_text=term)
            await expect(definition).to_have_count(1 if source in figures else 0)
            if source in figures:
                await expect(definition.locator("xpath=following-sibling::dd[1]")).to_have_text(figures[source])
        await expect(self.submit).to_be_enabled()
