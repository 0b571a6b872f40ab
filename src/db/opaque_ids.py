"""How ids and list cursors are encoded outside: in Python, and as SQL functions where the database has none."""

import base64
import hashlib
import uuid


def encode_global_id(type_name: str, database_id: uuid.UUID) -> str:
    """The global id of an object: its type's name and its database id, in base64."""
    return base64.b64encode(f"{type_name}:{database_id}".encode()).decode()


def encode_cursor(type_name: str, database_id: uuid.UUID) -> str:
    """The cursor of a row in the lists of its type. It reveals no more than the row's global id does."""
    return base64.urlsafe_b64encode(cursor_prefix(type_name) + database_id.bytes).decode()


def cursor_prefix(type_name: str) -> bytes:
    """What the cursors of one type begin with, so that a cursor of another list is recognized."""
    return hashlib.sha256(type_name.encode()).digest()[:2]


def decode_cursor(type_name: str, cursor: str) -> uuid.UUID | None:
    """The database id in a cursor; None for anything that `encode_cursor` would not write for this type."""
    try:
        database_id = uuid.UUID(bytes=base64.urlsafe_b64decode(cursor)[2:])
    except ValueError:  # also of binascii
        return None
    return database_id if encode_cursor(type_name, database_id) == cursor else None
