"""A normalised cache, as pages have one: every object once, by its id, with the fields that were read of it."""

from __future__ import annotations

from typing import Any

from graphql import GraphQLNamedType, GraphQLObjectType, GraphQLUnionType, get_named_type, is_required_argument

from tests.support.asking import SCHEMA

TYPES = SCHEMA._schema.type_map
_NOT_READ = {"changesCursor", "member", "providerCode"}  # another text each time; not for clients
_INSIDE = {"Refund"}  # has an id, and comes with what it gives back
LISTED = ("invoices", "payments", "prepayments")


def fields(kind: GraphQLNamedType) -> str:
    """All of an object, as far as the next ones that have an id; no lists that page, and nothing sealed."""
    if isinstance(kind, GraphQLUnionType):
        return "{ __typename " + " ".join(f"... on {each.name} {fields(each)}" for each in kind.types) + " }"
    if not isinstance(kind, GraphQLObjectType):
        return ""
    found = ["__typename"]
    for name, field in kind.fields.items():
        of = get_named_type(field.type)
        if "first" in field.args or any(map(is_required_argument, field.args.values())) or name in _NOT_READ:
            continue
        linked = isinstance(of, GraphQLObjectType) and "id" in of.fields and of.name not in _INSIDE
        found.append(f"{name} {'{ __typename id }' if linked else fields(of)}")
    return "{ " + " ".join(found) + " }"


def named(name: str) -> str:
    """All of a type."""
    return fields(TYPES[name])


_PAGES = " ".join(
    f"{name}(first: 100) {{ edges {{ node {named(kind)} }} }}"
    for name, kind in zip(LISTED, ("Invoice", "Payment", "Prepayment"), strict=True)
)
_ACCOUNT = f"creditAccount {{ entries(first: 100) {{ edges {{ node {named('CreditEntry')} }} }} }}"

PAGE = f"""query ($client: ID!) {{ client(id: $client) {{ changesCursor }}
  whole: client(id: $client) {named("Client")} money: client(id: $client) {{ creditAccount {named("CreditAccount")} }}
  lists: client(id: $client) {{ {_PAGES} {_ACCOUNT} }} }}"""
"""A page that is read anew: everything of one client."""

CHANGES = f"""subscription ($client: ID!, $after: String) {{ clientChanges(clientId: $client, after: $after) {{
  cursor reload removedIds whole: client {named("Client")} client {{ creditAccount {named("CreditAccount")} }}
  invoices {named("Invoice")} payments {named("Payment")} prepayments {named("Prepayment")}
  entries {named("CreditEntry")} }} }}"""
"""The same, of what changed."""

Cache = dict[str, dict[str, Any]]


def taken(cache: Cache, told: Any) -> None:
    """Take in everything that has an id, however deep."""
    if isinstance(told, dict):
        if "id" in told and "__typename" in told:
            cache.setdefault(told["id"], {}).update(told)
        for value in told.values():
            taken(cache, value)
    elif isinstance(told, list):
        for value in told:
            taken(cache, value)
