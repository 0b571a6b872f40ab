"""How large a document may be, before anything of it is run. Each fragment is weighed once: weighing stays cheap."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    ValidationContext,
    ValidationRule,
    ValueNode,
)

from billing.live import change_feed

MAX_DEPTH = 15
MAX_ALIASES = 30
MAX_FIELDS = 1000
MAX_TOKENS = 2000
MAX_ROWS = 30_000
_DEFAULT_PAGE_SIZE = 20
_MAX_PAGE_SIZE = 100
_TOTAL_COUNT_COST = 50
"""What counting a list weighs, in objects: once for the list, however many of it are asked for."""
_LIST_SIZE_ARGUMENTS = frozenset({"first", "ids"})
_MAX_INT_DIGITS = 10  # Python reads no number of thousands of digits


@dataclass(frozen=True, slots=True)
class QueryCost:
    """What a selection amounts to, its fragments written out."""

    depth: int = 0
    aliases: int = 0
    fields: int = 0
    rows: int = 0
    """How many objects it could answer with: pages inside pages multiply."""
    has_edges: bool = False
    """Whether it is what a page is read by."""
    count_cost: int = 0
    """What counting the list weighs that it is of."""

    def combine(self, other: "QueryCost") -> "QueryCost":
        """Both, side by side."""
        return QueryCost(
            max(self.depth, other.depth),
            self.aliases + other.aliases,
            self.fields + other.fields,
            self.rows + other.rows,
            self.has_edges or other.has_edges,
            self.count_cost + other.count_cost,
        )


class CostCalculator:
    """Weighs the selections of one document. Introspection weighs nothing: it cannot reach any data."""

    def __init__(self, document: DocumentNode) -> None:
        definitions = document.definitions
        self._fragments = {each.name.value: each for each in definitions if isinstance(each, FragmentDefinitionNode)}
        self._fragment_costs: dict[str, QueryCost] = {}
        self._visiting: set[str] = set()

    def calculate(self, selections: SelectionSetNode | None) -> QueryCost:
        """The weight of a selection."""
        weight = QueryCost()
        for selection in selections.selections if selections is not None else ():
            if isinstance(selection, FieldNode):
                weight = weight.combine(self._field_cost(selection))
            elif isinstance(selection, InlineFragmentNode):
                weight = weight.combine(self.calculate(selection.selection_set))
            elif isinstance(selection, FragmentSpreadNode):
                weight = weight.combine(self._fragment_cost(selection.name.value))
        return weight

    def calculate_operation(self, operation: OperationDefinitionNode) -> QueryCost:
        """The weight of an operation; of a subscription, that of the largest change it could tell."""
        weight = self.calculate(operation.selection_set)
        if operation.operation is not OperationType.SUBSCRIPTION:
            return weight
        return replace(weight, rows=weight.rows * change_feed.MAX_CHANGED_OBJECTS)

    def _field_cost(self, field: FieldNode) -> QueryCost:
        name = field.name.value
        if name.startswith("__"):
            return QueryCost(aliases=int(field.alias is not None))
        inside = self.calculate(field.selection_set)
        if name == "totalCount":
            return QueryCost(1, int(field.alias is not None), 1, count_cost=_TOTAL_COUNT_COST)
        rows = 1 + _list_size(field, inside) * inside.rows + inside.count_cost if field.selection_set is not None else 0
        return QueryCost(
            inside.depth + 1, inside.aliases + int(field.alias is not None), inside.fields + 1, rows, name == "edges"
        )

    def _fragment_cost(self, name: str) -> QueryCost:
        # A fragment inside itself is refused by GraphQL's own rule; here it must only not loop.
        if name not in self._fragment_costs and name not in self._visiting and name in self._fragments:
            self._visiting.add(name)
            self._fragment_costs[name] = self.calculate(self._fragments[name].selection_set)
            self._visiting.discard(name)
        return self._fragment_costs.get(name, QueryCost())


def _list_size(field: FieldNode, child_cost: QueryCost) -> int:
    """How many rows a page of it could have, or objects by their ids; 1 where it has neither."""
    for argument in field.arguments or ():
        if argument.name.value in _LIST_SIZE_ARGUMENTS:
            return _max_list_size(argument.value)
    return _DEFAULT_PAGE_SIZE if child_cost.has_edges else 1


def _max_list_size(value: ValueNode) -> int:
    """How many the argument asks for. A variable may be anything up to the largest; what is refused later is none."""
    if isinstance(value, ListValueNode):
        return min(len(value.values), _MAX_PAGE_SIZE)
    if isinstance(value, IntValueNode) and len(value.value) <= _MAX_INT_DIGITS:
        return max(0, min(int(value.value), _MAX_PAGE_SIZE))
    return _MAX_PAGE_SIZE


class QueryCostRule(ValidationRule):
    """Refuses an operation that is too deep, has too many aliases or selects too much."""

    def __init__(self, context: ValidationContext) -> None:
        super().__init__(context)
        scales = CostCalculator(context.document)
        operations = [each for each in context.document.definitions if isinstance(each, OperationDefinitionNode)]
        for message in _limit_violations(scales.calculate_operation(operation) for operation in operations):
            context.report_error(GraphQLError(message))


def _limit_violations(costs: Iterable[QueryCost]) -> Iterable[str]:
    whole = QueryCost()
    for weight in costs:
        whole = whole.combine(weight)
    if whole.depth > MAX_DEPTH:
        yield f"This is nested {whole.depth} fields deep; at most {MAX_DEPTH} are taken."
    if whole.aliases > MAX_ALIASES:
        yield f"This has {whole.aliases} aliases; at most {MAX_ALIASES} are taken."
    if whole.rows > MAX_ROWS:
        yield f"This could answer with {whole.rows} objects; at most {MAX_ROWS} are taken. Ask for smaller pages."
    if whole.fields > MAX_FIELDS:
        yield f"This selects {whole.fields} fields; at most {MAX_FIELDS} are taken."
