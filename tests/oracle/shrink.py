"""Making a query that fails smaller, for whoever has to read it."""

from __future__ import annotations

import copy
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    Node,
    OperationDefinitionNode,
    VariableDefinitionNode,
    VariableNode,
    Visitor,
    parse,
    print_ast,
    visit,
)

_MAX_TRIES = 400


async def shrink_query(text: str, fails: Callable[[str], Awaitable[bool]]) -> str:
    """The query without whatever can be left out while it still fails."""
    tries = 0
    again = True
    while again:
        again = False
        for candidate in _candidates(parse(text)):
            tries += 1
            if tries > _MAX_TRIES:
                return text
            if await fails(candidate):
                text, again = candidate, True
                break
    return text


def _candidates(document: DocumentNode) -> Iterator[str]:
    """The document, each time without one of its selections: large ones first."""
    places = sorted(_selections(document), key=lambda place: -len(print_ast(_node_at(document, place))))
    for place in places:
        left = copy.deepcopy(document)
        *outer, index = place
        parent = _node_at(left, outer)
        if len(parent) > 1:
            _replace_at(left, outer, parent[:index] + parent[index + 1 :])
            yield print_ast(_drop_unused_definitions(left))


NodePath = list[Any]


def _selections(document: DocumentNode) -> list[NodePath]:
    found: list[NodePath] = []

    class Look(Visitor):
        def enter_field(self, _node: Node, _key: Any, _parent: Any, path: NodePath, _above: Any) -> None:
            found.append([*path])

        enter_inline_fragment = enter_field
        enter_fragment_spread = enter_field

    visit(document, Look())
    return found


def _node_at(node: Any, place: NodePath) -> Any:
    for step in place:
        node = node[step] if isinstance(step, int) else getattr(node, step)
    return node


def _replace_at(document: DocumentNode, place: NodePath, value: Any) -> None:
    object.__setattr__(_node_at(document, place[:-1]), place[-1], value)


def _drop_unused_definitions(document: DocumentNode) -> DocumentNode:
    """Without fragments and variables that nothing uses any more."""
    while True:
        used: set[str] = set()

        class Look(Visitor):
            def enter_fragment_spread(self, node: FragmentSpreadNode, *_more: Any) -> None:
                used.add(node.name.value)  # noqa: B023

            def enter_variable(self, node: VariableNode, _key: Any, parent: Any, *_more: Any) -> None:
                if not isinstance(parent, VariableDefinitionNode):
                    used.add(f"${node.name.value}")  # noqa: B023

        visit(document, Look())
        kept = [
            each
            for each in document.definitions
            if not isinstance(each, FragmentDefinitionNode) or each.name.value in used
        ]
        done = len(kept) == len(document.definitions)
        document = DocumentNode(definitions=tuple(_with_used_variables(each, used) for each in kept))
        if done:
            return document


def _with_used_variables(definition: Any, used: set[str]) -> Any:
    """The same, with those of its variables that are used."""
    if not isinstance(definition, OperationDefinitionNode):
        return definition
    declared = tuple(each for each in definition.variable_definitions or () if f"${each.variable.name.value}" in used)
    return OperationDefinitionNode(
        operation=definition.operation, variable_definitions=declared, selection_set=definition.selection_set
    )
