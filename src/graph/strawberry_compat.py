"""Strawberry internals that the API depends on: the one module to check when Strawberry is upgraded.

Strawberry does not document them. `tests/graph/test_strawberry_compat.py` checks that they behave as assumed here.
"""

import enum
from collections.abc import Mapping
from typing import Any

import strawberry
from graphql import GraphQLField, GraphQLInputObjectType, GraphQLNamedType, GraphQLSchema
from strawberry.schema.schema_converter import GraphQLCoreConverter
from strawberry.types.arguments import convert_arguments as _convert_arguments
from strawberry.types.enum import has_enum_definition


def graphql_schema(schema: strawberry.Schema) -> GraphQLSchema:
    """The graphql-core schema that Strawberry has built."""
    return schema._schema


def field_metadata(field: GraphQLField) -> Mapping[str, Any]:
    """The `metadata` that a field was declared with; empty for a field that Strawberry has not built."""
    metadata: Mapping[str, Any] = getattr(_definition_of(field), "metadata", None) or {}
    return metadata


def python_name(field: GraphQLField) -> str:
    """The name of the class attribute that declares the field."""
    name: str = _definition_of(field).python_name
    return name


def type_directives(type_: GraphQLNamedType) -> list[object]:
    """The directives that a type was declared with; empty for a type that Strawberry has not built."""
    return list(getattr(_definition_of(type_), "directives", None) or ())


def is_one_of(input_type: GraphQLInputObjectType) -> bool:
    """Whether the input was declared with `one_of=True`."""
    return bool(_definition_of(input_type).is_one_of)


def convert_arguments(schema: strawberry.Schema, field: GraphQLField, arguments: dict[str, Any]) -> dict[str, Any]:
    """Coerced arguments as Strawberry passes them to the field's resolver: by Python name, with input objects."""
    return _convert_arguments(
        arguments, _definition_of(field).arguments, schema.schema_converter.scalar_registry, schema.config
    )


def directive_argument_descriptions(directive: type) -> dict[str, str | None]:
    """The descriptions of a schema directive's arguments, by their GraphQL names. Strawberry does not print them."""
    fields: list[Any] = directive.__strawberry_directive__.fields  # type: ignore[attr-defined]
    return {field.graphql_name: field.description for field in fields}


def describe_enum_values(enum_type: type[enum.Enum], descriptions: Mapping[str, str]) -> None:
    """Set the descriptions of an enum's values, by their names, after `strawberry.enum` has registered it."""
    assert has_enum_definition(enum_type)  # noqa: S101  (for type checkers)
    for value in enum_type.__strawberry_definition__.values:
        value.description = descriptions[value.name]


def _definition_of(element: GraphQLField | GraphQLNamedType) -> Any:
    return element.extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF)
