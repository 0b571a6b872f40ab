"""The import graph of src has no cycles."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.architecture.conftest import SOURCE, SourceFile, python_files


def module_name(file: SourceFile) -> str:
    """The dotted name that the file is imported by; a package's `__init__.py` has the package's name."""
    parts = file.path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported_names(file: SourceFile) -> Iterator[tuple[str, str | None]]:
    """Each import as module and name, including imports inside functions and under TYPE_CHECKING."""
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, None) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file.name}:{node.lineno} is a relative import"
            yield from ((node.module or "", alias.name) for alias in node.names)


def import_graph() -> dict[str, set[str]]:
    """The modules that each module imports.

    `from package import name` is an edge to the submodule of that name, or else to the package's `__init__.py`.
    """
    files = {module_name(file): file for file in python_files(SOURCE)}
    graph: dict[str, set[str]] = {}
    for importer, file in files.items():
        targets = {
            f"{module}.{name}" if f"{module}.{name}" in files else module for module, name in imported_names(file)
        }
        graph[importer] = (targets & files.keys()) - {importer}
    return graph


def strongly_connected_components(graph: dict[str, set[str]]) -> list[set[str]]:
    """The components of more than one module, by Kosaraju's algorithm."""
    importers: dict[str, set[str]] = {module: set() for module in graph}
    for importer, targets in graph.items():
        for target in targets:
            importers[target].add(importer)
    assigned: set[str] = set()
    components = []
    for root in reversed(postorder(graph)):
        component = reachable(importers, root, assigned)
        assigned |= component
        if len(component) > 1:
            components.append(component)
    return components


def postorder(graph: dict[str, set[str]]) -> list[str]:
    """All modules, each after the modules that it imports, as far as cycles allow."""
    visited: set[str] = set()
    order = []
    for root in graph:
        stack = [(root, iter(sorted(graph[root])))] if root not in visited else []
        visited.add(root)
        while stack:
            module, targets = stack[-1]
            target = next((target for target in targets if target not in visited), None)
            if target is None:
                order.append(module)
                stack.pop()
            else:
                visited.add(target)
                stack.append((target, iter(sorted(graph[target]))))
    return order


def reachable(graph: dict[str, set[str]], root: str, excluded: set[str]) -> set[str]:
    """The modules that a path leads to from the root, without those excluded."""
    found: set[str] = set()
    pending = {root} - excluded
    while pending:
        module = pending.pop()
        found.add(module)
        pending |= graph[module] - found - excluded
    return found


def test_modules_do_not_import_each_other_in_cycles() -> None:
    graph = import_graph()
    cycles = [
        sorted(f"{module} -> {target}" for module in component for target in graph[module] & component)
        for component in strongly_connected_components(graph)
    ]
    assert cycles == []


def test_components_are_found() -> None:
    """The check itself: two cycles that share no module, and a module that only leads into one."""
    graph = {"a": {"b"}, "b": {"c"}, "c": {"a", "d"}, "d": {"e"}, "e": {"d"}, "f": {"a"}, "g": set()}
    assert sorted(map(sorted, strongly_connected_components(graph))) == [["a", "b", "c"], ["d", "e"]]
