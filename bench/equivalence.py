"""Checks, before anything is timed, that all contenders give the same responses and write the same rows."""

from __future__ import annotations

import base64
import re
import uuid
from collections.abc import Sequence
from typing import Any

from bench import databases
from bench.data import Viewer
from bench.servers import RunningContender

_ID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}")
_VOLATILE_COLUMNS = ("at", "created_at", "settled_at", "last_paid_at", "opened_at", "key", "fingerprint")
_EVENT_COLUMNS = {
    "event": "seq",
    "payment": "event_seq",
    "transfer": "event_seq",
    "credit_entry": "event_seq",
    "account": "changed_seq",
    "invoice": "changed_seq",
}


class MismatchError(Exception):
    """A contender's response or rows differ from the others'."""


def check_portal_homes(
    running: Sequence[RunningContender], viewers: Sequence[Viewer], example: RunningContender
) -> None:
    """Compare responses for these viewers with those of `example`, value by value. Raises MismatchError."""
    for viewer in viewers:
        expected = example.portal_home(viewer)
        for server in running:
            response = server.portal_home(viewer)
            if response != expected:
                raise MismatchError(f"{server.contender.name}: {_first_difference(response, expected)}")


async def check_payments(running: Sequence[RunningContender], database: str, viewers: Sequence[Viewer]) -> None:
    """Compare a payment at each contender, each for another firm with equal data. Raises MismatchError."""
    expected = None
    for server, viewer in zip(running, _first_of_each_firm(viewers), strict=False):
        response = _mask_ids(server.pay_invoice(viewer))
        rows = await _written_rows(database, viewer)
        if expected is None:
            expected = response, rows
        for kind, actual, wanted_value in (("response", response, expected[0]), ("rows", rows, expected[1])):
            if actual != wanted_value:
                raise MismatchError(f"{server.contender.name}, {kind}: {_first_difference(actual, wanted_value)}")


def _first_of_each_firm(viewers: Sequence[Viewer]) -> list[Viewer]:
    firsts: dict[uuid.UUID, Viewer] = {}
    for viewer in viewers:
        firsts.setdefault(viewer.firm_id, viewer)
    return list(firsts.values())


async def _written_rows(database: str, viewer: Viewer) -> dict[str, list[str]]:
    """The rows of the firm's last event, by table, without ids, keys and times."""
    rows_by_table: dict[str, list[str]] = {}
    firm = viewer.firm_id
    async with databases.open_reader(database) as read_rows:
        ((seq, number),) = [
            tuple(row.values())
            for row in await read_rows("SELECT seq, last_payment_number FROM firm WHERE id = :firm", firm)
        ]
        rows_by_table["firm"] = [str(number)]
        for table, column in _EVENT_COLUMNS.items():
            rows = await read_rows(f"SELECT * FROM {table} WHERE firm_id = :firm AND {column} = {seq}", firm)
            rows_by_table[table] = _normalize_rows(rows)
        operations = await read_rows("SELECT * FROM operation WHERE firm_id = :firm", firm)
        rows_by_table["operation"] = _normalize_rows(operations)
        clients = await read_rows("SELECT * FROM client WHERE firm_id = :firm", firm)
        rows_by_table["client"] = _normalize_rows(clients)
    return rows_by_table


def _normalize_rows(rows: Sequence[dict[str, Any]]) -> list[str]:
    compared = ({name: value for name, value in row.items() if name not in _VOLATILE_COLUMNS} for row in rows)
    return sorted(_ID.sub("id", str(sorted(row.items(), key=lambda item: item[0]))) for row in compared)


def _mask_ids(value: Any) -> Any:
    """Replace each global id by its type."""
    match value:
        case dict():
            return {key: _type_of(item) if key == "id" else _mask_ids(item) for key, item in value.items()}
        case list():
            return [_mask_ids(item) for item in value]
    return value


def _type_of(global_id: str) -> str:
    return base64.b64decode(global_id).decode().partition(":")[0]


def _first_difference(actual: Any, expected: Any, path: str = "") -> str:
    if isinstance(actual, dict) and isinstance(expected, dict) and actual.keys() == expected.keys():
        keys: list[Any] = [key for key in actual if actual[key] != expected[key]]
    elif isinstance(actual, list) and isinstance(expected, list) and len(actual) == len(expected):
        keys = [index for index, pair in enumerate(zip(actual, expected, strict=True)) if pair[0] != pair[1]]
    else:
        return f"{path or 'response'}: {actual!r:.300} and not {expected!r:.300}"
    return _first_difference(actual[keys[0]], expected[keys[0]], f"{path}.{keys[0]}") if keys else "nothing"
