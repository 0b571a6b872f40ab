"""Two databases: the one that the migrations made, with a world in it, and the one that the tables in the code make."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine

import models
from tests.models.samples import build_world


@pytest.fixture(scope="module")
def world(template: Path) -> Iterator[sqlite3.Connection]:
    """What the migrations made, with two firms in it."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    source = sqlite3.connect(template)
    source.backup(connection)
    source.close()
    build_world(connection)
    yield connection
    connection.close()


@pytest.fixture
def database(world: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """The world, and afterwards the same again; everything is enforced."""
    world.execute("PRAGMA foreign_keys=ON")
    world.execute("BEGIN")
    yield world
    world.execute("ROLLBACK")


@pytest.fixture
def lax(world: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """The world, where wrong rows are let in, to be looked at."""
    world.execute("PRAGMA foreign_keys=OFF")
    world.execute("PRAGMA ignore_check_constraints=ON")
    world.execute("BEGIN")
    yield world
    world.execute("ROLLBACK")
    world.execute("PRAGMA ignore_check_constraints=OFF")


@pytest.fixture(scope="module")
def from_code(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """What the tables in the code make, without any migration."""
    path = tmp_path_factory.mktemp("models") / "code.db"
    engine = create_engine(f"sqlite:///{path}")
    models.Base.metadata.create_all(engine)
    engine.dispose()
    connection = sqlite3.connect(path)
    yield connection
    connection.close()
