"""Compares a response with the oracle's."""

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
"""Strawberry reports a `@oneOf` variable without exactly one value in its own words and without a location."""


def find_difference(
    expected: ExpectedResponse, possible_errors: Sequence[Error], data: Any, errors: list[Error], rows: FirmRows | None
) -> str | None:
    """Return a description of the first difference, or None. For `possible_errors` see `_has_wrong_errors`."""
    actual_data, expected_data = json.dumps(decode_cursors(data, expected.data, rows)), json.dumps(expected.data)
    if actual_data != expected_data:
        return f"data\n  actual    {actual_data}\n  expected  {expected_data}"
    if sorted(map(_error_key, errors)) == sorted(map(_error_key, expected.errors)):
        return None
    if not _has_wrong_errors(expected, possible_errors, errors):
        return None
    return f"errors\n  actual    {errors}\n  expected  {expected.errors}"


def _error_key(error: Error) -> str:
    """Return what errors are compared by: path, locations, message and code."""
    if any(text in error["message"] for text in _UNLOCATED_MESSAGES):
        error = {"extensions": error["extensions"]}
    return json.dumps(error, sort_keys=True)


def _has_wrong_errors(expected: ExpectedResponse, possible_errors: Sequence[Error], errors: list[Error]) -> bool:
    """Return whether the errors differ in more than which error made an object null.

    Once an object is null, GraphQL allows a server to skip further errors inside it. So each actual error must be
    possible, and there must be one for each null object.
    """
    actual, possible = set(map(_error_key, errors)), set(map(_error_key, possible_errors))
    nulls = {_error_key(error): _null_ancestor(expected.data, error.get("path", [])) for error in expected.errors}
    for error in expected.errors:
        null = nulls[_error_key(error)]
        if null == error.get("path"):
            if _error_key(error) not in actual:
                return True
        elif not any(_is_prefix(null, other.get("path", [])) for other in errors):
            return True
    propagated = [null for error in expected.errors if (null := nulls[_error_key(error)]) != error.get("path")]
    return any(
        key not in nulls
        and (key not in possible or not any(_is_prefix(null, error.get("path", [])) for null in propagated))
        for error, key in ((error, _error_key(error)) for error in errors)
    )


def _null_ancestor(data: Any, path: Sequence[str | int]) -> list[str | int]:
    """Return the prefix of an error's path at which the data is null."""
    prefix: list[str | int] = []
    for step in path:
        if data is None:
            break
        data = data[step]
        prefix.append(step)
    return prefix


def _is_prefix(outer: Sequence[str | int], inner: Sequence[str | int]) -> bool:
    return list(inner[: len(outer)]) == list(outer)


def decode_cursors(actual: Any, expected: Any, rows: FirmRows | None) -> Any:
    """Replace encrypted cursors, which differ each time, by the expected text if they decrypt to the feed's head."""
    if isinstance(actual, dict) and isinstance(expected, dict):
        return {name: decode_cursors(value, expected.get(name), rows) for name, value in actual.items()}
    if isinstance(actual, list) and isinstance(expected, list) and len(actual) == len(expected):
        return [decode_cursors(*items, rows) for items in zip(actual, expected, strict=True)]
    if isinstance(actual, str) and isinstance(expected, str) and expected.startswith(CURSOR_OF) and rows is not None:
        position = cursors.decrypt_cursor(actual, rows.firm.cursor_key, uuid.UUID(expected.removeprefix(CURSOR_OF)))
        event = rows.events[rows.firm.seq]
        return expected if (position.seq, position.at) == (event.seq, event.at) else actual
    return actual
