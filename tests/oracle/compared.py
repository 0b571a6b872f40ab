"""Holding an answer against the oracle's."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from typing import Any

from billing.live import cursors
from tests.oracle.fields import CURSOR_OF
from tests.oracle.rows import FirmRows
from tests.oracle.schema import Answer

Error = dict[str, Any]
_OWN_WORDS = ("OneOf Input", "must be non-null")
"""Of a variable with `@oneOf` that has not exactly one value, Strawberry tells in its own words, without a place."""


def differs(
    expected: Answer, possible: Sequence[Error], data: Any, errors: list[Error], rows: FirmRows | None
) -> str | None:
    """What is not as it has to be; None where all is. `possible`: see `_missed`."""
    told, wanted = json.dumps(opened(data, expected.data, rows)), json.dumps(expected.data)
    if told != wanted:
        return f"data\n  is         {told}\n  has to be  {wanted}"
    if sorted(map(_written, errors)) == sorted(map(_written, expected.errors)):
        return None
    if not _missed(expected, possible, errors):
        return None
    return f"errors\n  are        {errors}\n  have to be {expected.errors}"


def _written(error: Error) -> str:
    """An error, to be compared: where in the answer and in the query, what, and with which code."""
    if any(words in error["message"] for words in _OWN_WORDS):
        error = {"extensions": error["extensions"]}
    return json.dumps(error, sort_keys=True)


def _missed(expected: Answer, possible: Sequence[Error], errors: list[Error]) -> bool:
    """Whether errors are wrong, where several could take the same object away.

    GraphQL leaves open which of them is told when the first has made an object null: the others need not be looked
    for any more. Each that is told has to be possible, and one of each object has to be told.
    """
    found, could = {_written(each) for each in errors}, {_written(each) for each in possible}
    nulls = {_written(each): _null_at(expected.data, each.get("path", [])) for each in expected.errors}
    for each in expected.errors:
        null = nulls[_written(each)]
        if null == each.get("path"):
            if _written(each) not in found:
                return True
        elif not any(_is_in(null, other.get("path", [])) for other in errors):
            return True
    excused = [null for each in expected.errors if (null := nulls[_written(each)]) != each.get("path")]
    return any(
        written not in nulls
        and (written not in could or not any(_is_in(null, each.get("path", [])) for null in excused))
        for each, written in ((each, _written(each)) for each in errors)
    )


def _null_at(data: Any, path: Sequence[str | int]) -> list[str | int]:
    """Where on the way to what failed the answer became null."""
    way: list[str | int] = []
    for step in path:
        if data is None:
            break
        data = data[step]
        way.append(step)
    return way


def _is_in(outer: Sequence[str | int], inner: Sequence[str | int]) -> bool:
    return list(inner[: len(outer)]) == list(outer)


def opened(told: Any, expected: Any, rows: FirmRows | None) -> Any:
    """What was told, with each text that is another one each time opened: it has to say what is so now."""
    if isinstance(told, dict) and isinstance(expected, dict):
        return {name: opened(value, expected.get(name), rows) for name, value in told.items()}
    if isinstance(told, list) and isinstance(expected, list) and len(told) == len(expected):
        return [opened(one, other, rows) for one, other in zip(told, expected, strict=True)]
    if isinstance(told, str) and isinstance(expected, str) and expected.startswith(CURSOR_OF) and rows is not None:
        position = cursors.opened(told, rows.firm.cursor_key, uuid.UUID(expected.removeprefix(CURSOR_OF)))
        event = rows.events[rows.firm.seq]
        return expected if (position.seq, position.at) == (event.seq, event.at) else told
    return told
