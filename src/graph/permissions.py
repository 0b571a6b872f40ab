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

_METADATA = "door"


class UndecidedDoor(TypeError):
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
class Door:
    """Who may open a field. With nothing of it, the field is open to all.

    `by_type`: the field answers with objects of several types, and asks by itself before it reads any of them.
    """

    access: policy.Access | None = None
    signed_in: bool = False
    by_type: bool = False


def allowed(access: policy.Access) -> Allowed:
    """The directive that declares an access."""
    return Allowed(
        roles=[role for role in models.FirmRole if role in access.roles] or strawberry.UNSET,
        rights=[right for right in models.MemberRight if right in access.rights] or strawberry.UNSET,
        client_user=access.client_user or strawberry.UNSET,
    )


@overload
def guarded(
    resolver: Callable[..., Awaitable[T]], *, access: policy.Access, description: str, name: str | None = None
) -> T: ...
@overload
def guarded(resolver: Callable[..., T], *, access: policy.Access, description: str, name: str | None = None) -> T: ...
def guarded(resolver: Callable[..., Any], *, access: policy.Access, description: str, name: str | None = None) -> Any:
    """A field for those with the access alone; the SDL says so with @allowed."""
    return field(resolver, Door(access=access), description, name)


@overload
def open_to_all(resolver: Callable[..., Awaitable[T]], *, description: str) -> T: ...
@overload
def open_to_all(resolver: Callable[..., T], *, description: str) -> T: ...
def open_to_all(resolver: Callable[..., Any], *, description: str) -> Any:
    """A field for everybody, also when nobody is signed in."""
    return field(resolver, Door(), description)


def followed(
    resolver: Callable[..., Awaitable[AsyncGenerator[T, None]]], *, description: str
) -> AsyncGenerator[T, None]:
    """A field of Subscription, for whoever is signed in; what of it they may know is decided by visibility."""
    made: AsyncGenerator[T, None] = strawberry.subscription(
        resolver=resolver, description=description, metadata={_METADATA: Door(signed_in=True)}
    )
    return made


def field(
    resolver: Callable[..., Any] | None,
    door: Door,
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
        directives=[] if door.access is None else [allowed(door.access)],
        metadata={_METADATA: door, **(metadata or {})},
    )


def asked_of(defined: GraphQLField) -> list[policy.Access]:
    """All that a field asks for: for itself, and for the objects it answers with."""
    door = _door_of(defined)
    found = (door.access if door else None, access_to_named(get_named_type(defined.type)))
    return [each for each in found if each is not None]


def _door_of(defined: GraphQLField) -> Door | None:
    definition = defined.extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF)
    found: Door | None = getattr(definition, "metadata", {}).get(_METADATA)
    return found


def _access_of(definition: object) -> policy.Access | None:
    for directive in getattr(definition, "directives", None) or ():
        if isinstance(directive, Allowed):
            return policy.Access(
                roles=frozenset(directive.roles or ()),
                rights=frozenset(directive.rights or ()),
                client_user=bool(directive.client_user),
            )
    return None


def close(schema: GraphQLSchema) -> None:
    """Put every door in force. Raise UndecidedDoor where one is missing."""
    roots = {schema.query_type, schema.mutation_type, schema.subscription_type}
    for parent in schema.type_map.values():
        if isinstance(parent, GraphQLObjectType) and not parent.name.startswith("__"):
            for name, each in parent.fields.items():
                _close_field(schema, each, f"{parent.name}.{name}", root=parent in roots)


def _close_field(schema: GraphQLSchema, closed: GraphQLField, path: str, *, root: bool) -> None:
    door = _door_of(closed)
    if root and door is None:
        message = f"{path} does not say who may open it"
        raise UndecidedDoor(message)
    answered = get_named_type(closed.type)
    possible = schema.get_possible_types(answered) if is_abstract_type(answered) else ()
    if any(access_to_named(each) for each in possible) and not (door is not None and door.by_type):
        message = f"{path} may answer with a guarded type, and does not say that it asks"
        raise UndecidedDoor(message)
    asked = asked_of(closed)
    if asked or (door is not None and door.signed_in):
        closed.resolve = _asking(closed.resolve or default_field_resolver, asked)
        # Of a subscription this is where it starts; the other one, above, is asked before each event.
        closed.subscribe = None if closed.subscribe is None else _asking(closed.subscribe, asked)


def access_to_named(named: GraphQLNamedType) -> policy.Access | None:
    """The access that objects of a type ask for on every path; None when they ask for none."""
    return _access_of(named.extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF))


def _asking(resolve: GraphQLFieldResolver, asked: list[policy.Access]) -> GraphQLFieldResolver:
    def ask_first(source: Any, info: Any, **arguments: Any) -> Any:
        viewer = info.context.viewer
        if viewer is None:
            raise policy.NotSignedIn
        for access in asked:
            policy.require(viewer, access)
        return resolve(source, info, **arguments)

    return ask_first
