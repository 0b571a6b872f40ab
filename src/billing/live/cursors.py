"""Cursors of the change feed: an encrypted event number, so that clients cannot learn the firm's volume from it."""

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
    """The cursor is malformed, forged, or of another client or firm."""


@dataclass(frozen=True, slots=True)
class Position:
    """The number and time of a firm's event. After a restore from backup, another event may have the same number."""

    seq: int
    at: dt.datetime | None


def encrypt_cursor(position: Position, key: bytes, followed_id: uuid.UUID) -> str:
    """Encrypt the position with the firm's key, bound to the id of the client or firm whose changes are followed.

    URL-safe; differs on each call.
    """
    microseconds = 0 if position.at is None else (position.at - _EPOCH) // _MICROSECOND
    nonce = secrets.token_bytes(_NONCE_LENGTH)
    ciphertext = AESGCM(key).encrypt(nonce, _PAYLOAD.pack(position.seq, microseconds), followed_id.bytes)
    return _to_base64url(nonce + ciphertext)


def decrypt_cursor(text: str, key: bytes, followed_id: uuid.UUID) -> Position:
    """Decrypt a cursor made by `encrypt_cursor` for this client or firm. Raises InvalidCursor for anything else."""
    try:
        sealed = base64.b64decode((text + "=" * (-len(text) % 4)).encode("ascii"), altchars=b"-_", validate=True)
        if len(sealed) != _SEALED_LENGTH or _to_base64url(sealed) != text:
            raise InvalidCursor
        payload = AESGCM(key).decrypt(sealed[:_NONCE_LENGTH], sealed[_NONCE_LENGTH:], followed_id.bytes)
    except (InvalidTag, ValueError, binascii.Error) as error:
        raise InvalidCursor from error
    seq, microseconds = _PAYLOAD.unpack(payload)
    return Position(seq, None if microseconds == 0 else _EPOCH + microseconds * _MICROSECOND)


def _to_base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
