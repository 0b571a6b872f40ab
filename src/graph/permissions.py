"""Doors: who may read a field or run a mutation. Declared once; printed in the SDL and in force from that one place.

A door hangs on a field by `guarded`, `open_to_all` or `field`, and on an object type by `allowed` among its
directives. `close` puts them in force in a built schema, and refuses one whose Query, Mutation or Subscription has
an undecided field.
"""

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar, overload

import strawberry
from graphql import (
    GraphQLField,
    GraphQLFieldResolver,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    default_field_resolver,
    get_named_type,
    is_abstract_type,
)
from strawberry.schema.schema_converter import GraphQLCoreConverter
from strawberry.schema_directive import Location

import models
from billing.access import policy

T = TypeVar("T")

_METADATA_KEY = "door"


class MissingPermission(TypeError):
    """A field of a root, or one that answers with several types, does not say who may open it."""


@strawberry.schema_directive(
    name="allowed",
    locations=[Location.FIELD_DEFINITION, Location.OBJECT],
    description=(
        "Who may read this field, run this mutation, or know of objects of this type on any path. Anybody else gets"
        " null, and an error with the code FORBIDDEN (or UNAUTHENTICATED, when nobody is signed in) at its path."
    ),
)
class Allowed:
    """An access, as the SDL prints it."""

    roles: list[models.FirmRole] | None = strawberry.field(
        name="roles", default=strawberry.UNSET, description="Members with any of these roles."
    )
    rights: list[models.MemberRight] | None = strawberry.field(
        name="rights",
        default=strawberry.UNSET,
        description="Members with all of these rights; an OWNER and an ADMIN have every right.",
    )
    client_user: bool = strawberry.field(
        name="clientUser", default=False, description="Users of a client, for what is their own client's."
    )


@dataclass(frozen=True, slots=True)
class FieldGuard:
    """Who may open a field. With nothing of it, the field is open to all.

    `by_type`: the field answers with objects of several types, and asks by itself before it reads any of them.
    """

    access: policy.Permission | None = None
    requires_sign_in: bool = False
    checks_per_type: bool = False


def allowed_directive(access: policy.Permission) -> Allowed:
    """The directive that declares an access."""
    return Allowed(
        roles=[role for role in models.FirmRole if role in access.roles] or strawberry.UNSET,
        rights=[right for right in models.MemberRight if right in access.rights] or strawberry.UNSET,
        client_user=access.client_user or strawberry.UNSET,
    )


@overload
def restricted(
    resolver: Callable[..., Awaitable[T]], *, access: policy.Permission, description: str, name: str | None = None
) -> T: ...
@overload
def restricted(
    resolver: Callable[..., T], *, access: policy.Permission, description: str, name: str | None = None
) -> T: ...
def restricted(
    resolver: Callable[..., Any], *, access: policy.Permission, description: str, name: str | None = None
) -> Any:
    """A field for those with the access alone; the SDL says so with @allowed."""
    return field(resolver, FieldGuard(access=access), description, name)


@overload
def public(resolver: Callable[..., Awaitable[T]], *, description: str) -> T: ...
@overload
def public(resolver: Callable[..., T], *, description: str) -> T: ...
def public(resolver: Callable[..., Any], *, description: str) -> Any:
    """A field for everybody, also when nobody is signed in."""
    return field(resolver, FieldGuard(), description)


def subscription(
    resolver: Callable[..., Awaitable[AsyncGenerator[T, None]]], *, description: str
) -> AsyncGenerator[T, None]:
    """A field of Subscription, for whoever is signed in; what of it they may know is decided by visibility."""
    made: AsyncGenerator[T, None] = strawberry.subscription(
        resolver=resolver, description=description, metadata={_METADATA_KEY: FieldGuard(requires_sign_in=True)}
    )
    return made


def field(
    resolver: Callable[..., Any] | None,
    guard: FieldGuard,
    description: str,
    name: str | None = None,
    metadata: Mapping[str, Any] | None = None,
) -> Any:
    """A field with this door, and whatever else is to be known of it."""
    made: Any = strawberry.field
    return made(
        resolver=resolver,
        name=name,
        description=description,
        directives=[] if guard.access is None else [allowed_directive(guard.access)],
        metadata={_METADATA_KEY: guard, **(metadata or {})},
    )


def required_access(graphql_field: GraphQLField) -> list[policy.Permission]:
    """All that a field asks for: for itself, and for the objects it answers with."""
    door = _guard_of(graphql_field)
    found = (door.access if door else None, access_of_type(get_named_type(graphql_field.type)))
    return [each for each in found if each is not None]


def _guard_of(graphql_field: GraphQLField) -> FieldGuard | None:
    definition = graphql_field.extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF)
    found: FieldGuard | None = getattr(definition, "metadata", {}).get(_METADATA_KEY)
    return found


def _declared_access(definition: object) -> policy.Permission | None:
    for directive in getattr(definition, "directives", None) or ():
        if isinstance(directive, Allowed):
            return policy.Permission(
                roles=frozenset(directive.roles or ()),
                rights=frozenset(directive.rights or ()),
                client_user=bool(directive.client_user),
            )
    return None


def enforce(schema: GraphQLSchema) -> None:
    """Put every door in force. Raise UndecidedDoor where one is missing."""
    roots = {schema.query_type, schema.mutation_type, schema.subscription_type}
    for parent in schema.type_map.values():
        if isinstance(parent, GraphQLObjectType) and not parent.name.startswith("__"):
            for name, each in parent.fields.items():
                _enforce_field(schema, each, f"{parent.name}.{name}", root=parent in roots)


def _enforce_field(schema: GraphQLSchema, graphql_field: GraphQLField, path: str, *, root: bool) -> None:
    door = _guard_of(graphql_field)
    if root and door is None:
        message = f"{path} does not say who may open it"
        raise MissingPermission(message)
    answered = get_named_type(graphql_field.type)
    possible = schema.get_possible_types(answered) if is_abstract_type(answered) else ()
    if any(access_of_type(each) for each in possible) and not (door is not None and door.checks_per_type):
        message = f"{path} may answer with a guarded type, and does not say that it asks"
        raise MissingPermission(message)
    asked = required_access(graphql_field)
    if asked or (door is not None and door.requires_sign_in):
        graphql_field.resolve = _guard(graphql_field.resolve or default_field_resolver, asked)
        # Of a subscription this is where it starts; the other one, above, is asked before each event.
        graphql_field.subscribe = None if graphql_field.subscribe is None else _guard(graphql_field.subscribe, asked)


def access_of_type(named_type: GraphQLNamedType) -> policy.Permission | None:
    """The access that objects of a type ask for on every path; None when they ask for none."""
    return _declared_access(named_type.extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF))


def _guard(resolve: GraphQLFieldResolver, required: list[policy.Permission]) -> GraphQLFieldResolver:
    def ask_first(source: Any, info: Any, **arguments: Any) -> Any:
        viewer = info.context.viewer
        if viewer is None:
            raise policy.NotAuthenticated
        for access in required:
            policy.require_permission(viewer, access)
        return resolve(source, info, **arguments)

    return ask_first
