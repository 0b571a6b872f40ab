"""How it grows, with entries, invoices, processes and payers at once: `python -m bench.growth`."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import tempfile
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import uvloop

from bench import contender_sets, databases, report, run
from bench.contenders.common import read_statement
from bench.data import DataSize, Payer
from bench.load import LoadResult, RequestBody, pay_invoice_body, portal_home_body, random_requests, run_load
from bench.servers import OTHER_CORE, SERVER_CORE, RunningContender, serve
from db import migrations
from db.opaque_ids import encode_cursor
from tests.support import postgresql

_ACOMPTE = contender_sets.ON_POSTGRESQL[1]
_CHUNK = 50_000
_ENTRIES = (30, 1_000, 30_000, 1_000_000)
_OLDER_INVOICES = 40
_INVOICES = (20, 200, 2_000, 20_000)
_PROCESSES = (1, 2, 4)
_PAYERS = (1, 64)
_TRIES = 3

Rows = list[dict[str, str]]


def main() -> None:
    """Measure, keep the figures, and write the page anew."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=_ENTRIES[-1], help="entries of one account, at most")
    parser.add_argument("--seconds", type=float, default=3.0, help="of each measurement")
    arguments = parser.parse_args()
    os.sched_setaffinity(0, {int(OTHER_CORE)})
    with (
        tempfile.TemporaryDirectory(prefix="acompte-bench-") as folder,
        run.postgresql_server(),
        postgresql.new_database() as database,
    ):
        migrations.migrate(database)
        payers = asyncio.run(databases.load_data(database, DataSize(firms=20, clients=10)))
        found = _measure(database, payers, Path(folder), arguments.most, arguments.seconds)
    run.RESULTS.parent.mkdir(exist_ok=True)
    (run.RESULTS.parent / "growth.json").write_text(json.dumps(found, indent=1))
    report.write_page()


def _measure(database: str, payers: list[Payer], folder: Path, most: int, seconds: float) -> dict[str, Rows]:
    found = {"Processes": _with_processes(database, payers, folder, seconds)}
    with serve(_ACOMPTE, database, folder) as running:
        found["Payers at one account at once"] = _with_payers(running, payers[20], seconds)
        found["Entries of one account"] = _with_entries(running, database, payers[0], most, seconds)
        found["Invoices of one client"] = _with_invoices(running, database, payers[10], seconds)
    asyncio.run(_audit(database))
    return found


def _run_load(
    running: RunningContender, body: RequestBody, payers: Sequence[Payer], seconds: float, connections: int
) -> LoadResult:
    measured: LoadResult = uvloop.run(
        run_load(running.port, random_requests(payers, body, 1), seconds=seconds, connections=connections)
    )
    if measured.error_count:
        raise RuntimeError(f"wrong answers, as {measured.error_example!r}")
    return measured


def _with_processes(database: str, payers: Sequence[Payer], folder: Path, seconds: float) -> Rows:
    """Both cores are everybody's here."""
    rows = []
    for processes in _PROCESSES:
        with serve(_ACOMPTE, database, folder, cores=f"{SERVER_CORE},{OTHER_CORE}", WORKERS=str(processes)) as one:
            row = {"processes": str(processes)}
            for name, body in (("portal home/s", portal_home_body), ("payInvoice/s", pay_invoice_body)):
                _run_load(one, body, payers, seconds / 3, 16)
                row[name] = f"{_run_load(one, body, payers, seconds, 16).rate:,.0f}"
        rows.append(_print_row(row))
    return rows


def _with_payers(running: RunningContender, payer: Payer, seconds: float) -> Rows:
    rows = []
    for connections in _PAYERS:
        measured = _run_load(running, pay_invoice_body, [payer], seconds, connections)
        row = {
            "payers": str(connections),
            "payInvoice/s": f"{measured.rate:,.0f}",
            "p50, ms": f"{measured.latency(50):,.1f}",
        }
        rows.append(_print_row(row | {"p99, ms": f"{measured.latency(99):,.1f}"}))
    return rows


def _with_entries(running: RunningContender, database: str, payer: Payer, most: int, seconds: float) -> Rows:
    rows = []
    # The one that is paid, again and again, is not among the newest, which the portal home shows with their payments.
    asyncio.run(_grow_table(database, "more_invoices", "invoice", payer, _OLDER_INVOICES))
    for count in (each for each in _ENTRIES if each <= most):
        asyncio.run(_grow_table(database, "more_entries", "credit_entry", payer, count))
        middle = asyncio.run(_middle_cursor(database, "credit_entry", "event_seq", payer))
        account = "creditAccount { %s }"
        row = {"entries": f"{count:,}"} | _latencies_by_part(running, payer, seconds, {
            "portal home": None,
            "balance": account % "balance { amount } available { amount }",
            "first 10": account % _ENTRIES_PAGE.format(""),
            "10 from the middle": account % _ENTRIES_PAGE.format(f', after: "{middle}"'),
            "totalCount": account % "entries(first: 0) { totalCount }",
        })  # fmt: skip
        # Each entry is a sum of its own here, all unspent.
        rows.append(_print_row(row | {"payInvoice": _median_ms(running, pay_invoice_body, payer, seconds)}))
    return rows


def _with_invoices(running: RunningContender, database: str, payer: Payer, seconds: float) -> Rows:
    rows = []
    for count in _INVOICES:
        asyncio.run(_grow_table(database, "more_invoices", "invoice", payer, count))
        middle = asyncio.run(_middle_cursor(database, "invoice", "id", payer))
        row = {"invoices": f"{count:,}"} | _latencies_by_part(running, payer, seconds, {
            "portal home": None,
            "first 20": _INVOICES_PAGE.format(""),
            "20 from the middle": _INVOICES_PAGE.format(f', after: "{middle}"'),
            "amountDue": "amountDue { amount }",
            "totalCount": "invoices(first: 0) { totalCount }",
        })  # fmt: skip
        rows.append(_print_row(row | {"payInvoice": _median_ms(running, pay_invoice_body, payer, seconds)}))
    return rows


_ENTRIES_PAGE = "entries(first: 10{}) {{ edges {{ node {{ id kind amount {{ amount }} }} }} }}"
_INVOICES_PAGE = "invoices(first: 20{}) {{ edges {{ node {{ id number status total {{ amount }} }} }} }}"


def _latencies_by_part(
    running: RunningContender, payer: Payer, seconds: float, parts: dict[str, str | None]
) -> dict[str, str]:
    """The milliseconds of each part of a client; None is the whole portal home."""
    return {name: _median_ms(running, _part_body(part), payer, seconds) for name, part in parts.items()}


def _part_body(selection: str | None) -> RequestBody:
    if selection is None:
        return portal_home_body
    query = f"query Part {{ viewer {{ ... on ClientUser {{ client {{ {selection} }} }} }} }}"

    def body(_payer: Payer) -> dict[str, object]:
        return {"operationName": "Part", "query": query}

    return body


def _median_ms(running: RunningContender, body: RequestBody, payer: Payer, seconds: float) -> str:
    """The median for one who asks again and again, alone; the least of three: others use the machine as well."""
    medians = [_run_load(running, body, [payer], seconds / _TRIES, 1).latency(50) for _ in range(_TRIES)]
    return f"{min(medians):,.2f}"


async def _grow_table(database: str, name: str, table: str, payer: Payer, count: int) -> None:
    """Until the client has so many."""
    async with databases.connect(database) as connection:
        of_client = f"SELECT count(*) FROM {table} WHERE firm_id = $1 AND client_id = $2"
        missing = count - await connection.fetchval(of_client, payer.firm_id, payer.client_id)
        while missing > 0:
            some = min(missing, _CHUNK)
            await connection.execute(read_statement(name), payer.firm_id, payer.client_id, some)
            missing -= some
        await connection.execute("VACUUM ANALYZE")


async def _middle_cursor(database: str, table: str, order: str, payer: Payer) -> str:
    """The cursor in the middle of the client's rows."""
    found = f"SELECT id FROM {table} WHERE firm_id = $1 AND client_id = $2 ORDER BY {order}"
    async with databases.connect(database) as connection:
        half = f"{found} OFFSET (SELECT count(*) / 2 FROM {table} WHERE firm_id = $1 AND client_id = $2) LIMIT 1"
        own_id: uuid.UUID = await connection.fetchval(half, payer.firm_id, payer.client_id)
    return encode_cursor(uuid.UUID(str(own_id)))


async def _audit(database: str) -> None:
    found = await databases.run_audit(database)
    if found:
        raise RuntimeError(f"the books are not right: {found[:5]}")


def _print_row(row: dict[str, Any]) -> dict[str, str]:
    print(row, flush=True)
    return row


if __name__ == "__main__":
    main()
