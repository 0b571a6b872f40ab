"""Running an operation. What is stored is told by one statement, and goes through as it came; what is not is GraphQL's
executor's, which meets what is stored as JSON that is in its final form already.
"""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias

from graphql import (
    GraphQLError,
    GraphQLField,
    GraphQLFieldResolver,
    GraphQLObjectType,
    GraphQLSchema,
    OperationType,
    default_field_resolver,
    default_type_resolver,
    get_argument_values,
    is_abstract_type,
)
from graphql.execution.collect_fields import collect_fields
from graphql.execution.values import VariableValues
from strawberry.execution import optimized_is_awaitable
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext
from strawberry.types.arguments import convert_arguments

from billing import policy
from billing.facts import Facts
from graph import doors
from graph.stored import documents
from graph.stored.declarations import (
    SOURCES,
    Ask,
    Asked,
    Page,
    Reference,
    Request,
    Root,
    Roots,
    SumOf,
    answer_of,
    declared,
)
from graph.stored.statements import MARK, Details, Place, Position, kind_of_viewer

if TYPE_CHECKING:
    from graph.context import Context
    from graph.schema import Schema


class Answering:
    """One operation, for one context: what is asked of the database for it, and in the ordinary way beside it."""

    def __init__(
        self, schema: Schema, operation: documents.Operation, variables: VariableValues, context: Context
    ) -> None:
        self._schema, self._graphql = schema, schema._schema
        self._operation, self._variables, self._context = operation, variables, context
        self.wishes, self._shapes = operation.wanted(variables, self._converted)
        self._problem: Exception | None = None

    def _converted(self, definition: GraphQLField, arguments: dict[str, Any]) -> dict[str, Any]:
        """Arguments as Strawberry hands them to a resolver."""
        field = definition.extensions["strawberry-definition"]
        converter = self._schema.schema_converter
        return convert_arguments(arguments, field.arguments, converter.scalar_registry, self._schema.config)

    def _key(self, facts: Facts, of: object) -> tuple[object, ...]:
        """What a statement depends on."""
        conditions, dialect = self._operation.conditions_of(self._variables), self._context.snapshot.dialect
        return (kind_of_viewer(self._context.who), facts.currency, dialect.name, conditions, self._shapes, of)

    def _made(self, facts: Facts, positions: Sequence[Position]) -> documents.Plan:
        asking = (self._context.who, facts.currency, self._context.snapshot.dialect)
        return documents.plan(self._operation, self._graphql, asking, (self._variables, self.wishes), positions)

    async def _asked(self, plan: documents.Plan, facts: Facts, positions: Sequence[Position], *, alone: bool) -> str:
        context, references = self._context, [each.reference for each in positions]
        request = Request(context.who, context.now, facts.time_zone, context.services.provider, references)
        values = plan.words.bound(lambda name: plan.values[name](request, self.wishes))
        return await context.snapshot.text(plan.words.sql, values, alone=alone)

    async def text(self) -> str | None:
        """The whole answer of a query, where all of it is stored and for the viewer; else None."""
        if self._operation.definition.operation is not OperationType.QUERY or self._context.viewer is None:
            return None
        try:
            facts = await self._context.facts()
            plan = self._whole(facts)
            return None if plan is None else await self._asked(plan, facts, (), alone=True)
        except Exception as problem:
            self._problem = problem  # told at each of the fields, without the database being asked again
            return None

    def _whole(self, facts: Facts) -> documents.Plan | None:
        """The plan of a query, where one statement answers it; else None."""
        key, plans = self._key(facts, "whole"), self._operation.plans
        if key in plans:
            return plans.get(key)
        positions = self._roots()
        plan = None if positions is None else self._made(facts, positions)
        plans.keep(key, plan if plan is not None and plan.whole else None)
        return plans.get(key)

    def _roots(self) -> list[Position] | None:
        """The fields of a query; None where one of them is not the viewer's, is not stored, or cannot be asked so."""
        query, definition = self._graphql.query_type, self._operation.definition
        if query is None:
            return None
        selected = collect_fields(self._graphql, self._operation.fragments, self._variables, query, definition)
        refused = {id(site.node) for site, wish in zip(self._operation.sites, self.wishes, strict=True)
                   if isinstance(wish, Exception)}  # fmt: skip
        positions = []
        for name, details in selected.grouped_field_set.items():
            field = query.fields.get(details[0].node.name.value)
            if field is None or not isinstance(declared(field.extensions), (Root, Roots)):
                return None
            if id(details[0].node) in refused:
                return None
            positions.append(Position(name, details, field))
        return positions

    async def tell(self, positions: Sequence[Position]) -> list[Any]:
        """What is stored of each, by one statement; with what is to be asked besides, asked."""
        if self._problem is not None:
            raise self._problem
        facts = await self._context.facts()
        key = self._key(facts, tuple(documents.key_of(each) for each in positions))
        plan = self._operation.plans.get(key)
        if plan is None:
            plan = self._made(facts, positions)
            self._operation.plans.keep(key, plan)
        told = json.loads(await self._asked(plan, facts, positions, alone=not plan.places))
        for place in plan.places:
            await self._ask(told, place)
        return [self._refused(each, _of_rest(each, told[each.name])) for each in positions]

    def _refused(self, position: Position, value: Any) -> Any:
        """The value; where it is of a type that is not for the viewer at all, why."""
        declaration = None if position.definition is None else declared(position.definition.extensions)
        wish = self._wish(position)
        if isinstance(declaration, Root):
            found = declaration.find(self._context.who, wish)
            return policy.Denied() if found is not None and not self._may(found[0]) else value
        if isinstance(declaration, Roots):
            pairs = zip(wish, value, strict=True)
            return [policy.Denied() if each and not self._may(each.type_name) else one for each, one in pairs]
        return value

    def for_nobody(self, details: Details, info: Any) -> Any:
        """What a field of Query is, where nobody is signed in: nothing, or refused at each of its places."""
        field = self._graphql.get_field(info.parent_type, info.field_name)
        if field is None or not isinstance(declared(field.extensions), Roots):
            return None
        return [policy.NotSignedIn() for _ in self._wish(Position("", details, field))]

    def _wish(self, position: Position) -> Any:
        node = position.details[0].node
        found = (wish for site, wish in zip(self._operation.sites, self.wishes, strict=True) if site.node is node)
        return next(found, None)

    async def _ask(self, told: Any, place: Place) -> None:
        """Ask in the ordinary way, for all objects at the place at once."""
        found = [each for each in _at(told, place.path) if each[MARK].startswith(f"{place.type_name}:")]
        if not found:
            return
        ids = [uuid.UUID(each[MARK].partition(":")[2]) for each in found]
        try:
            details = place.details
            arguments = get_argument_values(place.definition, details.node, self._variables)
            answers = await place.declaration.answers(
                ids, self._context, **self._converted(place.definition, arguments)
            )
        except GraphQLError:
            return  # an argument that cannot be taken: the executor meets it at each object, and says so there
        except Exception as problem:
            answers = [problem] * len(found)
        for each, answer in zip(found, answers, strict=True):
            each[answer_of(place.response_key)] = answer

    def _may(self, type_name: str) -> bool:
        access = doors.access_to_named(self._graphql.type_map[type_name])
        return access is None or policy.may(self._context.who, access)


def _of_rest(position: Position, told: Any) -> Any:
    """Of a field of objects that were told before, its values."""
    if position.reference is None or position.definition is None:
        return told
    return [each[position.details[0].node.name.value] for each in told]


def _at(value: Any, path: Sequence[str]) -> Iterator[dict[str, Any]]:
    """All marked objects at a path of an answer."""
    if isinstance(value, list):
        for each in value:
            yield from _at(each, path)
    elif isinstance(value, dict):
        if path:
            yield from _at(value.get(path[0]), path[1:])
        elif MARK in value:
            yield value


class Execution(StrawberryGraphQLCoreExecutionContext):
    """GraphQL's executor, but for what is stored: its objects are told all at once, and pass as they are."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._waiting: list[_Waiting] = []

    @classmethod
    def of(
        cls, schema: GraphQLSchema, operation: documents.Operation, variables: VariableValues, context: Context
    ) -> Execution:
        """An executor for an operation that is understood already."""
        fragments = {name: each.definition for name, each in operation.fragments.items()}
        return cls(
            schema, fragments, operation.fragments, None, context, operation.definition, variables,
            default_field_resolver, default_type_resolver, default_field_resolver, is_awaitable=optimized_is_awaitable,
        )  # fmt: skip

    def build_per_event_executor(self, payload: Any) -> Execution:
        """One for each event of a subscription, with nothing that waits yet."""
        made: Any = super().build_per_event_executor(payload)
        made._waiting = []
        return made  # type: ignore[no-any-return]

    def execute_field(
        self, parent_type: Any, source: Any, field_details_list: Any, path: Any, position_context: Any
    ) -> Any:
        """Let through what came whole from the database."""
        if type(source) is dict:
            value = source.get(path.key)
            if value is not None and _is_whole(value):
                return value
        return super().execute_field(parent_type, source, field_details_list, path, position_context)

    def complete_value(
        self, return_type: Any, field_details_list: Any, info: Any, path: Any, result: Any, position_context: Any
    ) -> Any:
        """Have told what is stored, together with everything else that is asked for in the same moment."""
        if type(result) is dict and MARK not in result:
            return result
        if isinstance(result, Ask) and self.context_value.viewer is None:
            result = self.context_value.answering.for_nobody(field_details_list, info)
        if isinstance(result, (Ask, Reference)):
            told = self._told(field_details_list, info, result)
            return self._completed(return_type, field_details_list, info, path, told, position_context)
        return super().complete_value(return_type, field_details_list, info, path, result, position_context)

    async def _completed(
        self, return_type: Any, details: Any, info: Any, path: Any, told: asyncio.Future[Any], context: Any
    ) -> Any:
        value = await told
        if isinstance(value, Exception):
            raise value
        if value is not None and _is_whole(value):
            return value
        completed = super().complete_value(return_type, details, info, path, value, context)
        return await completed if self.is_awaitable(completed) else completed

    def _told(self, details: Any, info: Any, result: Ask | Reference) -> asyncio.Future[Any]:
        loop = asyncio.get_running_loop()
        if not self._waiting:
            loop.call_soon(self._begin)
        told: asyncio.Future[Any] = loop.create_future()
        field = self.schema.get_field(info.parent_type, info.field_name) if isinstance(result, (Ask, Rest)) else None
        self._waiting.append((details, field, result, told))
        return told

    def _begin(self) -> None:
        waiting, self._waiting = self._waiting, []
        task = asyncio.ensure_future(self._tell(waiting))
        _telling.add(task)
        task.add_done_callback(_telling.discard)

    async def _tell(self, waiting: list[_Waiting]) -> None:
        positions, places = _positions(waiting)
        try:
            values = await self.context_value.answering.tell(positions)
        except Exception as problem:
            for *_, told in waiting:
                if not told.done():
                    told.set_exception(problem)
            return
        for (position, place), (*_, told) in zip(places, waiting, strict=True):
            if not told.done():
                told.set_result(values[position] if place is None else values[position][place])


_telling: set[asyncio.Task[None]] = set()
_Waiting: TypeAlias = tuple[Any, GraphQLField | None, Ask | Reference, "asyncio.Future[Any]"]


def _positions(waiting: Sequence[_Waiting]) -> tuple[list[Position], list[tuple[int, int | None]]]:
    """What has to be told, and for each that waits, where it finds it: the same field of several objects is one."""
    positions: list[Position] = []
    places: list[tuple[int, int | None]] = []
    rests: dict[tuple[str, int], tuple[int, list[uuid.UUID]]] = {}
    for details, field, result, _ in waiting:
        if isinstance(result, Rest):
            key = (result.type_name, id(details[0].node))
            number, ids = rests.setdefault(key, (len(positions), []))
            ids.append(result.ids[0])
            places.append((number, len(ids) - 1))
            if len(ids) > 1:
                continue
        else:
            places.append((len(positions), None))
        reference = result if isinstance(result, Reference) else None
        positions.append(Position(f"told_{len(positions)}", details, field, reference, len(positions)))
    for (type_name, _), (number, ids) in rests.items():
        positions[number] = replace(positions[number], reference=Reference(type_name, tuple(ids), listed=True))
    return positions, places


class Rest(Reference):
    """An object that was told before, without a field that lay too deep."""


def _is_whole(value: Any) -> bool:
    """Whether it came whole: nothing was left out of it, nor is to be asked."""
    if isinstance(value, dict):
        return MARK not in value
    if isinstance(value, list):
        return all(_is_whole(each) for each in value)
    return not isinstance(value, Exception)


def attach(schema: GraphQLSchema) -> None:
    """Make what is told from the database known to a schema: a stored field is read from what came."""
    for type_ in schema.type_map.values():
        if isinstance(type_, GraphQLObjectType) and not type_.name.startswith("__"):
            if type_.name in SOURCES:
                type_.is_type_of = None
            for field in type_.fields.values():
                field.resolve = _from_answer(field)
        elif is_abstract_type(type_) and any(one.name in SOURCES for one in schema.get_possible_types(type_)):
            type_.resolve_type = _marked_type


def _from_answer(field: GraphQLField) -> GraphQLFieldResolver:
    declaration, otherwise = declared(field.extensions), field.resolve or default_field_resolver

    def resolve(source: Any, info: Any, **arguments: Any) -> Any:
        if type(source) is not dict:
            return otherwise(source, info, **arguments)
        if info.path.key in source:
            return source[info.path.key]
        # Asked about, or with arguments that cannot be taken; else it lay too deep.
        if isinstance(declaration, (Asked, Page, SumOf)):
            found = otherwise(source, info, **arguments)
            if not isinstance(found, Ask):
                return found
        type_name, _, own_id = source[MARK].partition(":")
        return Rest(type_name, (uuid.UUID(own_id),), listed=False)

    return resolve


def _marked_type(value: Any, _info: Any, _type: Any) -> str:
    name: str = value[MARK].partition(":")[0]
    return name
