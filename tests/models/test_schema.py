"""The models and the migrations create the same schema."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import create_engine

import models
from tests.models.schema import constraints, indexes, tables
from tests.support.schema_differences import compare_schema


@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index")
@pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression-based index")
def test_alembic_finds_no_difference(sqlite_template: Path) -> None:
    """Tables, columns, indexes, unique constraints and foreign keys: each change has its migration.

    Indexes of expressions are compared below, word by word.
    """
    engine = create_engine(f"sqlite:///{sqlite_template}")
    with engine.connect() as connection:
        assert compare_schema(connection) == []
    engine.dispose()


@pytest.mark.parametrize("table", sorted(models.Base.metadata.tables))
def test_tables_are_identical(
    seeded_database: sqlite3.Connection, metadata_database: sqlite3.Connection, table: str
) -> None:
    """Every column and constraint, word by word; Alembic does not compare CHECKs."""
    assert tables(seeded_database)[table] == tables(metadata_database)[table]


def test_table_names_and_indexes_are_identical(
    seeded_database: sqlite3.Connection, metadata_database: sqlite3.Connection
) -> None:
    """Indexes are compared word by word, with their columns and WHERE."""
    assert tables(seeded_database).keys() == tables(metadata_database).keys()
    assert indexes(seeded_database) == indexes(metadata_database)


def test_constraint_names_fit_postgresql(seeded_database: sqlite3.Connection) -> None:
    """Every constraint has a name, unique in its table and at most 63 characters long."""
    lines = [line for table_lines in tables(seeded_database).values() for line in table_lines]
    unnamed = [line for line in lines if line.startswith(("CHECK", "UNIQUE", "FOREIGN KEY", "PRIMARY KEY"))]
    assert unnamed == []
    assert [name for name in [*constraints(seeded_database), *indexes(seeded_database)] if len(name) > 63] == []
    assert sum(line.startswith("CONSTRAINT ") for line in lines) > 150
    assert not any(" REFERENCES " in line and not line.startswith("CONSTRAINT ") for line in lines)


def test_ids_are_ordered_by_time() -> None:
    """A later id is greater, also within one millisecond: lists and the ledger are ordered by id."""
    ids = [models.new_id() for _ in range(10_000)]
    assert ids == sorted(ids)
    assert [id_.hex for id_ in ids] == sorted(id_.hex for id_ in ids)
    assert len(set(ids)) == len(ids)
