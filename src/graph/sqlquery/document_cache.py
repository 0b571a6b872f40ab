"""The cache of prepared operations, by document text and operation name."""

import asyncio
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
    specified_rules,
    validate,
)
from strawberry.exceptions import MissingQueryError
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types.graphql import OperationType

from graph import query_cost
from graph.graphql_core_compat import parse_document
from graph.sqlquery import compile_thread
from graph.sqlquery.plan_cache import PreparedOperation, prepare_operation
from translation import gettext_noop

MAX_CACHE_SIZE = 64 * 1024 * 1024
"""Estimated bytes of all cached operations with their plans."""
MAX_CACHED_DOCUMENT_LENGTH = 20_000
"""Longer documents are parsed at each request."""

MAX_ERRORS = 10
"""Validation stops after so many errors of a document: each suggestion of names costs time."""

_Key: TypeAlias = tuple[str, str | None]


class DocumentCache:
    """Parses and validates documents, and caches their operations.

    The cost of a document is checked (`graph.query_cost`) before it is validated by GraphQL's rules and `rules`.
    Without `allow_suggestions`, errors suggest no names.
    """

    def __init__(self, rules: Collection[type[ASTValidationRule]], *, allow_suggestions: bool = True) -> None:
        self._rules = [*specified_rules, *rules]
        self._hide_suggestions = not allow_suggestions
        self._lru: LRUCache[_Key, PreparedOperation] = LRUCache(MAX_CACHE_SIZE, attrgetter("size"))
        self._preloaded: dict[_Key, PreparedOperation] = {}
        self._in_progress: dict[_Key, asyncio.Task[PreparedOperation | list[GraphQLError]]] = {}

    def preload(self, schema: GraphQLSchema, text: str) -> Sequence[GraphQLError]:
        """Prepare all operations of a document and never evict them; return its errors instead if it is invalid."""
        document = self._parse(text)
        if isinstance(document, list):
            return document
        errors = self._validate(schema, document)
        if errors:
            return errors
        definitions = _operations(document)
        for definition in definitions:
            operation = prepare_operation(document, definition, schema, is_persisted=True)
            if definition.name is not None:
                self._preloaded[text, definition.name.value] = operation
            if len(definitions) == 1:
                self._preloaded[text, None] = operation
        return []

    def get(self, text: str, name: str | None) -> PreparedOperation | None:
        """Return the cached operation, which is valid; None if it is not cached."""
        return self._preloaded.get((text, name)) or self._lru.get((text, name))

    async def get_or_prepare(
        self, schema: GraphQLSchema, text: str | None, name: str | None, allowed_types: Iterable[OperationType] | None
    ) -> PreparedOperation | list[GraphQLError]:
        """Return the operation, with its validation errors if there are any, or the syntax errors of the document.

        A new document is prepared in the compile thread; concurrent requests for it wait for the same preparation.
        Raises MissingQueryError, CannotGetOperationTypeError, InvalidOperationTypeError.
        """
        if not text:
            raise MissingQueryError
        cached = self.get(text, name)
        if cached is not None and (text, name) not in self._preloaded:
            self._lru[text, name] = cached  # measures it again: it has grown by its plans
        operation = cached or await self._prepare_once(schema, text, name)
        if isinstance(operation, list):
            return operation
        type_ = OperationType(operation.definition.operation.value)
        if type_ not in tuple(allowed_types or OperationType):
            raise InvalidOperationTypeError(type_)
        return operation

    async def _prepare_once(
        self, schema: GraphQLSchema, text: str, name: str | None
    ) -> PreparedOperation | list[GraphQLError]:
        task = self._in_progress.get((text, name))
        if task is None:
            task = asyncio.create_task(self._prepare_and_cache(schema, text, name))
            self._in_progress[text, name] = task
        return await asyncio.shield(task)

    async def _prepare_and_cache(
        self, schema: GraphQLSchema, text: str, name: str | None
    ) -> PreparedOperation | list[GraphQLError]:
        # It is cached in the step that ends the progress: no request finds neither and prepares it again.
        try:
            operation = await compile_thread.run(self._prepare, schema, text, name)
            is_short = len(text) <= MAX_CACHED_DOCUMENT_LENGTH
            if is_short and isinstance(operation, PreparedOperation) and not operation.errors:
                self._lru[text, name] = operation
        finally:
            del self._in_progress[text, name]
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
            message = gettext_noop("The document has several operations: name one to run.")
            errors: Sequence[GraphQLError] = [GraphQLError(message)]
        else:
            errors = self._validate(schema, document)
        if errors:
            return PreparedOperation(document, matching[0], errors=errors)
        return prepare_operation(document, matching[0], schema)

    def _parse(self, text: str) -> DocumentNode | list[GraphQLError]:
        try:
            query_cost.check_length(text)
            return parse_document(text, query_cost.MAX_TOKENS)
        except GraphQLError as error:
            if "tokens. Parsing aborted" in error.message:
                return [query_cost.too_many_tokens()]
            return [error]

    def _validate(self, schema: GraphQLSchema, document: DocumentNode) -> Sequence[GraphQLError]:
        return query_cost.check_cost(document) or validate(
            schema, document, self._rules, MAX_ERRORS, hide_suggestions=self._hide_suggestions
        )


def _operations(document: DocumentNode) -> list[OperationDefinitionNode]:
    return [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
