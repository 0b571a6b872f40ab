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
from billing.firm_cache import FirmInfo
from billing.identity import sessions
from db import retries
from graph import permissions
from graph.sqlquery import plan_cache
from graph.sqlquery.field_specs import BindContext, RootListSpec, RootSpec, field_spec_of, resolved_value_key
from graph.sqlquery.selections import INCOMPLETE_KEY, FieldDetailsList, PlanRoot, ResolverBackedField, viewer_shape

if TYPE_CHECKING:
    from graph.context import Context
    from graph.schema import Schema


class QueryRunner:
    """One operation, for one context: what is asked of the database for it, and in the ordinary way beside it."""

    def __init__(
        self, schema: Schema, operation: plan_cache.PreparedOperation, variables: VariableValues, context: Context
    ) -> None:
        self._schema, self._graphql = schema, schema._schema
        self._operation, self._variables, self._context = operation, variables, context
        self.arguments, self._argument_shapes = operation.parse_arguments(variables, self._convert_arguments)
        self._error: Exception | None = None

    @property
    def document(self) -> DocumentNode:
        """The document, as it was read."""
        return self._operation.document

    def _convert_arguments(self, definition: GraphQLField, arguments: dict[str, Any]) -> dict[str, Any]:
        """Arguments as Strawberry hands them to a resolver."""
        field = definition.extensions["strawberry-definition"]
        converter = self._schema.schema_converter
        return convert_arguments(arguments, field.arguments, converter.scalar_registry, self._schema.config)

    def _plan_key(self, facts: FirmInfo, scope: object) -> tuple[object, ...]:
        """What a statement depends on."""
        conditions, dialect = self._operation.condition_values(self._variables), self._context.snapshot.dialect
        return (
            viewer_shape(self._context.authenticated_viewer),
            facts.currency,
            dialect.name,
            conditions,
            self._argument_shapes,
            scope,
        )

    def _build_plan(
        self,
        facts: FirmInfo,
        roots: Sequence[PlanRoot],
        *,
        require_complete: bool = False,
        with_session_lookup: bool = False,
    ) -> plan_cache.QueryPlan | None:
        asking = (self._context.authenticated_viewer, facts.currency, self._context.snapshot.dialect)
        asked = (self._variables, self.arguments)
        return plan_cache.build_plan(
            self._operation,
            self._graphql,
            asking,
            asked,
            roots,
            require_complete=require_complete,
            with_session_lookup=with_session_lookup,
        )

    def _bind_values(
        self, plan: plan_cache.QueryPlan, facts: FirmInfo, roots: Sequence[PlanRoot], session_token: str = ""
    ) -> Callable[[str], Any]:
        context, references = self._context, [each.reference for each in roots]
        request = BindContext(
            context.authenticated_viewer,
            context.now,
            facts.time_zone,
            context.services.provider,
            references,
            session_token,
        )
        return lambda name: plan.bind_evaluators[name](request, self.arguments)

    async def _fetch_json(
        self, plan: plan_cache.QueryPlan, facts: FirmInfo, roots: Sequence[PlanRoot], *, alone: bool
    ) -> str:
        values = plan.statement.bind_values(self._bind_values(plan, facts, roots))
        return await self._context.snapshot.text(plan.statement.sql, values, single_statement=alone)

    async def execute_verified(self, session_token: str) -> str | None:
        """The same of a query as `text`, if the session is the viewer's with these very rights: the statement that
        answers finds that out. Else None, whatever the reason, unless that is an outage.
        """
        try:
            facts = await self._context.firm_info()
            plan = self._complete_plan(facts, with_session_lookup=True)
            if plan is None:
                return None
            row = await self._context.snapshot.first(plan.statement, self._bind_values(plan, facts, (), session_token))
        except Exception as problem:
            if retries.is_outage(problem):
                raise
            return None  # the ordinary way meets it again, and says at which field
        if row is None or sessions.viewer_from_row(row[:-1]) != self._context.authenticated_viewer:
            return None
        text: str = row[-1]
        return text

    async def try_execute(self) -> str | None:
        """The whole answer of a query, where all of it is stored and for the viewer; else None."""
        if self._operation.definition.operation is not OperationType.QUERY or self._context.viewer is None:
            return None
        try:
            facts = await self._context.firm_info()
            plan = self._complete_plan(facts)
            return None if plan is None else await self._fetch_json(plan, facts, (), alone=True)
        except Exception as problem:
            self._error = problem  # told at each of the fields, without the database being asked again
            return None

    def _complete_plan(self, facts: FirmInfo, *, with_session_lookup: bool = False) -> plan_cache.QueryPlan | None:
        """The plan of a query, where one statement answers it; else None."""
        key, plans = self._plan_key(facts, ("whole", with_session_lookup)), self._operation.plans
        if key in plans:
            return plans.get(key)
        positions = self._query_roots()
        plan = (
            None
            if positions is None
            else self._build_plan(facts, positions, require_complete=True, with_session_lookup=with_session_lookup)
        )
        self._operation.cache_plan(key, plan)
        return plan

    def _query_roots(self) -> list[PlanRoot] | None:
        """The fields of a query; None where one of them is not the viewer's, is not stored, or cannot be asked so."""
        query, definition = self._graphql.query_type, self._operation.definition
        if query is None:
            return None
        selected = collect_fields(self._graphql, self._operation.fragments, self._variables, query, definition)
        refused = {id(site.node) for site, wish in zip(self._operation.argument_sites, self.arguments, strict=True)
                   if isinstance(wish, Exception)}  # fmt: skip
        positions = []
        for name, details in selected.grouped_field_set.items():
            field = query.fields.get(details[0].node.name.value)
            if field is None or not isinstance(field_spec_of(field.extensions), (RootSpec, RootListSpec)):
                return None
            if id(details[0].node) in refused:
                return None
            positions.append(PlanRoot(name, details, field))
        return positions

    async def fetch_roots(self, roots: Sequence[PlanRoot]) -> list[Any]:
        """What is stored of each, by one statement; with what is to be asked besides, asked."""
        if self._error is not None:
            raise self._error
        facts = await self._context.firm_info()
        key = self._plan_key(facts, tuple(plan_cache.root_cache_key(each) for each in roots))
        plan = self._operation.plans.get(key)
        if plan is None:
            plan = self._build_plan(facts, roots)
            assert plan is not None  # noqa: S101  (whole or not)
            self._operation.cache_plan(key, plan)
        told = json.loads(await self._fetch_json(plan, facts, roots, alone=not plan.resolver_fields))
        for place in plan.resolver_fields:
            await self._run_batch_resolver(told, place)
        return [self._apply_denials(each, _unwrap_deferred_field(each, told[each.name])) for each in roots]

    def _apply_denials(self, root: PlanRoot, value: Any) -> Any:
        """The value; where it is of a type that is not for the viewer at all, why."""
        declaration = None if root.definition is None else field_spec_of(root.definition.extensions)
        wish = self._arguments_of(root)
        if isinstance(declaration, RootSpec):
            found = declaration.lookup(self._context.authenticated_viewer, wish)
            return policy.PermissionDenied() if found is not None and not self._is_allowed(found[0]) else value
        if isinstance(declaration, RootListSpec):
            pairs = zip(wish, value, strict=True)
            return [
                policy.PermissionDenied() if each and not self._is_allowed(each.type_name) else one
                for each, one in pairs
            ]
        return value

    def unauthenticated_value(self, field_details: FieldDetailsList, info: Any) -> Any:
        """What a field of Query is, where nobody is signed in: nothing, or refused at each of its places."""
        field = self._graphql.get_field(info.parent_type, info.field_name)
        if field is None or not isinstance(field_spec_of(field.extensions), RootListSpec):
            return None
        return [policy.NotAuthenticated() for _ in self._arguments_of(PlanRoot("", field_details, field))]

    def _arguments_of(self, root: PlanRoot) -> Any:
        node = root.field_details[0].node
        found = (
            wish for site, wish in zip(self._operation.argument_sites, self.arguments, strict=True) if site.node is node
        )
        return next(found, None)

    async def _run_batch_resolver(self, result: Any, field: ResolverBackedField) -> None:
        """Ask in the ordinary way, for all objects at the place at once."""
        found = [
            each
            for each in _incomplete_objects_at(result, field.path)
            if each[INCOMPLETE_KEY].startswith(f"{field.type_name}:")
        ]
        if not found:
            return
        ids = [uuid.UUID(each[INCOMPLETE_KEY].partition(":")[2]) for each in found]
        try:
            details = field.field_details
            arguments = get_argument_values(field.definition, details.node, self._variables)
            answers = await field.spec.batch_resolver(
                ids, self._context, **self._convert_arguments(field.definition, arguments)
            )
        except GraphQLError:
            return  # an argument that cannot be taken: the executor meets it at each object, and says so there
        except Exception as problem:
            answers = [problem] * len(found)
        for each, answer in zip(found, answers, strict=True):
            each[resolved_value_key(field.response_key)] = answer

    def _is_allowed(self, type_name: str) -> bool:
        access = permissions.access_of_type(self._graphql.type_map[type_name])
        return access is None or policy.has_permission(self._context.authenticated_viewer, access)


def _unwrap_deferred_field(root: PlanRoot, value: Any) -> Any:
    """Of a field of objects that were told before, its values."""
    if root.reference is None or root.definition is None:
        return value
    return [each[root.field_details[0].node.name.value] for each in value]


def _incomplete_objects_at(value: Any, path: Sequence[str]) -> Iterator[dict[str, Any]]:
    """All marked objects at a path of an answer."""
    if isinstance(value, list):
        for each in value:
            yield from _incomplete_objects_at(each, path)
    elif isinstance(value, dict):
        if path:
            yield from _incomplete_objects_at(value.get(path[0]), path[1:])
        elif INCOMPLETE_KEY in value:
            yield value
