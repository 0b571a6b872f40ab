"""Stories with servers in processes of their own, on both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support import postgresql


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    """Environment variables that select the database: none for SQLite, or a PostgreSQL database of its own."""
    if request.param == "sqlite":
        yield {}
        return
    postgresql.server()
    with postgresql.new_database(f"TEMPLATE {postgresql.prefix()}") as url:
        yield {"DATABASE_URL": url}
