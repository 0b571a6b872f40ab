"""Debian's Chromium, driven by Playwright."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, async_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_ARGUMENTS = ("--disable-gpu", "--disable-quic")


def find_chromium() -> str:
    """The path of the browser: that of the environment variable CHROMIUM, or else of an installed package."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)
    assert found is not None, "There is no Chromium: apt-get install chromium, or set CHROMIUM to its path."
    return found


@asynccontextmanager
async def run_chromium() -> AsyncIterator[Browser]:
    """A browser without a window, for the duration of the block."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_chromium(), args=_ARGUMENTS)
        yield browser
        await browser.close()


if __name__ == "__main__":
    find_chromium()
