"""A cursor tells its firm where a page is, and everybody else nothing."""

from __future__ import annotations

import base64
import datetime as dt
import re
import secrets
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.live import cursors
from billing.live.cursors import InvalidCursor, Position

KEY, CLIENT = secrets.token_bytes(32), uuid.uuid4()
MOMENT = dt.datetime(2026, 3, 2, 9, 0, 0, 123456, dt.UTC)


@given(
    seq=st.integers(0, 2**63 - 1),
    at=st.none() | st.datetimes(min_value=dt.datetime(2000, 1, 1), timezones=st.just(dt.UTC)),  # noqa: DTZ001
)
def test_what_was_sealed_is_opened_to_the_microsecond(seq: int, at: dt.datetime | None) -> None:
    sealed = cursors.encrypt_cursor(Position(seq, at), KEY, CLIENT)
    assert re.fullmatch(r"[A-Za-z0-9_-]+", sealed)
    assert cursors.decrypt_cursor(sealed, KEY, CLIENT) == Position(seq, at)


def test_neither_the_number_nor_the_way_between_two_can_be_read() -> None:
    """A firm's volume is its own: the same place is another text each time, and all are alike."""
    places = [Position(seq, MOMENT) for seq in (1, 1, 2, 1_000_000)]
    texts = [cursors.encrypt_cursor(place, KEY, CLIENT) for place in places]
    assert len(set(texts)) == 4
    assert {len(text) for text in texts} == {59}
    raw = [base64.urlsafe_b64decode(f"{text}=") for text in texts]
    packed = [place.seq.to_bytes(8, "big") for place in places]
    assert not any(number in whole for number in packed for whole in raw)
    # With the nonce fixed, the difference of two would be that of their numbers.
    assert len({whole[:12] for whole in raw}) == 4


def test_forged_malformed_and_foreign_ones_are_refused() -> None:
    """Another firm's key, another client, any bit, any length: not a cursor."""
    text = cursors.encrypt_cursor(Position(7, MOMENT), KEY, CLIENT)
    for key, client in ((secrets.token_bytes(32), CLIENT), (KEY, uuid.uuid4())):
        with pytest.raises(InvalidCursor):
            cursors.decrypt_cursor(text, key, client)
    flipped = [text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1 :] for at in range(len(text))]
    for wrong in (
        *flipped,
        "",
        "x",
        "7",
        text[:-4],
        text + "AAAA",
        text + "=",
        f" {text}",
        "é",
        "\ud83d",
        "A" * 100_000,
    ):
        with pytest.raises(InvalidCursor):
            cursors.decrypt_cursor(wrong, KEY, CLIENT)
