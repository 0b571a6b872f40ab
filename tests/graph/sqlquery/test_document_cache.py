"""Documents are read once for each text; what is trusted is read beforehand, and kept for good."""

from __future__ import annotations

import pytest
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types.graphql import OperationType

from graph import query_cost
from graph import schema as graph_schema
from graph.sqlquery import plan_cache
from resolvers import mutations, queries, subscriptions

NAMED = "query Me { viewer { __typename } }"
SEVERAL = "query A { viewer { __typename } } query B { b: viewer { __typename } }"


@pytest.fixture
def fresh_schema() -> graph_schema.Schema:
    """One of the test's own: it is told what to trust."""
    return graph_schema.build_schema(
        query=queries.Query, mutation=mutations.Mutation, subscription=subscriptions.Subscription
    )


def read(api: graph_schema.Schema, text: str, name: str | None = None) -> plan_cache.PreparedOperation:
    found = api.document_cache.get_or_prepare(api._schema, text, name, None)
    assert isinstance(found, plan_cache.PreparedOperation)
    return found


def fill_cache(api: graph_schema.Schema) -> None:
    """As many other documents as are kept at all."""
    for number in range(plan_cache.MAX_DOCUMENTS):
        read(api, f"{{ a{number}: viewer {{ __typename }} }}")


def test_persisted_documents_are_never_evicted(fresh_schema: graph_schema.Schema) -> None:
    """Strangers' texts push out what came before them, but nothing that is trusted."""
    assert list(fresh_schema.preload_document(NAMED)) == []
    other = "{ viewer { __typename } }"
    trusted, kept = read(fresh_schema, NAMED), read(fresh_schema, other)
    assert read(fresh_schema, other) is kept
    fill_cache(fresh_schema)
    assert read(fresh_schema, NAMED) is trusted
    assert read(fresh_schema, other) is not kept


def test_one_operation_is_found_with_its_name_and_without(fresh_schema: graph_schema.Schema) -> None:
    """Clients send operationName or not: it is the same operation, with the same statements."""
    fresh_schema.preload_document(NAMED)
    assert read(fresh_schema, NAMED, "Me") is read(fresh_schema, NAMED)
    with pytest.raises(CannotGetOperationTypeError):
        read(fresh_schema, NAMED, "Nobody")


def test_each_of_several_operations_is_read(fresh_schema: graph_schema.Schema) -> None:
    """Named, as without trust; without a name it is not said which one to run."""
    assert list(fresh_schema.preload_document(SEVERAL)) == []
    found = [read(fresh_schema, SEVERAL, name) for name in ("A", "B")]
    fill_cache(fresh_schema)
    assert all(read(fresh_schema, SEVERAL, name) is one for name, one in zip(("A", "B"), found, strict=True))
    unnamed = fresh_schema.document_cache.get_or_prepare(fresh_schema._schema, SEVERAL, None, None)
    assert not isinstance(unnamed, list)
    assert [each.message for each in unnamed.errors] == ["The document has several operations: name one to run."]


def test_trust_does_not_change_what_may_be_run_where(fresh_schema: graph_schema.Schema) -> None:
    """A query is no subscription."""
    fresh_schema.preload_document(NAMED)
    with pytest.raises(InvalidOperationTypeError):
        fresh_schema.document_cache.get_or_prepare(fresh_schema._schema, NAMED, None, (OperationType.SUBSCRIPTION,))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{ viewer {", "Syntax Error"),
        ("{ nothing }", "Cannot query field 'nothing'"),
        ("fragment F on Query { firm { name } }", "never used"),
        ("type A { a: Int }", "not executable"),
        ("{ " + " ".join(["viewer { __typename }"] * query_cost.MAX_TOKENS) + " }", "token"),
        (
            "{ " + " ".join(f"a{n}: viewer {{ __typename }}" for n in range(query_cost.MAX_ALIASES + 1)) + " }",
            "aliases",
        ),
    ],
)
def test_what_cannot_be_run_is_not_trusted(fresh_schema: graph_schema.Schema, text: str, message: str) -> None:
    """Parsed, valid, within the limits: it says what is not so, and keeps nothing."""
    assert message in fresh_schema.preload_document(text)[0].message
