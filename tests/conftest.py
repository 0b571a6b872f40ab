"""Fixtures that all tests share. What a firm's money does is shown on both databases."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import argon2
import pytest
import pytest_asyncio

from billing.identity import sign_in
from tests.support import firm, postgresql
from tests.support.database_backends import DatabaseBackend, PostgresqlBackend, SqliteBackend

ON_BOTH_DATABASES = ("billing", "ledger", "models", "stories")


def pytest_configure(config: pytest.Config) -> None:
    """The server for all workers belongs to the process that they are started by."""
    if not hasattr(config, "workerinput"):
        postgresql.announce()
    # The same hashes, only not as expensive to guess; servers in processes of their own have the expensive ones.
    sign_in._hasher = argon2.PasswordHasher.from_parameters(argon2.profiles.CHEAPEST)


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: many tests wait, for other processes or for time to pass."""
    return (os.cpu_count() or 1) + 1


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        postgresql.stop()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Money is tested on both databases, everything else on the one that needs nothing."""
    if "database_backend" in metafunc.fixturenames:
        folder = metafunc.definition.path.relative_to(Path(__file__).parent).parts[0]
        if metafunc.definition.get_closest_marker("postgresql"):
            databases = ["postgresql"]
        elif folder in ON_BOTH_DATABASES or metafunc.definition.get_closest_marker("both_databases"):
            databases = ["sqlite", "postgresql"]
        else:
            databases = ["sqlite"]
        metafunc.parametrize("database_backend", databases, indirect=True)


@pytest.fixture(scope="session")
def sqlite_backend(tmp_path_factory: pytest.TempPathFactory) -> SqliteBackend:
    return SqliteBackend.create(tmp_path_factory.mktemp("template"))


@pytest_asyncio.fixture(scope="session")
async def postgresql_backend() -> AsyncIterator[PostgresqlBackend]:
    made = await asyncio.to_thread(PostgresqlBackend.create, os.environ.get("PYTEST_XDIST_WORKER", "main"))
    made.loop = asyncio.get_running_loop()
    yield made
    await made.close()


@pytest.fixture
def database_backend(request: pytest.FixtureRequest) -> DatabaseBackend:
    """Where the test's books are: SQLite or PostgreSQL."""
    found: DatabaseBackend = request.getfixturevalue(f"{request.param}_backend")
    return found


@pytest.fixture(scope="session")
def sqlite_template(sqlite_backend: SqliteBackend) -> Path:
    """An empty SQLite database with the schema that the migrations make."""
    return sqlite_backend.template


@pytest.fixture
async def app(database_backend: DatabaseBackend, tmp_path: Path) -> AsyncIterator[firm.AppHarness]:
    """A house of the test's own; when the test is over, its books are audited."""
    async with firm.build_app(database_backend, tmp_path) as opened:
        yield opened
