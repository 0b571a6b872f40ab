import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.opaque_ids import encode_cursor
from graph import errors, pagination


@given(st.uuids())
def test_a_cursor_is_read_again(row_id: uuid.UUID) -> None:
    assert pagination.decode_cursor(encode_cursor(row_id)) == row_id


@given(st.text(max_size=60))
def test_anything_else_is_no_cursor(text: str) -> None:
    """Never an error of ours, whatever is sent."""
    try:
        found = pagination.decode_cursor(text)
    except errors.BadUserInput:
        return
    assert encode_cursor(found) == text


@pytest.mark.parametrize("after", ["", "x", "AAAA", "\ud800", "é" * 22, encode_cursor(uuid.UUID(int=7)) + "=="])
def test_malformed(after: str) -> None:
    with pytest.raises(errors.BadUserInput):
        pagination.parse_page_arguments(None, after)


def test_page() -> None:
    """20 when left out, 100 at most; 0 asks whether there is anything."""
    assert pagination.parse_page_arguments(None, None) == pagination.PageArguments(20, None)
    assert pagination.parse_page_arguments(0, None) == pagination.PageArguments(0, None)
    assert pagination.parse_page_arguments(100, None) == pagination.PageArguments(100, None)
    for first in (-1, 101, 2**31 - 1):
        with pytest.raises(errors.BadUserInput):
            pagination.parse_page_arguments(first, None)
