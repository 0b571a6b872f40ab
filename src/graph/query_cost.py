"""Query cost: limits on the depth, aliases, fields and rows of a document, checked before it is executed.

The cost of each fragment is calculated once, so that documents which spread fragments exponentially are cheap to check.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import graphql

from billing.live import change_feed
from graph.pagination import DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE

MAX_DEPTH = 15
MAX_ALIASES = 30
MAX_FIELDS = 1000
MAX_TOKENS = 2000
MAX_ROWS = 30_000
_TOTAL_COUNT_COST = 50
"""The cost of counting a list, in rows, whatever its page size."""
_LIST_SIZE_ARGUMENTS = frozenset({"first", "last", "ids"})
_MAX_INT_DIGITS = 10  # `int` rejects texts of thousands of digits


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

    def combine(self, other: "QueryCost") -> "QueryCost":
        """The cost of two selections side by side."""
        return QueryCost(
            max(self.depth, other.depth),
            self.aliases + other.aliases,
            self.fields + other.fields,
            self.rows + other.rows,
            self.has_edges or other.has_edges,
            self.count_cost + other.count_cost,
        )


class CostCalculator:
    """Calculates the cost of selections in one document. Introspection is free: it reads no data."""

    def __init__(self, document: graphql.DocumentNode) -> None:
        fragments = [node for node in document.definitions if isinstance(node, graphql.FragmentDefinitionNode)]
        self._fragments = {fragment.name.value: fragment for fragment in fragments}
        self._fragment_costs: dict[str, QueryCost] = {}
        self._visiting: set[str] = set()

    def calculate(self, selections: graphql.SelectionSetNode | None) -> QueryCost:
        """The cost of a selection set."""
        cost = QueryCost()
        for selection in selections.selections if selections is not None else ():
            if isinstance(selection, graphql.FieldNode):
                cost = cost.combine(self._field_cost(selection))
            elif isinstance(selection, graphql.InlineFragmentNode):
                cost = cost.combine(self.calculate(selection.selection_set))
            elif isinstance(selection, graphql.FragmentSpreadNode):
                cost = cost.combine(self._fragment_cost(selection.name.value))
        return cost

    def calculate_operation(self, operation: graphql.OperationDefinitionNode) -> QueryCost:
        """The cost of an operation; of a subscription, the cost of its largest possible event."""
        cost = self.calculate(operation.selection_set)
        if operation.operation is not graphql.OperationType.SUBSCRIPTION:
            return cost
        return replace(cost, rows=cost.rows * change_feed.MAX_CHANGED_OBJECTS)

    def _field_cost(self, field: graphql.FieldNode) -> QueryCost:
        name, aliases = field.name.value, int(field.alias is not None)
        if name.startswith("__"):
            return QueryCost(aliases=aliases)
        if name == "totalCount":
            return QueryCost(1, aliases, 1, count_cost=_TOTAL_COUNT_COST)
        inner = self.calculate(field.selection_set)
        rows = 1 + _list_size(field, inner) * inner.rows + inner.count_cost if field.selection_set is not None else 0
        return QueryCost(inner.depth + 1, inner.aliases + aliases, inner.fields + 1, rows, name == "edges")

    def _fragment_cost(self, name: str) -> QueryCost:
        # GraphQL's own rules reject recursive fragments; here they only must not cause an endless recursion.
        if name not in self._fragment_costs and name not in self._visiting and name in self._fragments:
            self._visiting.add(name)
            self._fragment_costs[name] = self.calculate(self._fragments[name].selection_set)
            self._visiting.discard(name)
        return self._fragment_costs.get(name, QueryCost())


def _list_size(field: graphql.FieldNode, child_cost: QueryCost) -> int:
    """The maximum number of items of a list field; 1 for other fields."""
    for argument in field.arguments or ():
        if argument.name.value in _LIST_SIZE_ARGUMENTS:
            return _max_list_size(argument.value)
    return DEFAULT_PAGE_SIZE if child_cost.has_edges else 1


def _max_list_size(value: graphql.ValueNode) -> int:
    """The number of items that `first`, `last` or `ids` requests. A variable counts as the largest accepted size."""
    if isinstance(value, graphql.ListValueNode):
        return min(len(value.values), MAX_PAGE_SIZE)
    if isinstance(value, graphql.IntValueNode) and len(value.value) <= _MAX_INT_DIGITS:
        return max(0, min(int(value.value), MAX_PAGE_SIZE))
    return MAX_PAGE_SIZE


class QueryCostRule(graphql.ValidationRule):
    """Rejects documents that exceed a limit."""

    def __init__(self, context: graphql.ValidationContext) -> None:
        super().__init__(context)
        calculator = CostCalculator(context.document)
        total = QueryCost()
        for node in context.document.definitions:
            if isinstance(node, graphql.OperationDefinitionNode):
                total = total.combine(calculator.calculate_operation(node))
        for message in _limit_violations(total):
            context.report_error(graphql.GraphQLError(message))


def _limit_violations(total: QueryCost) -> Iterable[str]:
    if total.depth > MAX_DEPTH:
        yield f"The query is {total.depth} levels deep. The maximum is {MAX_DEPTH}."
    if total.aliases > MAX_ALIASES:
        yield f"The query has {total.aliases} aliases. The maximum is {MAX_ALIASES}."
    if total.rows > MAX_ROWS:
        yield f"The query could return {total.rows} objects. The maximum is {MAX_ROWS}. Request smaller pages."
    if total.fields > MAX_FIELDS:
        yield f"The query selects {total.fields} fields. The maximum is {MAX_FIELDS}."
