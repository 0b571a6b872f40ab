"""The run: `python -m bench.run`. One core for the server that is measured, the other for the database and the load."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import uvloop

from bench import contender_sets, databases, equivalence, machine, report
from bench.data import DataSize, Payer
from bench.load import LoadResult, RequestBody, random_requests, run_load
from bench.servers import OTHER_CORE, Contender, RunningContender, serve_all
from db import migrations
from tests.support import postgresql

_PRODUCTION = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on", "shared_buffers": "1GB"}
RESULTS = Path(__file__).parent / "results" / "latest.json"

Figures = dict[str, list[dict[str, float]]]


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured, and of whom: by name, all where there are none."""

    size: DataSize
    rounds: int
    seconds: float
    only: Sequence[str] = ()

    def select(self, contenders: Sequence[Contender]) -> list[Contender]:
        """Those of these that are wanted."""
        return [one for one in contenders if not self.only or one.name in self.only]


def main() -> None:
    """Measure, keep the figures and write the page; a small run only shows it."""
    arguments = _arguments()
    size = DataSize(firms=8, clients=5) if arguments.small else DataSize()
    plan = Plan(size, arguments.rounds, arguments.seconds, arguments.only)
    os.sched_setaffinity(0, {int(OTHER_CORE)})
    on = machine.describe_machine()
    with tempfile.TemporaryDirectory(prefix="acompte-bench-") as folder, postgresql_server():
        figures = _measure_databases(plan, Path(folder))
    how = {"rounds": plan.rounds, "seconds": plan.seconds, **asdict(size)}
    found = {"machine": on, "how": how, "figures": figures}
    if arguments.small or plan.only:
        print(report.tables(found))
        return
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(found, indent=1))
    report.write_page()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true", help="tiny data: only to see that all of it works")
    parser.add_argument("--only", nargs="*", default=(), help="these contenders, and write no page")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=5.0, help="of each load")
    return parser.parse_args()


@contextmanager
def postgresql_server() -> Iterator[None]:
    """A PostgreSQL server that keeps what it is given, as in production."""
    postgresql.announce()
    try:
        postgresql.configure(**_PRODUCTION)
        yield
    finally:
        postgresql.stop()


def _measure_databases(plan: Plan, folder: Path) -> dict[str, Figures]:
    on_postgresql, on_sqlite = plan.select(contender_sets.ON_POSTGRESQL), plan.select(contender_sets.ON_SQLITE)
    figures: dict[str, Figures] = {}
    if on_postgresql:
        with postgresql.new_database() as database:
            figures |= _measure_database(database, on_postgresql, plan, folder, "PostgreSQL")
    if on_sqlite:
        figures |= _measure_database(f"sqlite+aiosqlite:///{folder}/books.db", on_sqlite, plan, folder, "SQLite")
    return figures


def _measure_database(
    database: str, chosen: list[Contender], plan: Plan, folder: Path, name: str
) -> dict[str, Figures]:
    """Everything on one database: filled, compared, asked, paid, audited."""
    _print(f"{name}: filling the books")
    migrations.migrate(database)
    payers = asyncio.run(databases.load_data(database, plan.size))
    with ExitStack() as stack:
        asked = [contender_sets.CONSTANT_JSON, *chosen]
        constant, *running = serve_all(stack, asked, database, folder)
        _check_equivalence(running, database, payers)
        portal_home = _run_rounds([constant, *running], payers, plan, "portal home", None)
        pay_invoice = _run_rounds(running, payers, plan, "payInvoice", database)
    return {f"portal home, {name}": portal_home, f"payInvoice, {name}": pay_invoice}


def _check_equivalence(running: list[RunningContender], database: str, payers: Sequence[Payer]) -> None:
    _print("comparing answers and rows")
    example = next((one for one in running if "Acompte" in one.contender.name), running[0])
    some = payers[:: max(1, len(payers) // 10)]
    equivalence.check_portal_homes(running, some, example)
    asyncio.run(equivalence.check_payments(running, database, payers))
    equivalence.check_portal_homes(running, some, example)
    asyncio.run(_audit(database, "all of them"))


def _run_rounds(
    running: Sequence[RunningContender],
    payers: Sequence[Payer],
    plan: Plan,
    operation: str,
    audited_database: str | None,
) -> Figures:
    """A B C, A B C, ...: whatever else the machine does meets all of them. The first round only warms up."""
    figures: Figures = {one.contender.name: [] for one in running}
    for number in range(plan.rounds + 1):
        for one in running:
            body = (
                one.contender.dialect.portal_home if operation == "portal home" else one.contender.dialect.pay_invoice
            )
            measured = _run_one_load(one, payers, body, plan, number)
            # Books are kept, so what any load broke is still found after the last.
            if audited_database and number in (0, plan.rounds):
                asyncio.run(_audit(audited_database, one.contender.name))
            if number:
                figures[one.contender.name].append(measured)
            _print(f"{operation}, round {number}: {one.contender.name} {measured['rate']:.0f}/s")
    return figures


def _run_one_load(
    one: RunningContender, payers: Sequence[Payer], body: RequestBody, plan: Plan, seed: int
) -> dict[str, float]:
    before = one.cpu_seconds
    asked = random_requests(payers, body, seed)
    measured: LoadResult = uvloop.run(run_load(one.port, asked, seconds=plan.seconds))
    if measured.error_count:
        raise RuntimeError(f"{one.contender.name}: {measured.error_count} wrong answers, as {measured.error_example!r}")
    return {
        "rate": round(measured.rate, 1),
        "cpu_us": round((one.cpu_seconds - before) / measured.response_count * 1e6, 1),
        "p50_ms": round(measured.latency(50), 2),
        "p99_ms": round(measured.latency(99), 2),
    }


async def _audit(database: str, contender_name: str) -> None:
    found = await databases.run_audit(database)
    if found:
        raise RuntimeError(f"after {contender_name} the books are not right: {found[:5]}")


def _print(what: Any) -> None:
    print(what, flush=True)


if __name__ == "__main__":
    main()
