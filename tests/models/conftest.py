"""SQLite databases: one created by the migrations and seeded with sample rows, one created from the models."""

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
    """A database created by the migrations, with the sample rows of two firms."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    source = sqlite3.connect(sqlite_template)
    source.backup(connection)
    source.close()
    seed_database(connection)
    yield connection
    connection.close()


@pytest.fixture
def database(seeded_database: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """The seeded database, with all constraints enforced. Changes are rolled back after the test."""
    seeded_database.execute("PRAGMA foreign_keys=ON")
    seeded_database.execute("BEGIN")
    yield seeded_database
    seeded_database.execute("ROLLBACK")


@pytest.fixture
def unchecked_database(seeded_database: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """The seeded database without constraints, to insert invalid rows and inspect them."""
    seeded_database.execute("PRAGMA foreign_keys=OFF")
    seeded_database.execute("PRAGMA ignore_check_constraints=ON")
    seeded_database.execute("BEGIN")
    yield seeded_database
    seeded_database.execute("ROLLBACK")
    seeded_database.execute("PRAGMA ignore_check_constraints=OFF")


@pytest.fixture(scope="module")
def metadata_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """A database created from the models, without migrations."""
    path = tmp_path_factory.mktemp("models") / "code.db"
    engine = create_engine(f"sqlite:///{path}")
    models.Base.metadata.create_all(engine)
    engine.dispose()
    connection = sqlite3.connect(path)
    yield connection
    connection.close()
