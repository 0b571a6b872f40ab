"""Pictures of every page, in both languages, for phones, desktops and monitors, light and dark: `make screenshots`.

They are written to `screenshots/` at the root of the repository.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from pathlib import Path

from playwright.async_api import Browser, Page, ViewportSize

from tests.browser.accessibility import WIDTHS, looks
from tests.browser.chromium import run_chromium
from tests.browser.paths import ENTRY_PATHS, find_paths, wait_until_shown
from tests.browser.person import meet_person
from tests.browser.screens.entry import sign_in
from tests.support.server_process import PAGES_HERE, run_server

FOLDER = Path(__file__).parents[2] / "screenshots"
USERS = {"portal": "client@lumiere.test", "dashboard": "owner@lumiere.test"}
WIDE = ViewportSize(width=1920, height=1080)
_WHOLE_PAGE = "({ width: window.innerWidth, height: document.documentElement.scrollHeight })"
_IS_DRAWN = """({ width, height }) => innerWidth === width && innerHeight === height
  && new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(() => resolve(true))))"""


async def take_pictures(chromium: Browser, url: str, app: str) -> None:
    """Of all pages of an app."""
    async with meet_person(chromium, url) as person:
        page = await person.open_tab()
        entries = {f"/{app}/{path.partition('?')[0]}": f"/{app}/{path}" for path in ENTRY_PATHS}
        for kind, path in entries.items():
            await take_pictures_of_page(page, kind, path)
        await sign_in(page, USERS[app], app)
        # No link leads there.
        hidden = {f"/{app}/profile": f"/{app}/profile", f"/{app}/not-found": f"/{app}/nowhere"}
        for kind, path in {**await find_paths(page, app), **hidden}.items():
            await take_pictures_of_page(page, kind, path)


async def take_pictures_of_page(page: Page, kind: str, path: str) -> None:
    """In both languages and in each look."""
    name = kind.strip("/").replace("/:id", "-one").replace("/", "-")
    for locale in ("en", "fr"):
        await page.goto(path)
        await page.evaluate("locale => localStorage.setItem('acompte.locale', locale)", locale)
        await page.goto(path)
        await wait_until_shown(page)
        async for look in looks(page, {**WIDTHS, "wide": WIDE}):
            file = FOLDER / f"{name}-{locale}-{look.replace(', ', '-')}.png"
            await show_all(page)
            # Playwright's own style is against the pages' policy.
            await page.screenshot(path=file, caret="initial")
    await page.evaluate("localStorage.removeItem('acompte.locale')")


async def show_all(page: Page) -> None:
    """Make the window as high as the page, so that what is fixed to its bottom is there."""
    whole: ViewportSize = await page.evaluate(_WHOLE_PAGE)
    await page.set_viewport_size(whole)
    await page.wait_for_function(_IS_DRAWN, arg=whole)


async def main() -> None:
    """Serve the demo, and take all pictures anew."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        async with run_server(Path(folder), **PAGES_HERE) as server, run_chromium() as chromium:
            for app in USERS:
                await take_pictures(chromium, server.url, app)


if __name__ == "__main__":
    asyncio.run(main())
