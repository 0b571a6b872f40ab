"""Prepared operations, and the plans that are compiled for them and cached.

An operation is parsed, validated and prepared once for each document text and operation name. A plan is compiled once
for each kind of viewer, currency, dialect, value of @skip and @include, and shape of the arguments
(`graph.sqlquery.arguments.shape`).
"""

import asyncio
import contextlib
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import graphql
from cachetools import LRUCache
from sqlalchemy import Text, select, type_coerce

from billing.identity import authentication
from billing.identity.tokens import digest_of
from db import compiled
from graph import query_cost
from graph.errors import LimitExceeded
from graph.graphql_core_compat import FragmentDetails
from graph.sqlquery import compile_thread
from graph.sqlquery.argument_sites import ArgumentSite, find_argument_sites
from graph.sqlquery.arguments import shape
from graph.sqlquery.compile_scope import ArgumentsByNode
from graph.sqlquery.compiler import Incomplete, QueryCompiler
from graph.sqlquery.roots import compile_roots
from graph.sqlquery.row_values import RowValue
from graph.sqlquery.selections import (
    BindEvaluator,
    ComputedField,
    PlanRoot,
    PlanTarget,
    ResolverBackedField,
    SelectionContext,
)

MAX_PLANS_SIZE = 4 * 1024 * 1024
"""Estimated bytes of all plans of one operation."""
_PLAN_OVERHEAD = 8 * 1024
"""Estimated bytes of a plan without its SQL text."""
_MAX_PAYLOAD_VALUES = 50
_BYTES_PER_CHARACTER = 100
"""Estimated bytes of the syntax tree for each character of a document."""

_NO_VARIABLES = graphql.VariableValues({}, {})
_MAX_VARIABLE_ERRORS = 10
PlanKey: TypeAlias = tuple[object, ...]
_DEPTH_LIMITS = (None, 12, 10, 8, 6, 4, 2)
"""Tried in this order until SQLite can parse the statement."""


@dataclass(frozen=True, slots=True)
class QueryPlan:
    """A compiled statement, with the evaluators of its bind parameters and what it leaves to Python."""

    statement: compiled.CompiledStatement
    bind_evaluators: dict[str, BindEvaluator]
    resolver_fields: Sequence[ResolverBackedField] = ()
    computed_fields: Sequence[ComputedField] = ()
    has_deferred_fields: bool = False

    @property
    def needs_snapshot(self) -> bool:
        """Whether resolvers or further statements have to read the same snapshot as this one."""
        return bool(self.resolver_fields) or self.has_deferred_fields


def _plan_size(plan: QueryPlan | None) -> int:
    return _PLAN_OVERHEAD + (0 if plan is None else len(plan.statement.sql))


@dataclass(slots=True)
class PreparedOperation:
    """An operation with everything that is the same for each request."""

    document: graphql.DocumentNode
    definition: graphql.OperationDefinitionNode
    fragments: dict[str, FragmentDetails] = field(default_factory=dict)
    argument_sites: Sequence[ArgumentSite] = ()
    condition_variables: Sequence[str] = ()
    """The variables that @skip and @include depend on."""
    errors: Sequence[graphql.GraphQLError] = ()
    """The validation errors of the document; with any, the operation must not be executed."""
    field_count: int = 0
    """The fields that the operation selects, with fragments expanded: what compiling it costs, or introspection."""
    is_persisted: bool = False
    """Whether the document is in the manifest of persisted documents."""
    is_introspection: bool = False
    """Whether the operation reads nothing but the schema."""
    introspection: str | None = None
    """The JSON of its data in that case, once it has been executed, if the operation has no variables."""
    depth_limits: list[int | None] = field(default_factory=lambda: list(_DEPTH_LIMITS))
    """Of its statements: the first at which SQLite can parse all of them, as far as is known, and lower ones."""
    plans: LRUCache[PlanKey, QueryPlan | None] = field(default_factory=lambda: LRUCache(MAX_PLANS_SIZE, _plan_size))
    """None says that one statement cannot answer the operation."""
    payload_values: LRUCache[PlanKey, RowValue | None] = field(default_factory=lambda: LRUCache(_MAX_PAYLOAD_VALUES))
    """By payload type and kind of viewer. None says that the selection needs the database."""
    _plans_in_progress: dict[PlanKey, asyncio.Task[QueryPlan | None]] = field(default_factory=dict)
    _constant_arguments: tuple[Sequence[Any], tuple[object, ...]] | None = None

    @property
    def size(self) -> int:
        """Estimated bytes of the syntax tree, the plans and the introspected schema."""
        source = self.document.loc.source.body if self.document.loc else ""
        return _BYTES_PER_CHARACTER * len(source) + int(self.plans.currsize) + len(self.introspection or "")

    def coerce_variables(
        self, schema: graphql.GraphQLSchema, raw_values: dict[str, Any] | None
    ) -> graphql.VariableValues | list[graphql.GraphQLError]:
        """Return the coerced variables, or the errors of those that cannot be coerced."""
        definitions = self.definition.variable_definitions
        if not definitions:
            return _NO_VARIABLES
        try:
            query_cost.check_variables(raw_values)
        except LimitExceeded as error:
            return [error]
        return graphql.get_variable_values(schema, definitions, raw_values or {}, _MAX_VARIABLE_ERRORS)

    def parse_arguments(self, variables: graphql.VariableValues) -> tuple[Sequence[Any], tuple[object, ...]]:
        """Return the parsed arguments of each site, and their shapes; an exception where arguments are invalid."""
        if self._constant_arguments is not None:
            return self._constant_arguments
        arguments = [site.parse(variables) for site in self.argument_sites]
        parsed = arguments, tuple(shape(value) for value in arguments)
        # Not with an error, whose message is in the language of this request.
        if all(site.is_constant for site in self.argument_sites) and not _has_error(arguments):
            self._constant_arguments = parsed
        return parsed

    def arguments_by_node(self, arguments: Sequence[Any]) -> ArgumentsByNode:
        """Index the parsed arguments by their field nodes."""
        return {id(site.node): (index, arguments[index]) for index, site in enumerate(self.argument_sites)}

    @property
    def is_compiled(self) -> bool:
        """Whether anything of the operation has been compiled for some viewer."""
        return bool(self.plans or self.payload_values)

    async def get_or_compile(self, key: PlanKey, build: Callable[[], QueryPlan | None]) -> QueryPlan | None:
        """Return the cached plan, or what `build` returns in the compile thread, and cache it.

        Concurrent requests for one plan wait for the same compilation.
        """
        if key in self.plans:
            return self.plans[key]
        task = self._plans_in_progress.get(key)
        if task is None:
            task = asyncio.create_task(self._compile(key, build))
            self._plans_in_progress[key] = task
        return await asyncio.shield(task)

    async def _compile(self, key: PlanKey, build: Callable[[], QueryPlan | None]) -> QueryPlan | None:
        # The plan is cached in the step that ends the progress: no request finds neither and compiles again.
        try:
            plan = await compile_thread.run(build)
            self.cache_plan(key, plan)
        finally:
            del self._plans_in_progress[key]
        return plan

    def is_cached_or_compiling(self, key: PlanKey) -> bool:
        """Whether the plan is cached or being compiled for another request."""
        return key in self.plans or key in self._plans_in_progress

    def cache_plan(self, key: PlanKey, plan: QueryPlan | None) -> None:
        """Cache a plan, or None for an operation that one statement cannot answer."""
        with contextlib.suppress(ValueError):  # larger than the cache: compiled again for each request
            self.plans[key] = plan

    def condition_values(self, variables: graphql.VariableValues) -> tuple[object, ...]:
        """Return the values of the variables that @skip and @include depend on."""
        return tuple(variables.coerced.get(name) for name in self.condition_variables)


def _has_error(arguments: Sequence[Any]) -> bool:
    return any(isinstance(value, Exception) for value in arguments)


def prepare_operation(
    document: graphql.DocumentNode,
    definition: graphql.OperationDefinitionNode,
    schema: graphql.GraphQLSchema,
    *,
    is_persisted: bool = False,
) -> PreparedOperation:
    """Prepare one operation of a valid document."""
    fragments = {
        node.name.value: FragmentDetails(node, None)
        for node in document.definitions
        if isinstance(node, graphql.FragmentDefinitionNode)
    }
    nodes = (definition, *(fragment.definition for fragment in fragments.values()))
    sites, condition_variables = find_argument_sites(schema, nodes)
    cost = query_cost.CostCalculator(document).calculate_operation(definition)
    introspection_cost = cost.introspected_rows // query_cost.INTROSPECTED_ROWS_PER_FIELD
    return PreparedOperation(
        document,
        definition,
        fragments,
        sites,
        sorted(condition_variables),
        field_count=cost.fields + introspection_cost,
        is_persisted=is_persisted,
        is_introspection=cost.introspected_rows > 0 and cost.depth == 0,
    )


def build_plan(
    selection: SelectionContext,
    target: PlanTarget,
    arguments: ArgumentsByNode,
    depth_limits: list[int | None],
    roots: Sequence[PlanRoot],
    *,
    require_complete: bool = False,
    with_session_lookup: bool = False,
) -> QueryPlan | None:
    """Compile the statement that reads these roots.

    With `require_complete`, return None if the statement leaves out anything that they select, or that what they select
    is computed from; with `with_session_lookup`, the statement also authenticates the session. `depth_limits` are those
    of the operation: limits at which SQLite cannot parse the statement are removed.
    """
    while depth_limits:
        max_depth = depth_limits[0]
        compiler = QueryCompiler(selection, target, arguments, max_depth, require_complete=require_complete)
        try:
            expression = compile_roots(compiler, roots)
        except Incomplete:
            return None
        answer = type_coerce(expression, Text()).label("answer")  # read as text: nothing parses the JSON
        query = authentication.with_session_lookup(answer) if with_session_lookup else select(answer)
        statement = compiled.compile_statement(query, target.dialect)
        if target.dialect.name != "sqlite" or _is_parsable(statement.sql):
            evaluators = compiler.bind_evaluators | (_SESSION_BINDS if with_session_lookup else {})
            return QueryPlan(
                statement, evaluators, compiler.resolver_fields, compiler.computed_fields, compiler.has_deferred_fields
            )
        too_deep = compiler.reached_depth if max_depth is None else max_depth
        depth_limits[:] = [limit for limit in depth_limits if limit is not None and limit < too_deep]
        if require_complete:
            return None  # what SQLite can parse leaves something out
    raise AssertionError("SQLite can parse the statement at no depth")


def _is_parsable(sql: str) -> bool:
    """Return whether this SQLite can parse the statement: before 3.46, its parser has a stack of fixed size."""
    try:
        _parser_connection.execute(f"EXPLAIN {sql}")
    except sqlite3.Error as error:
        return "stack overflow" not in str(error)  # "no such table" means that the whole statement was parsed
    return True


_parser_connection = sqlite3.connect(":memory:", check_same_thread=False)


def root_cache_key(root: PlanRoot) -> tuple[object, ...]:
    """Return what a plan depends on of a root."""
    # Node ids are unique here: plans are cached in the operation, which keeps the document's nodes alive.
    reference = root.reference
    target = None if reference is None else (reference.type_name, reference.is_list)
    return (root.name, target, root.definition is None, tuple(id(details.node) for details in root.field_details))


_SESSION_BINDS: dict[str, BindEvaluator] = {
    "digest": lambda request, _arguments: digest_of(request.session_token),
    "now": lambda request, _arguments: request.now,
}
