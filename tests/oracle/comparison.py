"""Holding an answer against the oracle's."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from typing import Any

from billing.live import cursors
from tests.oracle.fields import CURSOR_OF
from tests.oracle.rows import FirmRows
from tests.oracle.schema import ExpectedResponse

Error = dict[str, Any]
_UNLOCATED_MESSAGES = ("OneOf Input", "must be non-null")
"""Of a variable with `@oneOf` that has not exactly one value, Strawberry tells in its own words, without a place."""


def find_difference(
    expected: ExpectedResponse, possible_errors: Sequence[Error], data: Any, errors: list[Error], rows: FirmRows | None
) -> str | None:
    """What is not as it has to be; None where all is. `possible`: see `_missed`."""
    told, wanted = json.dumps(decode_cursors(data, expected.data, rows)), json.dumps(expected.data)
    if told != wanted:
        return f"data\n  is         {told}\n  has to be  {wanted}"
    if sorted(map(_error_key, errors)) == sorted(map(_error_key, expected.errors)):
        return None
    if not _has_wrong_errors(expected, possible_errors, errors):
        return None
    return f"errors\n  are        {errors}\n  have to be {expected.errors}"


def _error_key(error: Error) -> str:
    """An error, to be compared: where in the answer and in the query, what, and with which code."""
    if any(words in error["message"] for words in _UNLOCATED_MESSAGES):
        error = {"extensions": error["extensions"]}
    return json.dumps(error, sort_keys=True)


def _has_wrong_errors(expected: ExpectedResponse, possible_errors: Sequence[Error], errors: list[Error]) -> bool:
    """Whether errors are wrong, where several could take the same object away.

    GraphQL leaves open which of them is told when the first has made an object null: the others need not be looked
    for any more. Each that is told has to be possible, and one of each object has to be told.
    """
    found, could = {_error_key(each) for each in errors}, {_error_key(each) for each in possible_errors}
    nulls = {_error_key(each): _null_ancestor(expected.data, each.get("path", [])) for each in expected.errors}
    for each in expected.errors:
        null = nulls[_error_key(each)]
        if null == each.get("path"):
            if _error_key(each) not in found:
                return True
        elif not any(_is_prefix(null, other.get("path", [])) for other in errors):
            return True
    excused = [null for each in expected.errors if (null := nulls[_error_key(each)]) != each.get("path")]
    return any(
        written not in nulls
        and (written not in could or not any(_is_prefix(null, each.get("path", [])) for null in excused))
        for each, written in ((each, _error_key(each)) for each in errors)
    )


def _null_ancestor(data: Any, path: Sequence[str | int]) -> list[str | int]:
    """Where on the way to what failed the answer became null."""
    way: list[str | int] = []
    for step in path:
        if data is None:
            break
        data = data[step]
        way.append(step)
    return way


def _is_prefix(outer: Sequence[str | int], inner: Sequence[str | int]) -> bool:
    return list(inner[: len(outer)]) == list(outer)


def decode_cursors(actual: Any, expected: Any, rows: FirmRows | None) -> Any:
    """What was told, with each text that is another one each time opened: it has to say what is so now."""
    if isinstance(actual, dict) and isinstance(expected, dict):
        return {name: decode_cursors(value, expected.get(name), rows) for name, value in actual.items()}
    if isinstance(actual, list) and isinstance(expected, list) and len(actual) == len(expected):
        return [decode_cursors(one, other, rows) for one, other in zip(actual, expected, strict=True)]
    if isinstance(actual, str) and isinstance(expected, str) and expected.startswith(CURSOR_OF) and rows is not None:
        position = cursors.decrypt_cursor(actual, rows.firm.cursor_key, uuid.UUID(expected.removeprefix(CURSOR_OF)))
        event = rows.events[rows.firm.seq]
        return expected if (position.seq, position.at) == (event.seq, event.at) else actual
    return actual
