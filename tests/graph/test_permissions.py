"""The permissions that the schema prints are enforced for every field, and no root field is without a guard."""

import dataclasses
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import strawberry
from graphql import DirectiveNode, GraphQLObjectType, GraphQLSchema, ObjectTypeDefinitionNode, get_named_type, parse
from graphql.pyutils import Path

import models
from billing.access import policy, principals
from graph import permissions, strawberry_compat
from graph import schema as graph_schema
from graph.types.node import Node
from graph.types.settings import PaymentSettings

FIRM = uuid.uuid4()
RIGHTS = tuple(models.MemberRight)


def member(role: models.FirmRole, *rights: models.MemberRight) -> principals.Member:
    granted = frozenset(rights) if role is models.FirmRole.EMPLOYEE else frozenset(RIGHTS)
    return principals.Member(FIRM, uuid.uuid4(), role, granted)


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
    """The part of `GraphQLResolveInfo` that guards read."""

    context: Any
    path: Path = dataclasses.field(default_factory=lambda: Path(None, "field", None))


@dataclass
class FakeContext:
    viewer: principals.Viewer | None

    def start_mutation_field(self) -> None:
        """Nothing has been answered before."""


def parse_access(node: DirectiveNode) -> policy.Permission:
    """The permission of an @allowed directive."""
    arguments: dict[str, Any] = {}
    for argument in node.arguments or ():
        value: Any = argument.value
        arguments[argument.name.value] = (
            {item.value for item in value.values} if hasattr(value, "values") else value.value
        )
    return policy.Permission(
        roles=frozenset(models.FirmRole[name] for name in arguments.get("roles", ())),
        rights=frozenset(models.MemberRight[name] for name in arguments.get("rights", ())),
        client_user=arguments.get("clientUser", False),
    )


def access_of(node: Any) -> policy.Permission | None:
    directives = node.directives or ()
    return next((parse_access(directive) for directive in directives if directive.name.value == "allowed"), None)


def printed_fields(schema: graph_schema.Schema) -> Iterator[tuple[str, str, list[policy.Permission]]]:
    """Each field, with the permissions that the schema prints for it: its own, and that of the type it returns."""
    definitions = parse(graph_schema.print_schema(schema)).definitions
    types = {node.name.value: node for node in definitions if isinstance(node, ObjectTypeDefinitionNode)}
    for name, type_ in types.items():
        for field in type_.fields or ():
            built_type = strawberry_compat.graphql_schema(schema).type_map[name]
            assert isinstance(built_type, GraphQLObjectType)
            returned = types.get(get_named_type(built_type.fields[field.name.value].type).name)
            required = [access_of(field), access_of(returned) if returned is not None else None]
            yield name, field.name.value, [permission for permission in required if permission is not None]


def is_permitted(schema: GraphQLSchema, type_name: str, field_name: str, viewer: principals.Viewer | None) -> bool:
    parent = schema.type_map[type_name]
    assert isinstance(parent, GraphQLObjectType)
    resolve = parent.fields[field_name].resolve
    assert resolve is not None
    try:
        result = resolve(None, FakeInfo(FakeContext(viewer)))
    except (policy.PermissionDenied, policy.NotAuthenticated):
        return False
    except Exception:
        return True  # the guard let it pass, and the resolver failed without a database
    nullable_types = ("Client", "Dispute", "FirmMember", "Invoice", "Payment", "PaymentFailure", "Prepayment")
    if type_name in nullable_types and result is None:
        return False
    if hasattr(result, "close"):
        result.close()
    return True


def test_printed_permissions_are_enforced(schema: graph_schema.Schema) -> None:
    """`Actor.member` shows an employee themselves, so visibility enforces it: see test_read_access."""
    by_visibility = ("Actor", "member", [policy.OWNER_OR_ADMIN])
    restricted = [field for field in printed_fields(schema) if field[-1]]
    assert len(restricted) > 20
    restricted.remove(by_visibility)
    built_schema = strawberry_compat.graphql_schema(schema)
    for type_name, field_name, required in restricted:
        for viewer_name, viewer in VIEWERS_BY_NAME.items():
            expected = viewer is not None and all(policy.has_permission(viewer, permission) for permission in required)
            assert is_permitted(built_schema, type_name, field_name, viewer) is expected, (
                f"{type_name}.{field_name}: {viewer_name}"
            )


def test_descriptions_say_who_is_allowed(schema: graph_schema.Schema) -> None:
    """GraphiQL shows them: every root field says it, and every field and type whose permission the schema prints."""
    types = strawberry_compat.graphql_schema(schema).type_map

    def allowed(type_name: str, field_name: str | None = None) -> str | None:
        type_ = types[type_name]
        assert isinstance(type_, GraphQLObjectType)
        description = type_.description if field_name is None else type_.fields[field_name].description
        _, _, line = (description or "").partition("\n\nAllowed: ")
        return line or None

    for type_name, field_name, required in printed_fields(schema):
        is_root = type_name in {"Query", "Mutation", "Subscription"}
        assert (allowed(type_name, field_name) is not None) is (is_root or bool(required)), f"{type_name}.{field_name}"
    owner_or_admin = "OWNER and ADMIN."
    paying = "OWNER, ADMIN, and EMPLOYEE with MANAGE_PAYMENTS and MANAGE_INVOICES; users of the client."
    assert allowed("PaymentSettings") == allowed("PaymentProvider") == owner_or_admin
    assert allowed("Client") is None
    for type_name, field_name, expected in (
        ("Firm", "paymentSettings", owner_or_admin),
        ("ConnectPaymentProviderPayload", "provider", owner_or_admin),
        ("Firm", "clients", "every member of the firm."),
        ("Mutation", "payInvoice", paying),
        ("Mutation", "voidInvoice", "OWNER, ADMIN, and EMPLOYEE with MANAGE_INVOICES."),
        ("Mutation", "signIn", "everybody, signed in or not."),
        ("Query", "firm", "everybody who is signed in."),
        ("Query", "node", "everybody who is signed in; each object as its type allows."),
        ("Subscription", "clientChanges", "everybody who is signed in."),
        ("Subscription", "firmChanges", "every member of the firm."),
        ("Firm", "name", None),
    ):
        assert allowed(type_name, field_name) == expected, f"{type_name}.{field_name}"


@pytest.mark.parametrize("is_in_list", [False, True])
def test_only_roots_and_firms_answer_forbidden(schema: graph_schema.Schema, *, is_in_list: bool) -> None:
    """Inside a list, and at any object that can be a row, whoever lacks the permission reads null, without an error."""
    types = strawberry_compat.graphql_schema(schema).type_map
    null_if_denied = {
        f"{name}.{field_name}"
        for name, type_ in types.items()
        if isinstance(type_, GraphQLObjectType)
        for field_name, field in type_.fields.items()
        if name not in ("Mutation", "Query") and permissions.is_null_if_denied(type_, field, is_in_list=is_in_list)
    }
    of_firm = {
        "activity", "clients", "creditEntries", "disputes", "invitations", "invoices", "members", "moneyReport",
        "payments", "paymentSettings", "prepayments", "refunds", "webhookEndpoints",
    }  # fmt: skip
    of_rows = {
        "Actor.member", "Client.assignedMembers", "Client.invitations", "FirmMember.assignedClients",
        "Dispute.evidenceDueAt", "Dispute.reason", "Invoice.quote", "Payment.providerReference",
        "PaymentFailure.providerCode", "Prepayment.providerReference",
    }  # fmt: skip
    of_lists = {f"Firm.{field}" for field in of_firm} | {"Subscription.firmChanges"}
    assert null_if_denied == of_rows | (of_lists if is_in_list else set())


def test_restricted_fields_are_nullable(schema: graph_schema.Schema) -> None:
    """A denied field must not make its siblings null."""
    for type_name, field_name, required in printed_fields(schema):
        parent = strawberry_compat.graphql_schema(schema).type_map[type_name]
        assert isinstance(parent, GraphQLObjectType)
        if required and type_name in {
            "Query",
            "Mutation",
            "Firm",
            "Actor",
            "Dispute",
            "Invoice",
            "Payment",
            "PaymentFailure",
            "Prepayment",
        }:
            assert not str(parent.fields[field_name].type).endswith("!"), f"{type_name}.{field_name}"


@pytest.mark.parametrize("field", ["firm", "client", "invoice"])
def test_sign_in_is_required(schema: graph_schema.Schema, field: str) -> None:
    assert not is_permitted(strawberry_compat.graphql_schema(schema), "Query", field, None)


async def test_denied_fields_are_null(schema: graph_schema.Schema) -> None:
    """With one error at the path of the field; siblings are returned."""
    result = await schema.execute("{ viewer { __typename } firm { name } }", None, FakeContext(None))
    assert result.data == {"viewer": None, "firm": None}
    assert [(error.path, error.extensions) for error in result.errors or []] == [
        (["firm"], {"code": "UNAUTHENTICATED"})
    ]


def resolve_none() -> Any:
    """Nothing."""


@strawberry.type
class Mutation:
    done: bool | None = permissions.public(resolve_none)


def test_root_field_without_permission_fails_the_build() -> None:
    @strawberry.type
    class Query:
        secret: str = strawberry.field(resolver=lambda: "x")

    with pytest.raises(permissions.MissingPermission, match=r"Query\.secret"):
        graph_schema.build_schema(query=Query, mutation=Mutation)


def test_restricted_type_in_union_fails_the_build() -> None:
    """A field of a union or interface with a restricted type has to check permissions per type."""

    @strawberry.type
    class Holder:
        thing: Node | None = strawberry.field(resolver=resolve_none)

    @strawberry.type
    class Query:
        holder: Holder | None = permissions.public(resolve_none)
        settings: PaymentSettings | None = permissions.public(resolve_none)

    with pytest.raises(permissions.MissingPermission, match=r"Holder\.thing"):
        graph_schema.build_schema(query=Query, mutation=Mutation)
