"""A plain count of a document's cost, with fragments expanded at each spread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
)

from graph.list_sizes import UNPAGED_LIST_FIELDS


@dataclass(frozen=True)
class QueryCost:
    """Depth, aliases, fields, and the rows that the response could have: nested lists multiply."""

    depth: int = 0
    aliases: int = 0
    fields: int = 0
    rows: int = 0
    count_cost: int = 0

    def __add__(self, other: QueryCost) -> QueryCost:
        return QueryCost(
            max(self.depth, other.depth),
            self.aliases + other.aliases,
            self.fields + other.fields,
            self.rows + other.rows,
            self.count_cost + other.count_cost,
        )

    @property
    def is_within_limits(self) -> bool:
        """Whether the API accepts the document."""
        return self.depth <= 15 and self.aliases <= 30 and self.fields <= 1000 and self.rows <= 30_000


class _CostCalculator:
    def __init__(self, document: DocumentNode) -> None:
        self.fragments = {
            node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)
        }

    def flatten(self, selections: SelectionSetNode | None) -> list[FieldNode]:
        """Return the selected fields, with fragments expanded."""
        fields: list[FieldNode] = []
        for node in selections.selections if selections is not None else ():
            if isinstance(node, FieldNode):
                fields.append(node)
            elif isinstance(node, InlineFragmentNode):
                fields += self.flatten(node.selection_set)
            elif isinstance(node, FragmentSpreadNode) and node.name.value in self.fragments:
                fields += self.flatten(self.fragments[node.name.value].selection_set)
        return fields

    def calculate(self, selections: SelectionSetNode | None) -> QueryCost:
        """Return the cost of a selection set."""
        return sum((self._field(field) for field in self.flatten(selections)), QueryCost())

    def _field(self, field: FieldNode) -> QueryCost:
        if field.name.value.startswith("__"):
            return QueryCost(aliases=int(field.alias is not None))
        inner = self.calculate(field.selection_set)
        if field.name.value == "totalCount":
            return QueryCost(1, int(field.alias is not None), 1, count_cost=50)
        rows = 0 if field.selection_set is None else 1 + self._page_size(field) * inner.rows + inner.count_cost
        return QueryCost(inner.depth + 1, inner.aliases + (field.alias is not None), inner.fields + 1, rows)

    def _page_size(self, field: FieldNode) -> int:
        arguments: dict[str, Any] = {node.name.value: node.value for node in field.arguments or ()}
        value = next((arguments[name] for name in arguments if name in ("first", "last", "ids")), None)
        if isinstance(value, ListValueNode):
            return min(len(value.values), 100)
        if isinstance(value, IntValueNode):
            return max(0, min(int(value.value), 100))
        if value is not None:
            return 100
        if self._has_edges(field):
            return 20
        if field.name.value not in UNPAGED_LIST_FIELDS:
            return 1
        return 1000 if self._contains_list(field, field.name.value) else 2

    def _has_edges(self, field: FieldNode) -> bool:
        return any(inner.name.value == "edges" for inner in self.flatten(field.selection_set))

    def _contains_list(self, field: FieldNode, name: str) -> bool:
        """Whether a list without pages of this name is selected inside the field, at any depth."""
        return any(
            (inner.name.value == name and not self._has_edges(inner)) or self._contains_list(inner, name)
            for inner in self.flatten(field.selection_set)
        )


def calculate_cost(document: DocumentNode) -> QueryCost:
    """Return the cost of the document's only operation."""
    (operation,) = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    return _CostCalculator(document).calculate(operation.selection_set)
