"""Executes the statements of an operation: one for a whole query if possible, else those that the executor needs."""

import functools
import json
from collections.abc import Callable, Sequence
from typing import Any

from graphql import DocumentNode, GraphQLSchema, OperationType, VariableValues
from prometheus_client import Counter

from billing import firm_cache
from billing.access import policy
from billing.firm_cache import FirmInfo
from billing.identity import authentication
from db import retries
from graph import permissions, strawberry_compat
from graph.context import Context
from graph.errors import TooManyNewDocuments
from graph.graphql_core_compat import collect_fields
from graph.sqlquery import contexts, field_specs, python_fields, selections
from graph.sqlquery.compile_budget import CompileBudget
from graph.sqlquery.compile_scope import ArgumentsByNode
from graph.sqlquery.plan_cache import PreparedOperation, QueryPlan, build_plan, root_cache_key
from graph.sqlquery.row_values import NotInMemory, RowCompiler, RowValue

_FALLBACKS = Counter(
    "acompte_query_fallbacks",
    "Departures from answering an operation with one compiled statement, by reason. session_changed: the single trip"
    " found another session, role, rights, language or time zone than cached. statement_error: compiling or executing"
    " the statement failed, other than by an outage. incomplete_plan: graphql-core executes the query. deferred_field:"
    " a field needed another statement. resolver_field: a field was resolved in Python.",
    ["reason"],
)
_SESSION_CHANGED, _STATEMENT_ERROR = _FALLBACKS.labels("session_changed"), _FALLBACKS.labels("statement_error")
_INCOMPLETE_PLAN, _DEFERRED_FIELD = _FALLBACKS.labels("incomplete_plan"), _FALLBACKS.labels("deferred_field")
_RESOLVER_FIELD = _FALLBACKS.labels("resolver_field")


class QueryRunner:
    """Executes the statements of one operation, for one context."""

    def __init__(
        self,
        schema: GraphQLSchema,
        operation: PreparedOperation,
        variables: VariableValues,
        context: Context,
        budget: CompileBudget | None,
    ) -> None:
        self._graphql, self._operation, self._variables, self._context = schema, operation, variables, context
        self._budget = None if operation.is_persisted else budget
        self._is_charged = False
        self._arguments, self._argument_shapes = operation.parse_arguments(variables)
        self._error: Exception | None = None

    @property
    def document(self) -> DocumentNode:
        """The parsed document."""
        return self._operation.document

    def check_budget(self) -> None:
        """Raise TooManyNewDocuments if the operation, not executed yet, is new and the viewer's budget is spent."""
        if self._budget is not None and self._context.viewer is not None and not self._operation.is_compiled:
            self._budget.check(self._context.viewer.id, self._operation.field_count)

    async def execute_verified(self, session_token: str) -> str | dict[str, Any] | None:
        """Return a query's data, as `try_execute` does, if one statement answers it and finds the session to be that of
        the context's viewer, with the same role, rights and language. Return None otherwise.

        Raises database outages only; after any other error the executor reports it at the field.
        """
        try:
            firm = await self._context.firm_info()
            plan = await self._get_complete_plan(firm, with_session_lookup=True)
            if plan is None:
                return None
            row = await self._context.snapshot.first(plan.statement, self._bind_values(plan, firm, (), session_token))
            if row is not None and authentication.is_as_cached(row[:-1], self._context.authenticated_viewer, firm):
                return self._build_data(plan, row[-1], firm)
        except TooManyNewDocuments:
            return None  # once the viewer is authenticated, `try_execute` raises it
        except Exception as error:
            if retries.is_outage(error):
                raise
            _STATEMENT_ERROR.inc()
            return None
        _SESSION_CHANGED.inc()
        return None

    async def try_execute(self) -> str | dict[str, Any] | None:
        """Return the JSON of a query's data if one statement answers it; parsed, for the executor to complete it, if
        the query selects computed fields. Return None otherwise. Raises TooManyNewDocuments.
        """
        if self._operation.definition.operation is not OperationType.QUERY or self._context.viewer is None:
            return None
        try:
            firm = await self._context.firm_info()
            plan = await self._get_complete_plan(firm)
            if plan is not None:
                return self._build_data(plan, await self._fetch_json(plan, firm, ()), firm)
            _INCOMPLETE_PLAN.inc()
        except TooManyNewDocuments:
            raise
        except Exception as error:
            _STATEMENT_ERROR.inc(not retries.is_outage(error))
            self._error = error  # `fetch_roots` raises it at each field, without another statement
        return None

    async def fetch_roots(self, roots: Sequence[selections.PlanRoot]) -> list[Any]:
        """Return the JSON value of each root, read by one statement, with the fields that Python provides.

        Raises the error of `try_execute` if that failed. Values that the viewer may not see are PermissionDenied.
        """
        if self._error is not None:
            raise self._error
        firm = await self._context.firm_info()
        key = self._plan_key(firm, tuple(map(root_cache_key, roots)))
        # `check` is off: a mutation is already committed, and a query was checked before.
        plan = await self._get_or_compile(
            key,
            functools.partial(build_plan, *self._compiler_arguments(firm), self._operation.depth_limits, roots),
            check=False,
        )
        assert plan is not None  # noqa: S101  (it does not have to be complete)
        data = self._compute_fields(plan, await self._fetch_json(plan, firm, roots), firm)
        _DEFERRED_FIELD.inc(sum(root.is_deferred_field for root in roots))
        for field in plan.resolver_fields:
            _RESOLVER_FIELD.inc(await python_fields.resolve_field(data, field, self._context, self._variables))
        return [self._apply_denials(root, _unwrap_deferred_field(root, data[root.name])) for root in roots]

    def evaluate_payload(self, field_details: selections.FieldDetailsList, payload: object) -> dict[str, Any] | None:
        """Return the response object of a mutation's payload whose rows are in memory.

        Return None if the selection needs the database.
        """
        viewer, type_name = self._context.viewer, strawberry_compat.type_name(payload)
        firm = None if viewer is None else firm_cache.find_cached(self._context.services, viewer.firm_id)
        if firm is None or type_name is None:
            return None
        key = self._plan_key(firm, (type_name, tuple(id(details.node) for details in field_details)))
        cached = self._operation.payload_values
        try:
            if key not in cached:
                cached[key] = None
                cached[key] = self._compile_payload(firm, type_name, field_details)
            value = cached[key]
            return None if value is None else value(payload)
        except NotInMemory:
            return None

    def _compile_payload(self, firm: FirmInfo, type_name: str, field_details: selections.FieldDetailsList) -> RowValue:
        compiler = RowCompiler(*self._compiler_arguments(firm))
        return compiler.compile_payload(compiler.object_type(type_name), field_details)

    def unauthenticated_value(self, field_details: selections.FieldDetailsList, info: Any) -> Any:
        """Return the value of a field of Query without a viewer: null, or an error for each item of a list."""
        field = self._graphql.get_field(info.parent_type, info.field_name)
        if field is None or not isinstance(field_specs.field_spec_of(field), field_specs.RootListSpec):
            return None
        return [policy.NotAuthenticated() for _ in self._arguments_of(selections.PlanRoot("", field_details, field))]

    def _plan_key(self, firm: FirmInfo, scope: object) -> tuple[object, ...]:
        """Return everything that a plan depends on; `scope` distinguishes the plans of one operation."""
        return (
            selections.viewer_shape(self._context.authenticated_viewer),
            firm.currency,
            self._context.snapshot.dialect.name,
            self._operation.condition_values(self._variables),
            self._argument_shapes,
            scope,
        )

    async def _get_or_compile(
        self, key: tuple[object, ...], build: Callable[[], QueryPlan | None], *, check: bool
    ) -> QueryPlan | None:
        """Return the plan, charged once to the viewer if it has to be compiled. With `check`, raises
        TooManyNewDocuments.
        """
        if self._budget is not None and not self._is_charged and not self._operation.is_cached_or_compiling(key):
            viewer, fields = self._context.authenticated_viewer, self._operation.field_count
            if check:
                self._budget.check(viewer.id, fields)
            self._budget.charge(viewer.id, fields)
            self._is_charged = True
        return await self._operation.get_or_compile(key, build)

    async def _get_complete_plan(self, firm: FirmInfo, *, with_session_lookup: bool = False) -> QueryPlan | None:
        """Return the plan that answers the whole query; None if no single statement does."""
        key = self._plan_key(firm, ("complete", with_session_lookup))
        if key in self._operation.plans:
            return self._operation.plans[key]
        roots = self._query_roots()
        if roots is None:
            self._operation.cache_plan(key, None)
            return None
        return await self._get_or_compile(
            key,
            functools.partial(
                build_plan,
                *self._compiler_arguments(firm),
                self._operation.depth_limits,
                roots,
                require_complete=True,
                with_session_lookup=with_session_lookup,
            ),
            check=True,
        )

    def _compiler_arguments(
        self, firm: FirmInfo
    ) -> tuple[selections.SelectionContext, selections.PlanTarget, ArgumentsByNode]:
        operation, context = self._operation, self._context
        return (
            selections.SelectionContext(self._graphql, operation.fragments, operation.definition, self._variables),
            selections.PlanTarget(context.authenticated_viewer, firm.currency, context.snapshot.dialect),
            operation.arguments_by_node(self._arguments),
        )

    def _query_roots(self) -> list[selections.PlanRoot] | None:
        """Return the selected fields of Query; None if one of them has no spec or invalid arguments, or if none of them
        is read from the database.
        """
        operation, query = self._operation, self._graphql.query_type
        if query is None:
            return None
        selected = collect_fields(self._graphql, operation.fragments, self._variables, query, operation.definition)
        roots = []
        for name, details in selected.grouped_field_set.items():
            field_name = details[0].node.name.value
            root = selections.PlanRoot(name, details, query.fields.get(field_name))
            if field_name == "__typename":
                roots.append(root)
                continue
            spec = None if root.definition is None else field_specs.field_spec_of(root.definition)
            is_compiled = isinstance(spec, (field_specs.RootSpec, field_specs.RootListSpec, field_specs.ConnectionSpec))
            if not is_compiled or isinstance(self._arguments_of(root), Exception):
                return None
            roots.append(root)
        return roots if any(root.definition is not None for root in roots) else None

    def _bind_values(
        self, plan: QueryPlan, firm: FirmInfo, roots: Sequence[selections.PlanRoot], session_token: str = ""
    ) -> Callable[[str], Any]:
        context = self._context
        request = contexts.BindContext(
            context.authenticated_viewer,
            context.now,
            firm.time_zone,
            context.services.provider,
            [root.reference for root in roots],
            session_token,
        )
        return lambda name: plan.bind_evaluators[name](request, self._arguments)

    async def _fetch_json(self, plan: QueryPlan, firm: FirmInfo, roots: Sequence[selections.PlanRoot]) -> str:
        values = plan.statement.bind_values(self._bind_values(plan, firm, roots))
        return await self._context.snapshot.text(plan.statement.sql, values, single_statement=not plan.needs_snapshot)

    def _build_data(self, plan: QueryPlan, text: str, firm: FirmInfo) -> str | dict[str, Any]:
        """Return a query's data from the JSON of its one statement; see `try_execute`."""
        return self._compute_fields(plan, text, firm) if plan.computed_fields else text

    def _compute_fields(self, plan: QueryPlan, text: str, firm: FirmInfo) -> dict[str, Any]:
        """Parse the JSON of a statement, and compute the computed fields of its objects."""
        data: dict[str, Any] = json.loads(text)
        viewer, services = self._context.authenticated_viewer, self._context.services
        shared = python_fields.load_shared_values(data, plan.computed_fields)
        context = contexts.ComputeContext(viewer, firm.currency, services, shared)
        python_fields.compute_fields(data, plan.computed_fields, context)
        return data

    def _apply_denials(self, root: selections.PlanRoot, value: Any) -> Any:
        """Replace objects of types that the viewer may not read by PermissionDenied."""
        spec = None if root.definition is None else field_specs.field_spec_of(root.definition)
        if isinstance(spec, field_specs.RootSpec):
            target = spec.lookup(self._context.authenticated_viewer, self._arguments_of(root))
            return policy.PermissionDenied() if target is not None and not self._can_read_type(target[0]) else value
        if isinstance(spec, field_specs.RootListSpec):
            return [
                policy.PermissionDenied() if node_id and not self._can_read_type(node_id.type_name) else item
                for node_id, item in zip(self._arguments_of(root), value, strict=True)
            ]
        return value

    def _can_read_type(self, type_name: str) -> bool:
        return permissions.can_read_type(self._context.authenticated_viewer, self._graphql.type_map[type_name])

    def _arguments_of(self, root: selections.PlanRoot) -> Any:
        """Return the parsed arguments of a root, or why they are invalid; None if it has none."""
        by_node = self._operation.arguments_by_node(self._arguments)
        return by_node.get(id(root.field_details[0].node), (None, None))[1]


def _unwrap_deferred_field(root: selections.PlanRoot, value: Any) -> Any:
    if not root.is_deferred_field:
        return value
    return [item[root.field_details[0].node.name.value] for item in value]
