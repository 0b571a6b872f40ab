"""Internals of Strawberry and graphql-core are used in one compatibility module each."""

from __future__ import annotations

import ast

from tests.architecture.conftest import SOURCE, SourceFile, python_files

COMPATIBILITY_MODULES = {"src/graph/strawberry_compat.py", "src/graph/graphql_core_compat.py"}
INTERNAL_MODULES = (
    "graphql.execution.",
    "graphql.utilities.print_schema",
    "strawberry.execution",
    "strawberry.schema.schema",
    "strawberry.schema.schema_converter",
    "strawberry.types.arguments",
    "strawberry.types.enum",
)
INTERNAL_NAMES = ("strawberry-definition", "__strawberry_definition__", "__strawberry_directive__")


def imported_modules(file: SourceFile) -> set[str]:
    """The modules that the file imports or imports from."""
    nodes = list(ast.walk(file.tree))
    return {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names} | {
        node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module
    }


def test_internals_are_used_by_the_compatibility_modules_only() -> None:
    """So that one module has to be checked when the library is upgraded."""
    users = {
        file.name
        for file in python_files(SOURCE)
        if any(f"{module}.".startswith(f"{internal.rstrip('.')}.") for module in imported_modules(file)
               for internal in INTERNAL_MODULES)
        or any(name in file.text for name in INTERNAL_NAMES)
    }  # fmt: skip
    assert users == COMPATIBILITY_MODULES
