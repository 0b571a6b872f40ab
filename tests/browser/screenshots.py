"""Pictures of pages and dialogs, in both languages, for phones, desktops, monitors, light and dark: `make screenshots`.

They are written to `screenshots/` at the root of the repository.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from pathlib import Path

from playwright.async_api import Browser, Page, ViewportSize, expect

from tests.browser.accessibility import WIDTHS, looks
from tests.browser.chromium import run_chromium
from tests.browser.paths import ENTRY_PATHS, find_paths, wait_until_shown
from tests.browser.person import meet_person
from tests.browser.screens.entry import sign_in
from tests.browser.subjects import USERS, Subject, set_scene, subjects_of
from tests.support.server_process import PAGES_HERE, run_server

FOLDER = Path(__file__).parents[2] / "screenshots"
WIDE = ViewportSize(width=1920, height=1080)
_WHOLE = """() => {
  const dialog = document.querySelector("[role=dialog]");
  const height = dialog ? Math.max(innerHeight, dialog.scrollHeight + 32) : document.documentElement.scrollHeight;
  return { width: innerWidth, height };
}"""
_IS_DRAWN = """({ width, height }) => innerWidth === width && innerHeight === height
  && new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(() => resolve(true))))"""


async def take_pictures(chromium: Browser, url: str, app: str, invitation: str) -> None:
    """Of all pages of an app, and of what opens on them."""
    async with meet_person(chromium, url) as person:
        page = await person.open_tab()
        entries = {f"/{app}/{path.partition('?')[0]}": f"/{app}/{path}" for path in ENTRY_PATHS}
        for kind, path in {**entries, f"/{app}/invitation-valid": invitation}.items():
            await take_pictures_of(page, Subject(kind, path))
        await sign_in(page, USERS[app], app)
        # No link leads there.
        hidden = {f"/{app}/profile": f"/{app}/profile", f"/{app}/not-found": f"/{app}/nowhere"}
        for kind, path in {**await find_paths(page, app), **hidden}.items():
            await take_pictures_of(page, Subject(kind, path))
        async for subject in subjects_of(page, app):
            await take_pictures_of(page, subject)


async def take_pictures_of(page: Page, subject: Subject) -> None:
    """In both languages and in each look."""
    name = subject.kind.strip("/").replace("/:id", "-one").replace("/", "-")
    for locale in ("en", "fr"):
        await page.goto(subject.path)
        await page.evaluate("locale => localStorage.setItem('acompte.locale', locale)", locale)
        await page.goto(subject.path)
        await wait_until_shown(page)
        await subject.show(page)
        async for look in looks(page, {**WIDTHS, "wide": WIDE}):
            file = FOLDER / f"{name}-{locale}-{look.replace(', ', '-')}.png"
            await show_all(page)
            # Playwright's own style is against the pages' policy.
            await page.screenshot(path=file, caret="initial")
        # An open form would be there again on the next page.
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("dialog")).to_be_hidden()
    await page.evaluate("localStorage.removeItem('acompte.locale')")


async def show_all(page: Page) -> None:
    """Make the window as high as the page, so that what is fixed to its bottom is there, or as an open dialog needs."""
    whole: ViewportSize = await page.evaluate(_WHOLE)
    await page.set_viewport_size(whole)
    await page.wait_for_function(_IS_DRAWN, arg=whole)


async def main() -> None:
    """Serve the demo, and take all pictures anew."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        async with run_server(Path(folder), **PAGES_HERE) as server, run_chromium() as chromium:
            async with meet_person(chromium, server.url) as owner:
                invitations = await set_scene(owner, server)
            for app, invitation in invitations.items():
                await take_pictures(chromium, server.url, app, invitation)


if __name__ == "__main__":
    asyncio.run(main())
