"""The two firms that access is checked on: built once, and never changed."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.support import firm, two_firms
from tests.support.database_backends import SqliteBackend


@pytest_asyncio.fixture(scope="module")
async def both_firms(
    sqlite_backend: SqliteBackend, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[two_firms.TwoFirms]:
    """Two firms with all their members, clients and objects."""
    async with firm.build_app(sqlite_backend, tmp_path_factory.mktemp("two-firms")) as app:
        yield await two_firms.build_two_firms(app)
