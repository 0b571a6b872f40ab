"""Fixtures that all tests share. What a firm's money does is shown on both databases."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support import firm, postgresql
from tests.support.books import Books, PostgresqlBooks, SqliteBooks

_ON_BOTH = ("billing", "ledger", "models", "stories")


def pytest_configure(config: pytest.Config) -> None:
    """The server for all workers belongs to the process that they are started by."""
    if not hasattr(config, "workerinput"):
        postgresql.announce()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        postgresql.stop()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Money is tested on both databases, everything else on the one that needs nothing."""
    if "books" in metafunc.fixturenames:
        folder = metafunc.definition.path.parent.name
        if metafunc.definition.get_closest_marker("postgresql"):
            databases = ["postgresql"]
        elif folder in _ON_BOTH or metafunc.definition.get_closest_marker("both_databases"):
            databases = ["sqlite", "postgresql"]
        else:
            databases = ["sqlite"]
        metafunc.parametrize("books", databases, indirect=True)


@pytest.fixture(scope="session")
def sqlite_books(tmp_path_factory: pytest.TempPathFactory) -> SqliteBooks:
    return SqliteBooks.make(tmp_path_factory.mktemp("template"))


@pytest.fixture(scope="session")
def postgresql_books() -> PostgresqlBooks:
    return PostgresqlBooks.make(os.environ.get("PYTEST_XDIST_WORKER", "main"))


@pytest.fixture
def books(request: pytest.FixtureRequest) -> Books:
    """Where the test's books are: SQLite or PostgreSQL."""
    found: Books = request.getfixturevalue(f"{request.param}_books")
    return found


@pytest.fixture(scope="session")
def template(sqlite_books: SqliteBooks) -> Path:
    """An empty SQLite database with the schema that the migrations make."""
    return sqlite_books.template


@pytest.fixture
async def house(books: Books, tmp_path: Path) -> AsyncIterator[firm.House]:
    """A house of the test's own; when the test is over, its books are audited."""
    async with firm.open_house(books, tmp_path) as opened:
        yield opened
