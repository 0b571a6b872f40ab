import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.opaque_ids import encode_cursor
from graph import errors, pagination


@given(st.uuids())
def test_cursors_are_decoded(row_id: uuid.UUID) -> None:
    assert pagination.decode_cursor(encode_cursor(row_id)) == row_id


@given(st.text(max_size=60))
def test_other_texts_are_rejected(text: str) -> None:
    """No text causes an internal error."""
    try:
        row_id = pagination.decode_cursor(text)
    except errors.BadUserInput:
        return
    assert encode_cursor(row_id) == text


@pytest.mark.parametrize("after", ["", "x", "AAAA", "\ud800", "é" * 22, encode_cursor(uuid.UUID(int=7)) + "=="])
def test_malformed_cursors_are_rejected(after: str) -> None:
    with pytest.raises(errors.BadUserInput):
        pagination.parse_page_arguments(None, after)


def test_page_size() -> None:
    """20 by default and 100 at most; 0 is allowed, to read only `hasNextPage` or `totalCount`."""
    assert pagination.parse_page_arguments(None, None) == pagination.PageArguments(20, None)
    assert pagination.parse_page_arguments(0, None) == pagination.PageArguments(0, None)
    assert pagination.parse_page_arguments(100, None) == pagination.PageArguments(100, None)
    for first in (-1, 101, 2**31 - 1):
        with pytest.raises(errors.BadUserInput):
            pagination.parse_page_arguments(first, None)
