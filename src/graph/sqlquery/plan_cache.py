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
from graph.sqlquery.compiler import Maker
from graph.sqlquery.field_specs import Declaration, Page, Root, Roots, SumOf, declared
from graph.sqlquery.selections import Evaluate, Place, Position, Selected, Statement

K = TypeVar("K")
V = TypeVar("V")

MOST_DOCUMENTS = 500
MOST_WEIGHT = 32 * 1024 * 1024
"""Letters of all documents and statements that are kept: what strangers send must not fill the memory."""
LONGEST = 20_000
"""Letters of a document that is kept."""
MOST_PLANS = 50
"""For each document: kinds of viewers, times shapes of what they want."""

Convert = Callable[[GraphQLField, dict[str, Any]], dict[str, Any]]
_NOTHING = VariableValues({}, {})


class Kept(Generic[K, V]):
    """The last so many, by key, as long as they do not weigh too much; the one not used for longest goes first."""

    def __init__(self, most: int, most_weight: int | None = None) -> None:
        self._most, self._most_weight = most, most_weight
        self._found: OrderedDict[K, V] = OrderedDict()
        self._weights: dict[K, int] = {}
        self._weight = 0

    def __contains__(self, key: K) -> bool:
        return key in self._found

    def get(self, key: K) -> V | None:
        """What was kept under the key."""
        if key in self._found:
            self._found.move_to_end(key)
        return self._found.get(key)

    def keep(self, key: K, value: V, weight: int = 0) -> None:
        """Keep it, and let the oldest go where there is no more room."""
        self._found[key] = value
        self._weight += weight - self._weights.get(key, 0)
        self._weights[key] = weight
        while len(self._found) > self._most or (self._most_weight is not None and self._weight > self._most_weight):
            gone, _ = self._found.popitem(last=False)
            self._weight -= self._weights.pop(gone)


@dataclass(frozen=True, slots=True)
class Plan:
    """A statement in the words of one database, and how each request fills it in."""

    words: compiled.Words
    values: dict[str, Evaluate]
    whole: bool
    places: Sequence[Place]


@dataclass(frozen=True, slots=True)
class _Site:
    """A field whose arguments say what is wanted."""

    node: FieldNode
    definition: GraphQLField
    wanted: Callable[..., Any]
    constant: bool


@dataclass(slots=True)
class Operation:
    """An operation that may be run: understood, valid, and within the limits."""

    document: DocumentNode
    definition: OperationDefinitionNode
    fragments: dict[str, FragmentDetails]
    sites: list[_Site]
    conditions: tuple[str, ...]
    """The variables that @skip and @include depend on."""
    plans: Kept[tuple[object, ...], Plan | None] = field(default_factory=lambda: Kept(MOST_PLANS))
    _always: tuple[Sequence[Any], tuple[object, ...]] | None = None
    weight: int = 0
    """Letters of the statements that are kept for it."""
    problems: Sequence[GraphQLError] = ()
    """What is wrong with the document: with any, it is not to be run."""

    def variables(self, schema: GraphQLSchema, given: dict[str, Any] | None) -> VariableValues | list[GraphQLError]:
        """The variables' values; errors for what cannot be taken."""
        definitions = self.definition.variable_definitions
        return get_variable_values(schema, definitions, given or {}, 50) if definitions else _NOTHING

    def wanted(self, variables: VariableValues, convert: Convert) -> tuple[Sequence[Any], tuple[object, ...]]:
        """What each site wants, and the shapes of it; an exception where its arguments cannot be taken."""
        if self._always is not None:
            return self._always
        wishes = [_taken(site, variables, convert) for site in self.sites]
        found = wishes, tuple(shape(wish) for wish in wishes)
        if all(site.constant for site in self.sites):
            self._always = found
        return found

    def keep(self, key: tuple[object, ...], plan: Plan | None) -> None:
        """Keep a plan; None says that one statement does not answer."""
        self.plans.keep(key, plan)
        self.weight += 0 if plan is None else len(plan.words.sql)

    def conditions_of(self, variables: VariableValues) -> tuple[object, ...]:
        """The values of what @skip and @include depend on."""
        return tuple(variables.coerced.get(name) for name in self.conditions)


def understood(document: DocumentNode, definition: OperationDefinitionNode, schema: GraphQLSchema) -> Operation:
    """The operation, with everything that is the same at each request found out."""
    fragments = {
        each.name.value: FragmentDetails(each, None)
        for each in document.definitions
        if isinstance(each, FragmentDefinitionNode)
    }
    finder = _Finder(schema)
    for node in (definition, *(each.definition for each in fragments.values())):
        visit(node, TypeInfoVisitor(finder.types, finder))
    return Operation(document, definition, fragments, finder.sites, tuple(sorted(finder.conditions)))


def plan(
    operation: Operation,
    schema: GraphQLSchema,
    asking: tuple[Any, str, Dialect],
    asked: tuple[VariableValues, Sequence[Any]],
    positions: Sequence[Position],
    *,
    only_whole: bool = False,
    with_who: bool = False,
) -> Plan | None:
    """The statement that tells these positions; with `only_whole`, None where that is not all that they select; with
    `with_who`, it finds out who asks, too.

    `asking`: the viewer, currency and dialect; `asked`: the variables, and what the arguments want.
    """
    (viewer, currency, dialect), (variables, wishes) = asking, asked
    selected = Selected(schema, operation.fragments, operation.definition, variables)
    sites = {id(site.node): (number, wishes[number]) for number, site in enumerate(operation.sites)}
    for room in _ROOMS:
        statement = telling.make(Maker(selected, viewer, currency, dialect.name, sites, room), positions)
        if only_whole and not statement.whole:
            return None
        found = _made(statement, dialect, with_who=with_who)
        if dialect.name != "sqlite" or _is_read(found.words.sql):
            return found
    message = "no statement was small enough to be read"
    raise AssertionError(message)


_ROOMS = (None, 12, 10, 8, 6, 4, 2)
"""How deep a statement may be made, where a deeper one could not be read."""


def _is_read(sql: str) -> bool:
    """Whether SQLite can read a statement so deep: before its version 3.46, its reader has a stack of fixed size."""
    try:
        _reader.execute(f"EXPLAIN {sql}")
    except sqlite3.Error as problem:
        return "stack overflow" not in str(problem)  # it has none of the tables, and says so once it has read all
    return True


_reader = sqlite3.connect(":memory:", check_same_thread=False)


def key_of(position: Position) -> tuple[object, ...]:
    """What a statement depends on, of a position."""
    # The document is kept as long as its plans are, and so are its nodes: no other can have their ids meanwhile.
    reference = position.reference
    referred = None if reference is None else (reference.type_name, reference.listed)
    return (position.name, referred, position.definition is None, tuple(id(each.node) for each in position.details))


def _made(statement: Statement, dialect: Dialect, *, with_who: bool) -> Plan:
    # It is JSON, and goes on as the text that it is.
    answer = type_coerce(statement.answer, Text()).label("answer")
    words = compiled.words(sessions.with_who(answer) if with_who else select(answer), dialect)
    values = statement.values | (_FOR_WHO if with_who else {})
    return Plan(words, values, statement.whole, tuple(statement.places))


_FOR_WHO: dict[str, Evaluate] = {
    "digest": lambda request, _wishes: sessions.digest(request.token),
    "now": lambda request, _wishes: request.now,
}


def _taken(site: _Site, variables: VariableValues, convert: Convert) -> Any:
    try:
        arguments = get_argument_values(site.definition, site.node, variables)
        return site.wanted(**convert(site.definition, arguments))
    except Exception as problem:
        return problem


def _wanted(declaration: Declaration | None) -> Callable[..., Any] | None:
    return declaration.wanted if isinstance(declaration, (Page, SumOf, Root, Roots)) else None


class _Finder(Visitor):
    """Finds the sites of a document, and the variables that its shape depends on."""

    def __init__(self, schema: GraphQLSchema) -> None:
        super().__init__()
        self.types = TypeInfo(schema)
        self.sites: list[_Site] = []
        self.conditions: set[str] = set()

    def enter_field(self, node: FieldNode, *_: object) -> None:
        """Note what its arguments want."""
        definition = self.types.get_field_def()
        wanted = None if definition is None else _wanted(declared(definition.extensions))
        if definition is not None and wanted is not None:
            depends = any(_depends(argument) for argument in node.arguments or ())
            self.sites.append(_Site(node, definition, wanted, constant=not depends))

    def enter_directive(self, node: Any, *_: object) -> None:
        """Note what @skip and @include depend on."""
        if node.name.value in ("skip", "include"):
            self.conditions |= {
                argument.value.name.value for argument in node.arguments if isinstance(argument.value, VariableNode)
            }


def _depends(node: Node) -> bool:
    """Whether there is a variable in it."""
    if isinstance(node, VariableNode):
        return True
    inner = [getattr(node, key, None) for key in ("value", "values", "fields")]
    return any(
        _depends(each) for one in inner for each in (one if isinstance(one, tuple | list) else [one])
        if isinstance(each, Node)
    )  # fmt: skip
