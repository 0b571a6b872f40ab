"""The samples are right: what is refused in the tests beside is refused for the one thing that is wrong in it."""

from __future__ import annotations

import sqlite3

import pytest

from tests.models import samples
from tests.models.schema import tables


@pytest.mark.parametrize("name", [name for name in samples.SAMPLES if name not in samples.SINGLETONS])
def test_a_sample_is_taken(database: sqlite3.Connection, name: str) -> None:
    """Each sample is a row that the database takes as it is, for either firm."""
    for firm in (samples.FIRM_A, samples.FIRM_B):
        samples.insert(database, samples.sample(name, firm))


def test_every_table_has_a_sample(database: sqlite3.Connection) -> None:
    """A new table comes with a sample, and so with tests of its constraints."""
    assert {samples.sample(name)[0] for name in samples.SAMPLES} == set(tables(database))


def test_the_world_is_whole_but_for_the_ghost(seeded_database: sqlite3.Connection) -> None:
    """Every row of the two firms points to rows that are there."""
    ghost = samples.key(samples.MISSING_FIRM, "firm")
    for table, rowid, *_ in seeded_database.execute("PRAGMA foreign_key_check").fetchall():
        assert seeded_database.execute(f"SELECT firm_id FROM {table} WHERE rowid = ?", (rowid,)).fetchone() == (ghost,)
