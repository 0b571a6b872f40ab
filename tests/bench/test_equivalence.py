"""Before it compares contenders, the benchmark checks that they give the same answers and write the same rows."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from bench import contender_sets, databases, equivalence
from bench.data import DataSize
from bench.load import pay_invoice_body, portal_home_body, random_requests, run_load
from bench.servers import serve_all
from db import migrations
from tests.support import postgresql

_TINY_SIZE = DataSize(firms=2, clients=2)


@contextmanager
def _database(kind: str, folder: Path) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite+aiosqlite:///{folder / 'acompte.db'}"
        return
    with postgresql.new_database() as url:
        yield url


@pytest.mark.parametrize("kind", ["postgresql", "sqlite"])
def test_baseline_and_acompte_are_equivalent(kind: str, tmp_path: Path) -> None:
    """Before, during and after a load; the audit finds nothing."""
    chosen = contender_sets.ON_POSTGRESQL[:2] if kind == "postgresql" else contender_sets.ON_SQLITE
    with _database(kind, tmp_path) as database, ExitStack() as stack:
        migrations.migrate(database)
        viewers = asyncio.run(databases.load_data(database, _TINY_SIZE))
        assert asyncio.run(databases.run_audit(database)) == []
        running = serve_all(stack, chosen, database, tmp_path)
        equivalence.check_portal_homes(running, viewers, running[1])
        asyncio.run(equivalence.check_payments(running, database, viewers))
        for server in running:
            for body in (portal_home_body, pay_invoice_body):
                load = asyncio.run(run_load(server.port, random_requests(viewers, body, 1), seconds=0.2))
                assert load.response_count > 0
                assert load.error_count == 0, load.error_example
        equivalence.check_portal_homes(running, viewers, running[1])
        assert asyncio.run(databases.run_audit(database)) == []
