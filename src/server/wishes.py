"""What a caller wants to be run, strictly read: one operation, as a JSON object in UTF-8."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLError, OperationType, get_operation_ast, parse

from graph import limits

LARGEST = 512 * 1024
"""Bytes of a request's body, or of a message."""


class Unreadable(Exception):
    """What came is no GraphQL request; `status` is HTTP's word for how."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class Wish:
    """One operation to run."""

    query: str
    variables: dict[str, Any] | None
    operation_name: str | None

    @property
    def is_subscription(self) -> bool:
        """Whether it is to be followed, not answered. What cannot be understood is answered: with what is wrong."""
        if "subscription" not in self.query:
            return False
        try:
            document = parse(self.query, no_location=True, max_tokens=limits.TOKENS)
        except (GraphQLError, RecursionError):
            return False
        operation = get_operation_ast(document, self.operation_name)
        return operation is not None and operation.operation is OperationType.SUBSCRIPTION


def _no_constant(name: str) -> None:
    message = f"{name} is not JSON"
    raise ValueError(message)


def decoded(text: str | bytes) -> dict[str, Any]:
    """The JSON object. Raise Unreadable."""
    try:
        data = json.loads(text if isinstance(text, str) else text.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise Unreadable(400, "This is not JSON.") from error
    if not isinstance(data, dict):
        raise Unreadable(400, "Send a JSON object.")
    return data


def wish(data: dict[str, Any]) -> Wish:
    """The operation. Raise Unreadable."""
    query, variables, name = data.get("query"), data.get("variables"), data.get("operationName")
    if not isinstance(query, str):
        raise Unreadable(400, "query has to be a string.")
    if variables is not None and not isinstance(variables, dict):
        raise Unreadable(400, "variables has to be an object.")
    if name is not None and not isinstance(name, str):
        raise Unreadable(400, "operationName has to be a string.")
    if data.get("extensions") is not None and not isinstance(data["extensions"], dict):
        raise Unreadable(400, "extensions has to be an object.")
    return Wish(query, variables, name)
