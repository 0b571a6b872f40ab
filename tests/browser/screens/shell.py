"""What is around each page: the menu, who is signed in, and whether there is a connection."""

from __future__ import annotations

import re

from playwright.async_api import Locator, Page, expect

_NAVIGATION = re.compile("^(Main navigation|Navigation principale)$")
CONNECTION_LOST = "The connection is lost. We are trying again."


class Shell:
    """The frame of an app. The names are those of its menus, in English unless the language was changed."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.navigation = page.get_by_role("navigation", name=_NAVIGATION).filter(visible=True)
        self.heading = page.get_by_role("heading", level=1)
        self.breadcrumb = page.get_by_role("navigation", name="Breadcrumb").get_by_role("link")
        self.menu = page.get_by_role("menu")
        self.connection = page.get_by_text(CONNECTION_LOST)

    def link(self, name: str) -> Locator:
        """A link of the main navigation."""
        return self.navigation.get_by_role("link", name=name)

    async def open(self, name: str) -> None:
        """Go to a page of the main navigation."""
        await self.link(name).click()
        await expect(self.heading).to_have_text(name)

    async def choose(self, person: str, item: str) -> None:
        """Choose an item of the menu that the person's name opens."""
        await self.page.get_by_role("button", name=person).click()
        await self.menu.get_by_role("menuitem", name=item, exact=True).click()
