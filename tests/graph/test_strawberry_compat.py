"""Strawberry's internals behave as `graph.strawberry_compat` assumes."""

import enum
from typing import Annotated

import pytest
import strawberry
from graphql import GraphQLField, GraphQLInputObjectType, GraphQLObjectType, GraphQLSchema
from strawberry.schema_directive import Location

from graph import strawberry_compat


@strawberry.schema_directive(locations=[Location.OBJECT], description="A note.")
class Note:
    text: str = strawberry.field(name="noteText", default="", description="What it says.")


@strawberry.enum
class Color(enum.Enum):
    RED = 1
    GREEN = 2


@strawberry.input(one_of=True)
class Choice:
    page_size: int | None = strawberry.UNSET
    color: Color | None = strawberry.UNSET


def resolve_chosen(choice: Choice) -> str:
    return str(choice)


@strawberry.type(directives=[Note(text="root")])
class Query:
    chosen_color: str = strawberry.field(resolver=resolve_chosen, metadata={"key": "value"})
    plain: int = 1


@pytest.fixture(scope="module")
def strawberry_schema() -> strawberry.Schema:
    return strawberry.Schema(query=Query, types=[Color])


@pytest.fixture(scope="module")
def schema(strawberry_schema: strawberry.Schema) -> GraphQLSchema:
    return strawberry_compat.graphql_schema(strawberry_schema)


def field_of(schema: GraphQLSchema, name: str) -> GraphQLField:
    assert schema.query_type is not None
    field: GraphQLField = schema.query_type.fields[name]
    return field


def test_fields_have_their_metadata(schema: GraphQLSchema) -> None:
    assert strawberry_compat.field_metadata(field_of(schema, "chosenColor")) == {"key": "value"}
    assert strawberry_compat.field_metadata(field_of(schema, "plain")) == {}
    introspection_type = schema.type_map["__Type"]
    assert isinstance(introspection_type, GraphQLObjectType)
    assert strawberry_compat.field_metadata(introspection_type.fields["name"]) == {}


def test_fields_have_their_python_name(schema: GraphQLSchema) -> None:
    assert strawberry_compat.python_name(field_of(schema, "chosenColor")) == "chosen_color"


def test_types_have_their_directives(schema: GraphQLSchema) -> None:
    assert strawberry_compat.type_directives(schema.type_map["Query"]) == [Note(text="root")]
    assert strawberry_compat.type_directives(schema.type_map["String"]) == []


def test_inputs_know_whether_they_are_one_of(schema: GraphQLSchema) -> None:
    choice = schema.type_map["Choice"]
    assert isinstance(choice, GraphQLInputObjectType)
    assert strawberry_compat.is_one_of(choice)


async def test_resolvers_get_input_objects_the_source_and_info() -> None:
    """Like Strawberry: Python names, input objects, and null for what is omitted and has no default."""
    received = []

    @strawberry.input
    class Page:
        page_size: int | None
        colors: list[Color] = strawberry.field(default_factory=lambda: [Color.GREEN])

    def resolve(root: object, info: strawberry.Info, page_: Annotated[Page, strawberry.argument(name="page")]) -> str:
        received.append((root, info.field_name, page_))
        return str(info.context)

    @strawberry.type
    class Root:
        chosen: str = strawberry.field(resolver=resolve)
        choice: str = strawberry.field(resolver=resolve_chosen)

    schema = strawberry.Schema(query=Root)
    strawberry_compat.call_resolvers_directly(strawberry_compat.graphql_schema(schema))
    query = """query($page: Page!) {
      chosen(page: $page) again: chosen(page: {colors: [RED], pageSize: 2}) choice(choice: {color: RED})
    }"""
    result = await schema.execute(query, {"page": {}}, context_value="the context", root_value="the root")
    assert (result.errors, result.data) == (
        None,
        {"chosen": "the context", "again": "the context", "choice": str(Choice(color=Color.RED))},
    )
    assert received == [
        ("the root", "chosen", Page(page_size=None, colors=[Color.GREEN])),
        ("the root", "chosen", Page(page_size=2, colors=[Color.RED])),
    ]


def test_directive_arguments_have_descriptions() -> None:
    assert strawberry_compat.directive_argument_descriptions(Note) == {"noteText": "What it says."}


def test_enum_values_can_be_described() -> None:
    @strawberry.enum
    class Size(enum.Enum):
        SMALL = 1
        LARGE = 2

    @strawberry.type
    class Root:
        size: Size = Size.SMALL

    strawberry_compat.describe_enum_values(Size, {"SMALL": "Small.", "LARGE": "Large."})
    printed = strawberry_compat.graphql_schema(strawberry.Schema(query=Root)).type_map["Size"]
    assert {name: value.description for name, value in getattr(printed, "values").items()} == {  # noqa: B009
        "SMALL": "Small.",
        "LARGE": "Large.",
    }
