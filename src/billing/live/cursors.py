"""Cursors of live pages: a firm's event, sealed, so that what a client sees tells nothing of the firm's volume."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import secrets
import struct
import uuid
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NUMBERS = struct.Struct(">QQ")
_NONCE = 12
_LENGTH = _NONCE + _NUMBERS.size + 16
_BEGINNING = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND = dt.timedelta(microseconds=1)


class NoCursor(Exception):
    """The text is no cursor of this client: malformed, forged, or another client's."""


@dataclass(frozen=True, slots=True)
class Position:
    """A firm's event by its number, and the moment of it: after a restore another event may have the number."""

    seq: int
    at: dt.datetime | None


def sealed(position: Position, key: bytes, client_id: uuid.UUID) -> str:
    """The position as a client may have it: url-safe, another text each time, readable with the firm's key alone."""
    moment = 0 if position.at is None else (position.at - _BEGINNING) // _MICROSECOND
    nonce = secrets.token_bytes(_NONCE)
    secret = AESGCM(key).encrypt(nonce, _NUMBERS.pack(position.seq, moment), client_id.bytes)
    return _written(nonce + secret)


def opened(text: str, key: bytes, client_id: uuid.UUID) -> Position:
    """The position that was sealed for this client. Raise NoCursor for anything that `sealed` never wrote for it."""
    try:
        whole = base64.b64decode((text + "=" * (-len(text) % 4)).encode("ascii"), altchars=b"-_", validate=True)
        if len(whole) != _LENGTH or _written(whole) != text:
            raise NoCursor
        plain = AESGCM(key).decrypt(whole[:_NONCE], whole[_NONCE:], client_id.bytes)
    except (InvalidTag, ValueError, binascii.Error) as error:
        raise NoCursor from error
    seq, moment = _NUMBERS.unpack(plain)
    return Position(seq, None if moment == 0 else _BEGINNING + moment * _MICROSECOND)


def _written(whole: bytes) -> str:
    return base64.urlsafe_b64encode(whole).decode().rstrip("=")
