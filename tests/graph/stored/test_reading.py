"""Documents are read once for each text; what is trusted is read beforehand, and kept for good."""

from __future__ import annotations

import pytest
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types.graphql import OperationType

from graph import query_cost
from graph import schema as graph_schema
from graph.sqlquery import plan_cache
from resolvers import schema_roots

NAMED = "query Me { viewer { __typename } }"
SEVERAL = "query A { viewer { __typename } } query B { b: viewer { __typename } }"


@pytest.fixture
def api() -> graph_schema.Schema:
    """One of the test's own: it is told what to trust."""
    return graph_schema.build_schema(
        query=schema_roots.Query, mutation=schema_roots.Mutation, subscription=schema_roots.Subscription
    )


def read(api: graph_schema.Schema, text: str, name: str | None = None) -> plan_cache.Operation:
    found = api.reader.read(api._schema, text, name, None)
    assert isinstance(found, plan_cache.Operation)
    return found


def strangers(api: graph_schema.Schema) -> None:
    """As many other documents as are kept at all."""
    for number in range(plan_cache.MOST_DOCUMENTS):
        read(api, f"{{ a{number}: viewer {{ __typename }} }}")


def test_what_is_trusted_is_kept_for_good(api: graph_schema.Schema) -> None:
    """Strangers' texts push out what came before them, but nothing that is trusted."""
    assert list(api.trust(NAMED)) == []
    other = "{ viewer { __typename } }"
    trusted, kept = read(api, NAMED), read(api, other)
    assert read(api, other) is kept
    strangers(api)
    assert read(api, NAMED) is trusted
    assert read(api, other) is not kept


def test_one_operation_is_found_with_its_name_and_without(api: graph_schema.Schema) -> None:
    """Clients send operationName or not: it is the same operation, with the same statements."""
    api.trust(NAMED)
    assert read(api, NAMED, "Me") is read(api, NAMED)
    with pytest.raises(CannotGetOperationTypeError):
        read(api, NAMED, "Nobody")


def test_each_of_several_operations_is_read(api: graph_schema.Schema) -> None:
    """Named, as without trust; without a name it is not said which one to run."""
    assert list(api.trust(SEVERAL)) == []
    found = [read(api, SEVERAL, name) for name in ("A", "B")]
    strangers(api)
    assert all(read(api, SEVERAL, name) is one for name, one in zip(("A", "B"), found, strict=True))
    unnamed = api.reader.read(api._schema, SEVERAL, None, None)
    assert not isinstance(unnamed, list)
    assert [each.message for each in unnamed.problems] == ["The document has several operations: name one to run."]


def test_trust_does_not_change_what_may_be_run_where(api: graph_schema.Schema) -> None:
    """A query is no subscription."""
    api.trust(NAMED)
    with pytest.raises(InvalidOperationTypeError):
        api.reader.read(api._schema, NAMED, None, (OperationType.SUBSCRIPTION,))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{ viewer {", "Syntax Error"),
        ("{ nothing }", "Cannot query field 'nothing'"),
        ("fragment F on Query { firm { name } }", "never used"),
        ("type A { a: Int }", "not executable"),
        ("{ " + " ".join(["viewer { __typename }"] * query_cost.TOKENS) + " }", "token"),
        ("{ " + " ".join(f"a{n}: viewer {{ __typename }}" for n in range(query_cost.ALIASES + 1)) + " }", "aliases"),
    ],
)
def test_what_cannot_be_run_is_not_trusted(api: graph_schema.Schema, text: str, said: str) -> None:
    """Parsed, valid, within the limits: it says what is not so, and keeps nothing."""
    assert said in api.trust(text)[0].message
