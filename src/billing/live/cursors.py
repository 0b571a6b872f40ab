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

_PAYLOAD = struct.Struct(">QQ")
_NONCE_LENGTH = 12
_SEALED_LENGTH = _NONCE_LENGTH + _PAYLOAD.size + 16
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND = dt.timedelta(microseconds=1)


class InvalidCursor(Exception):
    """The text is no cursor of this client: malformed, forged, or another client's."""


@dataclass(frozen=True, slots=True)
class Position:
    """A firm's event by its number, and the moment of it: after a restore another event may have the number."""

    seq: int
    at: dt.datetime | None


def encrypt_cursor(position: Position, key: bytes, client_id: uuid.UUID) -> str:
    """The position as a client may have it: url-safe, another text each time, readable with the firm's key alone."""
    moment = 0 if position.at is None else (position.at - _EPOCH) // _MICROSECOND
    nonce = secrets.token_bytes(_NONCE_LENGTH)
    secret = AESGCM(key).encrypt(nonce, _PAYLOAD.pack(position.seq, moment), client_id.bytes)
    return _to_base64url(nonce + secret)


def decrypt_cursor(text: str, key: bytes, client_id: uuid.UUID) -> Position:
    """The position that was sealed for this client. Raise NoCursor for anything that `sealed` never wrote for it."""
    try:
        whole = base64.b64decode((text + "=" * (-len(text) % 4)).encode("ascii"), altchars=b"-_", validate=True)
        if len(whole) != _SEALED_LENGTH or _to_base64url(whole) != text:
            raise InvalidCursor
        plain = AESGCM(key).decrypt(whole[:_NONCE_LENGTH], whole[_NONCE_LENGTH:], client_id.bytes)
    except (InvalidTag, ValueError, binascii.Error) as error:
        raise InvalidCursor from error
    seq, moment = _PAYLOAD.unpack(plain)
    return Position(seq, None if moment == 0 else _EPOCH + moment * _MICROSECOND)


def _to_base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
