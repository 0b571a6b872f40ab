"""The schema: the roots that it is given, in this language, with every door in force."""

import json
from collections.abc import AsyncGenerator, Iterable, Iterator, Sequence
from contextlib import aclosing
from typing import Any

import strawberry
from graphql import (
    ASTValidationRule,
    GraphQLError,
    GraphQLInputObjectType,
    GraphQLSchema,
    NoSchemaIntrospectionCustomRule,
)
from graphql.utilities.print_schema import print_schema_definition
from strawberry.exceptions import MissingQueryError
from strawberry.extensions import MaxTokensLimiter, SchemaExtension
from strawberry.schema.config import StrawberryConfig
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.schema.schema_converter import GraphQLCoreConverter
from strawberry.types.execution import ExecutionContext, ExecutionResult, PreExecutionError
from strawberry.types.graphql import OperationType

import graph.enums  # noqa: F401  (describes the enumerations of the floors below)
from graph import error_mapping, errors, permissions, query_cost, scalars
from graph.sqlquery import execution_context as execution
from graph.sqlquery.document_cache import DocumentCache
from graph.sqlquery.execution_context import CompiledExecutionContext
from graph.sqlquery.runner import QueryRunner

_DESCRIPTION = (
    "Acompte: clients of professional firms pay ahead, and pay invoices from credits, by card or by bank debit."
    " Refusals are types in the unions that mutations answer with; `@allowed` says who may ask. Amounts are exact"
    " decimals, in the firm's one currency; ids are global; lists page by cursor. What starts something takes an"
    " idempotency key."
)


class PreserializedResult(ExecutionResult):
    """An answer that the database has written: `text` is the JSON of its data."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.errors = None
        self.extensions = None

    @property
    def data(self) -> dict[str, Any] | None:  # type: ignore[override]
        """It, read."""
        found: dict[str, Any] = json.loads(self.text)
        return found


class Schema(strawberry.Schema):
    """Tells every error that comes out of it with a code, and nothing unexpected at all.

    `reader`: how documents are read.
    """

    document_cache: DocumentCache

    def preload_document(self, text: str) -> Sequence[GraphQLError]:
        """Read a document for good, so that whoever asks it first does not wait for that; what is wrong with it."""
        return self.document_cache.preload(self._schema, text)

    async def execute(
        self,
        query: str | None,
        variable_values: dict[str, Any] | None = None,
        context_value: Any | None = None,
        root_value: Any | None = None,  # noqa: ARG002
        operation_name: str | None = None,
        allowed_operation_types: Iterable[OperationType] | None = None,
        operation_extensions: dict[str, Any] | None = None,  # noqa: ARG002
    ) -> ExecutionResult:
        """Run one operation for the `graph.context.Context` handed in as `context_value`.

        Raise MissingQueryError, CannotGetOperationTypeError, InvalidOperationTypeError.
        """
        result = await self._execute_document(
            query, variable_values, context_value, operation_name, allowed_operation_types
        )
        self._format_result_errors(result)
        return result

    async def try_single_trip(
        self, query: str, variable_values: dict[str, Any] | None, context: Any, operation_name: str | None, token: str
    ) -> PreserializedResult | None:
        """What a known query answers to the context's viewer, of whom it is supposed, and then proven, that the session
        is theirs. None where anything is different: then who asks is to be found out first, and `execute` to be asked.
        """
        operation = self.document_cache.get(query, operation_name)
        if operation is None or operation.definition.operation.value != OperationType.QUERY.value:
            return None
        variables = operation.coerce_variables(self._schema, variable_values)
        if isinstance(variables, list):
            return None
        context.operation = operation.definition.operation.value
        text = await QueryRunner(self, operation, variables, context).execute_verified(token)
        return None if text is None else PreserializedResult(text)

    async def _execute_document(
        self,
        query: str | None,
        variable_values: dict[str, Any] | None,
        context: Any,  # None: a schema can be asked about itself by nobody, nowhere
        operation_name: str | None,
        allowed: Iterable[OperationType] | None,
    ) -> ExecutionResult:
        operation = self.document_cache.get_or_prepare(self._schema, query, operation_name, allowed)
        if isinstance(operation, list):
            return PreExecutionError(data=None, errors=operation)
        if context is not None:
            context.operation = operation.definition.operation.value
        if operation.errors:
            return PreExecutionError(data=None, errors=list(operation.errors))
        variables = operation.coerce_variables(self._schema, variable_values)
        if isinstance(variables, list):
            return ExecutionResult(data=None, errors=variables)
        if context is not None:
            context.query_runner = QueryRunner(self, operation, variables, context)
            text = await context.query_runner.try_execute()
            if text is not None:
                return PreserializedResult(text)
        executor = CompiledExecutionContext.for_operation(self._schema, operation, variables, context)
        found: Any = executor.execute_operation()
        if executor.is_awaitable(found):
            found = await found
        return ExecutionResult(data=found.data, errors=found.errors)

    async def subscribe(
        self,
        query: str | None,
        variable_values: dict[str, Any] | None = None,
        context_value: Any | None = None,
        root_value: Any | None = None,
        operation_name: str | None = None,
        operation_extensions: dict[str, Any] | None = None,
    ) -> AsyncGenerator[ExecutionResult, None]:
        """Follow one subscription, for the `graph.context.Context` handed in: no other operation may use that one.

        A result without data is the last one: the subscription was refused, or has ended. Between results nothing
        is held, however slowly they are taken.
        """
        problems = self._prepare_subscription(query, variable_values, context_value, operation_name)
        if problems:
            return self._format_results(_rejected_stream(problems), context_value)
        results = await super().subscribe(
            query, variable_values, context_value, root_value, operation_name, operation_extensions
        )
        return self._format_results(results, context_value)

    def _prepare_subscription(
        self, query: str | None, variable_values: dict[str, Any] | None, context: Any, operation_name: str | None
    ) -> Sequence[GraphQLError]:
        """What is stored is told for each event. What is wrong with the document, where it cannot be followed.

        What is no subscription is refused by Strawberry, in its words.
        """
        try:
            operation = self.document_cache.get_or_prepare(
                self._schema, query, operation_name, (OperationType.SUBSCRIPTION,)
            )
        except (MissingQueryError, CannotGetOperationTypeError, InvalidOperationTypeError):
            return ()
        if isinstance(operation, list):
            return operation
        context.operation = operation.definition.operation.value
        variables = operation.coerce_variables(self._schema, variable_values)
        if not isinstance(variables, list) and not operation.errors:
            context.query_runner = QueryRunner(self, operation, variables, context)
        return operation.errors

    async def _format_results(
        self, results: AsyncGenerator[ExecutionResult, None], context: Any
    ) -> AsyncGenerator[ExecutionResult, None]:
        async with aclosing(results):
            async for result in results:
                self._format_result_errors(result)
                await context.refresh()
                yield result
                if result.data is None:
                    return

    def _format_result_errors(self, result: ExecutionResult) -> None:
        if result.errors:
            executed = not isinstance(result, PreExecutionError)
            suggesting = not self.config.disable_field_suggestions
            result.errors = errors.format_errors(result.errors, executed=executed, allow_suggestions=suggesting)

    def process_errors(
        self,
        errors: list[GraphQLError],
        execution_context: ExecutionContext | None = None,
    ) -> None:
        """Nothing: what is unexpected is logged where it is masked, and the rest is the caller's matter."""


async def _rejected_stream(problems: Sequence[GraphQLError]) -> AsyncGenerator[ExecutionResult, None]:
    yield PreExecutionError(data=None, errors=list(problems))


class ReuseParsedDocument(SchemaExtension):
    """A subscription that was read is not read again: what is told for it goes by the nodes of that document."""

    def on_parse(self) -> Iterator[None]:
        """Hand the document over."""
        asked = self.execution_context
        if asked.context.query_runner is not None:
            asked.graphql_document = asked.context.query_runner.document
            asked.validation_rules = ()
        yield


def build_schema(
    *, query: type, mutation: type, subscription: type | None = None, introspection: bool = True
) -> Schema:
    """The schema with these roots. Without `introspection`, it does not tell its types, nor suggest names."""
    rules: list[type[ASTValidationRule]] = [query_cost.QueryCostRule]
    if not introspection:
        rules.append(NoSchemaIntrospectionCustomRule)
    schema = Schema(
        query=query,
        mutation=mutation,
        subscription=subscription,
        extensions=[
            lambda: MaxTokensLimiter(max_token_count=query_cost.MAX_TOKENS),
            ReuseParsedDocument,
        ],
        config=StrawberryConfig(scalar_map=scalars.SCALARS, disable_field_suggestions=not introspection),
        exception_handlers=error_mapping.exception_handlers(),
        execution_context_class=CompiledExecutionContext,
    )
    schema.document_cache = DocumentCache(rules, query_cost.MAX_TOKENS)
    execution.install_resolvers(schema._schema)
    permissions.enforce(schema._schema)
    _add_descriptions(schema._schema)
    _enforce_one_of(schema._schema)
    return schema


def _enforce_one_of(schema: GraphQLSchema) -> None:
    """Have documents be judged by `@oneOf`, and introspection tell it: Strawberry prints it, and no more than that."""
    for each in schema.type_map.values():
        if isinstance(each, GraphQLInputObjectType):
            each.is_one_of = each.extensions[GraphQLCoreConverter.DEFINITION_BACKREF].is_one_of


def _add_descriptions(schema: GraphQLSchema) -> None:
    """Say what it is, and what the arguments of @allowed are: Strawberry leaves both out."""
    schema.description = _DESCRIPTION
    directive = schema.get_directive("allowed")
    if directive is not None:
        for each in permissions.Allowed.__strawberry_directive__.fields:  # type: ignore[attr-defined]
            directive.args[each.graphql_name].description = each.description


def print_schema(schema: Schema) -> str:
    """The schema in GraphQL's own language, the same for the same code."""
    return f"{print_schema_definition(schema._schema)}\n\n{schema.as_str()}\n"
