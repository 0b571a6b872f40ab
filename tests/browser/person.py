"""Somebody who uses the pages in a browser of their own."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Literal

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Error, Page, Request, Response, ViewportSize

DESKTOP = ViewportSize(width=1280, height=800)
PHONE = ViewportSize(width=360, height=740)
_TIMEOUT_MILLISECONDS = 20_000
# A page that is left does not wait for what it has asked for.
_LEFT = "net::ERR_ABORTED"


@dataclass
class Complaints:
    """What a browser finds wrong: errors in its console, among them each violation of the pages' policy; exceptions;
    requests that fail or are refused.
    """

    found: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def expect(self, *patterns: str) -> None:
        """Complaints that match one of these regular expressions belong to the test; there has to be one of each."""
        self.expected += patterns

    def watch(self, page: Page) -> None:
        """Listen to a page."""
        page.on("console", self._hear)
        page.on("pageerror", self._catch)
        page.on("requestfailed", self._fail)
        page.on("response", self._receive)

    def check(self) -> None:
        """Assert that there is nothing but what is expected."""
        unexpected = [text for text in self.found if not any(re.search(pattern, text) for pattern in self.expected)]
        missing = [pattern for pattern in self.expected if not any(re.search(pattern, text) for text in self.found)]
        assert not unexpected, "\n".join(unexpected)
        assert not missing, f"not seen: {missing}"

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.found.append(f"console: {message.text} ({message.location['url']})")

    def _catch(self, error: Error) -> None:
        self.found.append(f"exception: {error}")

    def _fail(self, request: Request) -> None:
        if request.failure != _LEFT:
            self.found.append(f"request: {request.failure}: {request.method} {request.url}")

    def _receive(self, response: Response) -> None:
        if response.status >= 400:
            self.found.append(f"response: {response.status}: {response.request.method} {response.url}")


@dataclass
class Person:
    """A browser's cookies and storage, and its tabs."""

    context: BrowserContext
    complaints: Complaints = field(default_factory=Complaints)

    async def open_tab(self, path: str | None = None) -> Page:
        """A new tab, at a path of the server."""
        page = await self.context.new_page()
        if path is not None:
            await page.goto(path)
        return page


@asynccontextmanager
async def meet_person(
    chromium: Browser,
    url: str,
    *,
    locale: str = "en-GB",
    viewport: ViewportSize = DESKTOP,
    theme: Literal["light", "dark"] = "light",
) -> AsyncIterator[Person]:
    """Somebody with an empty browser, who uses the server at the URL. It has not complained when the block ends."""
    context = await chromium.new_context(
        base_url=url, locale=locale, viewport=viewport, color_scheme=theme, reduced_motion="reduce"
    )
    context.set_default_timeout(_TIMEOUT_MILLISECONDS)
    person = Person(context)
    # Windows that a page opens, too.
    context.on("page", person.complaints.watch)
    yield person
    await context.close()
    person.complaints.check()


@asynccontextmanager
async def without_reload(*pages: Page) -> AsyncIterator[None]:
    """Assert that no page is loaded anew inside the block."""
    for page in pages:
        await page.evaluate("window.isTheSamePage = true")
    yield
    for page in pages:
        assert await page.evaluate("window.isTheSamePage === true")
