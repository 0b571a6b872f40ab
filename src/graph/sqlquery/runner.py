"""Asking the database for one operation: whole, where all of it is stored; else for what GraphQL's executor wants."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from graphql import DocumentNode, GraphQLError, GraphQLField, OperationType, get_argument_values
from graphql.execution.collect_fields import collect_fields
from graphql.execution.values import VariableValues
from strawberry.types.arguments import convert_arguments

from billing.access import policy
from billing.firm_cache import Facts
from billing.identity import sessions
from db import retries
from graph import permissions
from graph.sqlquery import plan_cache
from graph.sqlquery.field_specs import Request, Root, Roots, answer_of, declared
from graph.sqlquery.selections import MARK, Details, Place, Position, kind_of_viewer

if TYPE_CHECKING:
    from graph.context import Context
    from graph.schema import Schema


class Answering:
    """One operation, for one context: what is asked of the database for it, and in the ordinary way beside it."""

    def __init__(
        self, schema: Schema, operation: plan_cache.Operation, variables: VariableValues, context: Context
    ) -> None:
        self._schema, self._graphql = schema, schema._schema
        self._operation, self._variables, self._context = operation, variables, context
        self.wishes, self._shapes = operation.wanted(variables, self._converted)
        self._problem: Exception | None = None

    @property
    def document(self) -> DocumentNode:
        """The document, as it was read."""
        return self._operation.document

    def _converted(self, definition: GraphQLField, arguments: dict[str, Any]) -> dict[str, Any]:
        """Arguments as Strawberry hands them to a resolver."""
        field = definition.extensions["strawberry-definition"]
        converter = self._schema.schema_converter
        return convert_arguments(arguments, field.arguments, converter.scalar_registry, self._schema.config)

    def _key(self, facts: Facts, of: object) -> tuple[object, ...]:
        """What a statement depends on."""
        conditions, dialect = self._operation.conditions_of(self._variables), self._context.snapshot.dialect
        return (kind_of_viewer(self._context.who), facts.currency, dialect.name, conditions, self._shapes, of)

    def _made(
        self, facts: Facts, positions: Sequence[Position], *, only_whole: bool = False, with_who: bool = False
    ) -> plan_cache.Plan | None:
        asking = (self._context.who, facts.currency, self._context.snapshot.dialect)
        asked = (self._variables, self.wishes)
        return plan_cache.plan(
            self._operation, self._graphql, asking, asked, positions, only_whole=only_whole, with_who=with_who
        )

    def _values(
        self, plan: plan_cache.Plan, facts: Facts, positions: Sequence[Position], token: str = ""
    ) -> Callable[[str], Any]:
        context, references = self._context, [each.reference for each in positions]
        request = Request(context.who, context.now, facts.time_zone, context.services.provider, references, token)
        return lambda name: plan.values[name](request, self.wishes)

    async def _asked(self, plan: plan_cache.Plan, facts: Facts, positions: Sequence[Position], *, alone: bool) -> str:
        values = plan.words.bound(self._values(plan, facts, positions))
        return await self._context.snapshot.text(plan.words.sql, values, alone=alone)

    async def proven_text(self, token: str) -> str | None:
        """The same of a query as `text`, if the session is the viewer's with these very rights: the statement that
        answers finds that out. Else None, whatever the reason, unless that is an outage.
        """
        try:
            facts = await self._context.facts()
            plan = self._whole(facts, with_who=True)
            if plan is None:
                return None
            row = await self._context.snapshot.first(plan.words, self._values(plan, facts, (), token))
        except Exception as problem:
            if retries.is_outage(problem):
                raise
            return None  # the ordinary way meets it again, and says at which field
        if row is None or sessions.viewer_of(row[:-1]) != self._context.who:
            return None
        text: str = row[-1]
        return text

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

    def _whole(self, facts: Facts, *, with_who: bool = False) -> plan_cache.Plan | None:
        """The plan of a query, where one statement answers it; else None."""
        key, plans = self._key(facts, ("whole", with_who)), self._operation.plans
        if key in plans:
            return plans.get(key)
        positions = self._roots()
        plan = None if positions is None else self._made(facts, positions, only_whole=True, with_who=with_who)
        self._operation.keep(key, plan)
        return plan

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
        key = self._key(facts, tuple(plan_cache.key_of(each) for each in positions))
        plan = self._operation.plans.get(key)
        if plan is None:
            plan = self._made(facts, positions)
            assert plan is not None  # noqa: S101  (whole or not)
            self._operation.keep(key, plan)
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
        access = permissions.access_to_named(self._graphql.type_map[type_name])
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
