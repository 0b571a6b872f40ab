"""What a caller wants to be run, strictly read: one operation, as a JSON object in UTF-8."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLError, OperationType, get_operation_ast, parse

from graph import query_cost
from server.http.persisted_documents import PersistedDocuments, resolve_without_manifest

MAX_BODY_BYTES = 512 * 1024
"""Bytes of a request's body, or of a message."""


class BadRequest(Exception):
    """What came is no GraphQL request; `status` is HTTP's word for how."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class GraphQLRequest:
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
            document = parse(self.query, no_location=True, max_tokens=query_cost.MAX_TOKENS)
        except (GraphQLError, RecursionError):
            return False
        operation = get_operation_ast(document, self.operation_name)
        return operation is not None and operation.operation is OperationType.SUBSCRIPTION


def _reject_constant(name: str) -> None:
    message = f"{name} is not JSON"
    raise ValueError(message)


def parse_json_object(text: str | bytes) -> dict[str, Any]:
    """The JSON object. Raise Unreadable."""
    try:
        data = json.loads(text if isinstance(text, str) else text.decode("utf-8"), parse_constant=_reject_constant)
    except (ValueError, RecursionError) as error:
        raise BadRequest(400, "This is not JSON.") from error
    if not isinstance(data, dict):
        raise BadRequest(400, "Send a JSON object.")
    return data


def parse_graphql_request(data: dict[str, Any], documents: PersistedDocuments | None) -> GraphQLRequest:
    """The operation, from its own text or from a document of the trusted ones. Raise Unreadable, Refused."""
    query, variables, name = data.get("query"), data.get("variables"), data.get("operationName")
    document_id, sha256 = data.get("documentId"), _sha256(data.get("extensions"))
    if document_id is not None and not isinstance(document_id, str):
        raise BadRequest(400, "documentId has to be a string.")
    named = document_id is not None or sha256 is not None
    if not isinstance(query, str) and not (named and query is None):
        raise BadRequest(400, "query has to be a string.")
    if variables is not None and not isinstance(variables, dict):
        raise BadRequest(400, "variables has to be an object.")
    if name is not None and not isinstance(name, str):
        raise BadRequest(400, "operationName has to be a string.")
    text = resolve_without_manifest if documents is None else documents.resolve
    return GraphQLRequest(text(query, document_id, sha256), variables, name)


def _sha256(extensions: object) -> str | None:
    """The document's hash, where one is sent as Apollo's clients do. Raise Unreadable."""
    if extensions is None:
        return None
    if not isinstance(extensions, dict):
        raise BadRequest(400, "extensions has to be an object.")
    persisted = extensions.get("persistedQuery")
    if persisted is None:
        return None
    sha256 = persisted.get("sha256Hash") if isinstance(persisted, dict) else None
    if not isinstance(sha256, str):
        raise BadRequest(400, "extensions.persistedQuery has to be an object with sha256Hash, a string.")
    return sha256
