"""The tables in the code and those that the migrations make are the same."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import create_engine

import models
from db import migrations
from tests.models.schema import constraints, indexes, tables


def test_alembic_finds_no_difference(sqlite_template: Path) -> None:
    """Tables, columns, indexes, uniques and foreign keys: a change of the code comes with its migration."""
    engine = create_engine(f"sqlite:///{sqlite_template}")
    with engine.connect() as connection:
        assert migrations.compare_schema(connection) == []
    engine.dispose()


@pytest.mark.parametrize("table", sorted(models.Base.metadata.tables))
def test_every_line_is_the_same(
    seeded_database: sqlite3.Connection, metadata_database: sqlite3.Connection, table: str
) -> None:
    """Every column, every constraint by name and word, CHECKs too, which Alembic does not look at."""
    assert tables(seeded_database)[table] == tables(metadata_database)[table]


def test_every_table_and_every_index_is_the_same(
    seeded_database: sqlite3.Connection, metadata_database: sqlite3.Connection
) -> None:
    """None is missing on either side; an index's columns and its WHERE are compared by word."""
    assert tables(seeded_database).keys() == tables(metadata_database).keys()
    assert indexes(seeded_database) == indexes(metadata_database)


def test_names_are_such_as_postgresql_takes(seeded_database: sqlite3.Connection) -> None:
    """No constraint without a name, none of a name that is too long or that its table has twice."""
    lines = [line for made in tables(seeded_database).values() for line in made]
    unnamed = [line for line in lines if line.startswith(("CHECK", "UNIQUE", "FOREIGN KEY", "PRIMARY KEY"))]
    assert unnamed == []
    assert [name for name in [*constraints(seeded_database), *indexes(seeded_database)] if len(name) > 63] == []
    assert sum(line.startswith("CONSTRAINT ") for line in lines) > 150
    assert not any(" REFERENCES " in line and not line.startswith("CONSTRAINT ") for line in lines)


def test_ids_are_ordered_by_time() -> None:
    """A later id is greater, also within one millisecond: it is the order of creation that lists and books go by."""
    made = [models.new_id() for _ in range(10_000)]
    assert made == sorted(made)
    assert [one.hex for one in made] == sorted(one.hex for one in made)
    assert len(set(made)) == len(made)
