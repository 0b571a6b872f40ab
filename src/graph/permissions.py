"""Field guards: which permission a field or type requires, printed in the schema as @allowed and enforced from there.

Fields get a guard from `restricted`, `public`, `signed_in`, `subscription` or `field`, object types from
`restricted_type`. `enforce` wraps the resolvers of a built schema, and rejects a schema with an unguarded root field.

A denied field is null. Root fields, and fields of a Firm outside lists, also report an error. Other objects can be rows
of a list, where each row would report one.
"""

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar, dataclass_transform

import graphql
import strawberry
from strawberry.schema_directive import Location

import models
from billing.access import policy
from billing.access.principals import Viewer
from graph import described, strawberry_compat

C = TypeVar("C", bound=type)

_METADATA_KEY = "guard"
_TYPES_WITH_ERRORS = frozenset({"Query", "Mutation", "Subscription", "Firm"})


class MissingPermission(TypeError):
    """A root field has no guard, or a field of several types does not declare that it checks permissions per type."""


@strawberry.schema_directive(
    name="allowed",
    locations=[Location.FIELD_DEFINITION, Location.OBJECT],
    description=(
        "Who may read this field, run this mutation, or read objects of this type on any path: viewers who match any of"
        " the arguments. For all others a field of Query, Mutation, Subscription or Firm, or an object of this type, is"
        " null with an error whose code is FORBIDDEN, or UNAUTHENTICATED if nobody is signed in; a field of any other"
        " object, and of a Firm inside a list, is null without an error, because the object can be a row of a list."
    ),
)
class Allowed:
    """A permission, as the schema prints it."""

    roles: list[models.FirmRole] | None = described.field(
        "Members with one of these roles.", name="roles", default=strawberry.UNSET
    )
    rights: list[models.MemberRight] | None = described.field(
        "Members with all of these rights. OWNER and ADMIN have every right.", name="rights", default=strawberry.UNSET
    )
    client_user: bool = described.field(
        "Users of a client, for the objects of their own client.", name="clientUser", default=False
    )


@dataclass(frozen=True, slots=True)
class FieldGuard:
    """What a field requires. With the defaults, the field is public.

    With `checks_per_type`, the field returns objects of several types and its resolver checks the permission of each
    type itself. With `narrowed_by_visibility`, viewers without the permission read those related objects that the
    visibility clause of their type shows them, such as the viewer.
    """

    permission: policy.Permission | None = None
    requires_sign_in: bool = False
    checks_per_type: bool = False
    narrowed_by_visibility: bool = False


def allowed_directive(permission: policy.Permission) -> Allowed:
    """The directive that declares a permission."""
    return Allowed(
        roles=[role for role in models.FirmRole if role in permission.roles] or strawberry.UNSET,
        rights=[right for right in models.MemberRight if right in permission.rights] or strawberry.UNSET,
        client_user=permission.client_user or strawberry.UNSET,
    )


def restricted(resolver: Callable[..., Any], *, permission: policy.Permission) -> Any:
    """A field that requires the permission. The docstring of its resolver is its description."""
    return field(resolver, FieldGuard(permission=permission), described.description_of(resolver))


def public(resolver: Callable[..., Any]) -> Any:
    """A field that does not require a signed-in viewer. The docstring of its resolver is its description."""
    return field(resolver, FieldGuard(), described.description_of(resolver))


def signed_in(resolver: Callable[..., Any]) -> Any:
    """A field that requires a signed-in viewer. The docstring of its resolver is its description."""
    return field(resolver, FieldGuard(requires_sign_in=True), described.description_of(resolver))


def subscription(
    resolver: Callable[..., Awaitable[AsyncGenerator[Any, None]]], *, permission: policy.Permission | None = None
) -> Any:
    """A field of Subscription that requires a signed-in viewer, with `permission` one who has the permission.

    The docstring of its resolver is its description.
    """
    return strawberry.subscription(
        resolver=resolver,
        description=described.description_of(resolver),
        directives=[] if permission is None else [allowed_directive(permission)],
        metadata={_METADATA_KEY: FieldGuard(permission=permission, requires_sign_in=True)},
    )


@dataclass_transform(kw_only_default=True, field_specifiers=(described.field,))
def restricted_type(permission: policy.Permission) -> Callable[[C], C]:
    """Declare an object type that requires the permission."""
    return lambda cls: described.object_type(cls, directives=[allowed_directive(permission)])


def field(
    resolver: Callable[..., Any] | None,
    guard: FieldGuard,
    description: str,
    name: str | None = None,
    metadata: Mapping[str, Any] | None = None,
) -> Any:
    """A field with a guard and further metadata."""
    strawberry_field: Any = strawberry.field
    return strawberry_field(
        resolver=resolver,
        name=name,
        description=description,
        directives=[] if guard.permission is None else [allowed_directive(guard.permission)],
        metadata={_METADATA_KEY: guard, **(metadata or {})},
    )


def required_permissions(graphql_field: graphql.GraphQLField) -> list[policy.Permission]:
    """The permissions that a field requires: its own, and that of the type it returns."""
    guard = _guard_of(graphql_field)
    own = None if guard is None or guard.narrowed_by_visibility else guard.permission
    permissions = (own, permission_of_type(graphql.get_named_type(graphql_field.type)))
    return [permission for permission in permissions if permission is not None]


def is_null_if_denied(
    parent: graphql.GraphQLNamedType, graphql_field: graphql.GraphQLField, *, is_in_list: bool
) -> bool:
    """Whether a field is null without an error for viewers who lack its own permission.

    `is_in_list`: its object is a row of a list, or inside one.
    """
    guard = _guard_of(graphql_field)
    is_guarded = guard is not None and guard.permission is not None
    return is_guarded and (is_in_list or parent.name not in _TYPES_WITH_ERRORS)


def permission_of_type(named_type: graphql.GraphQLNamedType) -> policy.Permission | None:
    """The permission that reading objects of a type requires on every path; None if it requires none."""
    for directive in strawberry_compat.type_directives(named_type):
        if isinstance(directive, Allowed):
            return policy.Permission(
                roles=frozenset(directive.roles or ()),
                rights=frozenset(directive.rights or ()),
                client_user=bool(directive.client_user),
            )
    return None


def can_read_type(viewer: Viewer, named_type: graphql.GraphQLNamedType) -> bool:
    """Whether the viewer has the permission that reading objects of a type requires on every path."""
    permission = permission_of_type(named_type)
    return permission is None or policy.has_permission(viewer, permission)


def describe(schema: graphql.GraphQLSchema) -> None:
    """Append to the descriptions of guarded fields and types who is allowed: introspection has no @allowed."""
    roots = {schema.query_type, schema.mutation_type, schema.subscription_type}
    for named_type in schema.type_map.values():
        if not isinstance(named_type, graphql.GraphQLObjectType) or named_type.name.startswith("__"):
            continue
        permission = permission_of_type(named_type)
        if permission is not None:
            named_type.description = f"{named_type.description}\n\nAllowed: {_viewers(permission)}."
        for graphql_field in named_type.fields.values():
            allowed = _allowed_viewers(graphql_field)
            guard = _guard_of(graphql_field)
            is_up_to_objects = guard is not None and guard.checks_per_type and named_type not in roots
            if allowed is not None and not is_up_to_objects:
                graphql_field.description = f"{graphql_field.description}\n\nAllowed: {allowed}."


def enforce(schema: graphql.GraphQLSchema) -> None:
    """Wrap the resolvers of all guarded fields. Raises MissingPermission if a field lacks its guard."""
    roots = {schema.query_type, schema.mutation_type, schema.subscription_type}
    for parent in schema.type_map.values():
        if isinstance(parent, graphql.GraphQLObjectType) and not parent.name.startswith("__"):
            for name in parent.fields:
                _enforce_field(schema, parent, name, is_root=parent in roots)


def _allowed_viewers(graphql_field: graphql.GraphQLField) -> str | None:
    """Which viewers a field allows; None for a field that has no guard and returns no guarded type."""
    guard, required = _guard_of(graphql_field), required_permissions(graphql_field)
    if guard is not None and guard.permission is not None and guard.narrowed_by_visibility:
        return f"{_viewers(guard.permission)}; others, if the object is visible to them"
    if required:
        return ", and of these only ".join(dict.fromkeys(map(_viewers, required)))
    if guard is None:
        return None
    viewers = "everybody who is signed in" if guard.requires_sign_in else "everybody, signed in or not"
    return f"{viewers}; each object as its type allows" if guard.checks_per_type else viewers


def _viewers(permission: policy.Permission) -> str:
    """Which viewers have the permission."""
    roles = [role.name for role in models.FirmRole if role in permission.roles]
    rights = [right.name for right in models.MemberRight if right in permission.rights]
    kinds = []
    if permission.roles == frozenset(models.FirmRole):
        kinds.append("every member of the firm")
    elif roles:
        kinds.append(" and ".join(roles))
    if rights:
        kinds.append(f"OWNER, ADMIN, and EMPLOYEE with {' and '.join(rights)}")
    if permission.client_user:
        kinds.append("users of the client")
    return "; ".join(kinds)


def _guard_of(graphql_field: graphql.GraphQLField) -> FieldGuard | None:
    guard: FieldGuard | None = strawberry_compat.field_metadata(graphql_field).get(_METADATA_KEY)
    return guard


def _enforce_field(
    schema: graphql.GraphQLSchema, parent: graphql.GraphQLObjectType, name: str, *, is_root: bool
) -> None:
    graphql_field, path = parent.fields[name], f"{parent.name}.{name}"
    guard = _guard_of(graphql_field)
    if is_root and guard is None:
        raise MissingPermission(f"{path} has no field guard")
    _guard_field(schema, graphql_field, parent, guard, path)
    if parent is schema.mutation_type:
        graphql_field.resolve = _with_start(graphql_field.resolve or graphql.default_field_resolver)


def _with_start(resolve: graphql.GraphQLFieldResolver) -> graphql.GraphQLFieldResolver:
    """A resolver of a field of Mutation that tells the context when it starts, before permissions are checked."""

    def start_and_resolve(source: Any, info: Any, **arguments: Any) -> Any:
        info.context.start_mutation_field()
        return resolve(source, info, **arguments)

    return start_and_resolve


def _guard_field(
    schema: graphql.GraphQLSchema,
    graphql_field: graphql.GraphQLField,
    parent: graphql.GraphQLObjectType,
    guard: FieldGuard | None,
    path: str,
) -> None:
    named_type = graphql.get_named_type(graphql_field.type)
    possible_types = schema.get_possible_types(named_type) if graphql.is_abstract_type(named_type) else ()
    if any(map(permission_of_type, possible_types)) and not (guard is not None and guard.checks_per_type):
        message = f"{path} can return a type that requires a permission, and its guard lacks `checks_per_type`"
        raise MissingPermission(message)
    required = required_permissions(graphql_field)
    if required or (guard is not None and guard.requires_sign_in):
        graphql_field.resolve = _with_permission_check(
            graphql_field.resolve or graphql.default_field_resolver,
            required,
            null_if_denied=is_null_if_denied(parent, graphql_field, is_in_list=False),
            null_if_denied_in_list=is_null_if_denied(parent, graphql_field, is_in_list=True),
        )
        # `subscribe` runs when a subscription starts, `resolve` for each of its events.
        if graphql_field.subscribe is not None:
            graphql_field.subscribe = _with_permission_check(graphql_field.subscribe, required)


def _with_permission_check(
    resolve: graphql.GraphQLFieldResolver,
    required: list[policy.Permission],
    *,
    null_if_denied: bool = False,
    null_if_denied_in_list: bool = False,
) -> graphql.GraphQLFieldResolver:
    def resolve_if_permitted(source: Any, info: Any, **arguments: Any) -> Any:
        viewer = info.context.viewer
        if viewer is None:
            raise policy.NotAuthenticated
        is_null = null_if_denied or (
            null_if_denied_in_list and any(isinstance(key, int) for key in info.path.as_list())
        )
        if is_null and not all(policy.has_permission(viewer, permission) for permission in required):
            return None
        for permission in required:
            policy.require_permission(viewer, permission)
        return resolve(source, info, **arguments)

    return resolve_if_permitted
