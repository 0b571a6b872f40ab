"""The two firms that the tables of roles are held against: built once, and never changed."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.support import firm, neighbours
from tests.support.books import SqliteBooks


@pytest_asyncio.fixture(scope="module")
async def street(
    sqlite_books: SqliteBooks, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[neighbours.Neighbours]:
    """Two firms and everybody in them."""
    async with firm.open_house(sqlite_books, tmp_path_factory.mktemp("street")) as house:
        yield await neighbours.settle_in(house)
