"""The oracle: schema.graphql run by graphql-core alone, over rows in memory. What it answers is what is right."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graphql import (
    BooleanValueNode,
    EnumValueNode,
    FieldDefinitionNode,
    GraphQLError,
    GraphQLField,
    GraphQLList,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    ListValueNode,
    ObjectTypeDefinitionNode,
    build_schema,
    execute_sync,
    get_named_type,
    is_abstract_type,
    is_interface_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
    is_object_type,
    parse,
    validate,
)

from billing.access.principals import Viewer
from billing.services import Services
from tests.oracle import fields, money_fields, settings, values, vocabulary
from tests.oracle.resolver_context import Access, ResolverContext
from tests.oracle.rows import AllRows

SDL = Path(__file__).parents[2] / "schema.graphql"
FIELDS = fields.FIELDS | settings.FIELDS | money_fields.FIELDS


@dataclass(frozen=True)
class ExpectedResponse:
    """What has to come back."""

    data: dict[str, Any] | None
    errors: list[dict[str, Any]]


def access_of(node: ObjectTypeDefinitionNode | FieldDefinitionNode | None) -> Access | None:
    """What `@allowed` says, if it is there."""
    for directive in (node.directives or ()) if node is not None else ():
        if directive.name.value == "allowed":
            said: dict[str, Any] = {argument.name.value: argument.value for argument in directive.arguments or ()}
            client_user = said.get("clientUser")
            return Access(
                _enum_names(said.get("roles")),
                _enum_names(said.get("rights")),
                isinstance(client_user, BooleanValueNode) and client_user.value,
            )
    return None


def _enum_names(node: object) -> frozenset[str]:
    listed = node.values if isinstance(node, ListValueNode) else ()
    return frozenset(each.value for each in listed if isinstance(each, EnumValueNode))


def _field_resolver(parent: GraphQLObjectType, name: str) -> vocabulary.Field:
    """What the field answers: what is special about it, or what all of its kind have alike."""
    own = FIELDS.get(parent.name, {})
    if name in own:
        return own[name]
    interfaces = {each.name for each in parent.interfaces}
    if name == "id" and "Node" in interfaces:
        return lambda _asked, row, _: values.global_id(parent.name, getattr(row, "id", None) or row.firm_id)
    if name == "message" and "UserError" in interfaces:
        return lambda _asked, refusal, _: str(refusal)
    if parent.name.endswith("Connection"):
        return {
            "edges": vocabulary.column_field("rows"),
            "pageInfo": vocabulary.same_row,
            "totalCount": vocabulary.column_field("total"),
        }[name]
    if parent.name.endswith("Edge"):
        return {"cursor": lambda _asked, row, _: values.cursor(row.id), "node": vocabulary.same_row}[name]
    message = f"the oracle has no answer for {parent.name}.{name}"
    raise LookupError(message)


def _serialize_enums(value: Any) -> Any:
    """Enumerations by their names."""
    if isinstance(value, enum.Enum):
        return value.name
    return [_serialize_enums(each) for each in value] if isinstance(value, list | tuple) else value


def required_access(field: GraphQLField) -> list[Access]:
    """What the field asks for, by itself and by the type that it answers with."""
    answered = get_named_type(field.type)
    found = [access_of(field.ast_node), access_of(answered.ast_node if is_object_type(answered) else None)]
    return [access for access in found if access is not None]


def _resolver(parent: GraphQLObjectType, name: str, field: GraphQLField) -> Callable[..., Any]:
    function = _field_resolver(parent, name)
    answered = get_named_type(field.type)
    asked_for = required_access(field)
    for_all = parent.name != "Query" or name in ("viewer", "node", "nodes")  # nodes: each in its place

    def resolve(source: Any, info: Any, **arguments: Any) -> Any:
        asked: ResolverContext = info.context
        if not for_all:
            asked.require_signed_in()
        for access in asked_for:
            asked.require(access)
        found = function(asked, source.row if isinstance(source, vocabulary.TypedRow) else source, arguments)
        return _serialize_enums(found) if is_leaf_type(answered) else found

    return resolve


def reachable(schema: GraphQLSchema) -> list[GraphQLObjectType]:
    """Every object type that a query can come to."""
    assert schema.query_type is not None
    found: dict[str, Any] = {}
    waiting: list[Any] = [schema.query_type]
    while waiting:
        named = waiting.pop()
        if named.name in found:
            continue
        found[named.name] = named
        if is_abstract_type(named):
            waiting += schema.get_possible_types(named)
        elif isinstance(named, GraphQLObjectType):
            waiting += [get_named_type(field.type) for field in named.fields.values()]
    return [each for each in found.values() if isinstance(each, GraphQLObjectType)]


class ParsedQuery:
    """A query, read and held against the schema."""

    def __init__(self, schema: GraphQLSchema, text: str, variables: Mapping[str, Any]) -> None:
        self.text = text
        self.variables = dict(variables)
        self.document = parse(text)
        self.validation_errors = validate(schema, self.document)


class Oracle:
    """Answers questions as they have to be answered."""

    def __init__(self, rows: AllRows, services: Services) -> None:
        self._rows = rows
        self._services = services
        self.schema = _build_oracle_schema()
        self._forgiving = _build_oracle_schema()
        for named in self._forgiving.type_map.values():
            if is_object_type(named) or is_interface_type(named):
                for field in named.fields.values():
                    field.type = _nullable(field.type)
        self._guarded = {
            each.name: access for each in reachable(self.schema) if (access := access_of(each.ast_node)) is not None
        }

    def expected_response(self, viewer: Viewer | None, query: ParsedQuery) -> ExpectedResponse:
        """The answer to the viewer, or to nobody."""
        if query.validation_errors:
            return ExpectedResponse(
                None, [_formatted(error, "GRAPHQL_VALIDATION_FAILED") for error in query.validation_errors]
            )
        return self._run(self.schema, viewer, query)

    def possible_errors(self, viewer: Viewer | None, query: ParsedQuery) -> list[dict[str, Any]]:
        """Every error that there could be, if none took anything away but what it is about."""
        return [] if query.validation_errors else self._run(self._forgiving, viewer, query).errors

    def context_for(self, viewer: Viewer | None) -> ResolverContext:
        """A question of theirs, before it is said what it is."""
        return ResolverContext(self._rows, self._services, viewer, self._guarded)

    def _run(self, schema: GraphQLSchema, viewer: Viewer | None, query: ParsedQuery) -> ExpectedResponse:
        result = execute_sync(
            schema, query.document, context_value=self.context_for(viewer), variable_values=query.variables
        )
        return ExpectedResponse(result.data, [_formatted(error, None) for error in result.errors or ()])


def _build_oracle_schema() -> GraphQLSchema:
    """The schema as it is printed, with a function for each field."""
    schema = build_schema(SDL.read_text())
    values.install_scalars(schema)
    for parent in reachable(schema):
        for name, field in parent.fields.items():
            field.resolve = _resolver(parent, name, field)
    for named in schema.type_map.values():
        if is_abstract_type(named):
            named.resolve_type = lambda named, _info, _type: named.type_name
    return schema


def _nullable(type_: GraphQLOutputType) -> GraphQLOutputType:
    """The same, with null allowed everywhere."""
    if is_non_null_type(type_):
        return _nullable(type_.of_type)
    return GraphQLList(_nullable(type_.of_type)) if is_list_type(type_) else type_


def _formatted(error: GraphQLError, code: str | None) -> dict[str, Any]:
    """As it is told: with a code. Raise what is nobody's fault but the oracle's."""
    told: dict[str, Any] = dict(error.formatted)
    if "code" not in told.get("extensions", {}):
        of_an_argument = error.path is None or error.message.startswith(("Argument ", "Variable ", "Expected "))
        if code is None and not of_an_argument:
            raise error
        told["extensions"] = {"code": code or "BAD_USER_INPUT"}
    return told
