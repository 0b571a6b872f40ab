"""Global ids: opaque names of objects, the type and its own id inside. What cannot be read names nothing."""

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
    """Type and own id; None for anything that `written` never wrote."""
    if len(global_id) > _MAX_LENGTH:
        return None
    try:
        type_name, _, text = base64.b64decode(global_id.encode(), validate=True).decode().partition(":")
        own_id = uuid.UUID(text)
    except (binascii.Error, ValueError):
        return None
    return (type_name, own_id) if encode(type_name, own_id) == global_id else None


def decode_as(type_name: str, global_id: str) -> uuid.UUID | None:
    """The own id of an object of this type; None when it names nothing or something else."""
    found = decode(global_id)
    return found[1] if found is not None and found[0] == type_name else None


def require(type_name: str, global_id: str) -> uuid.UUID:
    """The own id of an object of this type. Raise NotFound: an id that cannot be read names nothing."""
    own_id = decode_as(type_name, global_id)
    if own_id is None:
        raise errors.NotFound
    return own_id
