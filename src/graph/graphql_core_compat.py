"""graphql-core internals that the query compiler depends on: the one module to check when graphql-core is upgraded.

graphql-core does not count them as public API. `tests/graph/test_graphql_core_compat.py` checks their
signatures.
"""

import asyncio
from typing import Any, Self

from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLSchema,
    OperationDefinitionNode,
    Token,
    VariableValues,
    default_field_resolver,
    default_type_resolver,
)
from graphql.execution.collect_fields import FieldDetails, FragmentDetails, collect_fields, collect_subfields
from graphql.language.parser import Parser, nested_too_deeply_error
from graphql.utilities.print_schema import print_schema_definition
from strawberry.execution import optimized_is_awaitable
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

__all__ = [
    "FieldDetails",
    "FragmentDetails",
    "HookedExecutor",
    "collect_fields",
    "collect_subfields",
    "parse_document",
    "print_schema_definition",
]


def parse_document(text: str, max_tokens: int) -> DocumentNode:
    """Parse a document, and leave nothing to the garbage collector: it stops all threads for as long as it collects.

    graphql-core links all tokens of a document in both directions. Raises GraphQLError.
    """
    parser = Parser(text, max_tokens=max_tokens)
    try:
        return parser.parse_document()
    except RecursionError:
        pass
    finally:
        _unlink_tokens(parser._lexer.token)
    raise nested_too_deeply_error(parser)


def _unlink_tokens(token: Token) -> None:
    """Remove the links of a token with the tokens before and after it, and theirs."""
    while token.next is not None:
        token = token.next
    previous: Token | None = token
    while previous is not None:
        token, previous = previous, previous.prev
        token.prev = token.next = None


class HookedExecutor(StrawberryGraphQLCoreExecutionContext):
    """graphql-core's executor with hooks for values that are response data already, or will be.

    The overridden `execute_field` and `complete_value` are private to graphql-core; subclasses override the hooks only.
    """

    @classmethod
    def create(
        cls,
        schema: GraphQLSchema,
        fragments: dict[str, FragmentDetails],
        operation: OperationDefinitionNode,
        variables: VariableValues,
        context: Any,
        root_value: Any = None,
    ) -> Self:
        """Return an executor of a validated operation with coerced variables."""
        definitions = {name: fragment.definition for name, fragment in fragments.items()}
        return cls(
            schema, definitions, fragments, root_value, context, operation, variables,
            default_field_resolver, default_type_resolver, default_field_resolver, is_awaitable=optimized_is_awaitable,
        )  # fmt: skip

    async def execute(self) -> ExecutionResult:
        """Execute the operation, and leave nothing to the garbage collector, as `parse_document`.

        graphql-core links the executor with itself, and so keeps the whole request.
        """
        try:
            result: Any = self.execute_operation()
            executed: ExecutionResult = await result if self.is_awaitable(result) else result
        finally:
            del self.async_helpers
        return executed

    def precomputed_value(self, source: Any, response_key: str) -> Any:
        """Return the response value of a field of `source`, or None to resolve and complete the field."""
        raise NotImplementedError

    def is_response_value(self, result: Any) -> bool:
        """Return whether a resolver's result is response data, which needs no completion."""
        raise NotImplementedError

    def replace_result(self, result: Any, field_details_list: Any, info: Any) -> Any:
        """Return the value to complete in place of a resolver's result; a future is awaited first."""
        raise NotImplementedError

    def execute_field(
        self, parent_type: Any, source: Any, field_details_list: Any, path: Any, position_context: Any
    ) -> Any:
        """Execute a field, unless its value is precomputed."""
        value = self.precomputed_value(source, path.key)
        if value is not None:
            return value
        return super().execute_field(parent_type, source, field_details_list, path, position_context)

    def complete_value(
        self, return_type: Any, field_details_list: Any, info: Any, path: Any, result: Any, position_context: Any
    ) -> Any:
        """Complete a value, or what replaces it."""
        if self.is_response_value(result):
            return result
        result = self.replace_result(result, field_details_list, info)
        if self.is_response_value(result):
            return result
        if isinstance(result, asyncio.Future):
            return self._complete_future(return_type, field_details_list, info, path, result, position_context)
        return super().complete_value(return_type, field_details_list, info, path, result, position_context)

    async def _complete_future(
        self, return_type: Any, field_details_list: Any, info: Any, path: Any, future: Any, position_context: Any
    ) -> Any:
        result = await future
        if self.is_response_value(result):
            return result
        completed = super().complete_value(return_type, field_details_list, info, path, result, position_context)
        return await completed if self.is_awaitable(completed) else completed
