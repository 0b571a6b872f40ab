"""Persisted documents: requests may name them by id. With a manifest of trusted ones, no others are executed."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from graphql import GraphQLError
from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from graph.schema import Schema
from translation import gettext as _

_PREFIX = "sha256:"


class InvalidManifest(Exception):
    """The manifest or a document in it is invalid. `problems` has one line for each problem."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class DocumentRejected(Exception):
    """The requested document may not be executed. `code` is the error code for clients."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class PersistedDocuments:
    """Documents by id. The prefix `sha256:` of an id is optional. With `accept_others`, all texts are accepted."""

    def __init__(self, texts: Mapping[str, str], *, accept_others: bool) -> None:
        self._texts = {document_id.removeprefix(_PREFIX): text for document_id, text in texts.items()}
        self._accept_others = accept_others
        self._allowed_texts = frozenset(self._texts.values())

    def resolve(self, query: str | None, document_id: str | None, sha256: str | None) -> str:
        """Text of the document that the arguments name; they must agree. Raises DocumentRejected.

        `document_id` is the parameter of GraphQL over HTTP, `sha256` that of Apollo's clients.
        """
        texts = []
        if document_id is not None:
            texts.append(self._find(document_id, "BAD_REQUEST", _("Unknown documentId.")))
        if sha256 is not None and self._accept_others:
            # Apollo's clients send texts from then on.
            texts.append(self._find(sha256, "PERSISTED_QUERY_NOT_SUPPORTED", "PersistedQueryNotSupported"))
        elif sha256 is not None:
            texts.append(self._find(sha256, "PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound"))
        if query is not None:
            if not self._accept_others and query not in self._allowed_texts:
                raise DocumentRejected("NOT_TRUSTED", _("Only trusted documents are executed. Send a documentId."))
            texts.append(query)
        if len(set(texts)) > 1:
            raise DocumentRejected("BAD_REQUEST", _("query, documentId and sha256Hash name different documents."))
        return texts[0]

    def _find(self, document_id: str, code: str, message: str) -> str:
        text = self._texts.get(document_id.removeprefix(_PREFIX))
        if text is None:
            raise DocumentRejected(code, message)
        return text


@dataclass(frozen=True, slots=True)
class Manifest:
    """A file of documents, and its name in reports of problems."""

    name: str
    file: Path


def load_documents(manifests: Sequence[Manifest], schema: Schema, *, accept_others: bool) -> PersistedDocuments:
    """Load and validate the documents of all manifests. Raises InvalidManifest with every problem of the first that has
    any.
    """
    texts: dict[str, str] = {}
    for manifest in manifests:
        try:
            own_texts = _read_manifest(manifest.file)
            _check_documents(own_texts, schema)
        except InvalidManifest as error:
            raise InvalidManifest([f"{manifest.name}: {problem}" for problem in error.problems]) from error
        texts |= own_texts
    return PersistedDocuments(texts, accept_others=accept_others)


def _check_documents(texts: Mapping[str, str], schema: Schema) -> None:
    """Preload the documents. Raises InvalidManifest."""
    problems = [
        f"document {document_id}{_line_suffix(error)}: {' '.join(error.message.split())}"
        for document_id, text in texts.items()
        for error in schema.preload_document(text)
    ]
    problems += [
        f"document {document_id}: the id is not the SHA-256 of the text."
        for document_id, text in texts.items()
        if document_id.startswith(_PREFIX)
        and document_id.removeprefix(_PREFIX) != hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()
    ]
    if problems:
        raise InvalidManifest(problems)


class _ManifestOperation(BaseModel):
    id: str
    body: str


class _Manifest(BaseModel):
    """Format of Apollo."""

    format: Literal["apollo-persisted-query-manifest"]
    version: Literal[1]
    operations: list[_ManifestOperation] = Field(min_length=1)


_PLAIN_MANIFEST = TypeAdapter(dict[str, str])
"""Format of graphql-codegen's client preset."""


def _read_manifest(manifest: Path) -> dict[str, str]:
    """Texts by id, with the ids' prefixes. Raises InvalidManifest."""
    try:
        return _parse_manifest(json.loads(manifest.read_text("utf-8")))
    except OSError as error:
        problems = [error.strerror or "the file cannot be read"]
    except (ValueError, RecursionError) as error:
        problems = list(_validation_messages(error)) if isinstance(error, ValidationError) else ["invalid JSON"]
    raise InvalidManifest([f"{manifest}: {problem}." for problem in problems])


def _parse_manifest(data: Any) -> dict[str, str]:
    """Raises InvalidManifest if there are no documents or one id has two texts, and ValidationError."""
    if isinstance(data, dict) and "operations" in data:
        pairs = [(operation.id, operation.body) for operation in _Manifest.model_validate(data, strict=True).operations]
    else:
        pairs = list(_PLAIN_MANIFEST.validate_python(data, strict=True).items())
    if not pairs:
        raise InvalidManifest(["the manifest contains no documents."])
    texts: dict[str, str] = {}
    for document_id, text in pairs:
        if texts.setdefault(document_id.removeprefix(_PREFIX), text) != text:
            problem = f"document {document_id}: the manifest has two texts for this id."
            raise InvalidManifest([problem])
    return dict(pairs)


def _validation_messages(error: ValidationError) -> Iterator[str]:
    for detail in error.errors(include_input=False, include_url=False):
        path = ".".join(str(step) for step in detail["loc"])
        yield f"{path}: {detail['msg']}" if path else detail["msg"]


def _line_suffix(error: GraphQLError) -> str:
    return f", line {error.locations[0].line}" if error.locations else ""
