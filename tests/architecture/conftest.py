"""Reads the project's own source files."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src"
RULE_NUMBER = re.compile(r"\bD([1-9]\d?)\b")

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class SourceFile:
    """A Python file and its syntax tree."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    def functions(self) -> Iterator[FunctionNode]:
        """All functions and methods, nested ones included."""
        return (node for node in ast.walk(self.tree) if isinstance(node, FunctionNode))

    def imports(self) -> set[str]:
        """The top-level packages that the file imports, wherever in it."""
        packages = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                packages |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                packages.add((node.module or "").partition(".")[0])
        return packages


def python_files(folder: Path) -> list[SourceFile]:
    """Every Python file of ours in the folder and its subfolders. npm packages contain some, too."""
    paths = sorted(path for path in folder.rglob("*.py") if "node_modules" not in path.parts)
    assert paths, folder
    texts = [(path, path.read_text(encoding="utf-8")) for path in paths]
    return [SourceFile(path, text, ast.parse(text, str(path))) for path, text in texts]


def docstrings(file: SourceFile) -> Iterator[str]:
    """Every docstring: of the module, its classes and functions, and those below constants."""
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield node.value.value


def rule_numbers(text: str) -> set[int]:
    """The numbers of the rules that a text names, such as D9, or D13 to D17."""
    numbers = {int(number) for number in RULE_NUMBER.findall(text)}
    for first, last in re.findall(r"\bD(\d+) to D(\d+)\b", text):
        numbers |= set(range(int(first), int(last) + 1))
    return numbers
