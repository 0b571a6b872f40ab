"""A normalised cache, as pages have one: every object once, by its id, with the fields that were read of it."""

from __future__ import annotations

from typing import Any

from graphql import GraphQLNamedType, GraphQLObjectType, GraphQLUnionType, get_named_type, is_required_argument

from tests.support.graphql_client import SCHEMA

TYPES = SCHEMA._schema.type_map
_EXCLUDED_FIELDS = {"changesCursor", "member", "providerCode"}  # another text each time; not for clients
_EMBEDDED_TYPES = {"Refund"}  # has an id, and comes with what it gives back
LIST_FIELDS = ("invoices", "payments", "prepayments")


def selection_of(kind: GraphQLNamedType) -> str:
    """All of an object, as far as the next ones that have an id; no lists that page, and nothing sealed."""
    if isinstance(kind, GraphQLUnionType):
        return "{ __typename " + " ".join(f"... on {each.name} {selection_of(each)}" for each in kind.types) + " }"
    if not isinstance(kind, GraphQLObjectType):
        return ""
    found = ["__typename"]
    for name, field in kind.fields.items():
        of = get_named_type(field.type)
        if "first" in field.args or any(map(is_required_argument, field.args.values())) or name in _EXCLUDED_FIELDS:
            continue
        linked = isinstance(of, GraphQLObjectType) and "id" in of.fields and of.name not in _EMBEDDED_TYPES
        found.append(f"{name} {'{ __typename id }' if linked else selection_of(of)}")
    return "{ " + " ".join(found) + " }"


def selection_of_type(name: str) -> str:
    """All of a type."""
    return selection_of(TYPES[name])


_LIST_SELECTIONS = " ".join(
    f"{name}(first: 100) {{ edges {{ node {selection_of_type(kind)} }} }}"
    for name, kind in zip(LIST_FIELDS, ("Invoice", "Payment", "Prepayment"), strict=True)
)
_ENTRY_SELECTION = f"creditAccount {{ entries(first: 100) {{ edges {{ node {selection_of_type('CreditEntry')} }} }} }}"

RELOAD_QUERY = f"""query ($client: ID!) {{ client(id: $client) {{ changesCursor }}
  whole: client(id: $client) {selection_of_type("Client")} money: client(id: $client) {{ creditAccount {selection_of_type("CreditAccount")} }}
  lists: client(id: $client) {{ {_LIST_SELECTIONS} {_ENTRY_SELECTION} }} }}"""
"""A page that is read anew: everything of one client."""

CHANGES_SUBSCRIPTION = f"""subscription ($client: ID!, $after: String) {{ clientChanges(clientId: $client, after: $after) {{
  cursor reload removedIds whole: client {selection_of_type("Client")} client {{ creditAccount {selection_of_type("CreditAccount")} }}
  invoices {selection_of_type("Invoice")} payments {selection_of_type("Payment")} prepayments {selection_of_type("Prepayment")}
  entries {selection_of_type("CreditEntry")} }} }}"""
"""The same, of what changed."""

NormalizedCache = dict[str, dict[str, Any]]


def merge_into_cache(cache: NormalizedCache, response: Any) -> None:
    """Take in everything that has an id, however deep."""
    if isinstance(response, dict):
        if "id" in response and "__typename" in response:
            cache.setdefault(response["id"], {}).update(response)
        for value in response.values():
            merge_into_cache(cache, value)
    elif isinstance(response, list):
        for value in response:
            merge_into_cache(cache, value)
