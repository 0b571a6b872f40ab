"""graphql-core's executor for what one statement does not answer: mutations, subscriptions and incomplete objects.

Values that statements return are response data already and pass through. Fields that have to be read from the database
are collected until the event loop's next tick, and read by one statement.
"""

import asyncio
import uuid
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Self, TypeAlias

from graphql import (
    GraphQLField,
    GraphQLFieldResolver,
    GraphQLObjectType,
    GraphQLSchema,
    VariableValues,
    default_field_resolver,
    is_abstract_type,
)

from graph.context import Context
from graph.graphql_core_compat import HookedExecutor
from graph.sqlquery.contexts import ObjectRef
from graph.sqlquery.field_specs import (
    TYPE_SOURCES,
    ComputedSpec,
    ConnectionSpec,
    DeferToCompiler,
    MoneyWithArgumentsSpec,
    ResolvedSpec,
    field_spec_of,
)
from graph.sqlquery.plan_cache import PreparedOperation
from graph.sqlquery.selections import INCOMPLETE_KEY, PlanRoot


class DeferredFieldParent(ObjectRef):
    """The parent of a field that was too deep for the statement that read the parent."""


_PendingField: TypeAlias = tuple[Any, GraphQLField | None, DeferToCompiler | ObjectRef, "asyncio.Future[Any]"]
"""Field details, definition (unless an object reference is to be read), what the resolver returned, future value."""

_running_batches: set[asyncio.Task[None]] = set()


class CompiledExecutionContext(HookedExecutor):
    """Executes an operation, and reads deferred fields and object references in batches."""

    _pending: list[_PendingField] | None = None

    @classmethod
    def for_operation(
        cls,
        schema: GraphQLSchema,
        operation: PreparedOperation,
        variables: VariableValues,
        context: Context | None,
        data: dict[str, Any] | None = None,
    ) -> Self:
        """Return an executor of a valid operation. Without a context, the operation may use introspection only.

        `data` is the JSON of a query's data, if one statement has read all of it and some objects are incomplete.
        """
        return cls.create(schema, operation.fragments, operation.definition, variables, context, data)

    def precomputed_value(self, source: Any, response_key: str) -> Any:
        """Return the field's value if `source` is JSON of a statement and the value is complete."""
        value = source.get(response_key) if type(source) is dict else None
        return None if _is_incomplete(value) else value

    def is_response_value(self, result: Any) -> bool:
        """Return whether the result is a complete object of a statement."""
        return type(result) is dict and INCOMPLETE_KEY not in result

    def replace_result(self, result: Any, field_details_list: Any, info: Any) -> Any:
        """Replace a deferred field or an object reference by the future of its value, and a payload by its response."""
        if isinstance(result, DeferToCompiler) and self.context_value.viewer is None:
            return self.context_value.query_runner.unauthenticated_value(field_details_list, info)
        if isinstance(result, (DeferToCompiler, ObjectRef)):
            return self._enqueue(field_details_list, info, result)
        if result is not None and info.parent_type is self.schema.mutation_type:
            value = self.context_value.query_runner.evaluate_payload(field_details_list, result)
            return result if value is None else value
        return result

    def _enqueue(self, field_details: Any, info: Any, result: DeferToCompiler | ObjectRef) -> asyncio.Future[Any]:
        loop = asyncio.get_running_loop()
        if self._pending is None:
            self._pending = []
            loop.call_soon(self._dispatch_batch)
        is_field = isinstance(result, (DeferToCompiler, DeferredFieldParent))
        definition = self.schema.get_field(info.parent_type, info.field_name) if is_field else None
        future: asyncio.Future[Any] = loop.create_future()
        self._pending.append((field_details, definition, result, future))
        return future

    def _dispatch_batch(self) -> None:
        pending, self._pending = self._pending or [], None
        task = asyncio.ensure_future(self._run_batch(pending))
        _running_batches.add(task)  # the event loop keeps weak references only
        task.add_done_callback(_running_batches.discard)

    async def _run_batch(self, pending: list[_PendingField]) -> None:
        roots, positions = _merge_roots(pending)
        try:
            fetched = await self.context_value.query_runner.fetch_roots(roots)
            values = [fetched[root] if item is None else fetched[root][item] for root, item in positions]
        except Exception as error:
            values = [error] * len(pending)  # the executor raises it at each field
        for value, (*_, future) in zip(values, pending, strict=True):
            if not future.done():
                future.set_result(value)


def _merge_roots(pending: Sequence[_PendingField]) -> tuple[list[PlanRoot], list[tuple[int, int | None]]]:
    """Return the roots to read, and for each pending field the index of its root and of its item there.

    The same deferred field of several objects is one root.
    """
    roots: list[PlanRoot] = []
    positions: list[tuple[int, int | None]] = []
    deferred: dict[tuple[str, tuple[int, ...]], tuple[int, list[uuid.UUID]]] = {}
    for details, definition, result, _ in pending:
        index = len(roots)
        if isinstance(result, DeferredFieldParent):
            key = (result.type_name, tuple(id(detail.node) for detail in details))
            root_index, ids = deferred.setdefault(key, (index, []))
            ids.append(result.ids[0])
            positions.append((root_index, len(ids) - 1))
            if len(ids) > 1:
                continue
        else:
            positions.append((index, None))
        reference = result if isinstance(result, ObjectRef) else None
        roots.append(PlanRoot(f"root_{index}", details, definition, reference, index))
    for (type_name, _), (index, ids) in deferred.items():
        roots[index] = replace(roots[index], reference=ObjectRef(type_name, tuple(ids), is_list=True))
    return roots, positions


def _is_incomplete(value: Any) -> bool:
    if isinstance(value, dict):
        return INCOMPLETE_KEY in value
    return isinstance(value, list) and any(map(_is_incomplete, value))


def install_resolvers(schema: GraphQLSchema) -> None:
    """Make the resolvers of a schema accept the JSON of statements as parent objects."""
    for type_ in schema.type_map.values():
        if isinstance(type_, GraphQLObjectType) and not type_.name.startswith("__"):
            if type_.name in TYPE_SOURCES:
                type_.is_type_of = None
            for field in type_.fields.values():
                field.resolve = _json_resolver(field)
        elif is_abstract_type(type_) and any(one.name in TYPE_SOURCES for one in schema.get_possible_types(type_)):
            type_.resolve_type = _resolve_incomplete_type


def _json_resolver(field: GraphQLField) -> GraphQLFieldResolver:
    spec, resolve_object = field_spec_of(field), field.resolve or default_field_resolver

    def resolve(source: Any, info: Any, **arguments: Any) -> Any:
        if type(source) is not dict:
            return resolve_object(source, info, **arguments)
        if info.path.key in source:
            return source[info.path.key]
        if isinstance(spec, (ResolvedSpec, ComputedSpec, ConnectionSpec, MoneyWithArgumentsSpec)):
            result = resolve_object(source, info, **arguments)  # raises if the arguments are invalid
            if not isinstance(result, DeferToCompiler):
                return result
        type_name, _, database_id = source[INCOMPLETE_KEY].partition(":")
        return DeferredFieldParent(type_name, (uuid.UUID(database_id),), is_list=False)

    return resolve


def _resolve_incomplete_type(value: Any, _info: Any, _type: Any) -> str:
    type_name: str = value[INCOMPLETE_KEY].partition(":")[0]
    return type_name
