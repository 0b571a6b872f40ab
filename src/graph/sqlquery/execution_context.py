"""Running an operation. What is stored is told by one statement, and goes through as it came; what is not is GraphQL's
executor's, which meets what is stored as JSON that is in its final form already.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias

from graphql import (
    GraphQLField,
    GraphQLFieldResolver,
    GraphQLObjectType,
    GraphQLSchema,
    default_field_resolver,
    default_type_resolver,
    is_abstract_type,
)
from graphql.execution.values import VariableValues
from strawberry.execution import optimized_is_awaitable
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from graph.sqlquery import plan_cache
from graph.sqlquery.field_specs import (
    TYPE_SOURCES,
    ConnectionSpec,
    DeferToCompiler,
    MoneyWithArgumentsSpec,
    ObjectRef,
    ResolvedSpec,
    field_spec_of,
)
from graph.sqlquery.selections import INCOMPLETE_KEY, PlanRoot

if TYPE_CHECKING:
    from graph.context import Context


class CompiledExecutionContext(StrawberryGraphQLCoreExecutionContext):
    """GraphQL's executor, but for what is stored: its objects are told all at once, and pass as they are."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._pending: list[_PendingField] = []

    @classmethod
    def for_operation(
        cls,
        schema: GraphQLSchema,
        operation: plan_cache.PreparedOperation,
        variables: VariableValues,
        context: Context | None,
    ) -> CompiledExecutionContext:
        """An executor for an operation that is understood already."""
        fragments = {name: each.definition for name, each in operation.fragments.items()}
        return cls(
            schema, fragments, operation.fragments, None, context, operation.definition, variables,
            default_field_resolver, default_type_resolver, default_field_resolver, is_awaitable=optimized_is_awaitable,
        )  # fmt: skip

    def build_per_event_executor(self, payload: Any) -> CompiledExecutionContext:
        """One for each event of a subscription, with nothing that waits yet."""
        made: Any = super().build_per_event_executor(payload)
        made._pending = []
        return made  # type: ignore[no-any-return]

    def execute_field(
        self, parent_type: Any, source: Any, field_details_list: Any, path: Any, position_context: Any
    ) -> Any:
        """Let through what came whole from the database."""
        if type(source) is dict:
            value = source.get(path.key)
            if value is not None and _is_complete(value):
                return value
        return super().execute_field(parent_type, source, field_details_list, path, position_context)

    def complete_value(
        self, return_type: Any, field_details_list: Any, info: Any, path: Any, result: Any, position_context: Any
    ) -> Any:
        """Have told what is stored, together with everything else that is asked for in the same moment."""
        if type(result) is dict and INCOMPLETE_KEY not in result:
            return result
        if isinstance(result, DeferToCompiler) and self.context_value.viewer is None:
            result = self.context_value.query_runner.unauthenticated_value(field_details_list, info)
        if isinstance(result, (DeferToCompiler, ObjectRef)):
            told = self._enqueue(field_details_list, info, result)
            return self._complete_deferred(return_type, field_details_list, info, path, told, position_context)
        return super().complete_value(return_type, field_details_list, info, path, result, position_context)

    async def _complete_deferred(
        self, return_type: Any, field_details: Any, info: Any, path: Any, future: asyncio.Future[Any], context: Any
    ) -> Any:
        value = await future
        if isinstance(value, Exception):
            raise value
        if value is not None and _is_complete(value):
            return value
        completed = super().complete_value(return_type, field_details, info, path, value, context)
        return await completed if self.is_awaitable(completed) else completed

    def _enqueue(self, field_details: Any, info: Any, result: DeferToCompiler | ObjectRef) -> asyncio.Future[Any]:
        loop = asyncio.get_running_loop()
        if not self._pending:
            loop.call_soon(self._dispatch_batch)
        told: asyncio.Future[Any] = loop.create_future()
        field = (
            self.schema.get_field(info.parent_type, info.field_name)
            if isinstance(result, (DeferToCompiler, DeferredField))
            else None
        )
        self._pending.append((field_details, field, result, told))
        return told

    def _dispatch_batch(self) -> None:
        waiting, self._pending = self._pending, []
        task = asyncio.ensure_future(self._run_batch(waiting))
        _running_batches.add(task)
        task.add_done_callback(_running_batches.discard)

    async def _run_batch(self, pending: list[_PendingField]) -> None:
        positions, places = _merge_roots(pending)
        try:
            values = await self.context_value.query_runner.fetch_roots(positions)
            found = [values[position] if place is None else values[position][place] for position, place in places]
        except Exception as problem:
            found = [problem] * len(pending)  # raised where it is waited for
        for value, (*_, told) in zip(found, pending, strict=True):
            if not told.done():
                told.set_result(value)


_running_batches: set[asyncio.Task[None]] = set()
_PendingField: TypeAlias = tuple[Any, GraphQLField | None, DeferToCompiler | ObjectRef, "asyncio.Future[Any]"]


def _merge_roots(pending: Sequence[_PendingField]) -> tuple[list[PlanRoot], list[tuple[int, int | None]]]:
    """What has to be told, and for each that waits, where it finds it: the same field of several objects is one."""
    positions: list[PlanRoot] = []
    places: list[tuple[int, int | None]] = []
    rests: dict[tuple[str, tuple[int, ...]], tuple[int, list[uuid.UUID]]] = {}
    for details, field, result, _ in pending:
        if isinstance(result, DeferredField):
            key = (result.type_name, tuple(id(each.node) for each in details))
            number, ids = rests.setdefault(key, (len(positions), []))
            ids.append(result.ids[0])
            places.append((number, len(ids) - 1))
            if len(ids) > 1:
                continue
        else:
            places.append((len(positions), None))
        reference = result if isinstance(result, ObjectRef) else None
        positions.append(PlanRoot(f"told_{len(positions)}", details, field, reference, len(positions)))
    for (type_name, _), (number, ids) in rests.items():
        positions[number] = replace(positions[number], reference=ObjectRef(type_name, tuple(ids), is_list=True))
    return positions, places


class DeferredField(ObjectRef):
    """An object that was told before, without a field that lay too deep."""


def _is_complete(value: Any) -> bool:
    """Whether it came whole: nothing was left out of it, nor is to be asked."""
    if isinstance(value, dict):
        return INCOMPLETE_KEY not in value
    if isinstance(value, list):
        return all(_is_complete(each) for each in value)
    return not isinstance(value, Exception)


def install_resolvers(schema: GraphQLSchema) -> None:
    """Make what is told from the database known to a schema: a stored field is read from what came."""
    for type_ in schema.type_map.values():
        if isinstance(type_, GraphQLObjectType) and not type_.name.startswith("__"):
            if type_.name in TYPE_SOURCES:
                type_.is_type_of = None
            for field in type_.fields.values():
                field.resolve = _json_resolver(field)
        elif is_abstract_type(type_) and any(one.name in TYPE_SOURCES for one in schema.get_possible_types(type_)):
            type_.resolve_type = _resolve_incomplete_type


def _json_resolver(field: GraphQLField) -> GraphQLFieldResolver:
    declaration, otherwise = field_spec_of(field.extensions), field.resolve or default_field_resolver

    def resolve(source: Any, info: Any, **arguments: Any) -> Any:
        if type(source) is not dict:
            return otherwise(source, info, **arguments)
        if info.path.key in source:
            return source[info.path.key]
        # Asked about, or with arguments that cannot be taken; else it lay too deep.
        if isinstance(declaration, (ResolvedSpec, ConnectionSpec, MoneyWithArgumentsSpec)):
            found = otherwise(source, info, **arguments)
            if not isinstance(found, DeferToCompiler):
                return found
        type_name, _, own_id = source[INCOMPLETE_KEY].partition(":")
        return DeferredField(type_name, (uuid.UUID(own_id),), is_list=False)

    return resolve


def _resolve_incomplete_type(value: Any, _info: Any, _type: Any) -> str:
    name: str = value[INCOMPLETE_KEY].partition(":")[0]
    return name
