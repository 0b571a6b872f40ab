"""Reading documents: parsed, checked and within the limits once for each text."""

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

from graph.stored import documents

_ALL = (OperationType.QUERY, OperationType.MUTATION, OperationType.SUBSCRIPTION)


class Reader:
    """Reads documents by these rules, besides GraphQL's own, and with at most so many tokens; keeps those that pass."""

    def __init__(self, rules: Collection[type[ASTValidationRule]], tokens: int) -> None:
        self._rules = [*specified_rules, *rules]
        self._tokens = tokens
        self._kept: documents.Kept[tuple[str, str | None], documents.Operation] = documents.Kept(
            documents.MOST_DOCUMENTS
        )

    def read(
        self, schema: GraphQLSchema, text: str | None, name: str | None, allowed: Iterable[OperationType] | None
    ) -> documents.Operation | list[GraphQLError]:
        """The operation, with its problems where it is not to be run; what is wrong with a document that is none.

        Raise MissingQueryError, CannotGetOperationTypeError, InvalidOperationTypeError.
        """
        if not text:
            raise MissingQueryError
        operation = self._kept.get((text, name)) or self._understood(schema, text, name)
        if isinstance(operation, list):
            return operation
        type_ = OperationType(operation.definition.operation.value)
        if type_ not in tuple(allowed or _ALL):
            raise InvalidOperationTypeError(type_)
        if not operation.problems:
            self._kept.keep((text, name), operation)
        return operation

    def _understood(
        self, schema: GraphQLSchema, text: str, name: str | None
    ) -> documents.Operation | list[GraphQLError]:
        try:
            document = parse(text, max_tokens=self._tokens)
        except GraphQLError as error:
            return [error]
        operations = [each for each in document.definitions if isinstance(each, OperationDefinitionNode)]
        chosen = [each for each in operations if name is None or (each.name and each.name.value == name)]
        if not chosen:
            raise CannotGetOperationTypeError(name)
        if len(operations) > 1 and not name:
            problems: Sequence[GraphQLError] = [GraphQLError("The document has several operations: name one to run.")]
        else:
            problems = self._problems(schema, document)
        if problems:
            return documents.Operation(document, chosen[0], {}, [], (), problems=problems)
        return documents.understood(document, chosen[0], schema)

    def _problems(self, schema: GraphQLSchema, document: DocumentNode) -> Sequence[GraphQLError]:
        return validate(schema, document, self._rules)
