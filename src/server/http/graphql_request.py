"""Parsing of GraphQL requests: one operation as a JSON object in UTF-8."""

import json
import re
from dataclasses import dataclass
from typing import Any, TypeVar

from graphql import GraphQLError, OperationType, get_operation_ast, parse

from graph import query_cost
from server.http.persisted_documents import PersistedDocuments
from translation import gettext, gettext_noop

T = TypeVar("T")

MAX_BODY_BYTES = 256 * 1024
"""Limit of a request body and of a WebSocket message."""


class BadRequest(Exception):
    """Not a GraphQL request. `status` is the HTTP status to respond with."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class GraphQLRequest:
    """One operation to execute."""

    query: str
    variables: dict[str, Any] | None
    operation_name: str | None

    @property
    def is_subscription(self) -> bool:
        """Whether the operation is a subscription; False if the document is invalid."""
        if "subscription" not in self.query:
            return False
        try:
            query_cost.check_length(self.query)
            document = parse(self.query, no_location=True, max_tokens=query_cost.MAX_TOKENS)
        except (GraphQLError, RecursionError):
            return False
        operation = get_operation_ast(document, self.operation_name)
        return operation is not None and operation.operation is OperationType.SUBSCRIPTION


# Only by this escape can a string in JSON contain a surrogate: in UTF-8 there is none.
_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")
_BYTE_ORDER_MARK = "\ufeff"
_MAX_VALUES = query_cost.MAX_DOCUMENT_LENGTH + 4 * query_cost.MAX_VARIABLE_VALUES
"""Limit of the values in a request's JSON. A request within the other limits has fewer, because not every character of
its document is a comma.
"""
NOT_TEXT = gettext_noop("A string contains a lone surrogate, which is not a character.")


def _reject_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


# json.loads would build one for each request.
_DECODER = json.JSONDecoder(parse_constant=_reject_constant)


def decode_body(body: bytes) -> str:
    """The text of a request's body, without a byte order mark. Raises BadRequest if it is not UTF-8."""
    try:
        return body.decode("utf-8").removeprefix(_BYTE_ORDER_MARK)
    except UnicodeDecodeError as error:
        raise BadRequest(400, gettext("Send UTF-8.")) from error


def parse_json_object(text: str) -> dict[str, Any]:
    """Parse a JSON object; NaN and Infinity are not JSON. Raises BadRequest, also for a lone surrogate in a string."""
    decoded = parse_json_object_allowing_surrogates(text)
    if _SURROGATE_ESCAPE.search(text) and not has_no_surrogates(decoded):
        raise BadRequest(400, gettext(NOT_TEXT))
    return decoded


def parse_json_object_allowing_surrogates(text: str) -> dict[str, Any]:
    """Parse a JSON object whose strings may contain lone surrogates. Raises BadRequest."""
    if len(text) > _MAX_VALUES and text.count("{") + text.count("[") + text.count(",") > _MAX_VALUES:
        raise BadRequest(400, gettext("The request has too many values."))
    try:
        data = _DECODER.decode(text)
    except (ValueError, RecursionError) as error:
        raise BadRequest(400, gettext("Invalid JSON.")) from error
    if not isinstance(data, dict):
        raise BadRequest(400, gettext("Send a JSON object."))
    return data


def has_no_surrogates(data: object) -> bool:
    """Whether all strings of JSON data, names included, are without lone surrogates."""
    try:
        json.dumps(data, ensure_ascii=False).encode()
    except (UnicodeEncodeError, RecursionError):
        return False
    return True


def parse_graphql_request(data: dict[str, Any], documents: PersistedDocuments) -> GraphQLRequest:
    """Read the request's operation, given by its text or by the id of a persisted document.

    Raises BadRequest and DocumentRejected.
    """
    sha256 = _sha256(_optional_member(data, "extensions", dict))
    document_id = _optional_member(data, "documentId", str)
    query = _optional_member(data, "query", str)
    if query is None and document_id is None and sha256 is None:
        raise BadRequest(400, gettext("Send query or documentId."))
    variables = _optional_member(data, "variables", dict)
    name = _optional_member(data, "operationName", str)
    return GraphQLRequest(documents.resolve(query, document_id, sha256), variables, name)


def _optional_member(data: dict[str, Any], name: str, type_: type[T]) -> T | None:
    value = data.get(name)
    if value is not None and not isinstance(value, type_):
        text = gettext("{name} must be a string.") if type_ is str else gettext("{name} must be an object.")
        raise BadRequest(400, text.format(name=name))
    return value


def _sha256(extensions: dict[str, Any] | None) -> str | None:
    """Hash of a persisted document, as Apollo's clients send it. Raises BadRequest."""
    persisted = (extensions or {}).get("persistedQuery")
    if persisted is None:
        return None
    sha256 = persisted.get("sha256Hash") if isinstance(persisted, dict) else None
    if not isinstance(sha256, str):
        raise BadRequest(400, gettext("extensions.persistedQuery must be an object with a string sha256Hash."))
    return sha256
