"""Where the payer confirms a payment with the Stripe simulator."""

from __future__ import annotations

import re

from playwright.async_api import Page, expect

CARD = "4242424242424242"
AUTHENTICATED_CARD = "4000002500003155"
DECLINED_CARD = "4000000000000002"
EMPTY_CARD = "4000000000009995"
IBAN = "DE89370400440532013000"
FAILING_IBAN = "DE62370400440532013001"

DECLINED = "The payment was declined, and nothing was paid."
NOT_ENOUGH_MONEY = "There is not enough money on this account."
NOT_AUTHENTICATED = "Your bank could not confirm that it is you. Nothing was paid."
UNREACHABLE = "The payment provider could not be reached."


class PaymentWindow:
    """The dialog."""

    def __init__(self, page: Page) -> None:
        self.dialog = page.get_by_role("dialog", name="Payment", exact=True)
        self.card_number = self.dialog.get_by_label("Card number")
        self.account = self.dialog.get_by_label("IBAN")
        self.submit = self.dialog.get_by_role("button", name=re.compile(r"^Pay\s"))
        self.error = self.dialog.get_by_role("alert")
        self.question = self.dialog.get_by_text("Your bank asks: is it you?")
        self.thanks = self.dialog.get_by_text("Thank you", exact=True)
        self.processing = self.dialog.get_by_text("Your bank is processing the payment", exact=True)

    async def pay_by_card(self, number: str = CARD) -> None:
        """Send the card's number."""
        await self.card_number.fill(number)
        await self.submit.click()

    async def pay_by_debit(self, iban: str = IBAN) -> None:
        """Send the account's number, which is a mandate."""
        await self.account.fill(iban)
        await self.submit.click()

    async def answer_bank(self, *, confirms: bool = True) -> None:
        """Answer the question of 3-D Secure."""
        await expect(self.question).to_be_visible()
        await self.dialog.get_by_role("button", name="Confirm the payment" if confirms else "Refuse it").click()

    async def leave(self) -> None:
        """Close it after the payment is made, or has been given to the bank."""
        await self.dialog.get_by_role("button", name="Done").click()
        await expect(self.dialog).to_be_hidden()

    async def close(self) -> None:
        """Close it, whatever has become of the payment."""
        await self.dialog.get_by_role("button", name="Close").click()
        await expect(self.dialog).to_be_hidden()
