"""Introspection: operations that read nothing but the schema run in the compile thread, and are answered as text."""

import json
from typing import Any

from graphql import GraphQLSchema, VariableValues
from strawberry.types.execution import ExecutionResult, PreExecutionError

from billing.identity.networks import network_of
from graph.context import Context
from graph.errors import TooManyNewDocuments
from graph.sqlquery import compile_thread
from graph.sqlquery.compile_budget import CompileBudget
from graph.sqlquery.execution_context import CompiledExecutionContext
from graph.sqlquery.plan_cache import PreparedOperation


async def execute(
    schema: GraphQLSchema,
    operation: PreparedOperation,
    variables: VariableValues,
    context: Context | None,
    budget: CompileBudget | None,
) -> str | ExecutionResult:
    """Return the JSON of the data, or a result with errors. Without variables, it is executed once.

    It is charged to the viewer, or to the network of one who is not signed in.
    """
    if operation.introspection is not None:
        return operation.introspection
    if budget is not None and context is not None and not operation.is_persisted:
        owner = network_of(context.address) if context.viewer is None else context.viewer.id
        try:
            budget.check(owner, operation.field_count)
        except TooManyNewDocuments as error:
            return PreExecutionError(data=None, errors=[error])
        budget.charge(owner, operation.field_count)
    executor = CompiledExecutionContext.for_operation(schema, operation, variables, context)
    answer = await compile_thread.run(_execute_and_serialize, executor)
    if isinstance(answer, str) and not operation.definition.variable_definitions:
        operation.introspection = answer
    return answer


def _execute_and_serialize(executor: CompiledExecutionContext) -> str | ExecutionResult:
    result: Any = executor.execute_operation()
    if result.errors:
        return ExecutionResult(data=result.data, errors=result.errors)
    return json.dumps(result.data, ensure_ascii=False, separators=(",", ":"))
