"""Text that a database cannot keep, sent wherever the API takes text: refused at the edge, alike on both databases."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from graphql import (
    GraphQLArgument,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    get_named_type,
    is_enum_type,
    is_leaf_type,
)

from billing.access.principals import Viewer
from billing.payments.allocation import PaymentSource
from tests.support.asking import SCHEMA, ask, everything, gid
from tests.support.firm import Firm, House

pytestmark = pytest.mark.both_databases

HOSTILE = ("a\0b", "\ud800", "x" * 100_000)
UNDERSTOOD = {"BAD_USER_INPUT", "GRAPHQL_VALIDATION_FAILED", "FORBIDDEN", "UNAUTHENTICATED"}
LEAVES = {"String": "text", "Decimal": "1", "Date": "2026-03-03", "Boolean": False, "Int": 1}
DEEP = 3


async def objects(firm: Firm) -> dict[str, str]:
    """Something of each kind for an id to point to, by what the schema calls it."""
    draft, invoice = await firm.issue("10.00", issue=False), await firm.issue("10.00")
    prepayment = await firm.ask_prepayment("30.00")
    (payment,) = await firm.pay(await firm.issue("3.00"), "1.00", PaymentSource.CARD)
    provider = (await firm.settings()).default_connection_id
    assert provider is not None
    return {
        "clientId": gid("Client", firm.client_id),
        "invoiceId": gid("Invoice", draft),
        "paymentId": gid("Payment", payment.id),
        "prepaymentId": gid("Prepayment", prepayment.id),
        "providerId": gid("Provider", provider),
        "id": gid("Invoice", invoice),
    }


def sample(name: str, field: GraphQLArgument | GraphQLInputField, ids: dict[str, str], depth: int = 0) -> Any:
    """A value that the schema takes."""
    kind, named = field.type, get_named_type(field.type)
    if isinstance(named, GraphQLInputObjectType):
        fields = named.fields.items()
        if named.is_one_of:
            fields = [one for one in fields if one[0] in ("partial", "amount")] or list(fields)[:1]
        value: Any = {key: sample(key, one, ids, depth + 1) for key, one in fields} if depth < DEEP else None
    elif is_enum_type(named):
        value = next(iter(named.values))
    else:
        value = ids.get(name, ids["id"]) if named.name == "ID" else LEAVES.get(named.name, "text")
    inner = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
    return [value] if isinstance(inner, GraphQLList) else value


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where there is text."""
    if isinstance(value, str):
        yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in items:
        yield from places(one, (*path, key))


def put(value: Any, path: tuple[Any, ...], text: str) -> Any:
    changed = copy.deepcopy(value)
    at = changed
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = text
    return changed


def document(kind: str, name: str, field: GraphQLField) -> str:
    """The field with all of its arguments as variables, asking for as little as can be."""
    variables = ", ".join(f"${key}: {one.type}" for key, one in field.args.items())
    arguments = ", ".join(f"{key}: ${key}" for key in field.args)
    leaf = is_leaf_type(get_named_type(field.type))
    return f"{kind} ({variables}) {{ {name}({arguments}) {'' if leaf else '{ __typename }'} }}"


async def check(house: House, viewer: Viewer, kind: str, name: str, field: GraphQLField, ids: dict[str, str]) -> int:
    """Every place of text in the field's arguments, with every text. How many there were."""
    base = {key: sample(key, one, ids) for key, one in field.args.items()}
    found = list(places(base))
    for place in found:
        for text in HOSTILE:
            answer = await ask(house.services, viewer, document(kind, name, field), put(base, place, text))
            codes = {error["extensions"]["code"] for error in answer.errors}
            assert codes <= UNDERSTOOD, (name, place, text[:5], answer.text)
            done = f"{name[0].upper()}{name[1:]}Payload"
            assert kind == "query" or codes or answer.data[name]["__typename"] != done, (name, place, text[:5])
    return len(found)


async def test_every_place_where_text_is_taken(house: House) -> None:
    """P7: NUL, half a character, and far too much of it: told as what they are, and nothing has moved."""
    firm = await house.ready_firm()
    ids = await objects(firm)
    schema = SCHEMA._schema
    assert schema.query_type is not None
    assert schema.mutation_type is not None
    before = await everything(house.services)
    before.pop("sign_in_throttle")
    places_of_queries = [
        await check(house, firm.owner, "query", name, field, ids)
        for name, field in schema.query_type.fields.items()
        if field.args
    ]
    places_of_mutations = [
        await check(house, firm.owner, "mutation", name, field, ids)
        for name, field in schema.mutation_type.fields.items()
        if field.args
    ]
    after = await everything(house.services)
    after.pop("sign_in_throttle")
    assert after == before
    assert sum(places_of_queries) > 3
    assert sum(places_of_mutations) > 30
