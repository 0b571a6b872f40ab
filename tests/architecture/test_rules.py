"""Every rule of docs/rules.md is tested, and every rule number in a docstring is documented."""

from __future__ import annotations

import ast
import functools
import re

import pytest

from tests.architecture.conftest import ROOT, SOURCE, docstrings, python_files, rule_numbers
from tests.conftest import ON_BOTH_DATABASES

RULES = ROOT / "docs" / "rules.md"
NUMBERS = (*range(1, 37), *range(56, 60))
# A test with one of these fixtures uses a database.
_DATABASE_FIXTURES = {"app", "firm", "database_backend", "database"}


def documented_rules() -> list[int]:
    """The rules' numbers, in the order of the document."""
    text = RULES.read_text(encoding="utf-8")
    return [int(number) for number in re.findall(r"^- \*\*D(\d+)\*\* ", text, re.MULTILINE)]


@functools.cache
def find_tests_by_rule() -> dict[int, list[str]]:
    """For each rule, the tests whose docstrings name it and that run on both databases."""
    tests: dict[int, list[str]] = {}
    for file in python_files(ROOT / "tests"):
        if (
            file.path.relative_to(ROOT / "tests").parts[0] not in ON_BOTH_DATABASES
            and "both_databases" not in file.text
        ):
            continue
        for function in file.functions():
            fixtures = {argument.arg for argument in function.args.args}
            if function.name.startswith("test_") and fixtures & _DATABASE_FIXTURES:
                for number in rule_numbers(ast.get_docstring(function) or ""):
                    tests.setdefault(number, []).append(f"{file.name}::{function.name}")
    return tests


@pytest.mark.parametrize("rule", NUMBERS, ids=lambda rule: f"D{rule}")
def test_every_rule_is_tested_on_both_databases(rule: int) -> None:
    """Its number is in the docstring of a test that runs on SQLite and on PostgreSQL."""
    assert find_tests_by_rule().get(rule)


def test_rules_are_numbered_in_order_without_gaps() -> None:
    assert documented_rules() == list(NUMBERS)


def test_docstrings_name_only_documented_rules() -> None:
    """In the source and in the tests."""
    known = set(documented_rules())
    undocumented = [
        (file.name, number)
        for folder in (SOURCE, ROOT / "tests")
        for file in python_files(folder)
        for text in docstrings(file)
        for number in rule_numbers(text) - known
    ]
    assert undocumented == []
