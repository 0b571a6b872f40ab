"""Nobody sees another firm's or client's data by any path, nor can tell "forbidden" from "not there".

The table is generated: everybody, every field of every type, every object of two firms. What is expected is what the
object's own firm's owner reads, less what the table of roles takes away.
"""

from __future__ import annotations

import json
import uuid
import weakref
from collections.abc import Iterator
from typing import Any

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    build_schema,
    get_named_type,
    is_required_argument,
)

from graph import schema as graph_schema
from models import FirmRole, MemberRight
from tests.resolvers.table import ELSEWHERE, FOR_OWNER_AND_ADMIN, RULES, Rule, actions, opens_window, pays, sees
from tests.support.asking import SCHEMA, Answer, ask, gid, read
from tests.support.neighbours import Neighbours, Thing, Who

LANGUAGE: GraphQLSchema = build_schema(graph_schema.print_schema(SCHEMA))
NODE = LANGUAGE.type_map["Node"]
assert isinstance(NODE, GraphQLInterfaceType)
KINDS = {kind.name: kind for kind in LANGUAGE.get_possible_types(NODE)}
BUTTONS = LANGUAGE.type_map["InvoiceAction"]
assert isinstance(BUTTONS, GraphQLEnumType)
NEVER = uuid.UUID("01976a00-0000-7000-8000-000000000000")
FORBIDDEN = ("You are not allowed to do this.", "FORBIDDEN")
UNAUTHENTICATED = ("Sign in first.", "UNAUTHENTICATED")

# The names, before there is anybody: tests are collected by them. A test below holds that they are all there is.
PEOPLE = [
    "nobody", "owner", "admin", "user who pays", "user", "user of the other client",
    "other firm's owner", "other firm's employee", "other firm's user who pays", "somebody with a seat in each firm",
    *(f"{assigned}employee with {rights}" for assigned in ("", "assigned ") for rights in (
        "no right", "manage payments", "manage invoices", "view all clients", "manage payments and manage invoices",
        "manage payments and view all clients", "manage invoices and view all clients",
        "manage payments and manage invoices and view all clients",
    )),
]  # fmt: skip


def objects() -> Iterator[GraphQLObjectType]:
    """Everything that can be read: all object types but Mutation."""
    for name, kind in LANGUAGE.type_map.items():
        if isinstance(kind, GraphQLObjectType) and not name.startswith("__") and name != "Mutation":
            yield kind


def selection(kind: GraphQLNamedType) -> str:
    """All of it, as far as the next object that has an id."""
    if isinstance(kind, GraphQLUnionType):
        return "{ __typename " + " ".join(f"... on {each.name} {fields(each)}" for each in kind.types) + " }"
    if kind is NODE or kind.name in KINDS:
        return "{ __typename id }"
    return fields(kind) if isinstance(kind, GraphQLObjectType) else ""


def fields(kind: GraphQLObjectType) -> str:
    return "{ " + " ".join(f"{name}{given(f'{kind.name}.{name}', each)} {selection(get_named_type(each.type))}"
                           for name, each in kind.fields.items()
                           if RULES[f"{kind.name}.{name}"] not in (Rule.SEAT, Rule.SEALED)) + " }"  # fmt: skip


ARGUMENTS = {
    "CreditAccount.balanceAt": '(at: "2026-03-02T09:02:00Z")',
    "Firm.moneyReport": '(from: "2026-03-02", to: "2026-03-02")',
    "Invoice.quote": "(amount: {choice: REMAINING}, from: CARD)",
    "PaymentSettings.preview": "(change: {paymentMethod: null})",
}
"""Of the fields that cannot do without."""


def given(path: str, field: GraphQLField) -> str:
    """The longest page, or what the field needs."""
    needed = any(is_required_argument(each) for each in field.args.values())
    assert needed is (path in ARGUMENTS), path
    return ARGUMENTS.get(path) or ("(first: 100)" if "first" in field.args else "")


def all_fields(name: str, ids: list[str]) -> str:
    """Everything about objects of this kind, asked for at once."""
    return f"{{ nodes(ids: {json.dumps(ids)}) {{ __typename ... on {name} {fields(KINDS[name])} }} }}"


def test_every_field_is_decided() -> None:
    """A field without a row in the table fails, and so does a row without a field."""
    assert {f"{kind.name}.{name}" for kind in objects() for name in kind.fields} == RULES.keys()


def test_what_answers_of_mutations_hold_is_met_nowhere_else() -> None:
    """So that the rest of the table speaks of all the ways there are to read something."""
    once = {Rule.ANSWER, Rule.SENDER}
    decided_there = {path.partition(".")[0] for path, rule in RULES.items() if rule in once} - {"Query"}
    for kind in objects():
        for name, field in kind.fields.items():
            if RULES[f"{kind.name}.{name}"] not in once:
                assert get_named_type(field.type).name not in decided_there, f"{kind.name}.{name}"


class Expected:
    """What somebody is told of objects of one kind: the values, and the refusals with their paths."""

    def __init__(self, street: Neighbours, who: Who, kind: str) -> None:
        self._street, self._who, self._kind = street, who, KINDS[kind]
        self.refusals: list[tuple[tuple[Any, ...], str, str]] = []

    def of(self, thing: Thing | None, truth: Any, place: int) -> Any:
        path = ("nodes", place)
        if self._who.is_nobody:
            return self._refused(path, UNAUTHENTICATED)
        if self._kind.name in FOR_OWNER_AND_ADMIN and not self._who.leads:
            return self._refused(path, FORBIDDEN)
        if thing is None or not sees(self._who, thing):
            return None
        self._thing = thing
        return {"__typename": self._kind.name} | self._fields(self._kind, truth, path)

    def _fields(self, kind: GraphQLObjectType, truth: dict[str, Any], path: tuple[Any, ...]) -> dict[str, Any]:
        told = {name: self._field(kind, name, value, (*path, name))
                for name, value in truth.items() if name != "__typename"}  # fmt: skip
        return self._page(told) if kind.name.endswith("Connection") else told

    def _field(self, kind: GraphQLObjectType, name: str, truth: Any, path: tuple[Any, ...]) -> Any:
        who, rule = self._who, RULES[f"{kind.name}.{name}"]
        refused = {Rule.LEADS: not who.leads, Rule.MEMBERS: who.is_client_user, Rule.PAYERS: not pays(who)}
        if refused.get(rule):
            return self._refused(path, FORBIDDEN)
        if rule is Rule.SHOWN and who.hidden:
            return None
        if rule is Rule.STARTER:
            return self._window() if opens_window(who, self._thing) else None
        if rule is Rule.SELF:
            return who.viewer is not None and self._thing.doer == who.viewer.id
        if rule is Rule.ACTIONS:
            return self._actions()
        return self._value(get_named_type(kind.fields[name].type), truth, path)

    def _value(self, kind: GraphQLNamedType, truth: Any, path: tuple[Any, ...]) -> Any:
        if isinstance(truth, list):
            found = [self._value(kind, each, (*path, place)) for place, each in enumerate(truth)]
            return [each for each in found if each is not None]
        if truth is None or not isinstance(kind, GraphQLObjectType):
            return truth
        if kind.name in KINDS:
            return truth if sees(self._who, self._street.things[truth["id"]]) else None
        return self._fields(kind, truth, path)

    def _page(self, told: dict[str, Any]) -> dict[str, Any]:
        """A list of what they see, and of nothing else: not in its count either."""
        edges = [edge for edge in told["edges"] if edge["node"] is not None]
        end = edges[-1]["cursor"] if edges else None
        return {"edges": edges, "pageInfo": {"hasNextPage": False, "endCursor": end}, "totalCount": len(edges)}

    def _window(self) -> dict[str, Any]:
        row = self._thing.row
        account = self._street.things[gid("PaymentProvider", row.connection_id)].row.account_id
        return {
            "__typename": "StripeCheckout",
            "publishableKey": "pk_test_sandbox",
            "clientSecret": row.client_secret,
            "accountId": account,
            "apiBase": "http://stand-in",
        }

    def _actions(self) -> list[str]:
        thing, things = self._thing, self._street.things.values()
        client = self._street.things[gid("Client", thing.client_id or NEVER)]
        paid_with_money = sum(
            each.row.applied for each in things if each.kind == "Payment" and each.row.invoice_id == thing.own_id
            and each.row.paid_by.name != "CREDITS"
        )  # fmt: skip
        found = actions(self._who, thing.row, client.row.available, paid_with_money)
        assert isinstance(BUTTONS, GraphQLEnumType)
        return [button for button in BUTTONS.values if button in found]

    def _refused(self, path: tuple[Any, ...], why: tuple[str, str]) -> None:
        self.refusals.append((path, *why))


def refusals(answer: Answer) -> list[tuple[tuple[Any, ...], str, str]]:
    return [(tuple(error["path"]), error["message"], error["extensions"]["code"]) for error in answer.errors]


async def all_of(street: Neighbours, who: Who, kind: str) -> tuple[list[Thing], Answer]:
    """Every object of the kind in both firms, and last an id that never was, asked for at once."""
    things = [thing for thing in street.things.values() if thing.kind == kind]
    ids = [*(thing.id for thing in things), gid(kind, NEVER)]
    return things, await ask(street.house.services, who.viewer, all_fields(kind, ids))


def samples(street: Neighbours) -> list[Thing]:
    """One object of each kind with each client; of invoices, one of each status. `nodes` is asked for all of them."""
    found = {}
    for thing in street.things.values():
        special = (thing.row.status, thing.row.issued_on is None) if thing.kind == "Invoice" else None
        found[thing.kind, thing.firm_id, thing.client_id, special] = thing
    return list(found.values())


TRUTHS: weakref.WeakKeyDictionary[Neighbours, dict[str, dict[str, Any]]] = weakref.WeakKeyDictionary()


async def truths(street: Neighbours, kind: str) -> dict[str, Any]:
    """What each firm's owner reads of all that is their own; asked once."""
    known = TRUTHS.setdefault(street, {})
    if kind not in known:
        known[kind] = await _truths(street, kind)
    return known[kind]


async def _truths(street: Neighbours, kind: str) -> dict[str, Any]:
    found = {}
    for side in street.sides:
        things, answer = await all_of(street, Who("", side.firm.owner), kind)
        found.update({thing.id: told for thing, told in zip(things, answer.data["nodes"], strict=False) if told})
    return found


def test_everybody_is_there(street: Neighbours) -> None:
    assert set(street.people) == set(PEOPLE)
    rights = {who.rights for who in street.people.values() if who.role is FirmRole.EMPLOYEE}
    assert len(rights) == 2 ** len(MemberRight)


async def test_everything_is_there(street: Neighbours) -> None:
    """Each firm's owner reads all that is theirs; and of nearly every field there is a value, or nothing was shown."""
    met: set[str] = set()

    def meet(kind: GraphQLNamedType, truth: Any) -> None:
        for each in truth if isinstance(truth, list) else [truth]:
            if isinstance(kind, GraphQLObjectType):
                for name in kind.fields:
                    if each.get(name) not in (None, []):
                        met.add(f"{kind.name}.{name}")
                        meet(get_named_type(kind.fields[name].type), each[name])
            elif isinstance(kind, GraphQLUnionType):
                meet(LANGUAGE.type_map[each["__typename"]], each)

    for name, kind in KINDS.items():
        told = await truths(street, name)
        owners = [Who("", side.firm.owner, side.firm.id, FirmRole.OWNER, clients=None) for side in street.sides]
        things = [thing for thing in street.things.values() if thing.kind == name]
        assert told.keys() == {thing.id for thing in things if any(sees(who, thing) for who in owners)}
        meet(kind, list(told.values()))
    unmet = {path for path, rule in RULES.items() if rule not in ELSEWHERE and not path.startswith("Query.")} - met
    assert unmet == {
        "Client.changesCursor",  # sealed: another one each time
        "Invoice.description", "Invoice.depositRequested", "Invoice.depositDue",
        "PrepaymentSettings.minimum", "PrepaymentSettings.maximum",
    }  # fmt: skip


@pytest.mark.parametrize("name", PEOPLE)
async def test_every_field_of_everything(street: Neighbours, name: str) -> None:
    """Of what they see, all they may read; else null with one refusal at its place, its neighbours unharmed.

    And from themselves and their firm, along every field of everything they come to, they reach all that they see,
    and no more.
    """
    who = street.people[name]
    links: dict[str, set[str]] = {}
    for kind in KINDS:
        truth = await truths(street, kind)
        things, answer = await all_of(street, who, kind)
        expected = Expected(street, who, kind)
        told = [expected.of(thing, truth.get(thing.id), place) for place, thing in enumerate(things)]
        told.append(expected.of(None, None, len(things)))
        assert answer.data["nodes"] == told, kind
        assert sorted(refusals(answer), key=str) == sorted(expected.refusals, key=str), kind
        links.update({each["id"]: set(ids_in(each)) for each in answer.data["nodes"] if each})
    reached, ahead = set(), await start_of(street, who)
    while ahead:
        here = ahead.pop()
        reached.add(here)
        ahead |= links[here] - reached
    assert reached == {thing.id for thing in street.things.values() if sees(who, thing)}


async def start_of(street: Neighbours, who: Who) -> set[str]:
    """What the roots without an argument give: themselves and their firm."""
    query = "{ viewer { __typename ... on Node { id } } firm { __typename id } }"
    answer = await ask(street.house.services, who.viewer, query)
    if who.viewer is None:
        assert answer.data == {"viewer": None, "firm": None}
        assert refusals(answer) == [(("firm",), *UNAUTHENTICATED)]
    else:
        kind = "ClientUser" if who.is_client_user else "FirmMember"
        assert answer.data["viewer"] == {"__typename": kind, "id": gid(kind, who.viewer.id)}
        assert answer.errors == []
    return set(ids_in(answer.data))


def ids_in(told: Any) -> Iterator[str]:
    """Every id of an object, however deep."""
    if isinstance(told, dict):
        if "id" in told and told.get("__typename") in KINDS:
            yield told["id"]
        for value in told.values():
            yield from ids_in(value)
    elif isinstance(told, list):
        for value in told:
            yield from ids_in(value)


BY_ID = "query ($id: ID!) { node(id: $id) { __typename id } client(id: $id) { id } invoice(id: $id) { id } }"
NO_IDS = ["", "x", "Client:1", "Q2xpZW50OjE=", "Q2xpZW50", "\ud83d\udca5", gid("Seat", NEVER), gid("Nothing", NEVER)]


# Each sees something that the others do not. By `nodes`, above, everybody asks for everything.
A_FEW = ["nobody", "user", "assigned employee with no right", "other firm's owner", "other firm's user who pays"]


@pytest.mark.parametrize("name", A_FEW)
async def test_what_is_not_theirs_never_was(street: Neighbours, name: str) -> None:
    """By node, client and invoice: other people's ids are answered byte for byte like ids that never were."""
    who, services = street.people[name], street.house.services
    never = {kind: (await ask(services, who.viewer, BY_ID, {"id": gid(kind, NEVER)})).text for kind in KINDS}
    for thing in samples(street):
        if not sees(who, thing):
            assert (await ask(services, who.viewer, BY_ID, {"id": thing.id})).text == never[thing.kind], thing
    nonsense = {(await ask(services, who.viewer, BY_ID, {"id": each})).text for each in NO_IDS}
    assert nonsense == {never["Client"]}


@pytest.mark.parametrize("name", A_FEW[1:])
async def test_roots_by_id(street: Neighbours, name: str) -> None:
    """`client` and `invoice` answer what is theirs, and nothing for an id of another kind."""
    who = street.people[name]
    for thing in samples(street):
        if sees(who, thing):
            told = await read(street.house.services, who.viewer, BY_ID, id=thing.id)
            assert told["node"] == {"__typename": thing.kind, "id": thing.id}
            assert told["client"] == ({"id": thing.id} if thing.kind == "Client" else None)
            assert told["invoice"] == ({"id": thing.id} if thing.kind == "Invoice" else None)
