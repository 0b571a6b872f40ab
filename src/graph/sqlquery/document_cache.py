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

_ALL = (OperationType.QUERY, OperationType.MUTATION, OperationType.SUBSCRIPTION)


class Reader:
    """Reads documents by these rules, besides GraphQL's own, and with at most so many tokens; keeps those that pass."""

    def __init__(self, rules: Collection[type[ASTValidationRule]], tokens: int) -> None:
        self._rules = [*specified_rules, *rules]
        self._tokens = tokens
        self._kept: plan_cache.Kept[tuple[str, str | None], plan_cache.Operation] = plan_cache.Kept(
            plan_cache.MOST_DOCUMENTS, plan_cache.MOST_WEIGHT
        )
        self._trusted: dict[tuple[str, str | None], plan_cache.Operation] = {}

    def trust(self, schema: GraphQLSchema, text: str) -> Sequence[GraphQLError]:
        """Read every operation of the text, and keep it for good: no other document takes its place.

        What is wrong with the document, where it cannot be run: then nothing of it is kept.
        """
        try:
            document = parse(text, max_tokens=self._tokens)
        except GraphQLError as error:
            return [error]
        problems = self._problems(schema, document)
        if problems:
            return problems
        operations = _operations(document)
        for each in operations:
            operation = plan_cache.understood(document, each, schema)
            if each.name is not None:
                self._trusted[text, each.name.value] = operation
            if len(operations) == 1:
                self._trusted[text, None] = operation
        return []

    def known(self, text: str, name: str | None) -> plan_cache.Operation | None:
        """The operation, where it was read before, and may be run."""
        return self._trusted.get((text, name)) or self._kept.get((text, name))

    def read(
        self, schema: GraphQLSchema, text: str | None, name: str | None, allowed: Iterable[OperationType] | None
    ) -> plan_cache.Operation | list[GraphQLError]:
        """The operation, with its problems where it is not to be run; what is wrong with a document that is none.

        Raise MissingQueryError, CannotGetOperationTypeError, InvalidOperationTypeError.
        """
        if not text:
            raise MissingQueryError
        operation = self.known(text, name) or self._understood(schema, text, name)
        if isinstance(operation, list):
            return operation
        type_ = OperationType(operation.definition.operation.value)
        if type_ not in tuple(allowed or _ALL):
            raise InvalidOperationTypeError(type_)
        if not operation.problems and (text, name) not in self._trusted and len(text) <= plan_cache.LONGEST:
            self._kept.keep((text, name), operation, len(text) + operation.weight)
        return operation

    def _understood(
        self, schema: GraphQLSchema, text: str, name: str | None
    ) -> plan_cache.Operation | list[GraphQLError]:
        try:
            document = parse(text, max_tokens=self._tokens)
        except GraphQLError as error:
            return [error]
        operations = _operations(document)
        chosen = [each for each in operations if name is None or (each.name and each.name.value == name)]
        if not chosen:
            raise CannotGetOperationTypeError(name)
        if len(operations) > 1 and not name:
            problems: Sequence[GraphQLError] = [GraphQLError("The document has several operations: name one to run.")]
        else:
            problems = self._problems(schema, document)
        if problems:
            return plan_cache.Operation(document, chosen[0], {}, [], (), problems=problems)
        return plan_cache.understood(document, chosen[0], schema)

    def _problems(self, schema: GraphQLSchema, document: DocumentNode) -> Sequence[GraphQLError]:
        return validate(schema, document, self._rules)


def _operations(document: DocumentNode) -> list[OperationDefinitionNode]:
    return [each for each in document.definitions if isinstance(each, OperationDefinitionNode)]
