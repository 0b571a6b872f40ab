"""Global ids: opaque ids that contain the type and the database id of an object."""

import base64
import binascii
import uuid

import strawberry

from billing import errors
from db import opaque_ids

_MAX_LENGTH = 200


def encode(type_name: str, database_id: uuid.UUID) -> strawberry.ID:
    """The global id of an object."""
    return strawberry.ID(opaque_ids.encode_global_id(type_name, database_id))


def decode(global_id: str) -> tuple[str, uuid.UUID] | None:
    """The type name and database id; None for a text that `encode` never returns."""
    if len(global_id) > _MAX_LENGTH:
        return None
    try:
        type_name, _, text = base64.b64decode(global_id.encode(), validate=True).decode().partition(":")
        database_id = uuid.UUID(text)
    except (binascii.Error, ValueError):
        return None
    return (type_name, database_id) if encode(type_name, database_id) == global_id else None


def decode_as(type_name: str, global_id: str) -> uuid.UUID | None:
    """The database id of an object of this type; None for any other id."""
    decoded = decode(global_id)
    return decoded[1] if decoded is not None and decoded[0] == type_name else None


def require(type_name: str, global_id: str) -> uuid.UUID:
    """The database id of an object of this type. Raises NotFound for any other id."""
    database_id = decode_as(type_name, global_id)
    if database_id is None:
        raise errors.NotFound
    return database_id
