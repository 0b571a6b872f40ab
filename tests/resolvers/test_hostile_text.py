"""Text that a database cannot store is refused at every text input of the API, the same on both databases."""

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
    """An object for each id input, by the input's name."""
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
    """A value that the schema accepts."""
    type_, named_type = field.type, get_named_type(field.type)
    if isinstance(named_type, GraphQLInputObjectType):
        fields = named_type.fields.items()
        if named_type.is_one_of:
            fields = [subfield for subfield in fields if subfield[0] in ("partial", "amount")] or list(fields)[:1]
        value: Any = (
            {key: sample(key, subfield, ids, depth + 1) for key, subfield in fields} if depth < MAX_DEPTH else None
        )
    elif is_enum_type(named_type):
        value = next(iter(named_type.values))
    else:
        value = ids.get(name, ids["id"]) if named_type.name == "ID" else VALID_LEAVES.get(named_type.name, "text")
    inner = type_.of_type if isinstance(type_, GraphQLNonNull) else type_
    return [value] if isinstance(inner, GraphQLList) else value


def text_paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths of all strings in the value."""
    if isinstance(value, str):
        yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from text_paths(item, (*path, key))


def set_at(value: Any, path: tuple[Any, ...], text: str) -> Any:
    changed = copy.deepcopy(value)
    container = changed
    for key in path[:-1]:
        container = container[key]
    container[path[-1]] = text
    return changed


def document(operation_type: str, name: str, field: GraphQLField) -> str:
    """The field with all arguments as variables, and the smallest selection."""
    variables = ", ".join(f"${key}: {argument.type}" for key, argument in field.args.items())
    arguments = ", ".join(f"{key}: ${key}" for key in field.args)
    leaf = is_leaf_type(get_named_type(field.type))
    return f"{operation_type} ({variables}) {{ {name}({arguments}) {'' if leaf else '{ __typename }'} }}"


async def assert_text_is_refused(
    app: AppHarness, viewer: Viewer, operation_type: str, name: str, field: GraphQLField, ids: dict[str, str]
) -> int:
    """Send each text at each text input of the field. Returns the number of inputs."""
    base = {key: sample(key, argument, ids) for key, argument in field.args.items()}
    paths = list(text_paths(base))
    for path in paths:
        for text in HOSTILE_TEXTS:
            response = await execute(
                app.services, viewer, document(operation_type, name, field), set_at(base, path, text)
            )
            codes = {error["extensions"]["code"] for error in response.errors}
            assert codes <= EXPECTED_CODES, (name, path, text[:5], response.text)
            payload_type = f"{name[0].upper()}{name[1:]}Payload"
            assert operation_type == "query" or codes or response.data[name]["__typename"] != payload_type, (
                name,
                path,
                text[:5],
            )
    return len(paths)


async def test_every_text_input_refuses_hostile_text(app: AppHarness) -> None:
    """P7: NUL, a lone surrogate and too long text; nothing changes."""
    firm = await app.create_ready_firm()
    ids = await object_ids(firm)
    schema = SCHEMA._schema
    assert schema.query_type is not None
    assert schema.mutation_type is not None
    before = await all_rows(app.services)
    before.pop("sign_in_throttle")
    query_input_counts = [
        await assert_text_is_refused(app, firm.owner, "query", name, field, ids)
        for name, field in schema.query_type.fields.items()
        if field.args
    ]
    mutation_input_counts = [
        await assert_text_is_refused(app, firm.owner, "mutation", name, field, ids)
        for name, field in schema.mutation_type.fields.items()
        if field.args
    ]
    after = await all_rows(app.services)
    after.pop("sign_in_throttle")
    assert after == before
    assert sum(query_input_counts) > 3
    assert sum(mutation_input_counts) > 30
