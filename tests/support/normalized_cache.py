"""A normalized cache, as GraphQL clients have one: each object once, by its id, with the fields that were read."""

from __future__ import annotations

from typing import Any

from graphql import GraphQLNamedType, GraphQLObjectType, GraphQLUnionType, get_named_type, is_required_argument

from tests.support.graphql_client import SCHEMA

TYPES = SCHEMA._schema.type_map
_EXCLUDED_FIELDS = {"changesCursor", "member", "providerCode"}  # differs at each read; not for clients
_EMBEDDED_TYPES = {"Refund"}  # is always selected within its payment or prepayment
LIST_FIELDS = ("invoices", "payments", "prepayments")


def selection_of(type_: GraphQLNamedType) -> str:
    """All fields of a type down to the next types with an id; no connections, and no encrypted cursors."""
    if isinstance(type_, GraphQLUnionType):
        return (
            "{ __typename " + " ".join(f"... on {member.name} {selection_of(member)}" for member in type_.types) + " }"
        )
    if not isinstance(type_, GraphQLObjectType):
        return ""
    fields = ["__typename"]
    for name, field in type_.fields.items():
        field_type = get_named_type(field.type)
        if "first" in field.args or any(map(is_required_argument, field.args.values())) or name in _EXCLUDED_FIELDS:
            continue
        has_id = (
            isinstance(field_type, GraphQLObjectType)
            and "id" in field_type.fields
            and field_type.name not in _EMBEDDED_TYPES
        )
        fields.append(f"{name} {'{ __typename id }' if has_id else selection_of(field_type)}")
    return "{ " + " ".join(fields) + " }"


def selection_of_type(name: str) -> str:
    """All fields of the type with this name."""
    return selection_of(TYPES[name])


_LIST_SELECTIONS = " ".join(
    f"{name}(first: 100) {{ edges {{ node {selection_of_type(kind)} }} }}"
    for name, kind in zip(LIST_FIELDS, ("Invoice", "Payment", "Prepayment"), strict=True)
)
_ENTRY_SELECTION = f"creditAccount {{ entries(first: 100) {{ edges {{ node {selection_of_type('CreditEntry')} }} }} }}"

_CLIENT = selection_of_type("Client")
_CREDIT_ACCOUNT = f"{{ creditAccount {selection_of_type('CreditAccount')} }}"

RELOAD_QUERY = f"""query ($client: ID!) {{
  client(id: $client) {{ changesCursor }}
  client_fields: client(id: $client) {_CLIENT}
  money: client(id: $client) {_CREDIT_ACCOUNT}
  lists: client(id: $client) {{ {_LIST_SELECTIONS} {_ENTRY_SELECTION} }}
}}"""
"""What a page reads when it reloads: everything of one client."""

CHANGES_SUBSCRIPTION = f"""subscription ($client: ID!, $after: String) {{
  clientChanges(clientId: $client, after: $after) {{
    cursor reload removedIds
    client_fields: client {_CLIENT}
    client {_CREDIT_ACCOUNT}
    invoices {selection_of_type("Invoice")}
    payments {selection_of_type("Payment")}
    prepayments {selection_of_type("Prepayment")}
    entries {selection_of_type("CreditEntry")}
  }}
}}"""
"""The same fields, of the objects that changed."""

NormalizedCache = dict[str, dict[str, Any]]


def merge_into_cache(cache: NormalizedCache, response: Any) -> None:
    """Merge every object with an id into the cache, however deep it is."""
    if isinstance(response, dict):
        if "id" in response and "__typename" in response:
            cache.setdefault(response["id"], {}).update(response)
        for value in response.values():
            merge_into_cache(cache, value)
    elif isinstance(response, list):
        for value in response:
            merge_into_cache(cache, value)
