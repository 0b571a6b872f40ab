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
from tests.resolvers.table import sees
from tests.resolvers.test_who_sees_what import LANGUAGE, NEVER, PEOPLE
from tests.support.asking import Answer, ask, everything, gid
from tests.support.neighbours import Neighbours, Thing, Who

PAYMENTS, INVOICES = MemberRight.MANAGE_PAYMENTS, MemberRight.MANAGE_INVOICES
KEY = "the same for all: what is refused claims nothing"
LINES: list[Any] = []
NOT_FOUND = {"__typename": "NotFound", "message": "There is no such thing here."}


def leads(who: Who) -> bool:
    return who.leads


def invoices(who: Who) -> bool:
    return who.has(INVOICES)


def pays(who: Who) -> bool:
    return who.is_client_user or who.has(PAYMENTS, INVOICES)


def prepays(who: Who) -> bool:
    return who.is_client_user or who.has(PAYMENTS)


def money(who: Who) -> bool:
    return who.has(PAYMENTS)


Targets = Callable[[Neighbours], list[uuid.UUID]]


def special(name: str) -> Targets:
    """Of each client, the invoice with something special about it."""
    return lambda street: [own_id for side in street.sides for own_id in side.invoices[name].values()]


def clients(street: Neighbours) -> list[uuid.UUID]:
    return [client_id for side in street.sides for client_id in side.clients]


def settled(street: Neighbours) -> list[uuid.UUID]:
    return [own_id for side in street.sides for own_id in side.settled.values()]


def paid_by_entries(street: Neighbours) -> list[uuid.UUID]:
    """Of each client, the entries by which credits paid invoices: nothing that could be reversed."""
    entries = [thing for thing in street.things.values() if thing.kind == "CreditEntry"]
    return [thing.own_id for thing in entries if thing.row.kind is CreditEntryKind.INVOICE_PAYMENT]


def prepaid(street: Neighbours) -> list[uuid.UUID]:
    return [thing.own_id for thing in street.things.values() if thing.kind == "Prepayment"]


def disconnected(street: Neighbours) -> list[uuid.UUID]:
    return [side.disconnected for side in street.sides]


@dataclass(frozen=True)
class Row:
    """Who may, at what it is aimed, with what else, and what is answered to whoever may and finds it."""

    may: Callable[[Who], bool]
    told: set[str]
    wish: dict[str, Any]
    aimed_by: str | None = None
    kind: str = ""
    at: Targets | None = None


CREDITS = {"amount": {"choice": "REMAINING"}, "from": "CREDITS", "idempotencyKey": KEY}
CARD = {"amount": {"partial": "5"}, "from": "CARD", "idempotencyKey": KEY}
WHY = {"reason": "x", "idempotencyKey": KEY}
OFFLINE = {"to": {"credits": {"amount": "0"}}, "method": "CASH", "idempotencyKey": KEY}
OFFER = {"amount": "0", "method": "CARD", "idempotencyKey": KEY}

ROWS: dict[str, list[Row]] = {
    "updatePaymentSettings": [Row(leads, {"InvalidInput"}, {"creditApplication": None})],
    "connectPaymentProvider": [Row(leads, {"InvalidInput"}, {"kind": "STRIPE", "returnUrl": "http://elsewhere"})],
    "disconnectPaymentProvider": [
        Row(leads, {"PaymentSettingsPayload"}, {}, "providerId", "PaymentProvider", disconnected)
    ],
    "setDefaultPaymentProvider": [Row(leads, {"InvalidInput"}, {}, "providerId", "PaymentProvider", disconnected)],
    "enablePrepayment": [Row(leads, {"InvalidAmount", "PrepaymentBlocked"}, {"minimum": "0"})],
    "makePrepayment": [
        Row(prepays, {"InvalidAmount", "PrepaymentUnavailable"}, OFFER, "clientId", "Client", clients)
    ],
    "payInvoice": [
        Row(pays, {"InvoiceNotPayable"}, CREDITS, "invoiceId", "Invoice", special("paid")),
        Row(pays, {"InvoiceNotPayable"}, CARD, "invoiceId", "Invoice", special("draft")),
    ],
    "cancelPayment": [Row(prepays, {"PaymentNotChangeable"}, {}, "id", "Payment", settled)],
    "createInvoice": [
        Row(invoices, {"InvalidInput"}, {"lines": LINES, "idempotencyKey": KEY}, "clientId", "Client", clients)
    ],
    "updateInvoice": [
        Row(invoices, {"InvoiceNotChangeable"}, {"number": "1"}, "invoiceId", "Invoice", special("paid"))
    ],
    "issueInvoice": [Row(invoices, {"InvoiceNotChangeable"}, {}, "invoiceId", "Invoice", special("void"))],
    "voidInvoice": [
        Row(invoices, {"InvoiceNotChangeable"}, {"reason": "x"}, "invoiceId", "Invoice", special("pending"))
    ],
    "addCreditNote": [Row(money, {"InvalidAmount"}, {"amount": "0", **WHY}, "clientId", "Client", clients)],
    "reverseCredit": [Row(money, {"InvalidInput"}, WHY, "entryId", "CreditEntry", paid_by_entries)],
    "recordOfflinePayment": [Row(money, {"InvalidAmount"}, OFFLINE, "to.credits.clientId", "Client", clients)],
    "releasePayment": [Row(money, {"PaymentNotChangeable"}, {}, "paymentId", "Payment", settled)],
    "refundPrepayment": [
        Row(money, {"InvalidAmount"}, {"amount": "0", **WHY}, "prepaymentId", "Prepayment", prepaid)
    ],
    "refundPayment": [Row(money, {"InvalidAmount"}, {"amount": "0", **WHY}, "paymentId", "Payment", settled)],
}  # fmt: skip
"""One for each mutation that is guarded; several where its target may be refused in several ways."""

ELSEWHERE = {
    "signIn": "open to everybody",
    "signOut": "open to everybody",
    "disablePrepayment": "has no input to refuse: see below",
}


def test_every_mutation_is_decided() -> None:
    """A mutation without a row fails, and so does a row without a mutation."""
    assert LANGUAGE.mutation_type is not None
    assert set(LANGUAGE.mutation_type.fields) == ROWS.keys() | ELSEWHERE.keys()


async def send(street: Neighbours, who: Who, mutation: str, wish: dict[str, Any]) -> Answer:
    assert LANGUAGE.mutation_type is not None
    kind = get_named_type(LANGUAGE.mutation_type.fields[mutation].args["input"].type).name
    query = (
        f"mutation ($input: {kind}!) {{ {mutation}(input: $input)"
        " { __typename ... on UserError { message } } }"
    )  # fmt: skip
    return await ask(street.house.services, who.viewer, query, {"input": wish})


def aims(street: Neighbours, row: Row) -> Iterator[tuple[dict[str, Any], Thing | None]]:
    """The inputs, each with the object that it is aimed at; None: at nothing that there is."""
    if row.at is None or row.aimed_by is None:
        yield row.wish, None
        return
    for own_id in row.at(street):
        thing = street.things[gid(row.kind, own_id)]
        yield aimed(row.wish, row.aimed_by, thing.id), thing
    for nothing in (gid(row.kind, NEVER), gid("Seat", NEVER), "x"):
        yield aimed(row.wish, row.aimed_by, nothing), None


def aimed(wish: dict[str, Any], by: str, target: str) -> dict[str, Any]:
    """The input with its target in it; `by` is the path to where that stands."""
    name, _, rest = by.partition(".")
    return {**wish, name: aimed(wish[name], rest, target) if rest else target}


def refused(mutation: str, who: Who) -> dict[str, Any]:
    """What is answered at the door, whatever the input."""
    message, code = (
        ("Sign in first.", "UNAUTHENTICATED") if who.is_nobody else ("You are not allowed to do this.", "FORBIDDEN")
    )
    return {"message": message, "path": [mutation], "extensions": {"code": code}}


@pytest.mark.parametrize("name", PEOPLE)
async def test_everybody_tries_everything(street: Neighbours, name: str) -> None:
    """Refused at the door with one error, or with NotFound for what they do not see; byte for byte the same for all."""
    who = street.people[name]
    before = await everything(street.house.services)
    for mutation, rows in ROWS.items():
        nowhere = set()
        for row in rows:
            for wish, thing in aims(street, row):
                answer = await send(street, who, mutation, wish)
                if not row.may(who):
                    assert answer.data == {mutation: None}
                    (error,) = answer.errors
                    assert error | {"locations": None} == refused(mutation, who) | {"locations": None}
                    nowhere.add(answer.text)
                elif row.at is not None and (thing is None or not sees(who, thing)):
                    assert answer.errors == []
                    assert answer.data == {mutation: NOT_FOUND}, (wish, thing)
                    nowhere.add(answer.text)
                else:
                    assert answer.errors == []
                    assert answer.data[mutation]["__typename"] in row.told, (wish, answer.text)
        assert len(nowhere) <= 1, mutation
    assert await everything(street.house.services) == before


@pytest.mark.parametrize("name", [name for name in PEOPLE if "owner" not in name and name != "admin"])
async def test_who_may_not_switch_prepayment_off(street: Neighbours, name: str) -> None:
    who = street.people[name]
    before = await everything(street.house.services)
    query = "mutation { disablePrepayment { paymentSettings { id } } }"
    answer = await ask(street.house.services, who.viewer, query)
    assert answer.data == {"disablePrepayment": None}
    (error,) = answer.errors
    assert error | {"locations": None} == refused("disablePrepayment", who) | {"locations": None}
    assert await everything(street.house.services) == before


async def test_credits_are_not_for_who_manages_invoices_alone(street: Neighbours) -> None:
    """`payFromCredits` asks for MANAGE_PAYMENTS too: refused as a whole, whatever the client."""
    before = await everything(street.house.services)
    who = street.people["assigned employee with manage invoices"]
    line = {"description": "Work", "unitPrice": "1"}
    texts = set()
    for client_id in (*clients(street), NEVER):
        wish = {"clientId": gid("Client", client_id), "lines": [line], "payFromCredits": "1", "idempotencyKey": KEY}
        answer = await send(street, who, "createInvoice", wish)
        assert answer.data == {"createInvoice": None}
        assert answer.codes == [(["createInvoice"], "FORBIDDEN")]
        texts.add(answer.text)
    assert len(texts) == 1
    assert await everything(street.house.services) == before


async def test_one_refusal_does_not_take_its_neighbours_down(street: Neighbours) -> None:
    """Each mutation of a document is answered at its own place."""
    who = street.people["user who pays"]
    query = """mutation ($id: ID!) {
      first: disablePrepayment { paymentSettings { id } }
      second: cancelPayment(input: {id: $id}) { __typename }
      third: issueInvoice(input: {invoiceId: $id}) { __typename }
      fourth: cancelPayment(input: {id: "x"}) { __typename }
    }"""
    payment = gid("Payment", settled(street)[0])
    answer = await ask(street.house.services, who.viewer, query, {"id": payment})
    assert answer.data == {
        "first": None,
        "second": {"__typename": "PaymentNotChangeable"},
        "third": None,
        "fourth": {"__typename": "NotFound"},
    }
    assert answer.codes == [(["first"], "FORBIDDEN"), (["third"], "FORBIDDEN")]
