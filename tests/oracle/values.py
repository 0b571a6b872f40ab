"""How values are written: scalars, global ids, cursors; and the errors that are no data, as they are told."""

from __future__ import annotations

import base64
import datetime as dt
import re
import uuid
from decimal import Decimal
from typing import Any

from graphql import GraphQLError, GraphQLScalarType, GraphQLSchema, IntValueNode, StringValueNode, ValueNode

_DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}t\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(z|[+-]\d{2}:\d{2})", re.ASCII | re.IGNORECASE)


def graphql_error(code: str, message: str, **more: str) -> GraphQLError:
    """An error that is told."""
    return GraphQLError(message, extensions={"code": code, **more})


def bad_user_input(message: str, **more: str) -> GraphQLError:
    """An argument that cannot be taken."""
    return graphql_error("BAD_USER_INPUT", message, **more)


def _decimal(value: object) -> Decimal:
    whole = isinstance(value, int) and not isinstance(value, bool) and len(str(abs(value))) <= 40
    if whole or (isinstance(value, str) and len(value) <= 40 and _DECIMAL.fullmatch(value)):
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
        if isinstance(value, str) and _MOMENT.fullmatch(value) and "1900" <= value[:4] <= "2999":
            return dt.datetime.fromisoformat(value.upper())
    except ValueError:
        pass
    raise bad_user_input(
        'Expected a time with a UTC offset, such as "2026-03-31T09:30:00Z" or "2026-03-31T11:30:00+02:00".'
    )


def _serialize_datetime(value: dt.datetime) -> str:
    return value.astimezone(dt.UTC).isoformat().removesuffix("+00:00") + "Z"


def install_scalars(schema: GraphQLSchema) -> None:
    """Give the schema's own scalars their meaning."""
    for name, read, write, literals in (
        ("Decimal", _decimal, lambda value: f"{value:f}", (IntValueNode, StringValueNode)),
        ("Date", _date, dt.date.isoformat, (StringValueNode,)),
        ("DateTime", _datetime, _serialize_datetime, (StringValueNode,)),
        ("CurrencyCode", str, str, (StringValueNode,)),
    ):
        scalar = schema.get_type(name)
        assert isinstance(scalar, GraphQLScalarType)

        def literal(node: ValueNode, read: Any = read, literals: Any = literals) -> Any:
            return read(getattr(node, "value", None) if isinstance(node, literals) else None)

        scalar.coerce_input_value = read
        scalar.coerce_input_literal = literal
        scalar.coerce_output_value = write


def global_id(type_name: str, own_id: uuid.UUID) -> str:
    """The global id of an object."""
    return base64.b64encode(f"{type_name}:{own_id}".encode()).decode()


def read_global_id(text: str) -> tuple[str, uuid.UUID] | None:
    """Type and own id; None for anything that `global_id` never wrote."""
    try:
        type_name, _, own_id = base64.b64decode(text, validate=True).decode().partition(":")
        found = type_name, uuid.UUID(own_id)
    except ValueError:
        return None
    return found if global_id(*found) == text else None


def cursor(own_id: uuid.UUID) -> str:
    """The cursor of a row."""
    return base64.urlsafe_b64encode(own_id.bytes).decode().rstrip("=")


def read_cursor(text: str) -> uuid.UUID:
    """Where it points. Raise what is told of anything that `cursor` never wrote."""
    try:
        found = uuid.UUID(bytes=base64.urlsafe_b64decode(text + "=="))
    except ValueError:
        found = None
    if found is None or cursor(found) != text:
        raise bad_user_input("`after` is not a valid cursor.")
    return found


def is_storable_text(text: str) -> bool:
    """Whether a database can look for it."""
    return "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)
