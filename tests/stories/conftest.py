"""Stories that are told through servers in processes of their own, on both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support import postgresql


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    """What a server's environment says about where the books are: nothing, or a PostgreSQL database of its own."""
    if request.param == "sqlite":
        yield {}
        return
    with postgresql.new_database() as url:
        yield {"DATABASE_URL": url}
