"""The oracle's scalars, global ids and cursors, and its GraphQL errors."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import re
import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from graphql import GraphQLError, GraphQLScalarType, GraphQLSchema, IntValueNode, StringValueNode, ValueNode

_DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TIMESTAMP = re.compile(
    r"\d{4}-\d{2}-\d{2}t\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(z|[+-]\d{2}:\d{2})", re.ASCII | re.IGNORECASE
)


def graphql_error(code: str, message: str, **extensions: str) -> GraphQLError:
    """Return a GraphQL error with a code."""
    return GraphQLError(message, extensions={"code": code, **extensions})


def bad_user_input(message: str, **extensions: str) -> GraphQLError:
    """Return the error of an invalid argument."""
    return graphql_error("BAD_USER_INPUT", message, **extensions)


def _decimal(value: object) -> Decimal:
    is_integer = isinstance(value, int) and not isinstance(value, bool) and len(str(abs(value))) <= 40
    if is_integer or (isinstance(value, str) and len(value) <= 40 and _DECIMAL.fullmatch(value)):
        return Decimal(str(value))
    raise bad_user_input('Expected a decimal in plain notation, as a string ("250.00") or an integer, not a float.')


def _date(value: object) -> dt.date:
    try:
        if isinstance(value, str) and _DATE.fullmatch(value) and "1900" <= value[:4] <= "2999":
            return dt.date.fromisoformat(value)
    except ValueError:
        pass
    raise bad_user_input('Expected a date between the years 1900 and 2999, such as "2026-03-31".')


def _datetime(value: object) -> dt.datetime:
    try:
        if isinstance(value, str) and _TIMESTAMP.fullmatch(value) and "1900" <= value[:4] <= "2999":
            return dt.datetime.fromisoformat(value.upper())
    except ValueError:
        pass
    raise bad_user_input(
        'Expected a time with a UTC offset, such as "2026-03-31T09:30:00Z" or "2026-03-31T11:30:00+02:00".'
    )


def _serialize_datetime(value: dt.datetime) -> str:
    return value.astimezone(dt.UTC).isoformat().removesuffix("+00:00") + "Z"


def install_scalars(schema: GraphQLSchema) -> None:
    """Install the conversions of the schema's custom scalars."""
    for name, parse, serialize, literals in (
        ("Decimal", _decimal, lambda value: f"{value:f}", (IntValueNode, StringValueNode)),
        ("Date", _date, dt.date.isoformat, (StringValueNode,)),
        ("DateTime", _datetime, _serialize_datetime, (StringValueNode,)),
        ("CurrencyCode", str, str, (StringValueNode,)),
    ):
        scalar = schema.get_type(name)
        assert isinstance(scalar, GraphQLScalarType)

        def parse_literal(node: ValueNode, parse: Any = parse, literals: Any = literals) -> Any:
            return parse(getattr(node, "value", None) if isinstance(node, literals) else None)

        scalar.coerce_input_value = parse
        scalar.coerce_input_literal = parse_literal
        scalar.coerce_output_value = serialize


def global_id(type_name: str, database_id: uuid.UUID) -> str:
    """Return the global id of an object."""
    return base64.b64encode(f"{type_name}:{database_id}".encode()).decode()


def read_global_id(text: str) -> tuple[str, uuid.UUID] | None:
    """Return the type and database id; None for anything that `global_id` would not write."""
    try:
        type_name, _, database_id = base64.b64decode(text, validate=True).decode().partition(":")
        node_id = type_name, uuid.UUID(database_id)
    except ValueError:
        return None
    return node_id if global_id(*node_id) == text else None


def cursor(list_name: str, database_id: uuid.UUID, key: object = "") -> str:
    """Return the cursor of a row in a list of this name, which is ordered by `key` before the id."""
    content = hashlib.sha256(list_name.encode()).digest()[:2] + database_id.bytes + str(key).encode()
    return base64.urlsafe_b64encode(content).decode()


def read_cursor(
    list_name: str, text: str, name: str, key_type: Callable[[str], Any] | None = None
) -> tuple[Any, uuid.UUID]:
    """Return the key and the id of the cursor's row; the key is None without `key_type`.

    Raises the GraphQL error of anything that `cursor` would not write.
    """
    key: Any
    try:
        content = base64.urlsafe_b64decode(text)
        database_id, key_text = uuid.UUID(bytes=content[2:18]), content[18:].decode()
        key = None if key_type is None and not key_text else (key_type or int)(key_text)
    except ValueError:
        raise bad_user_input(f"`{name}` is not a cursor of this list.") from None
    if cursor(list_name, database_id, "" if key is None else key) != text or (key_type is None and key is not None):
        raise bad_user_input(f"`{name}` is not a cursor of this list.")
    return key, database_id


def is_storable_text(text: str) -> bool:
    """Whether both databases can store and compare the text."""
    return "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)
