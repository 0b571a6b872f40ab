"""graphql-core still has the private methods that `graph.graphql_core_compat` overrides and calls."""

from __future__ import annotations

import gc
import inspect
from collections.abc import Callable
from typing import Any

import pytest
from graphql import Executor, GraphQLError
from graphql import parse as graphql_parse
from graphql.execution.collect_fields import collect_fields, collect_subfields

from graph.graphql_core_compat import HookedExecutor, parse_document


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


def parse_refused(text: str) -> None:
    with pytest.raises(GraphQLError):
        parse_document(text, 1_000)


@pytest.mark.parametrize(
    "parse",
    [
        lambda: parse_document("query Q($a: Int) { firm(b: $a) { ...F } } fragment F on Firm { id }", 1_000),
        lambda: parse_refused("{ " + "firm { id } " * 1_000 + "}"),
        lambda: parse_refused("{ firm " * 400 + "}" * 400),
        lambda: parse_refused("{ firm { id } } }"),
    ],
    ids=["valid", "too many tokens", "too deep", "invalid"],
)
def test_parsing_leaves_nothing_to_the_garbage_collector(parse: Callable[[], object]) -> None:
    """P10: a collection stops all threads; graphql-core's own `parse` leaves every token of a document to it."""
    parse()
    gc.collect()
    gc.freeze()  # what other tests have left takes much longer than this document
    gc.disable()
    try:
        parse()
        assert gc.collect() < 100  # what pytest's own exceptions leave
    finally:
        gc.enable()


def test_tokens_are_linked_by_graphql_core() -> None:
    """Otherwise `parse_document` is no longer needed."""
    document = graphql_parse("{ firm { id } }")
    assert document.loc is not None
    assert document.loc.start_token.next is not None
    parsed = parse_document("{ firm { id } }", 1_000)
    assert parsed.loc is not None
    assert (parsed.loc.start_token.next, parsed.loc.end_token.prev) == (None, None)
    assert parsed == document
