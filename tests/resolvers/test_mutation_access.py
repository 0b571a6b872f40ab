"""Nobody changes what is another firm's or client's, nor what is not theirs to change. On every refusal nothing moves.

Everybody sends every mutation to every object: their own, another client's, another firm's, one that never was. Each
input is one that nobody can have: whoever may send it learns why not, and so nothing at all may move.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from graphql import get_named_type

from models import CreditEntryKind, MemberRight
from tests.resolvers.read_rules import can_see
from tests.resolvers.test_read_access import PRINTED_SCHEMA, REQUESTER_NAMES, UNKNOWN_ID
from tests.support.graphql_client import Response, all_rows, execute, global_id
from tests.support.two_firms import ApiObject, Requester, TwoFirms

PAYMENTS, INVOICES = MemberRight.MANAGE_PAYMENTS, MemberRight.MANAGE_INVOICES
KEY = "the same for all: what is refused claims nothing"
INVOICE_LINES: list[Any] = []
NOT_FOUND = {"__typename": "NotFound", "message": "Not found."}


def is_owner_or_admin(who: Requester) -> bool:
    return who.is_owner_or_admin


def can_manage_invoices(who: Requester) -> bool:
    return who.has_rights(INVOICES)


def can_pay(who: Requester) -> bool:
    return who.is_client_user or who.has_rights(PAYMENTS, INVOICES)


def can_prepay(who: Requester) -> bool:
    return who.is_client_user or who.has_rights(PAYMENTS)


def can_manage_payments(who: Requester) -> bool:
    return who.has_rights(PAYMENTS)


Targets = Callable[[TwoFirms], list[uuid.UUID]]


def invoices_named(name: str) -> Targets:
    """Of each client, the invoice with something special about it."""
    return lambda street: [own_id for side in street.firms for own_id in side.invoices[name].values()]


def client_ids(street: TwoFirms) -> list[uuid.UUID]:
    return [client_id for side in street.firms for client_id in side.clients]


def settled_payment_ids(street: TwoFirms) -> list[uuid.UUID]:
    return [own_id for side in street.firms for own_id in side.settled_payments.values()]


def invoice_payment_entry_ids(street: TwoFirms) -> list[uuid.UUID]:
    """Of each client, the entries by which credits paid invoices: nothing that could be reversed."""
    entries = [thing for thing in street.objects.values() if thing.type_name == "CreditEntry"]
    return [thing.own_id for thing in entries if thing.row.kind is CreditEntryKind.INVOICE_PAYMENT]


def prepayment_ids(street: TwoFirms) -> list[uuid.UUID]:
    return [thing.own_id for thing in street.objects.values() if thing.type_name == "Prepayment"]


def disconnected_provider_ids(street: TwoFirms) -> list[uuid.UUID]:
    return [side.disconnected_provider_id for side in street.firms]


@dataclass(frozen=True)
class AccessRow:
    """Who may, at what it is aimed, with what else, and what is answered to whoever may and finds it."""

    is_allowed: Callable[[Requester], bool]
    expected_types: set[str]
    input_fields: dict[str, Any]
    target_argument: str | None = None
    target_type: str = ""
    targets: Targets | None = None


CREDITS = {"amount": {"choice": "REMAINING"}, "from": "CREDITS", "idempotencyKey": KEY}
CARD = {"amount": {"partial": "5"}, "from": "CARD", "idempotencyKey": KEY}
REVERSAL = {"reason": "x", "idempotencyKey": KEY}
OFFLINE = {"to": {"credits": {"amount": "0"}}, "method": "CASH", "idempotencyKey": KEY}
PREPAYMENT = {"amount": "0", "method": "CARD", "idempotencyKey": KEY}

ACCESS_ROWS: dict[str, list[AccessRow]] = {
    "updatePaymentSettings": [AccessRow(is_owner_or_admin, {"InvalidInput"}, {"creditApplication": None})],
    "connectPaymentProvider": [AccessRow(is_owner_or_admin, {"InvalidInput"}, {"kind": "STRIPE", "returnUrl": "http://elsewhere"})],
    "disconnectPaymentProvider": [
        AccessRow(is_owner_or_admin, {"PaymentSettingsPayload"}, {}, "providerId", "PaymentProvider", disconnected_provider_ids)
    ],
    "setDefaultPaymentProvider": [AccessRow(is_owner_or_admin, {"InvalidInput"}, {}, "providerId", "PaymentProvider", disconnected_provider_ids)],
    "enablePrepayment": [AccessRow(is_owner_or_admin, {"InvalidAmount", "PrepaymentBlocked"}, {"minimum": "0"})],
    "makePrepayment": [
        AccessRow(can_prepay, {"InvalidAmount", "PrepaymentUnavailable"}, PREPAYMENT, "clientId", "Client", client_ids)
    ],
    "payInvoice": [
        AccessRow(can_pay, {"InvoiceNotPayable"}, CREDITS, "invoiceId", "Invoice", invoices_named("paid")),
        AccessRow(can_pay, {"InvoiceNotPayable"}, CARD, "invoiceId", "Invoice", invoices_named("draft")),
    ],
    "cancelPayment": [AccessRow(can_prepay, {"PaymentNotChangeable"}, {}, "id", "Payment", settled_payment_ids)],
    "createInvoice": [
        AccessRow(can_manage_invoices, {"InvalidInput"}, {"lines": INVOICE_LINES, "idempotencyKey": KEY}, "clientId", "Client", client_ids)
    ],
    "updateInvoice": [
        AccessRow(can_manage_invoices, {"InvoiceNotChangeable"}, {"number": "1"}, "invoiceId", "Invoice", invoices_named("paid"))
    ],
    "issueInvoice": [AccessRow(can_manage_invoices, {"InvoiceNotChangeable"}, {}, "invoiceId", "Invoice", invoices_named("void"))],
    "voidInvoice": [
        AccessRow(can_manage_invoices, {"InvoiceNotChangeable"}, {"reason": "x"}, "invoiceId", "Invoice", invoices_named("pending"))
    ],
    "addCreditNote": [AccessRow(can_manage_payments, {"InvalidAmount"}, {"amount": "0", **REVERSAL}, "clientId", "Client", client_ids)],
    "reverseCredit": [AccessRow(can_manage_payments, {"InvalidInput"}, REVERSAL, "entryId", "CreditEntry", invoice_payment_entry_ids)],
    "recordOfflinePayment": [AccessRow(can_manage_payments, {"InvalidAmount"}, OFFLINE, "to.credits.clientId", "Client", client_ids)],
    "releasePayment": [AccessRow(can_manage_payments, {"PaymentNotChangeable"}, {}, "paymentId", "Payment", settled_payment_ids)],
    "refundPrepayment": [
        AccessRow(can_manage_payments, {"InvalidAmount"}, {"amount": "0", **REVERSAL}, "prepaymentId", "Prepayment", prepayment_ids)
    ],
    "refundPayment": [AccessRow(can_manage_payments, {"InvalidAmount"}, {"amount": "0", **REVERSAL}, "paymentId", "Payment", settled_payment_ids)],
}  # fmt: skip
"""One for each mutation that is guarded; several where its target may be refused in several ways."""

TESTED_ELSEWHERE = {
    "signIn": "open to everybody",
    "signOut": "open to everybody",
    "disablePrepayment": "has no input to refuse: see below",
}


def test_every_mutation_is_covered() -> None:
    """A mutation without a row fails, and so does a row without a mutation."""
    assert PRINTED_SCHEMA.mutation_type is not None
    assert set(PRINTED_SCHEMA.mutation_type.fields) == ACCESS_ROWS.keys() | TESTED_ELSEWHERE.keys()


async def execute_mutation(
    street: TwoFirms, requester: Requester, mutation: str, input_fields: dict[str, Any]
) -> Response:
    assert PRINTED_SCHEMA.mutation_type is not None
    kind = get_named_type(PRINTED_SCHEMA.mutation_type.fields[mutation].args["input"].type).name
    query = (
        f"mutation ($input: {kind}!) {{ {mutation}(input: $input)"
        " { __typename ... on UserError { message } } }"
    )  # fmt: skip
    return await execute(street.app.services, requester.viewer, query, {"input": input_fields})


def target_ids(street: TwoFirms, row: AccessRow) -> Iterator[tuple[dict[str, Any], ApiObject | None]]:
    """The inputs, each with the object that it is aimed at; None: at nothing that there is."""
    if row.targets is None or row.target_argument is None:
        yield row.input_fields, None
        return
    for own_id in row.targets(street):
        thing = street.objects[global_id(row.target_type, own_id)]
        yield with_target(row.input_fields, row.target_argument, thing.id), thing
    for nothing in (global_id(row.target_type, UNKNOWN_ID), global_id("Seat", UNKNOWN_ID), "x"):
        yield with_target(row.input_fields, row.target_argument, nothing), None


def with_target(input_fields: dict[str, Any], by: str, target: str) -> dict[str, Any]:
    """The input with its target in it; `by` is the path to where that stands."""
    name, _, rest = by.partition(".")
    return {**input_fields, name: with_target(input_fields[name], rest, target) if rest else target}


def expected_refusal(mutation: str, requester: Requester) -> dict[str, Any]:
    """What is answered at the door, whatever the input."""
    message, code = (
        ("You are not signed in.", "UNAUTHENTICATED")
        if requester.is_anonymous
        else ("You do not have permission to do this.", "FORBIDDEN")
    )
    return {"message": message, "path": [mutation], "extensions": {"code": code}}


@pytest.mark.parametrize("name", REQUESTER_NAMES)
async def test_every_requester_against_every_mutation(both_firms: TwoFirms, name: str) -> None:
    """Refused at the door with one error, or with NotFound for what they do not see; byte for byte the same for all."""
    who = both_firms.requesters[name]
    before = await all_rows(both_firms.app.services)
    for mutation, rows in ACCESS_ROWS.items():
        nowhere = set()
        for row in rows:
            for wish, thing in target_ids(both_firms, row):
                answer = await execute_mutation(both_firms, who, mutation, wish)
                if not row.is_allowed(who):
                    assert answer.data == {mutation: None}
                    (error,) = answer.errors
                    assert error | {"locations": None} == expected_refusal(mutation, who) | {"locations": None}
                    nowhere.add(answer.text)
                elif row.targets is not None and (thing is None or not can_see(who, thing)):
                    assert answer.errors == []
                    assert answer.data == {mutation: NOT_FOUND}, (wish, thing)
                    nowhere.add(answer.text)
                else:
                    assert answer.errors == []
                    assert answer.data[mutation]["__typename"] in row.expected_types, (wish, answer.text)
        assert len(nowhere) <= 1, mutation
    assert await all_rows(both_firms.app.services) == before


@pytest.mark.parametrize("name", [name for name in REQUESTER_NAMES if "owner" not in name and name != "admin"])
async def test_who_may_not_switch_prepayment_off(both_firms: TwoFirms, name: str) -> None:
    who = both_firms.requesters[name]
    before = await all_rows(both_firms.app.services)
    query = "mutation { disablePrepayment { paymentSettings { id } } }"
    answer = await execute(both_firms.app.services, who.viewer, query)
    assert answer.data == {"disablePrepayment": None}
    (error,) = answer.errors
    assert error | {"locations": None} == expected_refusal("disablePrepayment", who) | {"locations": None}
    assert await all_rows(both_firms.app.services) == before


async def test_credits_are_not_for_who_manages_invoices_alone(both_firms: TwoFirms) -> None:
    """`payFromCredits` asks for MANAGE_PAYMENTS too: refused as a whole, whatever the client."""
    before = await all_rows(both_firms.app.services)
    who = both_firms.requesters["assigned employee with manage invoices"]
    line = {"description": "Work", "unitPrice": "1"}
    texts = set()
    for client_id in (*client_ids(both_firms), UNKNOWN_ID):
        wish = {
            "clientId": global_id("Client", client_id),
            "lines": [line],
            "payFromCredits": "1",
            "idempotencyKey": KEY,
        }
        answer = await execute_mutation(both_firms, who, "createInvoice", wish)
        assert answer.data == {"createInvoice": None}
        assert answer.codes == [(["createInvoice"], "FORBIDDEN")]
        texts.add(answer.text)
    assert len(texts) == 1
    assert await all_rows(both_firms.app.services) == before


async def test_one_refusal_does_not_take_its_neighbours_down(both_firms: TwoFirms) -> None:
    """Each mutation of a document is answered at its own place."""
    who = both_firms.requesters["user who pays"]
    query = """mutation ($id: ID!) {
      first: disablePrepayment { paymentSettings { id } }
      second: cancelPayment(input: {id: $id}) { __typename }
      third: issueInvoice(input: {invoiceId: $id}) { __typename }
      fourth: cancelPayment(input: {id: "x"}) { __typename }
    }"""
    payment = global_id("Payment", settled_payment_ids(both_firms)[0])
    answer = await execute(both_firms.app.services, who.viewer, query, {"id": payment})
    assert answer.data == {
        "first": None,
        "second": {"__typename": "PaymentNotChangeable"},
        "third": None,
        "fourth": {"__typename": "NotFound"},
    }
    assert answer.codes == [(["first"], "FORBIDDEN"), (["third"], "FORBIDDEN")]
