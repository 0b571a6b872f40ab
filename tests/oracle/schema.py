"""The oracle: schema.graphql executed by graphql-core alone, over rows in memory. Its response is the expected one."""

from __future__ import annotations

import copy
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
from tests.oracle import activity, fields, money_fields, notices, people_fields, settings, values, vocabulary, webhooks
from tests.oracle.resolver_context import Access, ResolverContext
from tests.oracle.rows import AllRows

SDL = Path(__file__).parents[2] / "schema.graphql"
_NOT_OF_ROWS = ("sessions", "invitation")
"""Fields of Query that depend on more than rows: on the session of the request, on the token of a link."""
_ADMINISTRATION = people_fields.FIELDS | notices.FIELDS | activity.FIELDS | webhooks.FIELDS
FIELDS = _ADMINISTRATION | fields.FIELDS | settings.FIELDS | money_fields.FIELDS


@dataclass(frozen=True)
class ExpectedResponse:
    """The response that the API has to give."""

    data: dict[str, Any] | None
    errors: list[dict[str, Any]]


def access_of(node: ObjectTypeDefinitionNode | FieldDefinitionNode | None) -> Access | None:
    """Return the arguments of `@allowed`; None without that directive."""
    for directive in (node.directives or ()) if node is not None else ():
        if directive.name.value == "allowed":
            arguments: dict[str, Any] = {node.name.value: node.value for node in directive.arguments or ()}
            client_user = arguments.get("clientUser")
            return Access(
                _enum_names(arguments.get("roles")),
                _enum_names(arguments.get("rights")),
                isinstance(client_user, BooleanValueNode) and client_user.value,
            )
    return None


def _enum_names(node: object) -> frozenset[str]:
    items = node.values if isinstance(node, ListValueNode) else ()
    return frozenset(item.value for item in items if isinstance(item, EnumValueNode))


def _field_resolver(parent: GraphQLObjectType, name: str) -> vocabulary.Field:
    """Return the function of a field: its own, or the one that all types of its kind share."""
    own = FIELDS.get(parent.name, {})
    if name in own:
        return own[name]
    interfaces = {interface.name for interface in parent.interfaces}
    if name == "id" and "Node" in interfaces:
        return lambda _context, row, _: values.global_id(parent.name, getattr(row, "id", None) or row.firm_id)
    if name == "message" and "UserError" in interfaces:
        return lambda _context, error, _: str(error)
    if parent.name.endswith("Connection"):
        return {
            "edges": vocabulary.column_field("edges"),
            "pageInfo": vocabulary.same_row,
            "totalCount": vocabulary.column_field("total"),
        }[name]
    if parent.name.endswith("Edge"):
        return {"cursor": vocabulary.column_field("cursor"), "node": vocabulary.column_field("row")}[name]
    message = f"the oracle has no answer for {parent.name}.{name}"
    raise LookupError(message)


def _serialize_enums(value: Any) -> Any:
    """Replace enum members by their names."""
    if isinstance(value, enum.Enum):
        return value.name
    return [_serialize_enums(item) for item in value] if isinstance(value, list | tuple) else value


def required_access(field: GraphQLField) -> list[Access]:
    """Return the permissions that the field and its type require."""
    named = get_named_type(field.type)
    required = [access_of(field.ast_node), access_of(named.ast_node if is_object_type(named) else None)]
    return [access for access in required if access is not None]


def _resolver(parent: GraphQLObjectType, name: str, field: GraphQLField) -> Callable[..., Any]:
    function = _field_resolver(parent, name)
    named = get_named_type(field.type)
    required = required_access(field)
    # Errors are for what the viewer asked for; a row of a list, and what is inside it, has a null.
    is_guarded = access_of(field.ast_node) is not None
    if (parent.name, name) == ("Actor", "member"):
        required = []  # an employee reads themselves: visibility decides
    is_public = parent.name != "Query" or name in ("viewer", "node", "nodes")  # nodes checks each item

    def resolve(source: Any, info: Any, **arguments: Any) -> Any:
        context: ResolverContext = info.context
        if not is_public:
            context.require_signed_in()
        is_row = parent.name not in ("Query", "Firm") or any(isinstance(key, int) for key in info.path.as_list())
        if is_guarded and is_row and not all(access.allows(context.authenticated_viewer) for access in required):
            return None
        for access in required:
            context.require(access)
        value = function(context, source.row if isinstance(source, vocabulary.TypedRow) else source, arguments)
        return _serialize_enums(value) if is_leaf_type(named) else value

    return resolve


def reachable(schema: GraphQLSchema) -> list[GraphQLObjectType]:
    """Return the object types that a query can reach."""
    assert schema.query_type is not None
    visited: dict[str, Any] = {}
    pending: list[Any] = [schema.query_type]
    while pending:
        named = pending.pop()
        if named.name in visited:
            continue
        visited[named.name] = named
        if is_abstract_type(named):
            pending += schema.get_possible_types(named)
        elif isinstance(named, GraphQLObjectType):
            pending += [get_named_type(field.type) for field in named.fields.values()]
    return [named for named in visited.values() if isinstance(named, GraphQLObjectType)]


class ParsedQuery:
    """A query, parsed and validated."""

    def __init__(self, schema: GraphQLSchema, text: str, variables: Mapping[str, Any]) -> None:
        self.text = text
        self.variables = dict(variables)
        self.document = parse(text)
        self.validation_errors = validate(schema, self.document)

    def with_variables(self, variables: Mapping[str, Any]) -> ParsedQuery:
        """Return the same document with other variables, without parsing it again."""
        query = copy.copy(self)
        query.variables = dict(variables)
        return query


class Oracle:
    """Executes queries over rows in memory."""

    def __init__(self, rows: AllRows, services: Services) -> None:
        self._rows = rows
        self._services = services
        self.schema = _build_oracle_schema()
        self._nullable_schema = _build_oracle_schema()
        for named in self._nullable_schema.type_map.values():
            if is_object_type(named) or is_interface_type(named):
                for field in named.fields.values():
                    field.type = _nullable(field.type)
        self._restricted_types = {
            named.name: access for named in reachable(self.schema) if (access := access_of(named.ast_node)) is not None
        }

    def expected_response(self, viewer: Viewer | None, query: ParsedQuery) -> ExpectedResponse:
        """Return the response for the viewer, or without a viewer."""
        if query.validation_errors:
            return ExpectedResponse(
                None, [_formatted(error, "GRAPHQL_VALIDATION_FAILED") for error in query.validation_errors]
            )
        return self._run(self.schema, viewer, query)

    def possible_errors(self, viewer: Viewer | None, query: ParsedQuery) -> list[dict[str, Any]]:
        """Return every error that could occur, as if no error made its parent null."""
        return [] if query.validation_errors else self._run(self._nullable_schema, viewer, query).errors

    def context_for(self, viewer: Viewer | None) -> ResolverContext:
        """Return the context of a query of this viewer."""
        return ResolverContext(self._rows, self._services, viewer, self._restricted_types)

    def _run(self, schema: GraphQLSchema, viewer: Viewer | None, query: ParsedQuery) -> ExpectedResponse:
        result = execute_sync(
            schema, query.document, context_value=self.context_for(viewer), variable_values=query.variables
        )
        return ExpectedResponse(result.data, [_formatted(error, None) for error in result.errors or ()])


def _build_oracle_schema() -> GraphQLSchema:
    """Build the printed schema, with a resolver for each field."""
    schema = build_schema(SDL.read_text())
    values.install_scalars(schema)
    assert schema.query_type is not None
    for name in _NOT_OF_ROWS:
        del schema.query_type.fields[name]
    for parent in reachable(schema):
        for name, field in parent.fields.items():
            field.resolve = _resolver(parent, name, field)
    for named in schema.type_map.values():
        if is_abstract_type(named):
            named.resolve_type = lambda named, _info, _type: named.type_name
    return schema


def _nullable(type_: GraphQLOutputType) -> GraphQLOutputType:
    """Return the type without any non-null."""
    if is_non_null_type(type_):
        return _nullable(type_.of_type)
    return GraphQLList(_nullable(type_.of_type)) if is_list_type(type_) else type_


def _formatted(error: GraphQLError, code: str | None) -> dict[str, Any]:
    """Return the error as the API formats it, with a code. Raises an error that the oracle itself caused."""
    formatted: dict[str, Any] = dict(error.formatted)
    if "code" not in formatted.get("extensions", {}):
        is_argument_error = error.path is None or error.message.startswith(("Argument ", "Variable ", "Expected "))
        if code is None and not is_argument_error:
            raise error
        formatted["extensions"] = {"code": code or "BAD_USER_INPUT"}
    return formatted
