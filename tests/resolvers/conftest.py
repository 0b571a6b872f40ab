"""What tests that only read share: the two firms that access is checked on, and an application for each module."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.support import firm, two_firms
from tests.support.database_backends import DatabaseBackend, SqliteBackend


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run tests of what a module shares on both databases if they are so marked, and others on SQLite."""
    if "shared_backend" in metafunc.fixturenames:
        is_on_both = metafunc.definition.get_closest_marker("both_databases")
        databases = ["sqlite", "postgresql"] if is_on_both else ["sqlite"]
        metafunc.parametrize("shared_backend", databases, indirect=True, scope="module")


@pytest.fixture(scope="module")
def shared_backend(request: pytest.FixtureRequest) -> DatabaseBackend:
    """SQLite or PostgreSQL, by the test's parameter."""
    backend: DatabaseBackend = request.getfixturevalue(f"{request.param}_backend")
    return backend


@pytest_asyncio.fixture(scope="module")
async def shared_app(
    shared_backend: DatabaseBackend, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[firm.AppHarness]:
    """The application, for what takes long to build and is only read: once for all tests of a module."""
    async with firm.build_app(shared_backend, tmp_path_factory.mktemp("shared")) as app:
        yield app


@pytest_asyncio.fixture(scope="session")
async def both_firms(
    sqlite_backend: SqliteBackend, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[two_firms.TwoFirms]:
    """Two firms with all their members, clients and objects. Built once, and never changed."""
    async with firm.build_app(sqlite_backend, tmp_path_factory.mktemp("two-firms")) as app:
        yield await two_firms.build_two_firms(app)
