"""Compares the contenders: `python -m bench.run`.

The server under test has one core; the database and the load generator share the other.
"""

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
from bench.data import DataSize, Viewer
from bench.load import LoadResult, RequestBody, random_requests, run_load
from bench.servers import OTHER_CORE, Contender, RunningContender, serve_all
from db import migrations
from tests.support import postgresql

_PRODUCTION = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on", "shared_buffers": "1GB"}
RESULTS = Path(__file__).parent / "results" / "latest.json"

Figures = dict[str, list[dict[str, float]]]


@dataclass(frozen=True, slots=True)
class BenchmarkOptions:
    """How much is measured, and which contenders, by name (all if empty)."""

    size: DataSize
    rounds: int
    seconds: float
    only: Sequence[str] = ()

    def select(self, contenders: Sequence[Contender]) -> list[Contender]:
        """The contenders to measure."""
        return [contender for contender in contenders if not self.only or contender.name in self.only]


def main() -> None:
    """Measure, store the results and write the page; a small or partial run only prints the tables."""
    arguments = _arguments()
    size = DataSize(firms=8, clients=5) if arguments.small else DataSize()
    options = BenchmarkOptions(size, arguments.rounds, arguments.seconds, arguments.only)
    os.sched_setaffinity(0, {int(OTHER_CORE)})
    machine_description = machine.describe_machine()
    with tempfile.TemporaryDirectory(prefix="acompte-bench-") as folder, postgresql_server():
        figures = _measure_databases(options, Path(folder))
    how = {"rounds": options.rounds, "seconds": options.seconds, **asdict(size)}
    results = {"machine": machine_description, "how": how, "figures": figures}
    if arguments.small or options.only:
        print(report.tables(results))
        return
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(results, indent=1))
    report.write_page()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true", help="tiny data, to check that everything works")
    parser.add_argument("--only", nargs="*", default=(), help="measure these contenders and do not write the page")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=3.0, help="duration of each load")
    return parser.parse_args()


@contextmanager
def postgresql_server() -> Iterator[None]:
    """A PostgreSQL server with the durability settings of production."""
    postgresql.reserve_folder()
    try:
        postgresql.configure(**_PRODUCTION)
        yield
    finally:
        postgresql.stop()


def _measure_databases(options: BenchmarkOptions, folder: Path) -> dict[str, Figures]:
    on_postgresql, on_sqlite = options.select(contender_sets.ON_POSTGRESQL), options.select(contender_sets.ON_SQLITE)
    figures: dict[str, Figures] = {}
    if on_postgresql:
        with postgresql.new_database() as database:
            figures |= _measure_database(database, on_postgresql, options, folder, "PostgreSQL")
    if on_sqlite:
        figures |= _measure_database(f"sqlite+aiosqlite:///{folder}/acompte.db", on_sqlite, options, folder, "SQLite")
    return figures


def _measure_database(
    database: str, chosen: list[Contender], options: BenchmarkOptions, folder: Path, name: str
) -> dict[str, Figures]:
    """Load the data, check equivalence, measure both operations, and audit."""
    _print(f"{name}: loading the data")
    migrations.migrate(database)
    viewers = asyncio.run(databases.load_data(database, options.size))
    with ExitStack() as stack:
        contenders = [contender_sets.CONSTANT_JSON, *chosen]
        constant, *running = serve_all(stack, contenders, database, folder)
        _check_equivalence(running, database, viewers)
        portal_home = _run_rounds([constant, *running], viewers, options, "portal home", None)
        pay_invoice = _run_rounds(running, viewers, options, "payInvoice", database)
    return {f"portal home, {name}": portal_home, f"payInvoice, {name}": pay_invoice}


def _check_equivalence(running: list[RunningContender], database: str, viewers: Sequence[Viewer]) -> None:
    _print("comparing responses and rows")
    example = next((server for server in running if "Acompte" in server.contender.name), running[0])
    sample = viewers[:: max(1, len(viewers) // 10)]
    equivalence.check_portal_homes(running, sample, example)
    asyncio.run(equivalence.check_payments(running, database, viewers))
    equivalence.check_portal_homes(running, sample, example)
    asyncio.run(_audit(database, "all of them"))


def _run_rounds(
    running: Sequence[RunningContender],
    viewers: Sequence[Viewer],
    options: BenchmarkOptions,
    operation: str,
    audited_database: str | None,
) -> Figures:
    """Measure in turns (A B C, A B C), so that other load on the machine affects all alike. Round 0 is a warm-up."""
    figures: Figures = {server.contender.name: [] for server in running}
    for number in range(options.rounds + 1):
        for server in running:
            body = (
                server.contender.dialect.portal_home
                if operation == "portal home"
                else server.contender.dialect.pay_invoice
            )
            result = _run_one_load(server, viewers, body, options, number)
            # The ledger is append-only: what any load broke is still found after the last one.
            if audited_database and number in (0, options.rounds):
                asyncio.run(_audit(audited_database, server.contender.name))
            if number:
                figures[server.contender.name].append(result)
            _print(f"{operation}, round {number}: {server.contender.name} {result['rate']:.0f}/s")
    return figures


def _run_one_load(
    server: RunningContender, viewers: Sequence[Viewer], body: RequestBody, options: BenchmarkOptions, seed: int
) -> dict[str, float]:
    before = server.cpu_seconds
    requests = random_requests(viewers, body, seed)
    result: LoadResult = uvloop.run(run_load(server.port, requests, seconds=options.seconds))
    if result.error_count:
        raise RuntimeError(
            f"{server.contender.name}: {result.error_count} wrong responses, such as {result.error_example!r}"
        )
    return {
        "rate": round(result.rate, 1),
        "cpu_us": round((server.cpu_seconds - before) / result.response_count * 1e6, 1),
        "p50_ms": round(result.latency(50), 2),
        "p99_ms": round(result.latency(99), 2),
    }


async def _audit(database: str, contender_name: str) -> None:
    violations = await databases.run_audit(database)
    if violations:
        raise RuntimeError(f"after {contender_name} the audit found {violations[:5]}")


def _print(message: Any) -> None:
    print(message, flush=True)


if __name__ == "__main__":
    main()
