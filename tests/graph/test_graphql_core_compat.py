"""graphql-core still has the private methods that `graph.graphql_core_compat` overrides and calls."""

from __future__ import annotations

import inspect
from typing import Any

import pytest
from graphql import Executor
from graphql.execution.collect_fields import collect_fields, collect_subfields

from graph.graphql_core_compat import HookedExecutor


def parameters(function: Any) -> list[str]:
    return list(inspect.signature(function).parameters)


@pytest.mark.parametrize("name", ["execute_field", "complete_value"])
def test_overridden_methods_have_the_same_parameters(name: str) -> None:
    assert parameters(getattr(HookedExecutor, name)) == parameters(getattr(Executor, name))


def test_functions_that_are_called_have_these_parameters() -> None:
    assert parameters(Executor.__init__)[1:11] == [
        *("schema", "fragment_definitions", "fragments", "root_value", "context_value", "operation"),
        *("variable_values", "field_resolver", "type_resolver", "subscribe_field_resolver"),
    ]
    selection = ["schema", "fragments", "variable_values"]
    assert parameters(collect_fields)[:5] == [*selection, "runtime_type", "operation"]
    assert parameters(collect_subfields)[:6] == [*selection, "operation", "return_type", "field_details_list"]
