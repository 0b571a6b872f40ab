"""A server with demo data for each module, which serves the built pages, and people with browsers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Generator, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.browser.charges import Charges
from tests.browser.chromium import run_chromium
from tests.browser.person import Person, meet_person
from tests.support import postgresql
from tests.support.server_process import PAGES_HERE, ServerProcess, run_server

_FAILED = pytest.StashKey[bool]()
expect.set_options(timeout=20_000)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run tests on SQLite, and those that are marked also on PostgreSQL, with two worker processes."""
    if "database" in metafunc.fixturenames:
        is_core = metafunc.definition.get_closest_marker("both_databases")
        databases = ["sqlite", "postgresql"] if is_core else ["sqlite"]
        metafunc.parametrize("database", databases, indirect=True, scope="module")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    """Remember whether the test failed, for its fixtures."""
    report: Any = yield
    item.stash[_FAILED] = item.stash.get(_FAILED, False) or report.failed
    return report


@pytest.fixture(scope="module")
def database(request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    """Environment variables that select the database."""
    if request.param == "sqlite":
        yield {}
        return
    postgresql.server()
    with postgresql.new_database(f"TEMPLATE {postgresql.prefix()}") as url:
        yield {"DATABASE_URL": url, "WORKERS": "2"}


@pytest_asyncio.fixture(scope="module")
async def server(database: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[ServerProcess]:
    """A server that executes the documents of the pages only. At its end, the ledger is audited."""
    folder = tmp_path_factory.mktemp("server")
    async with run_server(folder, TRUSTED_DOCUMENTS="pages", **PAGES_HERE, **database) as running:
        yield running


@pytest.fixture
def charges(server: ServerProcess) -> Charges:
    return Charges(server)


@pytest_asyncio.fixture(scope="session")
async def chromium() -> AsyncIterator[Browser]:
    async with run_chromium() as browser:
        yield browser


@dataclass
class People:
    """The people of a test."""

    chromium: Browser
    server: ServerProcess
    stack: AsyncExitStack

    async def meet(self, **browser: Any) -> Person:
        """Somebody with an empty browser."""
        return await self.stack.enter_async_context(meet_person(self.chromium, self.server.url, **browser))


@pytest_asyncio.fixture
async def people(
    chromium: Browser, server: ServerProcess, tmp_path: Path, request: pytest.FixtureRequest
) -> AsyncIterator[People]:
    """After the test, nobody's browser has complained unexpectedly; if it failed, what they saw is in its directory."""
    async with AsyncExitStack() as stack:
        yield People(chromium, server, stack)
        if request.node.stash.get(_FAILED, False):
            await _take_pictures(chromium, tmp_path)


async def _take_pictures(chromium: Browser, folder: Path) -> None:
    pages = [page for context in chromium.contexts for page in context.pages]
    for number, page in enumerate(pages):
        file = folder / f"{number}.png"
        await asyncio.wait_for(page.screenshot(path=file, caret="initial"), 10)
        print(f"{page.url}: {file}")
