"""The schema is documented, and its shape is consistent."""

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
from graph.types.node import node_type_names
from resolvers import mutations, queries, subscriptions


@pytest.fixture(scope="module")
def sdl(schema: graph_schema.Schema) -> GraphQLSchema:
    return build_schema(graph_schema.print_schema(schema))


def described_elements(schema: GraphQLSchema) -> Iterator[tuple[str, str | None]]:
    """All elements that can have a description, by path."""
    for directive in schema.directives:
        if not is_specified_directive(directive):
            yield f"@{directive.name}", directive.description
    for name, kind in schema.type_map.items():
        if name.startswith("__") or is_specified_scalar_type(kind):
            continue
        yield name, kind.description
        if isinstance(kind, GraphQLEnumType):
            yield from ((f"{name}.{value}", definition.description) for value, definition in kind.values.items())
        if isinstance(kind, GraphQLInputObjectType):
            yield from ((f"{name}.{field}", definition.description) for field, definition in kind.fields.items())
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            for field, definition in kind.fields.items():
                yield f"{name}.{field}", definition.description
                for argument, argument_definition in definition.args.items():
                    yield f"{name}.{field}({argument}:)", argument_definition.description


def test_everything_is_described(sdl: GraphQLSchema) -> None:
    """Every type, field, argument and value is documented in GraphiQL."""
    elements = list(described_elements(sdl))
    assert len(elements) > 300
    assert [path for path, description in elements if not (description or "").strip()] == []


def test_descriptions_are_sentences(sdl: GraphQLSchema) -> None:
    assert [path for path, text in described_elements(sdl) if text and text.strip()[-1] not in ".:!?)"] == []


def test_members_of_a_union_agree_on_types(sdl: GraphQLSchema) -> None:
    """Clients select the fields of all members in one selection, so fields of one name must have one type.

    Not of subjects: these are objects of their own, of which pages select what they need, with aliases.
    """
    for union in sdl.type_map.values():
        if isinstance(union, GraphQLUnionType) and not union.name.endswith("Subject"):
            types: dict[str, str] = {}
            for member in union.types:
                for name, field in member.fields.items():
                    assert types.setdefault(name, str(field.type)) == str(field.type), f"{union.name}: {name}"


def test_result_unions_contain_user_errors(sdl: GraphQLSchema) -> None:
    mutation = sdl.mutation_type
    assert mutation is not None
    for name, field in mutation.fields.items():
        union: Any = field.type
        if isinstance(union, GraphQLUnionType):
            first, *others = union.types
            errors = [member for member in others if member.name != "SeatChoice"]
            assert [
                member.name
                for member in errors
                if "UserError" not in {interface.name for interface in member.interfaces}
            ] == []
            assert first.name.endswith("Payload"), name


def test_node_returns_every_node_type(sdl: GraphQLSchema) -> None:
    node = sdl.type_map["Node"]
    assert isinstance(node, GraphQLInterfaceType)
    assert {type_.name for type_ in sdl.get_possible_types(node)} == node_type_names()
    assert node_type_names() <= field_specs.TYPE_SOURCES.keys()


def test_printing_is_deterministic(schema: graph_schema.Schema) -> None:
    again = graph_schema.build_schema(
        query=queries.Query, mutation=mutations.Mutation, subscription=subscriptions.Subscription
    )
    assert graph_schema.print_schema(again) == graph_schema.print_schema(schema)


async def test_one_of_is_validated_and_introspected(schema: graph_schema.Schema, sdl: GraphQLSchema) -> None:
    """A literal with no field, a null field or two fields is invalid."""
    introspected = await schema.execute('{ __type(name: "AmountToPay") { isOneOf } }')
    assert (introspected.errors, introspected.data) == (None, {"__type": {"isOneOf": True}})
    assert {
        name for name, kind in sdl.type_map.items() if isinstance(kind, GraphQLInputObjectType) and kind.is_one_of
    } == {"AmountToPay", "OfflineDestination"}
    for amount in ("{}", "{ choice: null }", "{ choice: REMAINING, partial: null }", '{ choice: FULL, partial: "1" }'):
        query = f'mutation {{ payInvoice(input: {{ amount: {amount}, invoiceId: "x", from: CREDITS, '
        query += 'idempotencyKey: "k" }) { __typename } }'
        result = await schema.execute(query)
        assert result.data is None
        errors = [((error.extensions or {})["code"], error.message) for error in result.errors or ()]
        assert [(code, "exactly one field must be specified" in message) for code, message in errors] == [
            ("GRAPHQL_VALIDATION_FAILED", True)
        ], amount


async def test_introspection_is_within_the_limits(schema: graph_schema.Schema) -> None:
    """The introspection query of GraphiQL is accepted."""
    query = get_introspection_query(
        specified_by_url=True, directive_is_repeatable=True, schema_description=True, input_value_deprecation=True
    )
    context = SimpleNamespace(viewer=None, address="192.0.2.1")
    assert (await schema.execute(query, context_value=context)).errors is None


async def test_introspection_can_be_disabled() -> None:
    """Then error messages suggest no names either."""
    schema = graph_schema.build_schema(
        query=queries.Query, mutation=mutations.Mutation, subscription=subscriptions.Subscription, introspection=False
    )
    for query in ("{ __schema { types { name } } }", "{ firn { name } }", '{ node(if: "x") { id } }'):
        result = await schema.execute(query)
        assert result.data is None
        assert result.errors
        assert all("Did you mean" not in error.message for error in result.errors)
    assert (await schema.execute("{ __typename }")).errors is None


def deep_query(levels: int) -> str:
    """Each fragment spreads the next one twice, which amounts to 2^levels fields."""
    chain = [f"fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} }}" for n in range(levels)]
    return f"{{ ...F0 }} {' '.join(chain)} fragment F{levels} on Query {{ a: firm {{ name }} }}"


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("{ firm { clients { edges { node " * 5 + "{ id }" + " } } } }" * 5, "deep"),
        ("{ " + " ".join(f"a{n}: viewer {{ id }}" for n in range(query_cost.MAX_ALIASES + 1)) + " }", "aliases"),
        ("{ " + " ".join(["viewer { __typename }"] * (query_cost.MAX_FIELDS + 1)) + " }", "token"),
        ("{ ...F ...F ...F ...F } fragment F on Query { " + "firm { name } " * 150 + " }", "selects"),
        (deep_query(60), "aliases"),
        ("{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }", "itself"),
    ],
    ids=["depth", "aliases", "tokens", "fields", "exponential fragments", "recursive fragment"],
)  # fmt: skip
async def test_a_document_that_is_too_large_is_rejected(schema: graph_schema.Schema, query: str, message: str) -> None:
    result = await schema.execute(query)
    assert result.data is None
    assert result.errors
    assert any(message in error.message for error in result.errors)
