"""The two firms that the tables of roles are held against: built once, and never changed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.support import firm, neighbours


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def street(template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[neighbours.Neighbours]:
    """Two firms and everybody in them."""
    async with firm.open_house(template, tmp_path_factory.mktemp("street")) as house:
        yield await neighbours.settle_in(house)
