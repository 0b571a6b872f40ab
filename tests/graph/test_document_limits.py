"""What is refused before validation: each limit has its error, and documents of real clients are far below."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from graphql import get_introspection_query, parse

from graph import errors, query_cost
from graph import schema as graph_schema

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted([*ROOT.glob("graphiql/examples/**/*.graphql"), *ROOT.glob("bench/operations/*.graphql")])

FRAGMENT_PAIRS = "{ " + " ".join(f"...F{n}" for n in range(60)) + " }" + " ".join(
    f"fragment F{n} on Query {{ firm {{ id }} }}" for n in range(60)
)  # fmt: skip
SPREADS = "{" + "firm { ...A ...B ...C ...D } " * 25 + "}" + " ".join(f"fragment {n} on Firm {{ id }}" for n in "ABCD")
UNUSED = "{ viewer { __typename } } fragment F on Query { " + "firm { id } " * 100 + "}"
TYPES_OF_TYPES = "__schema { types { fields { type { fields { name } } } } }"
INTROSPECTIONS = "{ " + " ".join(f"a{n}: {TYPES_OF_TYPES}" for n in range(30)) + " }"


@pytest.mark.parametrize(
    ("query", "variables", "limit"),
    [
        ("# comment\n" * 5_001 + "{ viewer { __typename } }", {}, "DOCUMENT_LENGTH"),
        ('{ node(id: """' + "\n" * 5_000 + '""") { id } }', {}, "DOCUMENT_LENGTH"),
        ("#\n" * 1_201 + "{ viewer { __typename } }", {}, "TOKENS"),
        ("{ " + "firm{id}" * 295 + " }", {}, "COMPARISONS"),
        (FRAGMENT_PAIRS, {}, "COMPARISONS"),
        (SPREADS, {}, "COMPARISONS"),
        (UNUSED, {}, "COMPARISONS"),
        (INTROSPECTIONS, {}, "INTROSPECTION"),
        ("{ viewer { " + "__typename " * 1001 + "} }", {}, "FIELDS"),
        ("{ " + " ".join(f"a{n}: viewer {{ __typename }}" for n in range(31)) + " }", {}, "ALIASES"),
        ("{ " + "firm { " * 15 + "id" + " }" * 16, {}, "DEPTH"),
        ("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", {"ids": ["x"] * 1_000}, "VARIABLE_VALUES"),
    ],
)  # fmt: skip
async def test_each_limit_has_an_error(
    schema: graph_schema.Schema, query: str, variables: dict[str, Any], limit: str
) -> None:
    result = await schema.execute(query, variables)
    assert result.data is None
    assert [error.extensions for error in result.errors or []] == [
        {"code": "GRAPHQL_VALIDATION_FAILED", "limit": limit}
    ]


async def test_values_are_counted_at_all_levels(schema: graph_schema.Schema) -> None:
    """999 values and their list are accepted, and then nothing is found."""
    query = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }"
    accepted = await schema.execute(query, {"ids": ["x"] * 999})
    assert "limit" not in str(accepted.errors)
    query_cost.check_variables({"ids": ["x"] * 999})
    with pytest.raises(errors.LimitExceeded):
        query_cost.check_variables({"i": {"lines": [{"a": 1}] * 500}})


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_examples_are_far_below_the_limits(path: Path) -> None:
    """Each document of the repository could be four times as long."""
    text = path.read_text()
    document = parse(text, max_tokens=query_cost.MAX_TOKENS // 4)
    assert len(text) * 4 < query_cost.MAX_DOCUMENT_LENGTH
    assert query_cost.check_cost(document) == []


async def test_introspection_query_of_graphiql_is_accepted(schema: graph_schema.Schema) -> None:
    """It is executed in the compile thread."""
    for options in ({}, {"specified_by_url": True, "input_value_deprecation": True, "schema_description": True}):
        result = await schema.execute(get_introspection_query(**options))
        assert result.errors is None
        assert result.data is not None


async def test_an_accepted_introspection_says_the_same(schema: graph_schema.Schema) -> None:
    result = await schema.execute('{ __type(name: "Money") { name } }')
    assert (result.data, result.errors) == ({"__type": {"name": "Money"}}, None)


async def test_deep_fragments_are_a_client_error(schema: graph_schema.Schema) -> None:
    """The parser limits the depth of one fragment, but not of those that spread each other."""
    for nested in (20, 100):
        fragments = " ".join(
            f"fragment F{n} on Query {{ {'... { ' * nested}...F{n + 1}{' }' * nested} }}" for n in range(300 // nested)
        )
        query = f"{{ ...F0 }} {fragments} fragment F{300 // nested} on Query {{ firm {{ id }} }}"
        result = await schema.execute(query)
        assert [error.extensions["code"] for error in result.errors or [] if error.extensions] != [
            "INTERNAL_SERVER_ERROR"
        ]


async def test_validation_stops_after_ten_errors(schema: graph_schema.Schema) -> None:
    result = await schema.execute("{ " + " ".join(f"a{n}" for n in range(500)) + " }")
    assert len(result.errors or []) == 11
    assert (result.errors or [])[-1].message.startswith("Too many validation errors")


async def test_introspection_is_executed_once(schema: graph_schema.Schema) -> None:
    """P10: then its answer is text, unless it depends on variables."""
    constant, dependent = "{ __schema { queryType { name } } }", "query ($t: String!) { __type(name: $t) { name } }"
    for _ in range(2):
        assert (await schema.execute(constant)).data == {"__schema": {"queryType": {"name": "Query"}}}
        for name in ("Query", "Firm"):
            assert (await schema.execute(dependent, {"t": name})).data == {"__type": {"name": name}}
    known = [schema.document_cache.get(text, None) for text in (constant, dependent)]
    assert [operation and operation.introspection for operation in known] == [
        '{"__schema":{"queryType":{"name":"Query"}}}', None,
    ]  # fmt: skip
