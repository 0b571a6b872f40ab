"""Cursors of the change feed can be read by the server only."""

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
TIME = dt.datetime(2026, 3, 2, 9, 0, 0, 123456, dt.UTC)


@given(
    seq=st.integers(0, 2**63 - 1),
    at=st.none() | st.datetimes(min_value=dt.datetime(2000, 1, 1), timezones=st.just(dt.UTC)),  # noqa: DTZ001
)
def test_cursor_round_trips_to_the_microsecond(seq: int, at: dt.datetime | None) -> None:
    cursor = cursors.encrypt_cursor(Position(seq, at), KEY, CLIENT)
    assert re.fullmatch(r"[A-Za-z0-9_-]+", cursor)
    assert cursors.decrypt_cursor(cursor, KEY, CLIENT) == Position(seq, at)


def test_cursor_does_not_reveal_sequence_numbers() -> None:
    """A firm's number of events is private: equal positions have different cursors, all of one length."""
    positions = [Position(seq, TIME) for seq in (1, 1, 2, 1_000_000)]
    texts = [cursors.encrypt_cursor(position, KEY, CLIENT) for position in positions]
    assert len(set(texts)) == 4
    assert {len(text) for text in texts} == {59}
    raw = [base64.urlsafe_b64decode(f"{text}=") for text in texts]
    packed = [position.seq.to_bytes(8, "big") for position in positions]
    assert not any(number in payload for number in packed for payload in raw)
    # With a repeated nonce, two cursors would differ by the difference of their numbers.
    assert len({payload[:12] for payload in raw}) == 4


def test_forged_malformed_and_foreign_cursors_are_refused() -> None:
    """The key of another firm, another client, any flipped character, any other length."""
    text = cursors.encrypt_cursor(Position(7, TIME), KEY, CLIENT)
    for key, client in ((secrets.token_bytes(32), CLIENT), (KEY, uuid.uuid4())):
        with pytest.raises(InvalidCursor):
            cursors.decrypt_cursor(text, key, client)
    flipped = [text[:index] + ("A" if text[index] != "A" else "B") + text[index + 1 :] for index in range(len(text))]
    for cursor in (
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
            cursors.decrypt_cursor(cursor, KEY, CLIENT)
