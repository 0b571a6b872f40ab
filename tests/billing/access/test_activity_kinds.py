"""Every event is activity of one kind, or said to be none (D62)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import gateway
import models
from billing.access.activity_kinds import EVENT_ACTIVITIES

_SOURCE = Path(__file__).parents[3] / "src"
_KIND_ARGUMENTS = {
    "begin_transaction": 2,
    "begin": 2,
    "run_once": 2,
    "build_event_meta": 1,
    "EventMeta": 0,
    "_begin_firm": 2,
    "set_kind": 0,
}
"""The functions that record an event, and the place of its kind among their arguments."""
_FORMATTED_KINDS = {
    "charge.": [status.value.lower() for status in gateway.IntentStatus],
    "refund.": [status.value.lower() for status in gateway.RefundStatus],
}
"""The kinds that contain the provider's state."""


def _assigned_values(tree: ast.Module) -> dict[str, list[ast.expr]]:
    values: dict[str, list[ast.expr]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            values.setdefault(node.targets[0].id, []).append(node.value)
        if isinstance(node, ast.FunctionDef):
            for statement in ast.walk(node):
                if isinstance(statement, ast.Return) and statement.value is not None:
                    values.setdefault(node.name, []).append(statement.value)
    return values


def _kinds(value: ast.expr, names: dict[str, list[ast.expr]]) -> Iterator[str]:
    """The texts that an expression can have."""
    match value:
        case ast.Constant(value=str() as text):
            yield text
        case ast.IfExp(body=body, orelse=other):
            yield from _kinds(body, names)
            yield from _kinds(other, names)
        case ast.JoinedStr(values=[ast.Constant(value=str() as prefix), *_]):
            yield from (prefix + status for status in _FORMATTED_KINDS[prefix])
        case ast.Name(id=name) | ast.Call(func=ast.Name(id=name)):
            for assigned in names.get(name, ()):
                yield from _kinds(assigned, names)


def _recorded_kinds() -> dict[str, str]:
    """Every kind of event that the code records, and a module that does."""
    trees = {path: ast.parse(path.read_text()) for path in _SOURCE.rglob("*.py") if "sandbox" not in path.parts}
    shared = {
        name: values for tree in trees.values() for name, values in _assigned_values(tree).items() if name.isupper()
    }
    found: dict[str, str] = {}
    for path, tree in trees.items():
        names = shared | _assigned_values(tree)
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            function = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            place = _KIND_ARGUMENTS.get(function)
            if place is not None and len(node.args) > place:
                for kind in _kinds(node.args[place], names):
                    if "." in kind:
                        found[kind] = path.name
    return found


def test_every_recorded_event_is_in_the_table() -> None:
    """D62: a kind of event that the table does not name fails; so does one that nothing records."""
    recorded = _recorded_kinds()
    assert {kind: module for kind, module in recorded.items() if kind not in EVENT_ACTIVITIES} == {}
    former = {"member.role_set"}  # of older versions, whose events stay
    assert EVENT_ACTIVITIES.keys() - recorded.keys() == former
    assert len(recorded) > 50


def test_common_events_are_known() -> None:
    """The kinds that the index of uncommon events leaves out exist."""
    assert set(models.COMMON_EVENT_KINDS) <= EVENT_ACTIVITIES.keys()
