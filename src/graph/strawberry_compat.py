"""Strawberry internals that the API depends on: the one module to check when Strawberry is upgraded.

Strawberry does not document them. `tests/graph/test_strawberry_compat.py` checks that they behave as assumed here.
"""

import enum
import functools
from collections.abc import Callable, Mapping
from dataclasses import MISSING
from typing import Any

import strawberry
from graphql import (
    GraphQLArgument,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
)
from strawberry.schema.schema_converter import GraphQLCoreConverter
from strawberry.types.enum import has_enum_definition


def graphql_schema(schema: strawberry.Schema) -> GraphQLSchema:
    """The graphql-core schema that Strawberry has built."""
    return schema._schema


def field_metadata(field: GraphQLField) -> Mapping[str, Any]:
    """The `metadata` that a field was declared with; empty for a field that Strawberry has not built."""
    metadata: Mapping[str, Any] = getattr(_definition_of(field), "metadata", None) or {}
    return metadata


def python_name(element: GraphQLField | GraphQLInputField | GraphQLArgument) -> str:
    """The name of the class attribute that declares a field, or of the parameter that declares an argument."""
    name: str = _definition_of(element).python_name
    return name


def type_directives(type_: GraphQLNamedType) -> list[object]:
    """The directives that a type was declared with; empty for a type that Strawberry has not built."""
    return list(getattr(_definition_of(type_), "directives", None) or ())


def is_one_of(input_type: GraphQLInputObjectType) -> bool:
    """Whether the input was declared with `one_of=True`."""
    return bool(_definition_of(input_type).is_one_of)


def python_type(type_: GraphQLNamedType) -> type:
    """The class that declares an object type."""
    origin: type = _definition_of(type_).origin
    return origin


def type_name(value: object) -> str | None:
    """The name of the object type that the value's class declares; None if it declares none."""
    name: str | None = getattr(getattr(value, "__strawberry_definition__", None), "name", None)
    return name


def call_resolvers_directly(schema: GraphQLSchema) -> None:
    """Make graphql-core pass resolvers what Strawberry would: arguments by Python name, with input objects.

    Strawberry looks up the types of all arguments at each call. graphql-core builds input objects while it coerces.
    """
    for type_ in schema.type_map.values():
        if isinstance(type_, GraphQLInputObjectType):
            for input_field in type_.fields.values():
                input_field.out_name = python_name(input_field)
            type_.out_type = functools.partial(_build_input, python_type(type_), _absent_values(type_))  # type: ignore[method-assign]
        elif isinstance(type_, GraphQLObjectType):
            for field in type_.fields.values():
                resolver = getattr(_definition_of(field), "base_resolver", None)
                if resolver is not None:
                    _call_directly(field, resolver)


def _call_directly(field: GraphQLField, resolver: Any) -> None:
    for argument in field.args.values():
        argument.out_name = python_name(argument)
    function, definition = resolver.wrapped_func, _definition_of(field)
    info_name = resolver.info_parameter and resolver.info_parameter.name
    root_name = resolver.root_parameter and resolver.root_parameter.name

    def resolve(source: Any, info: Any, **arguments: Any) -> Any:
        if info_name:
            arguments[info_name] = strawberry.Info(_raw_info=info, _field=definition)
        if root_name:
            arguments[root_name] = source
        return function(**arguments)

    if field.subscribe is None:
        field.resolve = resolve
    else:
        field.subscribe = resolve


def _absent_values(type_: GraphQLInputObjectType) -> dict[str, None]:
    """The nullable fields of an input that have no default: null is their value if they are omitted."""
    fields = _definition_of(type_).fields
    return {one.python_name: None for one in fields if one.default is MISSING and one.default_factory is MISSING}


def _build_input(origin: Callable[..., Any], absent_values: dict[str, None], values: dict[str, Any]) -> Any:
    return origin(**{**absent_values, **values})


def directive_argument_descriptions(directive: type) -> dict[str, str | None]:
    """The descriptions of a schema directive's arguments, by their GraphQL names. Strawberry does not print them."""
    fields: list[Any] = directive.__strawberry_directive__.fields  # type: ignore[attr-defined]
    return {field.graphql_name: field.description for field in fields}


def describe_enum_values(enum_type: type[enum.Enum], descriptions: Mapping[str, str]) -> None:
    """Set the descriptions of an enum's values, by their names, after `strawberry.enum` has registered it."""
    assert has_enum_definition(enum_type)  # noqa: S101  (for type checkers)
    for value in enum_type.__strawberry_definition__.values:
        value.description = descriptions[value.name]


def _definition_of(element: GraphQLField | GraphQLInputField | GraphQLArgument | GraphQLNamedType) -> Any:
    return element.extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF)
