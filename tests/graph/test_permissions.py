"""What the SDL says of who may is what is in force, field by field, and nothing is left undecided."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import strawberry
from graphql import DirectiveNode, GraphQLObjectType, GraphQLSchema, ObjectTypeDefinitionNode, get_named_type, parse

import models
from billing.access import policy, principals
from graph import permissions
from graph import schema as graph_schema
from graph.types.node import Node
from graph.types.settings import PaymentSettings

FIRM = uuid.uuid4()
RIGHTS = tuple(models.MemberRight)


def member(role: models.FirmRole, *rights: models.MemberRight) -> principals.Member:
    complete = frozenset(rights) if role is models.FirmRole.EMPLOYEE else frozenset(RIGHTS)
    return principals.Member(FIRM, uuid.uuid4(), role, complete)


VIEWERS_BY_NAME: dict[str, principals.Viewer | None] = {
    "nobody": None,
    "owner": member(models.FirmRole.OWNER),
    "admin": member(models.FirmRole.ADMIN),
    "employee": member(models.FirmRole.EMPLOYEE),
    "employee who manages payments": member(models.FirmRole.EMPLOYEE, models.MemberRight.MANAGE_PAYMENTS),
    "employee who manages invoices": member(models.FirmRole.EMPLOYEE, models.MemberRight.MANAGE_INVOICES),
    "employee with all rights": member(models.FirmRole.EMPLOYEE, *RIGHTS),
    "client user": principals.ClientUser(FIRM, uuid.uuid4(), uuid.uuid4()),
}


@dataclass
class FakeInfo:
    """As much of GraphQL's info as a door looks at."""

    context: Any


@dataclass
class FakeContext:
    viewer: principals.Viewer | None


def parse_access(node: DirectiveNode) -> policy.Permission:
    """The access as the SDL has it."""
    said: dict[str, Any] = {}
    for argument in node.arguments or ():
        value: Any = argument.value
        said[argument.name.value] = {each.value for each in value.values} if hasattr(value, "values") else value.value
    return policy.Permission(
        roles=frozenset(models.FirmRole[each] for each in said.get("roles", ())),
        rights=frozenset(models.MemberRight[each] for each in said.get("rights", ())),
        client_user=said.get("clientUser", False),
    )


def access_of(node: Any) -> policy.Permission | None:
    return next((parse_access(each) for each in node.directives or () if each.name.value == "allowed"), None)


def printed_fields(schema: graph_schema.Schema) -> Iterator[tuple[str, str, list[policy.Permission]]]:
    """Each field, and every access that the SDL asks for on the way to it: its own, and that of the type it answers."""
    definitions = parse(graph_schema.print_schema(schema)).definitions
    types = {each.name.value: each for each in definitions if isinstance(each, ObjectTypeDefinitionNode)}
    for name, type_ in types.items():
        for field in type_.fields or ():
            real = schema._schema.type_map[name]
            assert isinstance(real, GraphQLObjectType)
            answered = types.get(get_named_type(real.fields[field.name.value].type).name)
            asked = [access_of(field), access_of(answered) if answered is not None else None]
            yield name, field.name.value, [each for each in asked if each is not None]


def is_permitted(schema: GraphQLSchema, type_name: str, field_name: str, viewer: principals.Viewer | None) -> bool:
    parent = schema.type_map[type_name]
    assert isinstance(parent, GraphQLObjectType)
    resolve = parent.fields[field_name].resolve
    assert resolve is not None
    try:
        answer = resolve(None, FakeInfo(FakeContext(viewer)))
    except (policy.PermissionDenied, policy.NotAuthenticated):
        return False
    except Exception:
        return True  # beyond the door, there is nothing here to answer from
    if hasattr(answer, "close"):
        answer.close()
    return True


def test_printed_permissions_are_enforced(schema: graph_schema.Schema) -> None:
    guarded = [(type_, field, asked) for type_, field, asked in printed_fields(schema) if asked]
    assert len(guarded) > 20
    for type_name, field_name, asked in guarded:
        for who, viewer in VIEWERS_BY_NAME.items():
            may = viewer is not None and all(policy.has_permission(viewer, access) for access in asked)
            assert is_permitted(schema._schema, type_name, field_name, viewer) is may, (
                f"{type_name}.{field_name}: {who}"
            )


def test_restricted_fields_are_nullable(schema: graph_schema.Schema) -> None:
    """One refusal must not take its neighbours down: on the way to what is guarded there is a nullable field."""
    for type_name, field_name, asked in printed_fields(schema):
        parent = schema._schema.type_map[type_name]
        assert isinstance(parent, GraphQLObjectType)
        if asked and type_name in {"Query", "Mutation", "Firm", "Actor", "PaymentFailure"}:
            assert not str(parent.fields[field_name].type).endswith("!"), f"{type_name}.{field_name}"


@pytest.mark.parametrize("field", ["firm", "client", "invoice"])
def test_nobody_reads_nothing(schema: graph_schema.Schema, field: str) -> None:
    assert not is_permitted(schema._schema, "Query", field, None)


async def test_refused_at_its_path(schema: graph_schema.Schema) -> None:
    """Null, one error with the code, and the neighbours unharmed."""
    result = await schema.execute("{ viewer { __typename } firm { name } }", None, FakeContext(None))
    assert result.data == {"viewer": None, "firm": None}
    assert [(error.path, error.extensions) for error in result.errors or []] == [
        (["firm"], {"code": "UNAUTHENTICATED"})
    ]


@strawberry.type
class Mutation:
    done: bool | None = permissions.public(lambda: True, description="Done.")


def test_root_field_without_permission_fails_the_build() -> None:
    @strawberry.type
    class Query:
        secret: str = strawberry.field(resolver=lambda: "x")

    with pytest.raises(permissions.MissingPermission, match=r"Query\.secret"):
        graph_schema.build_schema(query=Query, mutation=Mutation)


def resolve_none() -> Any:
    return None


def test_restricted_type_in_union_fails_the_build() -> None:
    """Nobody can add a side entrance: a union or interface with a guarded type has to ask by type."""

    @strawberry.type
    class Holder:
        thing: Node | None = strawberry.field(resolver=resolve_none)

    @strawberry.type
    class Query:
        holder: Holder | None = permissions.public(resolve_none, description="Holder.")
        settings: PaymentSettings | None = permissions.public(resolve_none, description="Settings.")

    with pytest.raises(permissions.MissingPermission, match=r"Holder\.thing"):
        graph_schema.build_schema(query=Query, mutation=Mutation)
