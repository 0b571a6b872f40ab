"""The cache of prepared operations, by document text and operation name."""

from collections.abc import Collection, Iterable, Sequence
from operator import attrgetter
from typing import TypeAlias

from cachetools import LRUCache
from graphql import (
    ASTValidationRule,
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    parse,
    specified_rules,
    validate,
)
from strawberry.exceptions import MissingQueryError
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types.graphql import OperationType

from graph.sqlquery.plan_cache import PreparedOperation, prepare_operation

MAX_CACHE_SIZE = 64 * 1024 * 1024
"""Estimated bytes of all cached operations with their plans."""
MAX_CACHED_DOCUMENT_LENGTH = 20_000
"""Longer documents are parsed at each request."""

_Key: TypeAlias = tuple[str, str | None]


class DocumentCache:
    """Parses and validates documents, and caches their operations.

    Documents are validated by `rules` besides GraphQL's own; parsing stops after `max_tokens`.
    """

    def __init__(self, rules: Collection[type[ASTValidationRule]], max_tokens: int) -> None:
        self._rules = [*specified_rules, *rules]
        self._max_tokens = max_tokens
        self._lru: LRUCache[_Key, PreparedOperation] = LRUCache(MAX_CACHE_SIZE, attrgetter("size"))
        self._preloaded: dict[_Key, PreparedOperation] = {}

    def preload(self, schema: GraphQLSchema, text: str) -> Sequence[GraphQLError]:
        """Prepare all operations of a document and never evict them; return its errors instead if it is invalid."""
        document = self._parse(text)
        if isinstance(document, list):
            return document
        errors = validate(schema, document, self._rules)
        if errors:
            return errors
        definitions = _operations(document)
        for definition in definitions:
            operation = prepare_operation(document, definition, schema)
            if definition.name is not None:
                self._preloaded[text, definition.name.value] = operation
            if len(definitions) == 1:
                self._preloaded[text, None] = operation
        return []

    def get(self, text: str, name: str | None) -> PreparedOperation | None:
        """Return the cached operation, which is valid; None if it is not cached."""
        return self._preloaded.get((text, name)) or self._lru.get((text, name))

    def get_or_prepare(
        self, schema: GraphQLSchema, text: str | None, name: str | None, allowed_types: Iterable[OperationType] | None
    ) -> PreparedOperation | list[GraphQLError]:
        """Return the operation, with its validation errors if there are any, or the syntax errors of the document.

        Raises MissingQueryError, CannotGetOperationTypeError, InvalidOperationTypeError.
        """
        if not text:
            raise MissingQueryError
        operation = self.get(text, name) or self._prepare(schema, text, name)
        if isinstance(operation, list):
            return operation
        type_ = OperationType(operation.definition.operation.value)
        if type_ not in tuple(allowed_types or OperationType):
            raise InvalidOperationTypeError(type_)
        cacheable = not operation.errors and len(text) <= MAX_CACHED_DOCUMENT_LENGTH
        if cacheable and (text, name) not in self._preloaded:
            self._lru[text, name] = operation  # also of a cached one, which has grown by its plans
        return operation

    def _prepare(self, schema: GraphQLSchema, text: str, name: str | None) -> PreparedOperation | list[GraphQLError]:
        document = self._parse(text)
        if isinstance(document, list):
            return document
        definitions = _operations(document)
        matching = [node for node in definitions if name is None or (node.name and node.name.value == name)]
        if not matching:
            raise CannotGetOperationTypeError(name)
        if len(definitions) > 1 and not name:
            errors: Sequence[GraphQLError] = [GraphQLError("The document has several operations: name one to run.")]
        else:
            errors = validate(schema, document, self._rules)
        if errors:
            return PreparedOperation(document, matching[0], errors=errors)
        return prepare_operation(document, matching[0], schema)

    def _parse(self, text: str) -> DocumentNode | list[GraphQLError]:
        try:
            return parse(text, max_tokens=self._max_tokens)
        except GraphQLError as error:
            return [error]


def _operations(document: DocumentNode) -> list[OperationDefinitionNode]:
    return [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
