"""Holding an answer against the oracle's; and making a query that fails smaller, for whoever has to read it."""

from __future__ import annotations

import json
import uuid
from typing import Any

from billing import cursors
from tests.oracle.fields import CURSOR_OF
from tests.oracle.rows import FirmRows
from tests.oracle.schema import Answer


def differs(expected: Answer, data: Any, errors: list[dict[str, Any]], rows: FirmRows | None) -> str | None:
    """What is not as it has to be; None where all is."""
    told = json.dumps(opened(data, expected.data, rows))
    if told != json.dumps(expected.data):
        return f"data\n  is        {told}\n  has to be {json.dumps(expected.data)}"
    found, wanted = sorted(map(written, errors)), sorted(map(written, expected.errors))
    if found != wanted:
        return f"errors\n  are        {found}\n  have to be {wanted}"
    return None


def written(error: dict[str, Any]) -> str:
    """An error, to be compared: where in the answer and in the query, what, and with which code."""
    return json.dumps(error, sort_keys=True)


def opened(told: Any, expected: Any, rows: FirmRows | None) -> Any:
    """What was told, with each text that is another one each time opened: it has to say what is so now."""
    if isinstance(told, dict) and isinstance(expected, dict):
        return {name: opened(value, expected.get(name), rows) for name, value in told.items()}
    if isinstance(told, list) and isinstance(expected, list) and len(told) == len(expected):
        return [opened(one, other, rows) for one, other in zip(told, expected, strict=True)]
    if isinstance(told, str) and isinstance(expected, str) and expected.startswith(CURSOR_OF) and rows is not None:
        client_id = uuid.UUID(expected.removeprefix(CURSOR_OF))
        position = cursors.opened(told, rows.firm.cursor_key, client_id)
        event = rows.events[rows.firm.seq]
        return expected if (position.seq, position.at) == (event.seq, event.at) else told
    return told
