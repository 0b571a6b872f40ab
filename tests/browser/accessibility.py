"""What keeps people from using a page, as far as axe finds it, on phones and desktops, light and dark."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Literal

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, ViewportSize

from tests.browser.person import DESKTOP, PHONE

_BARRIERS = ("moderate", "serious", "critical")
_AXE = Axe()
# The browser hears of width and theme later, changes some colors slowly, and draws them in the next frame.
_IS_DRAWN = """([width, theme]) => innerWidth === width
  && matchMedia(`(prefers-color-scheme: ${theme})`).matches
  && Promise.allSettled([
    document.fonts.ready,
    ...document.getAnimations()
      .filter(animation => animation.effect.getComputedTiming().endTime !== Infinity)
      .map(animation => animation.finished),
  ]).then(() => new Promise(
    resolve => requestAnimationFrame(() => requestAnimationFrame(() => resolve(true)))
  ))"""
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
WIDTHS = {"phone": PHONE, "desktop": DESKTOP}


async def looks(page: Page, widths: Mapping[str, ViewportSize] = WIDTHS) -> AsyncIterator[str]:
    """Show the page in each way, one after the other: its name."""
    for width, viewport in widths.items():
        await page.set_viewport_size(viewport)
        for theme in THEMES:
            await page.emulate_media(color_scheme=theme)
            await page.wait_for_function(_IS_DRAWN, arg=[viewport["width"], theme])
            yield f"{width}, {theme}"


async def find_barriers(page: Page) -> list[str]:
    """What axe finds that is moderate or worse, and whether the page is wider than the screen, in each look."""
    barriers = []
    async for look in looks(page):
        at = f"{page.url} ({look})"
        results = await _AXE.run(page)
        for violation in results.response["violations"]:
            if violation["impact"] in _BARRIERS:
                elements = [" ".join(map(str, node["target"])) for node in violation["nodes"]]
                barriers.append(f"{at}: {violation['id']}: {violation['help']}: {elements}")
        if await page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            barriers.append(f"{at}: wider than the screen")
    return barriers
