"""Fixtures of all tests. Tests of what happens to a firm's money run on both databases."""

from __future__ import annotations

import asyncio
import gc
import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import argon2
import pytest
import pytest_asyncio
import structlog

from billing.identity import passwords
from tests.support import firm, postgresql
from tests.support.database_backends import DatabaseBackend, PostgresqlBackend, SqliteBackend

ON_BOTH_DATABASES = ("billing", "ledger", "models", "stories")
_MEMORY_FOLDER = Path("/dev/shm")  # noqa: S108
_MIN_FREE_MEMORY_BYTES = 1 << 30


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        _set_environment_of_processes()
        postgresql.reserve_folder()
    # Hashes are slow on purpose. `test_password_prompt` has those of production.
    passwords._hasher = argon2.PasswordHasher.from_parameters(argon2.profiles.CHEAPEST)
    # By default, tracebacks are drawn with all local variables, which takes longer than what many tests do.
    renderer = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    structlog.configure([*structlog.get_config()["processors"][:-1], renderer])


def _set_environment_of_processes() -> None:
    # Else each worker and each server process compiles the code again.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if os.access(_MEMORY_FOLDER, os.W_OK) and shutil.disk_usage(_MEMORY_FOLDER).free > _MIN_FREE_MEMORY_BYTES:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY_FOLDER))  # where `tmp_path` is
    # Each HTTP client loads all certificate authorities, which takes longer than most requests of tests. None of them
    # leaves the machine.
    os.environ.pop("SSL_CERT_FILE", None)
    os.environ["SSL_CERT_DIR"] = os.devnull


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        postgresql.stop()


def pytest_collection_finish() -> None:
    """Exclude what was imported from garbage collection, which takes a tenth of the time otherwise."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run tests of money on both databases, and others on SQLite."""
    if "database_backend" in metafunc.fixturenames:
        folder = metafunc.definition.path.relative_to(Path(__file__).parent).parts[0]
        if metafunc.definition.get_closest_marker("postgresql"):
            databases = ["postgresql"]
        elif metafunc.definition.get_closest_marker("one_database"):
            databases = ["sqlite"]
        elif folder in ON_BOTH_DATABASES or metafunc.definition.get_closest_marker("both_databases"):
            databases = ["sqlite", "postgresql"]
        else:
            databases = ["sqlite"]
        metafunc.parametrize("database_backend", databases, indirect=True)


@pytest_asyncio.fixture(scope="session")
async def sqlite_backend(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[SqliteBackend]:
    backend = await asyncio.to_thread(SqliteBackend.create, tmp_path_factory.mktemp("template"))
    backend.loop = asyncio.get_running_loop()
    yield backend
    await backend.close()


@pytest_asyncio.fixture(scope="session")
async def postgresql_backend(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[PostgresqlBackend]:
    worker, folder = os.environ.get("PYTEST_XDIST_WORKER", "main"), tmp_path_factory.mktemp("snapshots")
    backend = await asyncio.to_thread(PostgresqlBackend.create, worker, folder)
    backend.loop = asyncio.get_running_loop()
    yield backend
    await backend.close()


@pytest.fixture
def database_backend(request: pytest.FixtureRequest) -> DatabaseBackend:
    """SQLite or PostgreSQL, by the test's parameter."""
    backend: DatabaseBackend = request.getfixturevalue(f"{request.param}_backend")
    return backend


@pytest.fixture(scope="session")
def sqlite_template(sqlite_backend: SqliteBackend) -> Path:
    """A migrated SQLite database without rows."""
    return sqlite_backend.template


@pytest.fixture
async def app(
    database_backend: DatabaseBackend, tmp_path: Path, request: pytest.FixtureRequest
) -> AsyncIterator[firm.AppHarness]:
    """The application on an empty database. After the test, the ledger's invariants are checked."""
    async with firm.build_app(database_backend, tmp_path) as harness:
        harness.mails_notices = request.node.get_closest_marker("mails_of_notices") is not None
        yield harness
