"""The schema explains itself, and pages can rely on its shape."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    build_schema,
    get_introspection_query,
    is_specified_directive,
    is_specified_scalar_type,
)

from graph import query_cost
from graph import schema as graph_schema
from graph.sqlquery import field_specs
from resolvers import mutations, queries, root_lookups, subscriptions


@pytest.fixture(scope="module")
def sdl(schema: graph_schema.Schema) -> GraphQLSchema:
    return build_schema(graph_schema.print_schema(schema))


def described_elements(schema: GraphQLSchema) -> Iterator[tuple[str, str | None]]:
    """Everything that a description can stand on."""
    for directive in schema.directives:
        if not is_specified_directive(directive):
            yield f"@{directive.name}", directive.description
    for name, kind in schema.type_map.items():
        if name.startswith("__") or is_specified_scalar_type(kind):
            continue
        yield name, kind.description
        if isinstance(kind, GraphQLEnumType):
            yield from ((f"{name}.{value}", each.description) for value, each in kind.values.items())
        if isinstance(kind, GraphQLInputObjectType):
            yield from ((f"{name}.{field}", each.description) for field, each in kind.fields.items())
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            for field, each in kind.fields.items():
                yield f"{name}.{field}", each.description
                for argument, one in each.args.items():
                    yield f"{name}.{field}({argument}:)", one.description


def test_everything_is_described(sdl: GraphQLSchema) -> None:
    """GraphiQL is the manual: a stranger finds every type, field, argument and value explained."""
    found = list(described_elements(sdl))
    assert len(found) > 300
    assert [path for path, description in found if not (description or "").strip()] == []


def test_descriptions_are_sentences(sdl: GraphQLSchema) -> None:
    assert [path for path, text in described_elements(sdl) if text and text.strip()[-1] not in ".:!?)"] == []


def test_members_of_a_union_agree_on_types(sdl: GraphQLSchema) -> None:
    """A page selects the fields of all members side by side: one name has one type."""
    for union in sdl.type_map.values():
        if isinstance(union, GraphQLUnionType):
            types: dict[str, str] = {}
            for member in union.types:
                for name, field in member.fields.items():
                    assert types.setdefault(name, str(field.type)) == str(field.type), f"{union.name}: {name}"


def test_result_unions_contain_user_errors(sdl: GraphQLSchema) -> None:
    mutation = sdl.mutation_type
    assert mutation is not None
    for name, field in mutation.fields.items():
        answered: Any = field.type
        if isinstance(answered, GraphQLUnionType):
            first, *others = answered.types
            refusals = [each for each in others if each.name != "SeatChoice"]
            assert [each.name for each in refusals if "UserError" not in {one.name for one in each.interfaces}] == []
            assert first.name.endswith("Payload"), name


def test_every_node_can_be_read_by_its_id(sdl: GraphQLSchema) -> None:
    node = sdl.type_map["Node"]
    assert isinstance(node, GraphQLInterfaceType)
    assert {each.name for each in sdl.get_possible_types(node)} == set(root_lookups.NODE_TYPES)
    assert set(root_lookups.NODE_TYPES) <= field_specs.TYPE_SOURCES.keys()


def test_prints_the_same_again(schema: graph_schema.Schema) -> None:
    again = graph_schema.build_schema(
        query=queries.Query, mutation=mutations.Mutation, subscription=subscriptions.Subscription
    )
    assert graph_schema.print_schema(again) == graph_schema.print_schema(schema)


async def test_exactly_one_field_has_conditional_permission(schema: graph_schema.Schema, sdl: GraphQLSchema) -> None:
    """What `@oneOf` says in print, introspection says too, and a literal of none, of null or of two is no document."""
    told = await schema.execute('{ __type(name: "AmountToPay") { isOneOf } }')
    assert (told.errors, told.data) == (None, {"__type": {"isOneOf": True}})
    assert {
        name for name, kind in sdl.type_map.items() if isinstance(kind, GraphQLInputObjectType) and kind.is_one_of
    } == {"AmountToPay", "OfflineDestination"}
    for amount in ("{}", "{ choice: null }", "{ choice: REMAINING, partial: null }", '{ choice: FULL, partial: "1" }'):
        query = f'mutation {{ payInvoice(input: {{ amount: {amount}, invoiceId: "x", from: CREDITS, '
        query += 'idempotencyKey: "k" }) { __typename } }'
        refused = await schema.execute(query)
        assert refused.data is None
        told_of = [((error.extensions or {})["code"], error.message) for error in refused.errors or ()]
        assert [(code, "exactly one field must be specified" in message) for code, message in told_of] == [
            ("GRAPHQL_VALIDATION_FAILED", True)
        ], amount


async def test_introspection_fits_into_the_limits(schema: graph_schema.Schema) -> None:
    """GraphiQL's own question is answered."""
    query = get_introspection_query(
        specified_by_url=True, directive_is_repeatable=True, schema_description=True, input_value_deprecation=True
    )
    assert (await schema.execute(query, context_value=SimpleNamespace(viewer=None))).errors is None


async def test_introspection_can_be_switched_off() -> None:
    """Then neither types nor names are told."""
    closed = graph_schema.build_schema(
        query=queries.Query,
        mutation=mutations.Mutation,
        subscription=subscriptions.Subscription,
        introspection=False,
    )
    for query in ("{ __schema { types { name } } }", "{ firn { name } }", '{ node(if: "x") { id } }'):
        result = await closed.execute(query)
        assert result.data is None
        assert result.errors
        assert all("Did you mean" not in error.message for error in result.errors)
    assert (await closed.execute("{ __typename }")).errors is None


def deep_query(levels: int) -> str:
    """Each fragment spreads the next one twice: written out, 2^levels fields."""
    chain = [f"fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} }}" for n in range(levels)]
    return f"{{ ...F0 }} {' '.join(chain)} fragment F{levels} on Query {{ a: firm {{ name }} }}"


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("{ firm { clients { edges { node " * 5 + "{ id }" + " } } } }" * 5, "deep"),
        ("{ " + " ".join(f"a{n}: viewer {{ __typename }}" for n in range(query_cost.MAX_ALIASES + 1)) + " }", "aliases"),
        ("{ " + " ".join(["viewer { __typename }"] * (query_cost.MAX_FIELDS + 1)) + " }", "token"),
        ("{ ...F ...F ...F ...F } fragment F on Query { " + "firm { name } " * 150 + " }", "selects"),
        (deep_query(60), "aliases"),
        ("{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }", "itself"),
    ],
    ids=["depth", "aliases", "tokens", "fields", "fragment bomb", "fragment in itself"],
)  # fmt: skip
async def test_a_document_that_is_too_large_is_not_run(schema: graph_schema.Schema, query: str, message: str) -> None:
    result = await schema.execute(query)
    assert result.data is None
    assert result.errors
    assert any(message in error.message for error in result.errors)
