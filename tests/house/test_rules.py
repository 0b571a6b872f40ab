"""The rules, the code and the tests speak of the same things by the same numbers."""

from __future__ import annotations

import ast
import functools
import re

import pytest

from tests.conftest import ON_BOTH
from tests.house.conftest import ROOT, SOURCE, docstrings, python, rules_in

RULES = ROOT / "docs" / "rules.md"
LAST = 35
# Through these a test gets at the database that it is run on.
_BOOKS = {"house", "firm", "books", "database"}


def listed() -> list[int]:
    """The rules' numbers, as they stand in the document."""
    text = RULES.read_text(encoding="utf-8")
    return [int(number) for number in re.findall(r"^- \*\*D(\d+)\*\* ", text, re.MULTILINE)]


@functools.cache
def held() -> dict[int, list[str]]:
    """For each rule, the tests whose docstrings name it, of those that run on both databases."""
    found: dict[int, list[str]] = {}
    for file in python(ROOT / "tests"):
        if file.path.parent.name not in ON_BOTH and "both_databases" not in file.text:
            continue
        for function in file.functions():
            asks_for = {argument.arg for argument in function.args.args}
            if function.name.startswith("test_") and asks_for & _BOOKS:
                for number in rules_in(ast.get_docstring(function) or ""):
                    found.setdefault(number, []).append(f"{file.name}::{function.name}")
    return found


@pytest.mark.parametrize("rule", range(1, LAST + 1), ids=lambda rule: f"D{rule}")
def test_a_rule_is_held_by_some_test(rule: int) -> None:
    """Every rule is named by the docstring of a test that runs on SQLite and on PostgreSQL."""
    assert held().get(rule)


def test_the_rules_are_listed_once_and_in_order() -> None:
    """So that a number found in the code is found in the document."""
    assert listed() == list(range(1, LAST + 1))


def test_no_text_names_a_rule_that_is_not_there() -> None:
    """Every number in a docstring, here or in the code, is an item of docs/rules.md."""
    known = set(listed())
    wrong = [
        (file.name, number)
        for folder in (SOURCE, ROOT / "tests")
        for file in python(folder)
        for text in docstrings(file)
        for number in rules_in(text) - known
    ]
    assert wrong == []
