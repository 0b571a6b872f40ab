"""The cost of a document is checked before it is executed, and the check is cheap."""

from __future__ import annotations

import gc
import time

import graphql
import pytest
from graphql import DocumentNode, OperationDefinitionNode, get_introspection_query, parse
from structlog.testing import capture_logs

from graph import query_cost
from graph import schema as graph_schema
from graph.errors import Limit, LimitExceeded
from graph.list_sizes import UNPAGED_LIST_FIELDS
from tests.architecture.conftest import ROOT

PAGE = "edges { node { id } }"


def calculate_cost(query: str) -> query_cost.QueryCost:
    document: DocumentNode = parse(query)
    (operation,) = (node for node in document.definitions if isinstance(node, OperationDefinitionNode))
    return query_cost.CostCalculator(document).calculate(operation.selection_set)


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("{ viewer { id } }", 1),
        ("{ a { b { c { id } } } }", 3),
        (f"{{ clients(first: 10) {{ {PAGE} }} }}", 1 + 10 * 2),
        (f"{{ clients {{ {PAGE} }} }}", 1 + 20 * 2),
        (f"{{ clients(last: 10) {{ {PAGE} }} }}", 1 + 10 * 2),
        (f'query ($n: Int) {{ clients(last: $n, before: "x") {{ {PAGE} }} }}', 1 + 100 * 2),
        (f"{{ clients(first: null) {{ {PAGE} }} }}", 1 + 100 * 2),
        (f"query ($n: Int) {{ clients(first: $n) {{ {PAGE} }} }}", 1 + 100 * 2),
        (f"{{ clients(first: 1000) {{ {PAGE} }} }}", 1 + 100 * 2),
        (f"{{ clients(first: 10) {{ edges {{ node {{ invoices(first: 10) {{ {PAGE} }} }} }} }} }}", 1 + 10 * (2 + 21)),
        (f"{{ clients(first: 10) {{ ...P }} }} fragment P on C {{ {PAGE} }}", 1 + 10 * 2),
        (f"{{ clients {{ ...P }} }} fragment P on C {{ {PAGE} }}", 1 + 20 * 2),
        (f"{{ clients {{ ... on C {{ {PAGE} }} }} }}", 1 + 20 * 2),
        ('{ nodes(ids: ["a", "b", "c"]) { client { id } } }', 1 + 3 * 1),
        ("query ($ids: [ID!]!) { nodes(ids: $ids) { client { id } } }", 1 + 100 * 1),
    ],
)
def test_nested_page_sizes_multiply(query: str, rows: int) -> None:
    """Without `first` it is 20, with a variable the maximum; `ids` counts its items."""
    assert calculate_cost(query).rows == rows


@pytest.mark.parametrize("first", ["-1", "-99999999", "-" + "9" * 5000, "9" * 5000])
def test_an_invalid_page_size_does_not_lower_the_cost(first: str) -> None:
    """A negative page size is an error of its field only, and its siblings are executed."""
    costly = f"clients(first: 100) {{ edges {{ node {{ invoices(first: 100) {{ {PAGE} }} }} }} }}"
    alone = calculate_cost(f"{{ {costly} }}").rows
    assert calculate_cost(f"{{ a: clients(first: {first}) {{ {PAGE} }} {costly} }}").rows > alone


SIBLING_PAGES = f"""{{ firm {{ a: clients(first: -99999) {{ {PAGE} }}
  clients(first: 100) {{ edges {{ node {{
  invoices(first: 100) {{ edges {{ node {{ lines {{ amount {{ amount }} }} }} }} }}
}} }} }} }} }}"""
NODES_QUERY = """query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Client {
  invoices(first: 100) { edges { node { payments { client { id } } } } }
} } }"""


@pytest.mark.parametrize("query", [SIBLING_PAGES, NODES_QUERY], ids=["beside an invalid page size", "by ids"])
async def test_a_query_of_too_many_rows_is_rejected(schema: graph_schema.Schema, query: str) -> None:
    result = await schema.execute(query, {"ids": []})
    assert result.data is None
    (error,) = result.errors or []
    assert error.message.startswith("The query could return ")
    assert error.extensions == {"code": "GRAPHQL_VALIDATION_FAILED", "limit": "ROWS"}


PAGE_SIZE_LITERAL = "{ firm { clients(first: %s) { totalCount } } }"
PAGE_SIZE_DEFAULT = "query ($n: Int = %s) { firm { clients(first: $n) { totalCount } } }"


@pytest.mark.parametrize("sign", ["", "-"])
@pytest.mark.parametrize("query", [PAGE_SIZE_LITERAL, PAGE_SIZE_DEFAULT], ids=["literal", "default value"])
async def test_a_number_of_thousands_of_digits_is_a_client_error(
    schema: graph_schema.Schema, query: str, sign: str
) -> None:
    """It is not logged as an internal error."""
    with capture_logs() as logs:
        result = await schema.execute(query % (sign + "9" * 5000))
    assert result.data is None
    assert [(error.message, error.extensions) for error in result.errors or []] == [
        ("The number has too many digits.", {"code": "GRAPHQL_VALIDATION_FAILED"})
    ]
    assert logs == []


def nested_query(levels: int) -> str:
    """Each fragment spreads the next one twice."""
    spread = " ".join(f"fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} }}" for n in range(levels))
    return f"{{ ...F0 }} {spread} fragment F{levels} on Query {{ a: firm {{ name }} }}"


COSTLY_DOCUMENTS = {
    "deep": "{ firm " * 600 + "}" * 600,
    "deep in fragments": "{ ... on Query " * 600 + "}" * 600,
    "deep in a value": "{ node(id: " + "[" * 900 + "]" * 900 + ") { id } }",
    "aliases": "{ " + " ".join(f"a{n}: viewer {{ __typename }}" for n in range(300)) + " }",
    "fields": "{ ...F ...F ...F ...F } fragment F on Query { " + "firm { name } " * 150 + "}",
    "doubling": nested_query(100),
    "comments": "# comment\n" * 50_000 + "{ viewer { __typename } }",
    "directives": "{ viewer " + "@skip(if: true) " * 390 + "{ __typename } }",
    "tokens": "{ viewer { __typename } } " * 50_000,
    "a long name": "{ " + "x" * 500_000 + " }",
    "variables": "query (" + " ".join(f"$v{n}: Int" for n in range(400)) + ") { viewer { __typename } }",
    "introspection": "{ __schema " + "{ types { fields { type " * 6 + "{ name }" + " } } }" * 6 + " }",
}


async def test_costly_documents_are_rejected_cheaply(schema: graph_schema.Schema) -> None:
    """None takes longer than three times the introspection query of GraphiQL, measured side by side."""

    async def cpu_seconds(query: str) -> float:
        start = time.process_time()
        result = await schema.execute(query)
        assert (result.errors is not None) is not query.startswith(introspection)
        return time.process_time() - start

    introspection = get_introspection_query()
    gc.freeze()  # else each run pays for collecting what earlier tests have left
    baseline = min([await cpu_seconds(f"{introspection} # {run}") for run in range(3)])
    ratios = {
        name: min([await cpu_seconds(document) for _ in range(2)]) / baseline
        for name, document in COSTLY_DOCUMENTS.items()
    }
    gc.unfreeze()
    assert {name: ratio for name, ratio in ratios.items() if ratio > 3} == {}


def test_lists_without_pages_are_known() -> None:
    """Each list of objects that is a field of an object counts for several rows, or it is one of a few short ones."""
    schema = graphql.build_schema((ROOT / "schema.graphql").read_text())
    short = {"providers", "requirements", "seats", "unmet", "unmetRequirements"}
    found = set()
    for name, type_ in schema.type_map.items():
        if not isinstance(type_, graphql.GraphQLObjectType) or name.startswith("__") or name == "Query":
            continue
        if name.endswith(("Payload", "Change", "Connection")):
            continue
        for field_name, field in type_.fields.items():
            is_list = isinstance(graphql.get_nullable_type(field.type), graphql.GraphQLList)
            if is_list and not graphql.is_leaf_type(graphql.get_named_type(field.type)):
                found.add(field_name)
    assert found == UNPAGED_LIST_FIELDS | short


def test_a_list_without_pages_inside_itself_is_limited() -> None:
    """Each level multiplies its real length: of an invoice with 60 payments, 216,000 objects at the third."""
    once = "{ invoice(id: 1) { payments { refunds { id } invoice { payments { id } } } } }"
    assert query_cost.check_cost(graphql.parse(once)) == []
    for nested in (
        "{ invoice(id: 1) { payments { invoice { payments { invoice { payments { id } } } } } } }",
        "{ x { ...P } } fragment P on I { payments { payments { y { ...Q } } } } fragment Q on I { payments { id } }",
        "{ client(id: 1) { invitations { client { invitations { client { invitations { id } } } } } } }",
    ):
        (violation,) = query_cost.check_cost(graphql.parse(nested))
        assert isinstance(violation, LimitExceeded)
        assert violation.limit is Limit.ROWS
