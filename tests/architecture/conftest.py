"""The project's own files."""

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
    """One Python file, read."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    def functions(self) -> Iterator[FunctionNode]:
        """All of its functions and methods."""
        return (node for node in ast.walk(self.tree) if isinstance(node, FunctionNode))

    def imports(self) -> set[str]:
        """The packages that it imports from, wherever in the file that is: the first part of their names."""
        found = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                found.add((node.module or "").partition(".")[0])
        return found


def python_files(folder: Path) -> list[SourceFile]:
    """Every Python file in the folder and below."""
    found = sorted(folder.rglob("*.py"))
    assert found, folder
    texts = [(path, path.read_text(encoding="utf-8")) for path in found]
    return [SourceFile(path, text, ast.parse(text, str(path))) for path, text in texts]


def docstrings(file: SourceFile) -> Iterator[str]:
    """Every docstring of the file: its own, its classes', its functions', and those beside constants."""
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield node.value.value


def rule_numbers(text: str) -> set[int]:
    """The numbers of the rules that a text names: D9, or D13 to D17."""
    found = {int(number) for number in RULE_NUMBER.findall(text)}
    for first, last in re.findall(r"\bD(\d+) to D(\d+)\b", text):
        found |= set(range(int(first), int(last) + 1))
    return found
