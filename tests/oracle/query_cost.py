"""How large a document is, its fragments written out each time: a plain count, to stay within the limits."""

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


@dataclass(frozen=True)
class QueryCost:
    """Depth, aliases, fields, and objects that the answer could have: pages inside pages multiply."""

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
        """Whether the API takes it."""
        return self.depth <= 15 and self.aliases <= 30 and self.fields <= 1000 and self.rows <= 30_000


class _CostCalculator:
    def __init__(self, document: DocumentNode) -> None:
        self.fragments = {
            each.name.value: each for each in document.definitions if isinstance(each, FragmentDefinitionNode)
        }

    def flatten(self, selections: SelectionSetNode | None) -> list[FieldNode]:
        """The fields, out of their fragments."""
        found: list[FieldNode] = []
        for each in selections.selections if selections is not None else ():
            if isinstance(each, FieldNode):
                found.append(each)
            elif isinstance(each, InlineFragmentNode):
                found += self.flatten(each.selection_set)
            elif isinstance(each, FragmentSpreadNode) and each.name.value in self.fragments:
                found += self.flatten(self.fragments[each.name.value].selection_set)
        return found

    def calculate(self, selections: SelectionSetNode | None) -> QueryCost:
        """All of it."""
        return sum((self._field(each) for each in self.flatten(selections)), QueryCost())

    def _field(self, field: FieldNode) -> QueryCost:
        if field.name.value.startswith("__"):
            return QueryCost(aliases=int(field.alias is not None))
        inside = self.calculate(field.selection_set)
        if field.name.value == "totalCount":
            return QueryCost(1, int(field.alias is not None), 1, count_cost=50)
        rows = 0 if field.selection_set is None else 1 + self._page(field) * inside.rows + inside.count_cost
        return QueryCost(inside.depth + 1, inside.aliases + (field.alias is not None), inside.fields + 1, rows)

    def _page(self, field: FieldNode) -> int:
        given: dict[str, Any] = {each.name.value: each.value for each in field.arguments or ()}
        value = given.get("first", given.get("ids"))
        if isinstance(value, ListValueNode):
            return min(len(value.values), 100)
        if isinstance(value, IntValueNode):
            return max(0, min(int(value.value), 100))
        if value is not None:
            return 100
        return 20 if any(each.name.value == "edges" for each in self.flatten(field.selection_set)) else 1


def calculate_cost(document: DocumentNode) -> QueryCost:
    """The weight of its one operation."""
    (operation,) = [each for each in document.definitions if isinstance(each, OperationDefinitionNode)]
    return _CostCalculator(document).calculate(operation.selection_set)
