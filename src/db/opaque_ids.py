"""How ids and list cursors are encoded outside: in Python, and as SQL functions where the database has none."""

import base64
import uuid


def encode_global_id(type_name: str, database_id: uuid.UUID) -> str:
    """The global id of an object: its type's name and its database id, in base64."""
    return base64.b64encode(f"{type_name}:{database_id}".encode()).decode()


def encode_cursor(database_id: uuid.UUID) -> str:
    """The cursor of a row in a list. It reveals no more than the row's global id does."""
    return base64.urlsafe_b64encode(database_id.bytes).decode().rstrip("=")
