"""The demo's mails, which are not sent, but shown on a page."""

from __future__ import annotations

from playwright.async_api import Page

from tests.browser.person import Person
from tests.stories.test_new_firm import wait_for_mail
from tests.support.server_process import ServerProcess


async def follow_link(person: Person, server: ServerProcess, address: str, subject: str) -> Page:
    """Wait for a mail with this subject to an address, open it, and follow its first link, which opens a tab."""
    mail = await wait_for_mail(server, address, subject)
    page = await person.open_tab(f"/sandbox/mail/{mail['id']}")
    async with page.expect_popup() as popup:
        await page.locator("pre").get_by_role("link").first.click()
    return await popup.value
