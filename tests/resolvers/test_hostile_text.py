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
from tests.support.firm import AppHarness, Firm
from tests.support.graphql_client import SCHEMA, all_rows, execute, global_id

pytestmark = pytest.mark.both_databases

HOSTILE_TEXTS = ("a\0b", "\ud800", "x" * 100_000)
EXPECTED_CODES = {"BAD_USER_INPUT", "GRAPHQL_VALIDATION_FAILED", "FORBIDDEN", "UNAUTHENTICATED"}
VALID_LEAVES = {"String": "text", "Decimal": "1", "Date": "2026-03-03", "Boolean": False, "Int": 1}
MAX_DEPTH = 3


async def object_ids(firm: Firm) -> dict[str, str]:
    """Something of each kind for an id to point to, by what the schema calls it."""
    draft, invoice = await firm.create_invoice("10.00", issue=False), await firm.create_invoice("10.00")
    prepayment = await firm.start_prepayment("30.00")
    (payment,) = await firm.pay(await firm.create_invoice("3.00"), "1.00", PaymentSource.CARD)
    provider = (await firm.settings()).default_connection_id
    assert provider is not None
    return {
        "clientId": global_id("Client", firm.client_id),
        "invoiceId": global_id("Invoice", draft),
        "paymentId": global_id("Payment", payment.id),
        "prepaymentId": global_id("Prepayment", prepayment.id),
        "providerId": global_id("Provider", provider),
        "id": global_id("Invoice", invoice),
    }


def sample(name: str, field: GraphQLArgument | GraphQLInputField, ids: dict[str, str], depth: int = 0) -> Any:
    """A value that the schema takes."""
    kind, named = field.type, get_named_type(field.type)
    if isinstance(named, GraphQLInputObjectType):
        fields = named.fields.items()
        if named.is_one_of:
            fields = [one for one in fields if one[0] in ("partial", "amount")] or list(fields)[:1]
        value: Any = {key: sample(key, one, ids, depth + 1) for key, one in fields} if depth < MAX_DEPTH else None
    elif is_enum_type(named):
        value = next(iter(named.values))
    else:
        value = ids.get(name, ids["id"]) if named.name == "ID" else VALID_LEAVES.get(named.name, "text")
    inner = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
    return [value] if isinstance(inner, GraphQLList) else value


def text_paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where there is text."""
    if isinstance(value, str):
        yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in items:
        yield from text_paths(one, (*path, key))


def set_at(value: Any, path: tuple[Any, ...], text: str) -> Any:
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


async def assert_text_is_refused(
    house: AppHarness, viewer: Viewer, kind: str, name: str, field: GraphQLField, ids: dict[str, str]
) -> int:
    """Every place of text in the field's arguments, with every text. How many there were."""
    base = {key: sample(key, one, ids) for key, one in field.args.items()}
    found = list(text_paths(base))
    for place in found:
        for text in HOSTILE_TEXTS:
            answer = await execute(house.services, viewer, document(kind, name, field), set_at(base, place, text))
            codes = {error["extensions"]["code"] for error in answer.errors}
            assert codes <= EXPECTED_CODES, (name, place, text[:5], answer.text)
            done = f"{name[0].upper()}{name[1:]}Payload"
            assert kind == "query" or codes or answer.data[name]["__typename"] != done, (name, place, text[:5])
    return len(found)


async def test_every_place_where_text_is_taken(app: AppHarness) -> None:
    """P7: NUL, half a character, and far too much of it: told as what they are, and nothing has moved."""
    firm = await app.create_ready_firm()
    ids = await object_ids(firm)
    schema = SCHEMA._schema
    assert schema.query_type is not None
    assert schema.mutation_type is not None
    before = await all_rows(app.services)
    before.pop("sign_in_throttle")
    places_of_queries = [
        await assert_text_is_refused(app, firm.owner, "query", name, field, ids)
        for name, field in schema.query_type.fields.items()
        if field.args
    ]
    places_of_mutations = [
        await assert_text_is_refused(app, firm.owner, "mutation", name, field, ids)
        for name, field in schema.mutation_type.fields.items()
        if field.args
    ]
    after = await all_rows(app.services)
    after.pop("sign_in_throttle")
    assert after == before
    assert sum(places_of_queries) > 3
    assert sum(places_of_mutations) > 30
