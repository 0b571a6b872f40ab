"""The benchmarks compare what is alike: same answers, same rows, books that are right."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from bench import choice, compared, stored
from bench.data import Size
from bench.load import load, pay_invoice, portal_home, requests
from bench.servers import all_serving
from db import migrations
from tests.support import postgresql

_TINY = Size(firms=2, clients=2)


@contextmanager
def _database(kind: str, folder: Path) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite+aiosqlite:///{folder / 'books.db'}"
        return
    with postgresql.new_database() as made:
        yield made


@pytest.mark.parametrize("kind", ["postgresql", "sqlite"])
def test_the_floor_and_acompte_answer_alike_and_write_alike(kind: str, tmp_path: Path) -> None:
    """What is faster is faster at the same: before, under and after a load, on books that the audit finds right."""
    chosen = choice.ON_POSTGRESQL[:2] if kind == "postgresql" else choice.ON_SQLITE
    with _database(kind, tmp_path) as database, ExitStack() as stack:
        migrations.migrate(database)
        payers = asyncio.run(stored.fill(database, _TINY))
        assert asyncio.run(stored.audited(database)) == []
        running = all_serving(stack, chosen, database, tmp_path)
        compared.portal_homes(running, payers, running[1])
        asyncio.run(compared.payments(running, database, payers))
        for one in running:
            for body in (portal_home, pay_invoice):
                measured = asyncio.run(load(one.port, requests(payers, body, 1), seconds=0.2))
                assert measured.answers > 0
                assert measured.wrong == 0, measured.example
        compared.portal_homes(running, payers, running[1])
        assert asyncio.run(stored.audited(database)) == []
