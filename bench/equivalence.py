"""Before anything is timed: all contenders answer the same, and their payments leave the same rows."""

from __future__ import annotations

import base64
import re
import uuid
from collections.abc import Sequence
from typing import Any

from bench import databases
from bench.data import Payer
from bench.servers import RunningContender

_ID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}")
_VOLATILE_COLUMNS = ("at", "created_at", "settled_at", "opened_at", "key", "fingerprint")
_EVENT_COLUMNS = {
    "event": "seq",
    "payment": "event_seq",
    "transfer": "event_seq",
    "credit_entry": "event_seq",
    "account": "changed_seq",
    "invoice": "changed_seq",
}


class MismatchError(Exception):
    """A contender does not answer, or does not write, what Acompte does."""


def check_portal_homes(running: Sequence[RunningContender], payers: Sequence[Payer], example: RunningContender) -> None:
    """Each answers for these payers what `example` does, value by value. Raise Differs."""
    for payer in payers:
        expected = example.portal_home(payer)
        for one in running:
            found = one.portal_home(payer)
            if found != expected:
                raise MismatchError(f"{one.contender.name}: {_first_difference(found, expected)}")


async def check_payments(running: Sequence[RunningContender], database: str, payers: Sequence[Payer]) -> None:
    """Each pays for the first client of a firm of its own; the firms are alike, so all is. Raise Differs."""
    expected = None
    for one, payer in zip(running, _first_of_each_firm(payers), strict=False):
        answer = _mask_ids(one.pay_invoice(payer))
        rows = await _written_rows(database, payer)
        if expected is None:
            expected = answer, rows
        for what, found, wanted in (("answer", answer, expected[0]), ("rows", rows, expected[1])):
            if found != wanted:
                raise MismatchError(f"{one.contender.name}, {what}: {_first_difference(found, wanted)}")


def _first_of_each_firm(payers: Sequence[Payer]) -> list[Payer]:
    firsts: dict[uuid.UUID, Payer] = {}
    for payer in payers:
        firsts.setdefault(payer.firm_id, payer)
    return list(firsts.values())


async def _written_rows(database: str, payer: Payer) -> dict[str, list[str]]:
    """The rows that the firm's last event left, by table, without what is nobody's choice: ids, keys, moments."""
    found = {}
    firm = payer.firm_id
    async with databases.open_reader(database) as look:
        ((seq,),) = [tuple(row.values()) for row in await look("SELECT seq FROM firm WHERE id = :firm", firm)]
        for table, column in _EVENT_COLUMNS.items():
            rows = await look(f"SELECT * FROM {table} WHERE firm_id = :firm AND {column} = {seq}", firm)
            found[table] = _normalize_rows(rows)
        operations = await look("SELECT * FROM operation WHERE firm_id = :firm", firm)
        found["operation"] = _normalize_rows(operations)
        clients = await look("SELECT * FROM client WHERE firm_id = :firm", firm)
        found["client"] = _normalize_rows(clients)
    return found


def _normalize_rows(rows: Sequence[dict[str, Any]]) -> list[str]:
    kept = ({name: value for name, value in row.items() if name not in _VOLATILE_COLUMNS} for row in rows)
    return sorted(_ID.sub("id", str(sorted(row.items(), key=lambda item: item[0]))) for row in kept)


def _mask_ids(value: Any) -> Any:
    """The answer with the type alone in place of each global id."""
    match value:
        case dict():
            return {key: _type_of(one) if key == "id" else _mask_ids(one) for key, one in value.items()}
        case list():
            return [_mask_ids(one) for one in value]
    return value


def _type_of(global_id: str) -> str:
    return base64.b64decode(global_id).decode().partition(":")[0]


def _first_difference(found: Any, expected: Any, path: str = "") -> str:
    if isinstance(found, dict) and isinstance(expected, dict) and found.keys() == expected.keys():
        places: list[Any] = [key for key in found if found[key] != expected[key]]
    elif isinstance(found, list) and isinstance(expected, list) and len(found) == len(expected):
        places = [place for place, pair in enumerate(zip(found, expected, strict=True)) if pair[0] != pair[1]]
    else:
        return f"{path or 'answer'}: {found!r:.300} and not {expected!r:.300}"
    return _first_difference(found[places[0]], expected[places[0]], f"{path}.{places[0]}") if places else "nothing"
