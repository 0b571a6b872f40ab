"""The samples are valid, so that the other tests' rows are refused only for what was changed in them."""

from __future__ import annotations

import sqlite3

import pytest

from tests.models import samples
from tests.models.schema import tables


@pytest.mark.parametrize("name", [name for name in samples.SAMPLES if name not in samples.SINGLETONS])
def test_sample_is_accepted(database: sqlite3.Connection, name: str) -> None:
    """Each sample can be inserted as it is, for either firm."""
    for firm in (samples.FIRM_A, samples.FIRM_B):
        samples.insert(database, samples.sample(name, firm))


def test_every_table_has_a_sample(database: sqlite3.Connection) -> None:
    """A new table needs a sample, and with it tests of its constraints."""
    assert {samples.sample(name)[0] for name in samples.SAMPLES} == set(tables(database))


def test_only_the_missing_firm_has_dangling_references(seeded_database: sqlite3.Connection) -> None:
    """All references of the two firms' rows resolve."""
    missing = samples.key(samples.MISSING_FIRM, "firm")
    for table, rowid, *_ in seeded_database.execute("PRAGMA foreign_key_check").fetchall():
        assert seeded_database.execute(f"SELECT firm_id FROM {table} WHERE rowid = ?", (rowid,)).fetchone() == (
            missing,
        )
