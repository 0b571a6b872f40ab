"""Shrinks a failing query, so that the failure can be read."""

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
    """Return the query without every selection that it still fails without."""
    tries = 0
    is_smaller = True
    while is_smaller:
        is_smaller = False
        for candidate in _candidates(parse(text)):
            tries += 1
            if tries > _MAX_TRIES:
                return text
            if await fails(candidate):
                text, is_smaller = candidate, True
                break
    return text


def _candidates(document: DocumentNode) -> Iterator[str]:
    """Yield the document without one of its selections, the largest first."""
    for path in sorted(_selections(document), key=lambda path: -len(print_ast(_node_at(document, path)))):
        candidate = copy.deepcopy(document)
        *outer, index = path
        siblings = _node_at(candidate, outer)
        if len(siblings) > 1:
            _replace_at(candidate, outer, siblings[:index] + siblings[index + 1 :])
            yield print_ast(_drop_unused_definitions(candidate))


NodePath = list[Any]


def _selections(document: DocumentNode) -> list[NodePath]:
    paths: list[NodePath] = []

    class SelectionVisitor(Visitor):
        def enter_field(self, _node: Node, _key: Any, _parent: Any, path: NodePath, _ancestors: Any) -> None:
            paths.append([*path])

        enter_inline_fragment = enter_field
        enter_fragment_spread = enter_field

    visit(document, SelectionVisitor())
    return paths


def _node_at(node: Any, path: NodePath) -> Any:
    for step in path:
        node = node[step] if isinstance(step, int) else getattr(node, step)
    return node


def _replace_at(document: DocumentNode, path: NodePath, value: Any) -> None:
    object.__setattr__(_node_at(document, path[:-1]), path[-1], value)


def _drop_unused_definitions(document: DocumentNode) -> DocumentNode:
    """Remove fragments and variables that are no longer used."""
    while True:
        used: set[str] = set()

        class UseVisitor(Visitor):
            def enter_fragment_spread(self, node: FragmentSpreadNode, *_: Any) -> None:
                used.add(node.name.value)  # noqa: B023

            def enter_variable(self, node: VariableNode, _key: Any, parent: Any, *_: Any) -> None:
                if not isinstance(parent, VariableDefinitionNode):
                    used.add(f"${node.name.value}")  # noqa: B023

        visit(document, UseVisitor())
        remaining = [
            node
            for node in document.definitions
            if not isinstance(node, FragmentDefinitionNode) or node.name.value in used
        ]
        is_done = len(remaining) == len(document.definitions)
        document = DocumentNode(definitions=tuple(_with_used_variables(node, used) for node in remaining))
        if is_done:
            return document


def _with_used_variables(definition: Any, used: set[str]) -> Any:
    if not isinstance(definition, OperationDefinitionNode):
        return definition
    variables = tuple(node for node in definition.variable_definitions or () if f"${node.variable.name.value}" in used)
    return OperationDefinitionNode(
        operation=definition.operation, variable_definitions=variables, selection_set=definition.selection_set
    )
