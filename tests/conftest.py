"""Fixtures that all tests share."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support import firm


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "template.db"
    firm.make_template(path)
    return path


@pytest.fixture
async def house(template: Path, tmp_path: Path) -> AsyncIterator[firm.House]:
    """A house of the test's own; when the test is over, its books are audited."""
    async with firm.open_house(template, tmp_path) as opened:
        yield opened
