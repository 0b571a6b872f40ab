"""The pages of an app, found by following its links."""

from __future__ import annotations

import re
from collections import deque
from urllib.parse import urlsplit

from playwright.async_api import Page, expect

_ID = re.compile(r"/(?=[^/]*[0-9%])[^/]{12,}")
# Without a session.
ENTRY_PATHS = ("sign-in", "forgotten-password", "reset-password?token=expired", "invitation?token=expired")


async def wait_until_shown(page: Page) -> None:
    """Wait until the page has its heading, and nothing in it is still being loaded."""
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    await expect(page.locator("[aria-busy=true]")).to_have_count(0)


def kind_of(path: str) -> str:
    """The path with a placeholder for each id: pages of the same kind have the same."""
    return _ID.sub("/:id", path)


async def find_paths(page: Page, app: str) -> dict[str, str]:
    """One path of each kind of page that links lead to, for the person who is signed in, by kind."""
    found: dict[str, str] = {}
    waiting = deque([f"/{app}/"])
    while waiting:
        path = waiting.popleft()
        if kind_of(path) in found:
            continue
        found[kind_of(path)] = path
        await page.goto(path)
        await wait_until_shown(page)
        hrefs: list[str] = await page.locator("a[href]").evaluate_all("links => links.map(({ href }) => href)")
        waiting.extend(path for path in (urlsplit(href).path for href in hrefs) if path.startswith(f"/{app}/"))
    return found
