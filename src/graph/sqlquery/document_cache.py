"""Reading documents: parsed, checked and within the limits once for each text; those that are trusted, at the start."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

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

from graph.sqlquery import plan_cache

_ALL_OPERATION_TYPES = (OperationType.QUERY, OperationType.MUTATION, OperationType.SUBSCRIPTION)


class DocumentCache:
    """Reads documents by these rules, besides GraphQL's own, and with at most so many tokens; keeps those that pass."""

    def __init__(self, rules: Collection[type[ASTValidationRule]], max_tokens: int) -> None:
        self._rules = [*specified_rules, *rules]
        self._max_tokens = max_tokens
        self._lru: plan_cache.WeightedLRU[tuple[str, str | None], plan_cache.PreparedOperation] = (
            plan_cache.WeightedLRU(plan_cache.MAX_DOCUMENTS, plan_cache.MAX_CACHE_WEIGHT)
        )
        self._preloaded: dict[tuple[str, str | None], plan_cache.PreparedOperation] = {}

    def preload(self, schema: GraphQLSchema, text: str) -> Sequence[GraphQLError]:
        """Read every operation of the text, and keep it for good: no other document takes its place.

        What is wrong with the document, where it cannot be run: then nothing of it is kept.
        """
        try:
            document = parse(text, max_tokens=self._max_tokens)
        except GraphQLError as error:
            return [error]
        problems = self._validate(schema, document)
        if problems:
            return problems
        operations = _operations(document)
        for each in operations:
            operation = plan_cache.prepare_operation(document, each, schema)
            if each.name is not None:
                self._preloaded[text, each.name.value] = operation
            if len(operations) == 1:
                self._preloaded[text, None] = operation
        return []

    def get(self, text: str, name: str | None) -> plan_cache.PreparedOperation | None:
        """The operation, where it was read before, and may be run."""
        return self._preloaded.get((text, name)) or self._lru.get((text, name))

    def get_or_prepare(
        self, schema: GraphQLSchema, text: str | None, name: str | None, allowed_types: Iterable[OperationType] | None
    ) -> plan_cache.PreparedOperation | list[GraphQLError]:
        """The operation, with its problems where it is not to be run; what is wrong with a document that is none.

        Raise MissingQueryError, CannotGetOperationTypeError, InvalidOperationTypeError.
        """
        if not text:
            raise MissingQueryError
        operation = self.get(text, name) or self._prepare(schema, text, name)
        if isinstance(operation, list):
            return operation
        type_ = OperationType(operation.definition.operation.value)
        if type_ not in tuple(allowed_types or _ALL_OPERATION_TYPES):
            raise InvalidOperationTypeError(type_)
        if (
            not operation.errors
            and (text, name) not in self._preloaded
            and len(text) <= plan_cache.MAX_CACHED_DOCUMENT_LENGTH
        ):
            self._lru.put((text, name), operation, len(text) + operation.weight)
        return operation

    def _prepare(
        self, schema: GraphQLSchema, text: str, name: str | None
    ) -> plan_cache.PreparedOperation | list[GraphQLError]:
        try:
            document = parse(text, max_tokens=self._max_tokens)
        except GraphQLError as error:
            return [error]
        operations = _operations(document)
        chosen = [each for each in operations if name is None or (each.name and each.name.value == name)]
        if not chosen:
            raise CannotGetOperationTypeError(name)
        if len(operations) > 1 and not name:
            problems: Sequence[GraphQLError] = [GraphQLError("The document has several operations: name one to run.")]
        else:
            problems = self._validate(schema, document)
        if problems:
            return plan_cache.PreparedOperation(document, chosen[0], {}, [], (), errors=problems)
        return plan_cache.prepare_operation(document, chosen[0], schema)

    def _validate(self, schema: GraphQLSchema, document: DocumentNode) -> Sequence[GraphQLError]:
        return validate(schema, document, self._rules)


def _operations(document: DocumentNode) -> list[OperationDefinitionNode]:
    return [each for each in document.definitions if isinstance(each, OperationDefinitionNode)]
