"""How ids and list cursors are encoded outside: in Python, and as SQL functions where the database has none."""

import base64
import hashlib
import uuid


def encode_global_id(type_name: str, database_id: uuid.UUID) -> str:
    """The global id of an object: its type's name and its database id, in base64."""
    return base64.b64encode(f"{type_name}:{database_id}".encode()).decode()


def encode_cursor(list_name: str, database_id: uuid.UUID, key: str = "") -> str:
    """The cursor of a row in the lists of this name: that of its type, unless the viewer has chosen another order.

    `key` is the value that the list is ordered by before the id, so that the next page continues where this one ended
    even if the row has changed its place meanwhile. The cursor reveals no more than the row itself.
    """
    return base64.urlsafe_b64encode(cursor_prefix(list_name) + database_id.bytes + key.encode()).decode()


def cursor_prefix(list_name: str) -> bytes:
    """What the cursors of lists of one name begin with, so that a cursor of another list is recognized."""
    return hashlib.sha256(list_name.encode()).digest()[:2]


def decode_cursor(list_name: str, cursor: str) -> tuple[uuid.UUID, str] | None:
    """The database id and the key in a cursor; None for anything that `encode_cursor` would not write for this name."""
    try:
        content = base64.urlsafe_b64decode(cursor)
        database_id, key = uuid.UUID(bytes=content[2:18]), content[18:].decode()
    except ValueError:  # also of binascii and Unicode
        return None
    return (database_id, key) if encode_cursor(list_name, database_id, key) == cursor else None
