"""The executable schema: compiles queries to SQL, enforces permissions, and formats every error."""

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
    VariableValues,
)
from strawberry.exceptions import MissingQueryError
from strawberry.extensions import MaxTokensLimiter, SchemaExtension
from strawberry.schema.config import StrawberryConfig
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types.execution import ExecutionContext, ExecutionResult, PreExecutionError
from strawberry.types.graphql import OperationType

import graph.domain_enums  # noqa: F401  (registers the enums of lower layers)
from graph import error_mapping, errors, permissions, query_cost, scalars, schema_descriptions, strawberry_compat
from graph.context import Context
from graph.graphql_core_compat import print_schema_definition
from graph.results import PreserializedResult
from graph.sqlquery import introspection
from graph.sqlquery.compile_budget import CompileBudget
from graph.sqlquery.document_cache import DocumentCache
from graph.sqlquery.execution_context import CompiledExecutionContext, install_resolvers
from graph.sqlquery.plan_cache import PreparedOperation
from graph.sqlquery.runner import QueryRunner


class Schema(strawberry.Schema):
    """Executes operations for a `Context`. All errors have a code, and unexpected ones are masked."""

    document_cache: DocumentCache
    compile_budget: CompileBudget | None = None

    def preload_document(self, text: str) -> Sequence[GraphQLError]:
        """Validate and cache a document for the lifetime of the schema. Returns its errors if it is invalid."""
        return self.document_cache.preload(self._graphql, text)

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
        """Execute a query or mutation for the `Context` in `context_value`. Without it, only introspection works.

        Raises MissingQueryError, CannotGetOperationTypeError, InvalidOperationTypeError.
        """
        result = await self._execute_document(
            query, variable_values, context_value, operation_name, allowed_operation_types
        )
        self._format_result_errors(result)
        return result

    async def execute_for_cached_viewer(
        self,
        query: str,
        variable_values: dict[str, Any] | None,
        context: Context,
        operation_name: str | None,
        token: str,
    ) -> ExecutionResult | None:
        """Execute a cached operation for a cached viewer, whose session is verified by the statement that answers a
        query, or by the transaction of a mutation.

        Returns None, and nothing was done, if the viewer or their rights differ, if the operation is not cached, or if
        it did not get as far as to verify the session; then authenticate and call `execute`.
        """
        operation = self.document_cache.get(query, operation_name)
        if operation is None:
            return None
        if operation.definition.operation.value == OperationType.MUTATION.value:
            result = await self.execute(query, variable_values, context, operation_name=operation_name)
            # A busy database is not waited for twice.
            codes = [(error.extensions or {}).get("code") for error in result.errors or ()]
            is_final = context.is_viewer_verified or errors.Code.SERVICE_UNAVAILABLE in codes
            return result if is_final else None
        variables = operation.coerce_variables(self._graphql, variable_values)
        if operation.definition.operation.value != OperationType.QUERY.value or isinstance(variables, list):
            return None
        context.operation_type = operation.definition.operation.value
        runner = QueryRunner(self._graphql, operation, variables, context, self.compile_budget)
        data = await runner.execute_verified(token)
        if data is None:
            return None
        result = await self._complete(operation, variables, context, runner, data)
        self._format_result_errors(result)
        return result

    async def subscribe(
        self,
        query: str | None,
        variable_values: dict[str, Any] | None = None,
        context_value: Any | None = None,
        root_value: Any | None = None,
        operation_name: str | None = None,
        operation_extensions: dict[str, Any] | None = None,
    ) -> AsyncGenerator[ExecutionResult, None]:
        """Start a subscription. Its `Context`, in `context_value`, must not be used for any other operation.

        A result without data is the last one: the subscription was refused or has ended. No database connection is
        used between results.
        """
        errors_found = await self._prepare_subscription(query, variable_values, context_value, operation_name)
        if errors_found:
            return self._format_results(_rejected_stream(errors_found), context_value)
        results = await super().subscribe(
            query, variable_values, context_value, root_value, operation_name, operation_extensions
        )
        return self._format_results(results, context_value)

    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        """Do not log errors here: `graph.errors` logs the unexpected ones when it masks them."""

    @property
    def _graphql(self) -> GraphQLSchema:
        return strawberry_compat.graphql_schema(self)

    async def _execute_document(
        self,
        query: str | None,
        variable_values: dict[str, Any] | None,
        context: Context | None,
        operation_name: str | None,
        allowed: Iterable[OperationType] | None,
    ) -> ExecutionResult:
        operation = await self.document_cache.get_or_prepare(self._graphql, query, operation_name, allowed)
        if isinstance(operation, list):
            return PreExecutionError(data=None, errors=operation)
        if context is not None:
            context.operation_type = operation.definition.operation.value
        if operation.errors:
            return PreExecutionError(data=None, errors=list(operation.errors))
        variables = operation.coerce_variables(self._graphql, variable_values)
        if isinstance(variables, list):
            return ExecutionResult(data=None, errors=variables)
        if operation.is_introspection:
            answer = await introspection.execute(self._graphql, operation, variables, context, self.compile_budget)
            return PreserializedResult(answer) if isinstance(answer, str) else answer
        runner, data = None, None
        if context is not None:
            runner = QueryRunner(self._graphql, operation, variables, context, self.compile_budget)
            try:
                if operation.definition.operation.value != OperationType.QUERY.value:
                    runner.check_budget()
                data = await runner.try_execute()
            except errors.TooManyNewDocuments as error:
                return PreExecutionError(data=None, errors=[error])
        return await self._complete(operation, variables, context, runner, data)

    async def _complete(
        self,
        operation: PreparedOperation,
        variables: VariableValues,
        context: Context | None,
        runner: QueryRunner | None,
        data: str | dict[str, Any] | None,
    ) -> ExecutionResult:
        """Return the result of an operation whose data one statement has read in whole, in part, or not at all."""
        if isinstance(data, str):
            return PreserializedResult(data)
        if context is not None:
            context.query_runner = runner
        executor = CompiledExecutionContext.for_operation(self._graphql, operation, variables, context, data)
        try:
            result = await executor.execute()
        finally:
            if context is not None:
                # They refer to each other: nothing is left to the garbage collector.
                context.query_runner = None
        return ExecutionResult(data=result.data, errors=result.errors)

    async def _prepare_subscription(
        self, query: str | None, variable_values: dict[str, Any] | None, context: Any, operation_name: str | None
    ) -> Sequence[GraphQLError]:
        """Give the context a query runner for the events. Returns the errors of an invalid document.

        Returns no errors for documents without the subscription: Strawberry rejects them.
        """
        try:
            operation = await self.document_cache.get_or_prepare(
                self._graphql, query, operation_name, (OperationType.SUBSCRIPTION,)
            )
        except (MissingQueryError, CannotGetOperationTypeError, InvalidOperationTypeError):
            return ()
        if isinstance(operation, list):
            return operation
        context.operation_type = operation.definition.operation.value
        variables = operation.coerce_variables(self._graphql, variable_values)
        if not isinstance(variables, list) and not operation.errors:
            context.query_runner = QueryRunner(self._graphql, operation, variables, context, self.compile_budget)
            try:
                context.query_runner.check_budget()
            except errors.TooManyNewDocuments as error:
                return [error]
        return operation.errors

    async def _format_results(
        self, results: AsyncGenerator[ExecutionResult, None], context: Any
    ) -> AsyncGenerator[ExecutionResult, None]:
        async with aclosing(results):
            try:
                async for result in results:
                    self._format_result_errors(result)
                    await context.refresh()
                    yield result
                    if result.data is None:
                        return
            finally:
                context.query_runner = None

    def _format_result_errors(self, result: ExecutionResult) -> None:
        if result.errors:
            executed = not isinstance(result, PreExecutionError)
            allow_suggestions = not self.config.disable_field_suggestions
            result.errors = errors.format_errors(result.errors, executed=executed, allow_suggestions=allow_suggestions)


async def _rejected_stream(graphql_errors: Sequence[GraphQLError]) -> AsyncGenerator[ExecutionResult, None]:
    yield PreExecutionError(data=None, errors=list(graphql_errors))


class ReuseParsedDocument(SchemaExtension):
    """Makes Strawberry execute the cached document of a subscription: query plans are cached by its nodes."""

    def on_parse(self) -> Iterator[None]:
        """Replace parsing and validation."""
        execution = self.execution_context
        if execution.context.query_runner is not None:
            execution.graphql_document = execution.context.query_runner.document
            execution.validation_rules = ()
        yield


def build_schema(
    *,
    query: type,
    mutation: type,
    subscription: type | None = None,
    introspection: bool = True,
    new_fields_per_minute: int | None = query_cost.MAX_NEW_FIELDS_PER_MINUTE,
) -> Schema:
    """Build the schema of the root types.

    Without `introspection`, the schema cannot be queried for its types, and error messages suggest no names.
    `new_fields_per_minute` is the compile budget of a membership; None is no limit.
    Raises MissingPermission if a field lacks its guard.
    """
    rules: list[type[ASTValidationRule]] = [] if introspection else [NoSchemaIntrospectionCustomRule]
    schema = Schema(
        query=query,
        mutation=mutation,
        subscription=subscription,
        extensions=[lambda: MaxTokensLimiter(max_token_count=query_cost.MAX_TOKENS), ReuseParsedDocument],
        config=StrawberryConfig(scalar_map=scalars.SCALARS, disable_field_suggestions=not introspection),
        execution_context_class=CompiledExecutionContext,
    )
    schema.document_cache = DocumentCache(rules, allow_suggestions=introspection)
    schema.compile_budget = None if new_fields_per_minute is None else CompileBudget(new_fields_per_minute)
    graphql_schema = strawberry_compat.graphql_schema(schema)
    strawberry_compat.call_resolvers_directly(graphql_schema)
    error_mapping.return_user_errors(graphql_schema)
    install_resolvers(graphql_schema)
    permissions.describe(graphql_schema)
    permissions.enforce(graphql_schema)
    schema_descriptions.add(graphql_schema)
    _enforce_one_of(graphql_schema)
    return schema


def _enforce_one_of(schema: GraphQLSchema) -> None:
    """Validate and introspect `@oneOf`, which Strawberry only prints."""
    for type_ in schema.type_map.values():
        if isinstance(type_, GraphQLInputObjectType):
            type_.is_one_of = strawberry_compat.is_one_of(type_)


def print_schema(schema: Schema) -> str:
    """The schema in GraphQL's schema definition language."""
    text = f"{print_schema_definition(strawberry_compat.graphql_schema(schema))}\n\n{schema.as_str()}"
    # The printer indents the empty lines of descriptions as well.
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())
