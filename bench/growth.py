"""Measures how Acompte scales with entries, lists, processes and concurrent payers: `python -m bench.growth`."""

from __future__ import annotations

import argparse
import asyncio
import dataclasses
import hashlib
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
from bench.data import DataSize, Viewer
from bench.load import LoadResult, RequestBody, pay_invoice_body, portal_home_body, random_requests, run_load
from bench.servers import OTHER_CORE, SERVER_CORE, RunningContender, serve
from db import migrations
from db.opaque_ids import encode_cursor, encode_global_id
from tests.support import postgresql

_ACOMPTE = contender_sets.ON_POSTGRESQL[1]
_CHUNK = 50_000
_ENTRIES = (30, 1_000, 30_000, 1_000_000)
_OLDER_INVOICES = 40
_INVOICES = (20, 200, 2_000, 20_000)
_INVOICES_OF_FIRM = (1_000, 30_000, 1_000_000)
_ORDERS = ("CREATED", "ISSUED", "DUE", "NUMBER", "TOTAL", "AMOUNT_DUE")
_PROCESSES = (1, 2, 4)
_PAYERS = (1, 64)
_TRIES = 3

Rows = list[dict[str, str]]


def main() -> None:
    """Measure, store the results, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=_ENTRIES[-1], help="maximum number of entries of one account")
    parser.add_argument("--seconds", type=float, default=3.0, help="duration of each measurement")
    arguments = parser.parse_args()
    os.sched_setaffinity(0, {int(OTHER_CORE)})
    with (
        tempfile.TemporaryDirectory(prefix="acompte-bench-") as folder,
        run.postgresql_server(),
        postgresql.new_database() as database,
    ):
        migrations.migrate(database)
        viewers = asyncio.run(databases.load_data(database, DataSize(firms=20, clients=10)))
        results = _measure(database, viewers, Path(folder), arguments.most, arguments.seconds)
    run.RESULTS.parent.mkdir(exist_ok=True)
    (run.RESULTS.parent / "growth.json").write_text(json.dumps(results, indent=1))
    report.write_page()


def _measure(database: str, viewers: list[Viewer], folder: Path, max_entries: int, seconds: float) -> dict[str, Rows]:
    results = {"Processes": _with_processes(database, viewers, folder, seconds)}
    with serve(_ACOMPTE, database, folder) as running:
        results["Concurrent payers of one client"] = _with_payers(running, viewers[20], seconds)
        results["Entries of one account"] = _with_entries(running, database, viewers[0], max_entries, seconds)
        results["Invoices of one client"] = _with_invoices(running, database, viewers[10], seconds)
        results["Orders of a firm's invoices"], results["Filters of a firm's lists"] = _with_lists(
            running, database, viewers[30], max_entries, seconds
        )
    asyncio.run(_audit(database))
    return results


def _run_load(
    running: RunningContender, body: RequestBody, viewers: Sequence[Viewer], seconds: float, connections: int
) -> LoadResult:
    result: LoadResult = uvloop.run(
        run_load(running.port, random_requests(viewers, body, 1), seconds=seconds, connections=connections)
    )
    if result.error_count:
        raise RuntimeError(f"wrong responses, such as {result.error_example!r}")
    return result


def _with_processes(database: str, viewers: Sequence[Viewer], folder: Path, seconds: float) -> Rows:
    """PostgreSQL, the load generator and the processes share both cores."""
    rows = []
    for processes in _PROCESSES:
        with serve(_ACOMPTE, database, folder, cores=f"{SERVER_CORE},{OTHER_CORE}", WORKERS=str(processes)) as running:
            row = {"processes": str(processes)}
            for name, body in (("portal home/s", portal_home_body), ("payInvoice/s", pay_invoice_body)):
                _run_load(running, body, viewers, seconds / 3, 16)
                row[name] = f"{_run_load(running, body, viewers, seconds, 16).rate:,.0f}"
        rows.append(_print_row(row))
    return rows


def _with_payers(running: RunningContender, viewer: Viewer, seconds: float) -> Rows:
    rows = []
    for connections in _PAYERS:
        result = _run_load(running, pay_invoice_body, [viewer], seconds, connections)
        row = {
            "payers": str(connections),
            "payInvoice/s": f"{result.rate:,.0f}",
            "p50, ms": f"{result.latency(50):,.1f}",
        }
        rows.append(_print_row(row | {"p99, ms": f"{result.latency(99):,.1f}"}))
    return rows


def _with_entries(running: RunningContender, database: str, viewer: Viewer, max_entries: int, seconds: float) -> Rows:
    rows = []
    # The invoice that is paid again and again must not be among the newest, which the portal home shows with payments.
    asyncio.run(_grow_table(database, "more_invoices", "invoice", viewer, _OLDER_INVOICES))
    for count in (entry_count for entry_count in _ENTRIES if entry_count <= max_entries):
        asyncio.run(_grow_table(database, "more_entries", "credit_entry", viewer, count))
        middle = asyncio.run(_middle_cursor(database, "CreditEntry", "credit_entry", "event_seq", viewer))
        account = "creditAccount { %s }"
        row = {"entries": f"{count:,}"} | _latencies_by_part(running, viewer, seconds, {
            "portal home": None,
            "balance": account % "balance { amount } available { amount }",
            "first 10": account % _ENTRIES_PAGE.format(""),
            "10 from the middle": account % _ENTRIES_PAGE.format(f', after: "{middle}"'),
            "totalCount": account % "entries(first: 0) { totalCount }",
        })  # fmt: skip
        # Each entry has a lot of its own here, all unspent.
        rows.append(_print_row(row | {"payInvoice": _median_ms(running, pay_invoice_body, viewer, seconds)}))
    return rows


def _with_invoices(running: RunningContender, database: str, viewer: Viewer, seconds: float) -> Rows:
    rows = []
    for count in _INVOICES:
        asyncio.run(_grow_table(database, "more_invoices", "invoice", viewer, count))
        middle = asyncio.run(_middle_cursor(database, "Invoice", "invoice", "id", viewer))
        row = {"invoices": f"{count:,}"} | _latencies_by_part(running, viewer, seconds, {
            "portal home": None,
            "first 20": _INVOICES_PAGE.format(""),
            "20 from the middle": _INVOICES_PAGE.format(f', after: "{middle}"'),
            "amountDue": "amountDue { amount }",
            "totalCount": "invoices(first: 0) { totalCount }",
        })  # fmt: skip
        rows.append(_print_row(row | {"payInvoice": _median_ms(running, pay_invoice_body, viewer, seconds)}))
    return rows


def _with_lists(
    running: RunningContender, database: str, viewer: Viewer, max_invoices: int, seconds: float
) -> tuple[Rows, Rows]:
    """Pages of a firm's lists, as its owner reads them: each order at the start and in the middle, and filters.

    A filter reads rows until the page is full, so what matches few rows, or none, is looked for in all of them.
    """
    owner = asyncio.run(_sign_in_owner(database, viewer))
    orders, filters = [], []
    for count in (invoice_count for invoice_count in _INVOICES_OF_FIRM if invoice_count <= max_invoices):
        asyncio.run(_grow_table(database, "more_invoices", "invoice", viewer, count))
        row = {"invoices": f"{count:,}"}
        for order in _ORDERS:
            page = f"invoices(orderBy: {{field: {order}, direction: ASC}}, first: 20%s) {_PAGE}"
            middle = asyncio.run(_middle_of_order(database, order, viewer))
            row[order] = _median_ms(running, _firm_body(page % ""), owner, seconds)
            row[f"{order}, middle"] = _median_ms(running, _firm_body(page % f', after: "{middle}"'), owner, seconds)
        orders.append(_print_row(row))
        client = encode_global_id("Client", viewer.client_id)
        filters.append(_print_row({"invoices": f"{count:,}"} | {
            name: _median_ms(running, _filter_body(list_name, condition), owner, seconds)
            for name, list_name, condition in (
                ("unpaid", "invoices", "status: [UNPAID]"),
                ("no draft", "invoices", "status: [DRAFT]"),
                ("one client", "invoices", f'clientIds: ["{client}"]'),
                ("due in a month", "invoices", 'dueFrom: "2026-02-01", dueTo: "2026-02-28"'),
                ("text found nowhere", "invoices", 'search: "found nowhere"'),
                ("payments: text found nowhere", "payments", 'search: "found nowhere"'),
                ("payments: disputed", "payments", "disputed: true"),
                ("entries: no refund", "creditEntries", "kind: [REFUND]"),
            )
        }))  # fmt: skip
    return orders, filters


_PAGE = "{ edges { node { id } } pageInfo { hasNextPage endCursor } }"


def _firm_body(selection: str) -> RequestBody:
    def body(_viewer: Viewer) -> dict[str, object]:
        return {"operationName": "List", "query": f"query List {{ firm {{ {selection} }} }}"}

    return body


def _filter_body(list_name: str, condition: str) -> RequestBody:
    return _firm_body(f"{list_name}(first: 20, filter: {{{condition}}}) {_PAGE}")


async def _sign_in_owner(database: str, viewer: Viewer) -> Viewer:
    """Sign in the owner of the viewer's firm."""
    token = f"bench-owner-{viewer.firm_id.hex}"
    statement = """INSERT INTO session (token_digest, id, firm_id, member_id, created_at, last_seen_at, expires_at)
      SELECT $2, uuidv7(), m.firm_id, m.id, f.created_at, f.created_at, f.created_at + interval '100 years'
      FROM firm_member m JOIN firm f ON f.id = m.firm_id WHERE m.firm_id = $1 AND m.role = 'OWNER'"""
    async with databases.connect(database) as connection:
        await connection.execute(statement, viewer.firm_id, hashlib.sha256(token.encode()).hexdigest())
    return dataclasses.replace(viewer, token=token)


async def _middle_of_order(database: str, order: str, viewer: Viewer) -> str:
    """The cursor in the middle of the firm's invoices in this order."""
    keys = {"CREATED": "left(number, 0)", "ISSUED": "issued_on", "DUE": "due_on", "NUMBER": "number_order_key"}
    keys |= {"TOTAL": "total", "AMOUNT_DUE": "total - paid"}
    rows = f"SELECT id, ({keys[order]})::text FROM invoice WHERE firm_id = $1 ORDER BY {keys[order]}, id"
    async with databases.connect(database) as connection:
        middle = f"{rows} OFFSET (SELECT count(*) / 2 FROM invoice WHERE firm_id = $1) LIMIT 1"
        ((row_id, key),) = await connection.fetch(middle, viewer.firm_id)
    return encode_cursor(f"Invoice.{order}.ASC", uuid.UUID(str(row_id)), key)


_ENTRIES_PAGE = "entries(first: 10{}) {{ edges {{ node {{ id kind amount {{ amount }} }} }} }}"
_INVOICES_PAGE = "invoices(first: 20{}) {{ edges {{ node {{ id number status total {{ amount }} }} }} }}"


def _latencies_by_part(
    running: RunningContender, viewer: Viewer, seconds: float, parts: dict[str, str | None]
) -> dict[str, str]:
    """The milliseconds of each selection on the client; None stands for the whole portal home."""
    return {name: _median_ms(running, _part_body(part), viewer, seconds) for name, part in parts.items()}


def _part_body(selection: str | None) -> RequestBody:
    if selection is None:
        return portal_home_body
    query = f"query Part {{ viewer {{ ... on ClientUser {{ client {{ {selection} }} }} }} }}"

    def body(_viewer: Viewer) -> dict[str, object]:
        return {"operationName": "Part", "query": query}

    return body


def _median_ms(running: RunningContender, body: RequestBody, viewer: Viewer, seconds: float) -> str:
    """The median latency of one client that sends one request after another; the best of three."""
    medians = [_run_load(running, body, [viewer], seconds / _TRIES, 1).latency(50) for _ in range(_TRIES)]
    return f"{min(medians):,.2f}"


async def _grow_table(database: str, name: str, table: str, viewer: Viewer, count: int) -> None:
    """Add rows until the client has this many."""
    async with databases.connect(database) as connection:
        of_client = f"SELECT count(*) FROM {table} WHERE firm_id = $1 AND client_id = $2"
        existing: Any = await connection.fetchval(of_client, viewer.firm_id, viewer.client_id)
        missing = count - existing
        while missing > 0:
            chunk = min(missing, _CHUNK)
            await connection.execute(read_statement(name), viewer.firm_id, viewer.client_id, chunk)
            missing -= chunk
        await connection.execute("VACUUM ANALYZE")


async def _middle_cursor(database: str, type_name: str, table: str, order: str, viewer: Viewer) -> str:
    """The cursor in the middle of the client's rows."""
    rows = f"SELECT id FROM {table} WHERE firm_id = $1 AND client_id = $2 ORDER BY {order}"
    async with databases.connect(database) as connection:
        middle = f"{rows} OFFSET (SELECT count(*) / 2 FROM {table} WHERE firm_id = $1 AND client_id = $2) LIMIT 1"
        row_id: Any = await connection.fetchval(middle, viewer.firm_id, viewer.client_id)
    return encode_cursor(type_name, uuid.UUID(str(row_id)))


async def _audit(database: str) -> None:
    violations = await databases.run_audit(database)
    if violations:
        raise RuntimeError(f"the audit found {violations[:5]}")


def _print_row(row: dict[str, Any]) -> dict[str, str]:
    print(row, flush=True)
    return row


if __name__ == "__main__":
    main()
