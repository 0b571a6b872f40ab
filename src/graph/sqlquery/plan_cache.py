"""Documents that were understood are kept: parsing, validation, limits and making statements happen once for each.

What is kept is bounded, and found by the text itself, the operation's name, the kind of viewer, and the shape of what
is asked (`graph.sqlquery.arguments.shape`), which has all that @skip and @include depend on.
"""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLField,
    GraphQLSchema,
    Node,
    OperationDefinitionNode,
    TypeInfo,
    TypeInfoVisitor,
    VariableNode,
    Visitor,
    get_argument_values,
    visit,
)
from graphql.execution.collect_fields import FragmentDetails
from graphql.execution.values import VariableValues, get_variable_values
from sqlalchemy import Dialect, Text, select, type_coerce

from billing.identity import sessions
from db import compiled
from graph.sqlquery import roots as telling
from graph.sqlquery.arguments import shape
from graph.sqlquery.compiler import QueryCompiler
from graph.sqlquery.field_specs import (
    ConnectionSpec,
    FieldSpec,
    MoneyWithArgumentsSpec,
    RootListSpec,
    RootSpec,
    field_spec_of,
)
from graph.sqlquery.selections import BindEvaluator, CompiledSelection, PlanRoot, ResolverBackedField, SelectionContext

K = TypeVar("K")
V = TypeVar("V")

MAX_DOCUMENTS = 500
MAX_CACHE_WEIGHT = 32 * 1024 * 1024
"""Letters of all documents and statements that are kept: what strangers send must not fill the memory."""
MAX_CACHED_DOCUMENT_LENGTH = 20_000
"""Letters of a document that is kept."""
MAX_PLANS_PER_OPERATION = 50
"""For each document: kinds of viewers, times shapes of what they want."""

ArgumentConverter = Callable[[GraphQLField, dict[str, Any]], dict[str, Any]]
_NO_VARIABLES = VariableValues({}, {})


class WeightedLRU(Generic[K, V]):
    """The last so many, by key, as long as they do not weigh too much; the one not used for longest goes first."""

    def __init__(self, max_entries: int, max_weight: int | None = None) -> None:
        self._max_entries, self._max_weight = max_entries, max_weight
        self._entries: OrderedDict[K, V] = OrderedDict()
        self._weights: dict[K, int] = {}
        self._total_weight = 0

    def __contains__(self, key: K) -> bool:
        return key in self._entries

    def get(self, key: K) -> V | None:
        """What was kept under the key."""
        if key in self._entries:
            self._entries.move_to_end(key)
        return self._entries.get(key)

    def put(self, key: K, value: V, weight: int = 0) -> None:
        """Keep it, and let the oldest go where there is no more room."""
        self._entries[key] = value
        self._total_weight += weight - self._weights.get(key, 0)
        self._weights[key] = weight
        while len(self._entries) > self._max_entries or (
            self._max_weight is not None and self._total_weight > self._max_weight
        ):
            gone, _ = self._entries.popitem(last=False)
            self._total_weight -= self._weights.pop(gone)


@dataclass(frozen=True, slots=True)
class QueryPlan:
    """A statement in the words of one database, and how each request fills it in."""

    statement: compiled.CompiledStatement
    bind_evaluators: dict[str, BindEvaluator]
    is_complete: bool
    resolver_fields: Sequence[ResolverBackedField]


@dataclass(frozen=True, slots=True)
class _ArgumentSite:
    """A field whose arguments say what is wanted."""

    node: FieldNode
    definition: GraphQLField
    parse_arguments: Callable[..., Any]
    is_constant: bool


@dataclass(slots=True)
class PreparedOperation:
    """An operation that may be run: understood, valid, and within the limits."""

    document: DocumentNode
    definition: OperationDefinitionNode
    fragments: dict[str, FragmentDetails]
    argument_sites: list[_ArgumentSite]
    condition_variables: tuple[str, ...]
    """The variables that @skip and @include depend on."""
    plans: WeightedLRU[tuple[object, ...], QueryPlan | None] = field(
        default_factory=lambda: WeightedLRU(MAX_PLANS_PER_OPERATION)
    )
    _constant_arguments: tuple[Sequence[Any], tuple[object, ...]] | None = None
    weight: int = 0
    """Letters of the statements that are kept for it."""
    errors: Sequence[GraphQLError] = ()
    """What is wrong with the document: with any, it is not to be run."""

    def coerce_variables(
        self, schema: GraphQLSchema, raw_values: dict[str, Any] | None
    ) -> VariableValues | list[GraphQLError]:
        """The variables' values; errors for what cannot be taken."""
        definitions = self.definition.variable_definitions
        return get_variable_values(schema, definitions, raw_values or {}, 50) if definitions else _NO_VARIABLES

    def parse_arguments(
        self, variables: VariableValues, convert: ArgumentConverter
    ) -> tuple[Sequence[Any], tuple[object, ...]]:
        """What each site wants, and the shapes of it; an exception where its arguments cannot be taken."""
        if self._constant_arguments is not None:
            return self._constant_arguments
        wishes = [_parse_site_arguments(site, variables, convert) for site in self.argument_sites]
        found = wishes, tuple(shape(wish) for wish in wishes)
        if all(site.is_constant for site in self.argument_sites):
            self._constant_arguments = found
        return found

    def cache_plan(self, key: tuple[object, ...], plan: QueryPlan | None) -> None:
        """Keep a plan; None says that one statement does not answer."""
        self.plans.put(key, plan)
        self.weight += 0 if plan is None else len(plan.statement.sql)

    def condition_values(self, variables: VariableValues) -> tuple[object, ...]:
        """The values of what @skip and @include depend on."""
        return tuple(variables.coerced.get(name) for name in self.condition_variables)


def prepare_operation(
    document: DocumentNode, definition: OperationDefinitionNode, schema: GraphQLSchema
) -> PreparedOperation:
    """The operation, with everything that is the same at each request found out."""
    fragments = {
        each.name.value: FragmentDetails(each, None)
        for each in document.definitions
        if isinstance(each, FragmentDefinitionNode)
    }
    finder = _ArgumentSiteVisitor(schema)
    for node in (definition, *(each.definition for each in fragments.values())):
        visit(node, TypeInfoVisitor(finder.type_info, finder))
    return PreparedOperation(document, definition, fragments, finder.sites, tuple(sorted(finder.condition_variables)))


def build_plan(
    operation: PreparedOperation,
    schema: GraphQLSchema,
    target: tuple[Any, str, Dialect],
    inputs: tuple[VariableValues, Sequence[Any]],
    roots: Sequence[PlanRoot],
    *,
    require_complete: bool = False,
    with_session_lookup: bool = False,
) -> QueryPlan | None:
    """The statement that tells these positions; with `only_whole`, None where that is not all that they select; with
    `with_who`, it finds out who asks, too.

    `asking`: the viewer, currency and dialect; `asked`: the variables, and what the arguments want.
    """
    (viewer, currency, dialect), (variables, wishes) = target, inputs
    selected = SelectionContext(schema, operation.fragments, operation.definition, variables)
    sites = {id(site.node): (number, wishes[number]) for number, site in enumerate(operation.argument_sites)}
    for room in _DEPTH_LIMITS:
        statement = telling.compile_roots(QueryCompiler(selected, viewer, currency, dialect.name, sites, room), roots)
        if require_complete and not statement.is_complete:
            return None
        found = _render_plan(statement, dialect, with_session_lookup=with_session_lookup)
        if dialect.name != "sqlite" or _is_parsable(found.statement.sql):
            return found
    message = "no statement was small enough to be read"
    raise AssertionError(message)


_DEPTH_LIMITS = (None, 12, 10, 8, 6, 4, 2)
"""How deep a statement may be made, where a deeper one could not be read."""


def _is_parsable(sql: str) -> bool:
    """Whether SQLite can read a statement so deep: before its version 3.46, its reader has a stack of fixed size."""
    try:
        _parser_connection.execute(f"EXPLAIN {sql}")
    except sqlite3.Error as problem:
        return "stack overflow" not in str(problem)  # it has none of the tables, and says so once it has read all
    return True


_parser_connection = sqlite3.connect(":memory:", check_same_thread=False)


def root_cache_key(root: PlanRoot) -> tuple[object, ...]:
    """What a statement depends on, of a position."""
    # The document is kept as long as its plans are, and so are its nodes: no other can have their ids meanwhile.
    reference = root.reference
    referred = None if reference is None else (reference.type_name, reference.is_list)
    return (root.name, referred, root.definition is None, tuple(id(each.node) for each in root.field_details))


def _render_plan(selection: CompiledSelection, dialect: Dialect, *, with_session_lookup: bool) -> QueryPlan:
    # It is JSON, and goes on as the text that it is.
    answer = type_coerce(selection.expression, Text()).label("answer")
    words = compiled.compile_for(
        sessions.with_session_lookup(answer) if with_session_lookup else select(answer), dialect
    )
    values = selection.bind_evaluators | (_VIEWER_BINDS if with_session_lookup else {})
    return QueryPlan(words, values, selection.is_complete, tuple(selection.resolver_fields))


_VIEWER_BINDS: dict[str, BindEvaluator] = {
    "digest": lambda request, _wishes: sessions.digest(request.session_token),
    "now": lambda request, _wishes: request.now,
}


def _parse_site_arguments(site: _ArgumentSite, variables: VariableValues, convert: ArgumentConverter) -> Any:
    try:
        arguments = get_argument_values(site.definition, site.node, variables)
        return site.parse_arguments(**convert(site.definition, arguments))
    except Exception as problem:
        return problem


def _argument_parser_of(spec: FieldSpec | None) -> Callable[..., Any] | None:
    return (
        spec.parse_arguments
        if isinstance(spec, (ConnectionSpec, MoneyWithArgumentsSpec, RootSpec, RootListSpec))
        else None
    )


class _ArgumentSiteVisitor(Visitor):
    """Finds the sites of a document, and the variables that its shape depends on."""

    def __init__(self, schema: GraphQLSchema) -> None:
        super().__init__()
        self.type_info = TypeInfo(schema)
        self.sites: list[_ArgumentSite] = []
        self.condition_variables: set[str] = set()

    def enter_field(self, node: FieldNode, *_: object) -> None:
        """Note what its arguments want."""
        definition = self.type_info.get_field_def()
        wanted = None if definition is None else _argument_parser_of(field_spec_of(definition.extensions))
        if definition is not None and wanted is not None:
            depends = any(_has_variable(argument) for argument in node.arguments or ())
            self.sites.append(_ArgumentSite(node, definition, wanted, is_constant=not depends))

    def enter_directive(self, node: Any, *_: object) -> None:
        """Note what @skip and @include depend on."""
        if node.name.value in ("skip", "include"):
            self.condition_variables |= {
                argument.value.name.value for argument in node.arguments if isinstance(argument.value, VariableNode)
            }


def _has_variable(node: Node) -> bool:
    """Whether there is a variable in it."""
    if isinstance(node, VariableNode):
        return True
    inner = [getattr(node, key, None) for key in ("value", "values", "fields")]
    return any(
        _has_variable(each) for one in inner for each in (one if isinstance(one, tuple | list) else [one])
        if isinstance(each, Node)
    )  # fmt: skip
