"""Two databases: the one that the migrations made, with a world in it, and the one that the tables in the code make."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine

import models
from tests.models.samples import seed_database


@pytest.fixture(scope="module")
def seeded_database(sqlite_template: Path) -> Iterator[sqlite3.Connection]:
    """What the migrations made, with two firms in it."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    source = sqlite3.connect(sqlite_template)
    source.backup(connection)
    source.close()
    seed_database(connection)
    yield connection
    connection.close()


@pytest.fixture
def database(seeded_database: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """The world, and afterwards the same again; everything is enforced."""
    seeded_database.execute("PRAGMA foreign_keys=ON")
    seeded_database.execute("BEGIN")
    yield seeded_database
    seeded_database.execute("ROLLBACK")


@pytest.fixture
def unchecked_database(seeded_database: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """The world, where wrong rows are let in, to be looked at."""
    seeded_database.execute("PRAGMA foreign_keys=OFF")
    seeded_database.execute("PRAGMA ignore_check_constraints=ON")
    seeded_database.execute("BEGIN")
    yield seeded_database
    seeded_database.execute("ROLLBACK")
    seeded_database.execute("PRAGMA ignore_check_constraints=OFF")


@pytest.fixture(scope="module")
def metadata_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """What the tables in the code make, without any migration."""
    path = tmp_path_factory.mktemp("models") / "code.db"
    engine = create_engine(f"sqlite:///{path}")
    models.Base.metadata.create_all(engine)
    engine.dispose()
    connection = sqlite3.connect(path)
    yield connection
    connection.close()
