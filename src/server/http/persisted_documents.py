"""Trusted documents: where a manifest names all that may be asked, nothing else is read, and ids stand for texts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

from graphql import GraphQLError
from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from graph.schema import Schema

_PREFIX = "sha256:"


class InvalidManifest(Exception):
    """The manifest, or a document in it, cannot be taken; `problems` has a line for each reason."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class DocumentRejected(Exception):
    """What was asked for is not to be run here; `code` tells programs why."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class PersistedDocuments:
    """Texts by their ids. An id is the same with and without the prefix `sha256:`."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = {_strip_prefix(own_id): text for own_id, text in texts.items()}
        self._allowed_texts = frozenset(self._texts.values())

    def resolve(self, query: str | None, document_id: str | None, sha256: str | None) -> str:
        """The one text that all of what was given means. Raise Refused.

        `document_id`: as GraphQL over HTTP names a document; `sha256`: as Apollo's clients do.
        """
        texts = []
        if document_id is not None:
            texts.append(self._find(document_id, "BAD_REQUEST", "There is no trusted document with this documentId."))
        if sha256 is not None:
            texts.append(self._find(sha256, "PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound"))
        if query is not None:
            if query not in self._allowed_texts:
                raise DocumentRejected("NOT_TRUSTED", "Only trusted documents are taken here: send a documentId.")
            texts.append(query)
        if len(set(texts)) > 1:
            raise DocumentRejected("BAD_REQUEST", "Name one document: these are different ones.")
        return texts[0]

    def _find(self, document_id: str, code: str, message: str) -> str:
        text = self._texts.get(_strip_prefix(document_id))
        if text is None:
            raise DocumentRejected(code, message)
        return text


def resolve_without_manifest(query: str | None, document_id: str | None, sha256: str | None) -> str:
    """The text, where there are no trusted documents: ids stand for nothing then. Raise Refused."""
    if sha256 is not None:
        raise DocumentRejected("PERSISTED_QUERY_NOT_SUPPORTED", "PersistedQueryNotSupported")
    if document_id is not None or query is None:
        raise DocumentRejected("BAD_REQUEST", "There are no trusted documents here: send query.")
    return query


def load_manifest(manifest: Path, schema: Schema) -> PersistedDocuments:
    """The documents of the manifest, read by the schema for good. Raise Unusable, with all that is wrong."""
    texts = _read_manifest(manifest)
    problems = [
        f"TRUSTED_DOCUMENTS: document {own_id}{_line_suffix(error)}: {' '.join(error.message.split())}"
        for own_id, text in texts.items()
        for error in schema.preload_document(text)
    ]
    problems += [
        f"TRUSTED_DOCUMENTS: document {own_id}: this is not the SHA-256 of its text."
        for own_id, text in texts.items()
        if own_id.startswith(_PREFIX) and _sha256(text) != _strip_prefix(own_id)
    ]
    if problems:
        raise InvalidManifest(problems)
    return PersistedDocuments(texts)


class _ManifestOperation(BaseModel):
    id: str
    body: str


class _Manifest(BaseModel):
    """As Apollo writes it."""

    format: Literal["apollo-persisted-query-manifest"]
    version: Literal[1]
    operations: list[_ManifestOperation] = Field(min_length=1)


_PLAIN_MANIFEST = TypeAdapter(dict[str, str])
"""As the client preset of graphql-codegen writes it."""


def _read_manifest(manifest: Path) -> dict[str, str]:
    """The texts by their ids as they are written. Raise Unusable."""
    try:
        found = json.loads(manifest.read_text("utf-8"))
        return _parse_manifest(found)
    except OSError as error:
        problems = [error.strerror or "it cannot be read"]
    except (ValueError, RecursionError) as error:
        problems = list(_validation_messages(error)) if isinstance(error, ValidationError) else ["this is not JSON"]
    raise InvalidManifest([f"TRUSTED_DOCUMENTS: {manifest}: {problem}." for problem in problems])


def _parse_manifest(data: Any) -> dict[str, str]:
    if not isinstance(data, dict) or "operations" not in data:
        plain = _PLAIN_MANIFEST.validate_python(data, strict=True)
        return _check_unique_ids(list(plain.items()))
    operations = _Manifest.model_validate(data, strict=True).operations
    return _check_unique_ids([(each.id, each.body) for each in operations])


def _check_unique_ids(pairs: list[tuple[str, str]]) -> dict[str, str]:
    """The pairs. Raise Unusable where there are none, or where one id stands for two texts."""
    if not pairs:
        raise InvalidManifest(["TRUSTED_DOCUMENTS: the manifest has no document: nothing could be asked."])
    texts: dict[str, str] = {}
    for own_id, text in pairs:
        if texts.setdefault(_strip_prefix(own_id), text) != text:
            raise InvalidManifest([f"TRUSTED_DOCUMENTS: document {own_id}: the manifest has two texts for this id."])
    return dict(pairs)


def _validation_messages(error: ValidationError) -> Iterator[str]:
    for one in error.errors(include_input=False, include_url=False):
        place = ".".join(str(step) for step in one["loc"])
        yield f"{place}: {one['msg']}" if place else one["msg"]


def _line_suffix(error: GraphQLError) -> str:
    return f", line {error.locations[0].line}" if error.locations else ""


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


def _strip_prefix(document_id: str) -> str:
    return document_id.removeprefix(_PREFIX)
