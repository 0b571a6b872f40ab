"""Query cost: limits on the size, depth, aliases, fields and rows of a document, checked before it is validated.

Some of GraphQL's validation rules take quadratic time, so the cost is checked before them: in time linear in the
document, with the cost of each fragment calculated once. The limits are listed in docs/limits.md.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import graphql

from billing.live import changed_rows
from graph.errors import Limit, LimitExceeded
from graph.list_sizes import UNPAGED_LIST_FIELDS, list_size
from translation import gettext_noop

MAX_DEPTH = 15
MAX_ALIASES = 30
MAX_FIELDS = 1000
MAX_TOKENS = 1200
MAX_ROWS = 30_000
MAX_INTROSPECTED_ROWS = 70_000
"""Of the schema: twice what GraphiQL's introspection query could return."""
MAX_DOCUMENT_LENGTH = 50_000
"""In characters, comments and white space included."""
MAX_DOCUMENT_LINES = 5_000
"""Empty lines and those of comments and strings included."""
MAX_COMPARISONS = 3_000
"""How many pairs of fields with one response name, or of fragment spreads, one selection set may contain with what is
merged into it. GraphQL's rule that such fields can be merged compares each pair.
"""
MAX_NEW_FIELDS_PER_MINUTE = 6_000
"""How many fields of new documents are compiled for one membership within a minute, by one process."""
INTROSPECTED_ROWS_PER_FIELD = 60
"""How many rows of the schema cost as much as compiling one field."""
MAX_VARIABLE_VALUES = 1_000
"""Numbers, texts, lists and objects, at all levels of the variables together."""
_INTROSPECTION_LIST_SIZES = {"types": 160, "fields": 5, "possibleTypes": 5, "inputFields": 4, "enumValues": 5}
"""The average lengths of the longer lists in introspection. No field of the API has one of these names."""
_TOTAL_COUNT_COST = 50
"""The cost of counting a list, in rows, whatever its page size."""


@dataclass(frozen=True, slots=True)
class QueryCost:
    """The cost of a selection, with all fragments expanded."""

    depth: int = 0
    aliases: int = 0
    fields: int = 0
    rows: int = 0
    """The maximum number of objects in the response; nested page sizes multiply."""
    has_edges: bool = False
    """Whether the selection contains `edges`, so that its parent is a list."""
    count_cost: int = 0
    """What `totalCount` adds to the rows of the list that it belongs to."""
    introspected_rows: int = 0
    """The rows that describe the schema itself."""
    unpaged_lists: frozenset[str] = frozenset()
    """The names of the lists without pages that it contains."""

    def combine(self, other: "QueryCost") -> "QueryCost":
        """The cost of two selections side by side."""
        return QueryCost(
            max(self.depth, other.depth),
            self.aliases + other.aliases,
            self.fields + other.fields,
            self.rows + other.rows,
            self.has_edges or other.has_edges,
            self.count_cost + other.count_cost,
            self.introspected_rows + other.introspected_rows,
            self.unpaged_lists | other.unpaged_lists,
        )


class CostCalculator:
    """Calculates the cost of selections in one document."""

    def __init__(self, document: graphql.DocumentNode) -> None:
        fragments = [node for node in document.definitions if isinstance(node, graphql.FragmentDefinitionNode)]
        self._fragments = {fragment.name.value: fragment for fragment in fragments}
        self._fragment_costs: dict[str, QueryCost] = {}
        self._visiting: set[str] = set()

    def calculate(self, selections: graphql.SelectionSetNode | None) -> QueryCost:
        """The cost of a selection set."""
        cost, leaves, aliases, has_leaf = QueryCost(), 0, 0, False
        for selection in selections.selections if selections is not None else ():
            if isinstance(selection, graphql.FieldNode):
                if selection.selection_set is None and selection.name.value != "totalCount":
                    leaves, aliases = leaves + 1, aliases + (selection.alias is not None)
                    has_leaf = has_leaf or selection.name.value != "__typename"
                    continue
                cost = cost.combine(self._field_cost(selection))
            elif isinstance(selection, graphql.InlineFragmentNode):
                cost = cost.combine(self.calculate(selection.selection_set))
            elif isinstance(selection, graphql.FragmentSpreadNode):
                cost = cost.combine(self._fragment_cost(selection.name.value))
        return cost.combine(QueryCost(int(has_leaf), aliases, leaves)) if leaves else cost

    def calculate_operation(self, operation: graphql.OperationDefinitionNode) -> QueryCost:
        """The cost of an operation; of a subscription, the cost of its largest possible event."""
        cost = self.calculate(operation.selection_set)
        if operation.operation is not graphql.OperationType.SUBSCRIPTION:
            return cost
        return replace(cost, rows=cost.rows * changed_rows.MAX_CHANGED_OBJECTS)

    def _field_cost(self, field: graphql.FieldNode) -> QueryCost:
        name, aliases = field.name.value, int(field.alias is not None)
        if name in ("__schema", "__type"):
            inner = self.calculate(field.selection_set)
            # Its depth is limited by a rule of GraphQL's own.
            return QueryCost(0, inner.aliases + aliases, inner.fields + 1, introspected_rows=1 + inner.rows)
        if name == "totalCount":
            return QueryCost(1, aliases, 1, count_cost=_TOTAL_COUNT_COST)
        inner = self.calculate(field.selection_set)
        if name in _INTROSPECTION_LIST_SIZES:
            rows = _INTROSPECTION_LIST_SIZES[name] * (1 + inner.rows)
        else:
            rows = (
                1
                + list_size(field, has_edges=inner.has_edges, unpaged_lists=inner.unpaged_lists) * inner.rows
                + inner.count_cost
            )
        is_unpaged = name in UNPAGED_LIST_FIELDS and not inner.has_edges
        return QueryCost(
            inner.depth + 1, inner.aliases + aliases, inner.fields + 1, rows, name == "edges",
            introspected_rows=inner.introspected_rows,
            unpaged_lists=inner.unpaged_lists | {name} if is_unpaged else inner.unpaged_lists,
        )  # fmt: skip

    def _fragment_cost(self, name: str) -> QueryCost:
        # GraphQL's own rules reject recursive fragments; here they only must not cause an endless recursion.
        if name not in self._fragment_costs and name not in self._visiting and name in self._fragments:
            self._visiting.add(name)
            self._fragment_costs[name] = self.calculate(self._fragments[name].selection_set)
            self._visiting.discard(name)
        return self._fragment_costs.get(name, QueryCost())


def check_length(text: str) -> None:
    """Raise LimitExceeded if a document is too long to be parsed."""
    if len(text) > MAX_DOCUMENT_LENGTH:
        message = gettext_noop("The document has {count} characters. The maximum is {maximum}.")
        raise LimitExceeded(Limit.DOCUMENT_LENGTH, message, count=len(text), maximum=MAX_DOCUMENT_LENGTH)
    lines = text.count("\n") + text.count("\r") + 1
    if lines > MAX_DOCUMENT_LINES:
        message = gettext_noop("The document has {count} lines. The maximum is {maximum}.")
        raise LimitExceeded(Limit.DOCUMENT_LENGTH, message, count=lines, maximum=MAX_DOCUMENT_LINES)


def too_many_tokens() -> LimitExceeded:
    """Return the error for a document with so many tokens that the parser stopped."""
    message = gettext_noop("The document has too many tokens. The maximum is {maximum}.")
    return LimitExceeded(Limit.TOKENS, message, maximum=MAX_TOKENS)


def check_cost(document: graphql.DocumentNode) -> list[LimitExceeded]:
    """Return an error for each limit that a parsed document exceeds. It need not be valid."""
    calculator, comparisons = CostCalculator(document), _ComparisonCounter(document)
    total = QueryCost()
    try:
        for node in document.definitions:
            if isinstance(node, graphql.OperationDefinitionNode):
                total = total.combine(calculator.calculate_operation(node))
        violations = list(_limit_violations(total))
        if not violations:
            comparisons.count()
    except RecursionError:  # of fragments: the parser limits the depth of each definition
        message = gettext_noop("The query is too deep. The maximum is {maximum} levels.")
        return [LimitExceeded(Limit.DEPTH, message, maximum=MAX_DEPTH)]
    except LimitExceeded as error:
        return [error.with_traceback(None)]  # which would keep the document for the garbage collector
    return violations


def _limit_violations(total: QueryCost) -> Iterable[LimitExceeded]:
    if total.depth > MAX_DEPTH:
        message = gettext_noop("The query is {count} levels deep. The maximum is {maximum}.")
        yield LimitExceeded(Limit.DEPTH, message, count=total.depth, maximum=MAX_DEPTH)
    if total.aliases > MAX_ALIASES:
        message = gettext_noop("The query has {count} aliases. The maximum is {maximum}.")
        yield LimitExceeded(Limit.ALIASES, message, count=total.aliases, maximum=MAX_ALIASES)
    if total.rows > MAX_ROWS:
        message = gettext_noop(
            "The query could return {count} objects. The maximum is {maximum}. Request smaller pages."
        )
        yield LimitExceeded(Limit.ROWS, message, count=total.rows, maximum=MAX_ROWS)
    if total.fields > MAX_FIELDS:
        message = gettext_noop("The query selects {count} fields. The maximum is {maximum}.")
        yield LimitExceeded(Limit.FIELDS, message, count=total.fields, maximum=MAX_FIELDS)
    if total.introspected_rows > MAX_INTROSPECTED_ROWS:
        message = gettext_noop("The query requests too much of the schema. Request less at a time.")
        yield LimitExceeded(Limit.INTROSPECTION, message)


class _ComparisonCounter:
    """Counts the pairs that GraphQL's rule "overlapping fields can be merged" compares: at most these.

    Selections of equal response names are merged, as the executor does; in each merged selection set, each two fields
    of one response name are a pair, and each two fragment spreads.
    """

    def __init__(self, document: graphql.DocumentNode) -> None:
        self._definitions = [
            node
            for node in document.definitions
            if isinstance(node, graphql.OperationDefinitionNode | graphql.FragmentDefinitionNode)
        ]
        self._fragments = {
            node.name.value: node for node in self._definitions if isinstance(node, graphql.FragmentDefinitionNode)
        }
        self._unreached = set(self._fragments)
        self._remaining = MAX_COMPARISONS
        self._remaining_fields = MAX_FIELDS

    def count(self) -> None:
        """Count the pairs of all operations and unused fragments. Raises LimitExceeded if there are too many."""
        for definition in self._definitions:
            if isinstance(definition, graphql.OperationDefinitionNode):
                self._count([definition.selection_set])
        for name, fragment in self._fragments.items():  # GraphQL's rules visit unused fragments as well
            if name in self._unreached:
                self._count([fragment.selection_set])

    def _count(self, selection_sets: list[graphql.SelectionSetNode]) -> None:
        spread_names: set[str] = set()
        spread_count = field_count = 0
        fields: dict[str, list[graphql.FieldNode]] = {}
        for selection in self._expand(selection_sets, spread_names):
            if isinstance(selection, graphql.FieldNode):
                fields.setdefault((selection.alias or selection.name).value, []).append(selection)
                field_count += 1
            else:
                spread_count += 1
        pairs = sum(_pairs(len(group)) for group in fields.values()) + _pairs(spread_count)
        self._remaining -= pairs
        self._remaining_fields -= field_count
        if self._remaining < 0 or self._remaining_fields < 0:
            message = gettext_noop(
                "The query selects fields of the same name too often: {maximum} pairs are the maximum."
            )
            raise LimitExceeded(Limit.COMPARISONS, message, maximum=MAX_COMPARISONS)
        for group in fields.values():
            inner = [field.selection_set for field in group if field.selection_set is not None]
            if inner:
                self._count(inner)

    def _expand(
        self, selection_sets: Iterable[graphql.SelectionSetNode], spread_names: set[str]
    ) -> Iterator[graphql.SelectionNode]:
        """Yield the fields and the fragment spreads of a merged selection set; of each fragment the fields once."""
        for selection_set in selection_sets:
            for selection in selection_set.selections:
                if isinstance(selection, graphql.InlineFragmentNode):
                    yield from self._expand([selection.selection_set], spread_names)
                    continue
                yield selection
                if isinstance(selection, graphql.FragmentSpreadNode):
                    name = selection.name.value
                    if name not in spread_names and name in self._fragments:
                        spread_names.add(name)
                        self._unreached.discard(name)
                        yield from self._expand([self._fragments[name].selection_set], spread_names)


def _pairs(count: int) -> int:
    return count * (count - 1) // 2


def check_variables(values: dict[str, Any] | None) -> None:
    """Raise LimitExceeded if the variables contain too many values to be coerced."""
    remaining, pending = MAX_VARIABLE_VALUES, [values or {}]
    while pending:
        value: Any = pending.pop()
        children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        remaining -= len(children)
        if remaining < 0:
            message = gettext_noop("The variables have too many values. The maximum is {maximum}.")
            raise LimitExceeded(Limit.VARIABLE_VALUES, message, maximum=MAX_VARIABLE_VALUES)
        pending.extend(children)
