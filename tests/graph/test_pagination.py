import functools
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.opaque_ids import encode_cursor
from graph import errors, pagination


@given(st.uuids())
def test_cursors_are_decoded(row_id: uuid.UUID) -> None:
    assert pagination.decode_cursor("Invoice", encode_cursor("Invoice", row_id), "after") == pagination.Cursor(row_id)
    for other in ("Client", "Payment", "Prepayment", "CreditEntry"):
        with pytest.raises(errors.BadUserInput):
            pagination.decode_cursor(other, encode_cursor("Invoice", row_id), "after")


@given(st.text(max_size=60))
def test_other_texts_are_rejected(text: str) -> None:
    """No text causes an internal error."""
    try:
        cursor = pagination.decode_cursor("Invoice", text, "after")
    except errors.BadUserInput:
        return
    assert encode_cursor("Invoice", cursor.row_id) == text


@pytest.mark.parametrize(
    "after", ["", "x", "AAAA", "\ud800", "é" * 22, encode_cursor("Invoice", uuid.UUID(int=7)) + "=="]
)
def test_malformed_cursors_are_rejected(after: str) -> None:
    with pytest.raises(errors.BadUserInput):
        pagination.parse_page_arguments("Invoice", None, after)
    with pytest.raises(errors.BadUserInput, match="`before`"):
        pagination.parse_page_arguments("Invoice", None, None, None, after)


def test_page_size() -> None:
    """20 by default and 100 at most, forwards or backwards; 0 is allowed, to read only PageInfo or `totalCount`."""
    parse, page = functools.partial(pagination.parse_page_arguments, "Invoice"), pagination.PageArguments
    row_id = uuid.UUID(int=7)
    assert parse(None, None) == page(20, None)
    assert parse(None, None, None, encode_cursor("Invoice", row_id)) == page(None, None, 20, pagination.Cursor(row_id))
    assert parse(5, None, None, encode_cursor("Invoice", row_id)) == page(5, None, None, pagination.Cursor(row_id))
    for size in (0, 100):
        assert parse(size, None) == page(size, None)
        assert parse(None, None, size) == page(None, None, size)
    for size in (-1, 101, 2**31 - 1):
        with pytest.raises(errors.BadUserInput, match="`first` must be between 0 and 100"):
            parse(size, None)
        with pytest.raises(errors.BadUserInput, match="`last` must be between 0 and 100"):
            parse(None, None, size)
    with pytest.raises(errors.BadUserInput, match="not both"):
        parse(1, None, 1)
