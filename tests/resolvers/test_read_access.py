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
from tests.resolvers.read_rules import (
    FOR_OWNER_AND_ADMIN,
    RULE_BY_FIELD,
    TESTED_ELSEWHERE,
    ReadRule,
    allowed_actions,
    can_pay,
    can_see,
    can_see_checkout,
)
from tests.support.graphql_client import SCHEMA, Response, execute, global_id, query_data
from tests.support.two_firms import ApiObject, Requester, TwoFirms

PRINTED_SCHEMA: GraphQLSchema = build_schema(graph_schema.print_schema(SCHEMA))
NODE = PRINTED_SCHEMA.type_map["Node"]
assert isinstance(NODE, GraphQLInterfaceType)
NODE_TYPES = {kind.name: kind for kind in PRINTED_SCHEMA.get_possible_types(NODE)}
INVOICE_ACTION_TYPE = PRINTED_SCHEMA.type_map["InvoiceAction"]
assert isinstance(INVOICE_ACTION_TYPE, GraphQLEnumType)
UNKNOWN_ID = uuid.UUID("01976a00-0000-7000-8000-000000000000")
FORBIDDEN = ("You do not have permission to do this.", "FORBIDDEN")
UNAUTHENTICATED = ("You are not signed in.", "UNAUTHENTICATED")

# The names, before there is anybody: tests are collected by them. A test below holds that they are all there is.
REQUESTER_NAMES = [
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
    for name, kind in PRINTED_SCHEMA.type_map.items():
        if isinstance(kind, GraphQLObjectType) and not name.startswith("__") and name != "Mutation":
            yield kind


def selection_of(kind: GraphQLNamedType) -> str:
    """All of it, as far as the next object that has an id."""
    if isinstance(kind, GraphQLUnionType):
        return "{ __typename " + " ".join(f"... on {each.name} {fields_of(each)}" for each in kind.types) + " }"
    if kind is NODE or kind.name in NODE_TYPES:
        return "{ __typename id }"
    return fields_of(kind) if isinstance(kind, GraphQLObjectType) else ""


def fields_of(kind: GraphQLObjectType) -> str:
    return "{ " + " ".join(f"{name}{argument_text(f'{kind.name}.{name}', each)} {selection_of(get_named_type(each.type))}"
                           for name, each in kind.fields.items()
                           if RULE_BY_FIELD[f"{kind.name}.{name}"] not in (ReadRule.PER_MEMBERSHIP, ReadRule.SEALED_CURSOR)) + " }"  # fmt: skip


ARGUMENTS = {
    "CreditAccount.balanceAt": '(at: "2026-03-02T09:02:00Z")',
    "Firm.moneyReport": '(from: "2026-03-02", to: "2026-03-02")',
    "Invoice.quote": "(amount: {choice: REMAINING}, from: CARD)",
    "PaymentSettings.preview": "(change: {paymentMethod: null})",
}
"""Of the fields that cannot do without."""


def argument_text(path: str, field: GraphQLField) -> str:
    """The longest page, or what the field needs."""
    needed = any(is_required_argument(each) for each in field.args.values())
    assert needed is (path in ARGUMENTS), path
    return ARGUMENTS.get(path) or ("(first: 100)" if "first" in field.args else "")


def all_fields_query(name: str, ids: list[str]) -> str:
    """Everything about objects of this kind, asked for at once."""
    return f"{{ nodes(ids: {json.dumps(ids)}) {{ __typename ... on {name} {fields_of(NODE_TYPES[name])} }} }}"


def test_every_field_is_decided() -> None:
    """A field without a row in the table fails, and so does a row without a field."""
    assert {f"{kind.name}.{name}" for kind in objects() for name in kind.fields} == RULE_BY_FIELD.keys()


def test_what_answers_of_mutations_hold_is_met_nowhere_else() -> None:
    """So that the rest of the table speaks of all the ways there are to read something."""
    once = {ReadRule.PAYLOAD_ONLY, ReadRule.KEY_OWNER}
    decided_there = {path.partition(".")[0] for path, rule in RULE_BY_FIELD.items() if rule in once} - {"Query"}
    for kind in objects():
        for name, field in kind.fields.items():
            if RULE_BY_FIELD[f"{kind.name}.{name}"] not in once:
                assert get_named_type(field.type).name not in decided_there, f"{kind.name}.{name}"


class ExpectedAnswer:
    """What somebody is told of objects of one kind: the values, and the refusals with their paths."""

    def __init__(self, street: TwoFirms, requester: Requester, kind: str) -> None:
        self._street, self._who, self._kind = street, requester, NODE_TYPES[kind]
        self.refusals: list[tuple[tuple[Any, ...], str, str]] = []

    def of_object(self, object_: ApiObject | None, owner_value: Any, index: int) -> Any:
        path = ("nodes", index)
        if self._who.is_anonymous:
            return self._refused(path, UNAUTHENTICATED)
        if self._kind.name in FOR_OWNER_AND_ADMIN and not self._who.is_owner_or_admin:
            return self._refused(path, FORBIDDEN)
        if object_ is None or not can_see(self._who, object_):
            return None
        self._thing = object_
        return {"__typename": self._kind.name} | self._fields(self._kind, owner_value, path)

    def _fields(self, kind: GraphQLObjectType, owner_value: dict[str, Any], path: tuple[Any, ...]) -> dict[str, Any]:
        told = {name: self._field(kind, name, value, (*path, name))
                for name, value in owner_value.items() if name != "__typename"}  # fmt: skip
        return self._page(told) if kind.name.endswith("Connection") else told

    def _field(self, kind: GraphQLObjectType, name: str, owner_value: Any, path: tuple[Any, ...]) -> Any:
        who, rule = self._who, RULE_BY_FIELD[f"{kind.name}.{name}"]
        refused = {
            ReadRule.OWNER_AND_ADMIN: not who.is_owner_or_admin,
            ReadRule.MEMBERS: who.is_client_user,
            ReadRule.PAYERS: not can_pay(who),
        }
        if refused.get(rule):
            return self._refused(path, FORBIDDEN)
        if rule is ReadRule.NULL_IF_HIDDEN and who.hidden:
            return None
        if rule is ReadRule.STARTER:
            return self._checkout() if can_see_checkout(who, self._thing) else None
        if rule is ReadRule.SELF:
            return who.viewer is not None and self._thing.actor_id == who.viewer.id
        if rule is ReadRule.ACTIONS:
            return self._actions()
        return self._value(get_named_type(kind.fields[name].type), owner_value, path)

    def _value(self, kind: GraphQLNamedType, owner_value: Any, path: tuple[Any, ...]) -> Any:
        if isinstance(owner_value, list):
            found = [self._value(kind, each, (*path, place)) for place, each in enumerate(owner_value)]
            return [each for each in found if each is not None]
        if owner_value is None or not isinstance(kind, GraphQLObjectType):
            return owner_value
        if kind.name in NODE_TYPES:
            return owner_value if can_see(self._who, self._street.objects[owner_value["id"]]) else None
        return self._fields(kind, owner_value, path)

    def _page(self, owner_page: dict[str, Any]) -> dict[str, Any]:
        """A list of what they see, and of nothing else: not in its count either."""
        edges = [edge for edge in owner_page["edges"] if edge["node"] is not None]
        end = edges[-1]["cursor"] if edges else None
        return {"edges": edges, "pageInfo": {"hasNextPage": False, "endCursor": end}, "totalCount": len(edges)}

    def _checkout(self) -> dict[str, Any]:
        row = self._thing.row
        account = self._street.objects[global_id("PaymentProvider", row.connection_id)].row.account_id
        return {
            "__typename": "StripeCheckout",
            "publishableKey": "pk_test_sandbox",
            "clientSecret": row.client_secret,
            "accountId": account,
            "apiBase": "http://stand-in",
        }

    def _actions(self) -> list[str]:
        thing, things = self._thing, self._street.objects.values()
        client = self._street.objects[global_id("Client", thing.client_id or UNKNOWN_ID)]
        paid_with_money = sum(
            each.row.applied for each in things if each.type_name == "Payment" and each.row.invoice_id == thing.own_id
            and each.row.paid_by.name != "CREDITS"
        )  # fmt: skip
        found = allowed_actions(self._who, thing.row, client.row.available, paid_with_money)
        assert isinstance(INVOICE_ACTION_TYPE, GraphQLEnumType)
        return [button for button in INVOICE_ACTION_TYPE.values if button in found]

    def _refused(self, path: tuple[Any, ...], why: tuple[str, str]) -> None:
        self.refusals.append((path, *why))


def errors_of(answer: Response) -> list[tuple[tuple[Any, ...], str, str]]:
    return [(tuple(error["path"]), error["message"], error["extensions"]["code"]) for error in answer.errors]


async def read_all(street: TwoFirms, requester: Requester, kind: str) -> tuple[list[ApiObject], Response]:
    """Every object of the kind in both firms, and last an id that never was, asked for at once."""
    things = [thing for thing in street.objects.values() if thing.type_name == kind]
    ids = [*(thing.id for thing in things), global_id(kind, UNKNOWN_ID)]
    return things, await execute(street.app.services, requester.viewer, all_fields_query(kind, ids))


def sample_objects(street: TwoFirms) -> list[ApiObject]:
    """One object of each kind with each client; of invoices, one of each status. `nodes` is asked for all of them."""
    found = {}
    for thing in street.objects.values():
        special = (thing.row.status, thing.row.issued_on is None) if thing.type_name == "Invoice" else None
        found[thing.type_name, thing.firm_id, thing.client_id, special] = thing
    return list(found.values())


OWNER_VALUES: weakref.WeakKeyDictionary[TwoFirms, dict[str, dict[str, Any]]] = weakref.WeakKeyDictionary()


async def owner_values(street: TwoFirms, kind: str) -> dict[str, Any]:
    """What each firm's owner reads of all that is their own; asked once."""
    known = OWNER_VALUES.setdefault(street, {})
    if kind not in known:
        known[kind] = await _read_owner_values(street, kind)
    return known[kind]


async def _read_owner_values(street: TwoFirms, kind: str) -> dict[str, Any]:
    found = {}
    for side in street.firms:
        things, answer = await read_all(street, Requester("", side.firm.owner), kind)
        found.update({thing.id: told for thing, told in zip(things, answer.data["nodes"], strict=False) if told})
    return found


def test_everybody_is_there(both_firms: TwoFirms) -> None:
    assert set(both_firms.requesters) == set(REQUESTER_NAMES)
    rights = {who.rights for who in both_firms.requesters.values() if who.role is FirmRole.EMPLOYEE}
    assert len(rights) == 2 ** len(MemberRight)


async def test_everything_is_there(both_firms: TwoFirms) -> None:
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
                meet(PRINTED_SCHEMA.type_map[each["__typename"]], each)

    for name, kind in NODE_TYPES.items():
        told = await owner_values(both_firms, name)
        owners = [
            Requester("", side.firm.owner, side.firm.id, FirmRole.OWNER, clients=None) for side in both_firms.firms
        ]
        things = [thing for thing in both_firms.objects.values() if thing.type_name == name]
        assert told.keys() == {thing.id for thing in things if any(can_see(who, thing) for who in owners)}
        meet(kind, list(told.values()))
    unmet = {
        path for path, rule in RULE_BY_FIELD.items() if rule not in TESTED_ELSEWHERE and not path.startswith("Query.")
    } - met
    assert unmet == {
        "Client.changesCursor",  # sealed: another one each time
        "Invoice.description", "Invoice.depositRequested", "Invoice.depositDue",
        "PrepaymentSettings.minimum", "PrepaymentSettings.maximum",
    }  # fmt: skip


@pytest.mark.parametrize("name", REQUESTER_NAMES)
async def test_every_field_of_everything(both_firms: TwoFirms, name: str) -> None:
    """Of what they see, all they may read; else null with one refusal at its place, its neighbours unharmed.

    And from themselves and their firm, along every field of everything they come to, they reach all that they see,
    and no more.
    """
    who = both_firms.requesters[name]
    links: dict[str, set[str]] = {}
    for kind in NODE_TYPES:
        truth = await owner_values(both_firms, kind)
        things, answer = await read_all(both_firms, who, kind)
        expected = ExpectedAnswer(both_firms, who, kind)
        told = [expected.of_object(thing, truth.get(thing.id), place) for place, thing in enumerate(things)]
        told.append(expected.of_object(None, None, len(things)))
        assert answer.data["nodes"] == told, kind
        assert sorted(errors_of(answer), key=str) == sorted(expected.refusals, key=str), kind
        links.update({each["id"]: set(object_ids_in(each)) for each in answer.data["nodes"] if each})
    reached, ahead = set(), await root_ids(both_firms, who)
    while ahead:
        here = ahead.pop()
        reached.add(here)
        ahead |= links[here] - reached
    assert reached == {thing.id for thing in both_firms.objects.values() if can_see(who, thing)}


async def root_ids(street: TwoFirms, requester: Requester) -> set[str]:
    """What the roots without an argument give: themselves and their firm."""
    query = "{ viewer { __typename ... on Node { id } } firm { __typename id } }"
    answer = await execute(street.app.services, requester.viewer, query)
    if requester.viewer is None:
        assert answer.data == {"viewer": None, "firm": None}
        assert errors_of(answer) == [(("firm",), *UNAUTHENTICATED)]
    else:
        kind = "ClientUser" if requester.is_client_user else "FirmMember"
        assert answer.data["viewer"] == {"__typename": kind, "id": global_id(kind, requester.viewer.id)}
        assert answer.errors == []
    return set(object_ids_in(answer.data))


def object_ids_in(answer: Any) -> Iterator[str]:
    """Every id of an object, however deep."""
    if isinstance(answer, dict):
        if "id" in answer and answer.get("__typename") in NODE_TYPES:
            yield answer["id"]
        for value in answer.values():
            yield from object_ids_in(value)
    elif isinstance(answer, list):
        for value in answer:
            yield from object_ids_in(value)


BY_ID = "query ($id: ID!) { node(id: $id) { __typename id } client(id: $id) { id } invoice(id: $id) { id } }"
INVALID_IDS = [
    "",
    "x",
    "Client:1",
    "Q2xpZW50OjE=",
    "Q2xpZW50",
    "\ud83d\udca5",
    global_id("Seat", UNKNOWN_ID),
    global_id("Nothing", UNKNOWN_ID),
]


# Each sees something that the others do not. By `nodes`, above, everybody asks for everything.
SAMPLE_REQUESTERS = [
    "nobody",
    "user",
    "assigned employee with no right",
    "other firm's owner",
    "other firm's user who pays",
]


@pytest.mark.parametrize("name", SAMPLE_REQUESTERS)
async def test_foreign_ids_look_unknown(both_firms: TwoFirms, name: str) -> None:
    """By node, client and invoice: other people's ids are answered byte for byte like ids that never were."""
    who, services = both_firms.requesters[name], both_firms.app.services
    never = {
        kind: (await execute(services, who.viewer, BY_ID, {"id": global_id(kind, UNKNOWN_ID)})).text
        for kind in NODE_TYPES
    }
    for thing in sample_objects(both_firms):
        if not can_see(who, thing):
            assert (await execute(services, who.viewer, BY_ID, {"id": thing.id})).text == never[thing.type_name], thing
    nonsense = {(await execute(services, who.viewer, BY_ID, {"id": each})).text for each in INVALID_IDS}
    assert nonsense == {never["Client"]}


@pytest.mark.parametrize("name", SAMPLE_REQUESTERS[1:])
async def test_roots_by_id(both_firms: TwoFirms, name: str) -> None:
    """`client` and `invoice` answer what is theirs, and nothing for an id of another kind."""
    who = both_firms.requesters[name]
    for thing in sample_objects(both_firms):
        if can_see(who, thing):
            told = await query_data(both_firms.app.services, who.viewer, BY_ID, id=thing.id)
            assert told["node"] == {"__typename": thing.type_name, "id": thing.id}
            assert told["client"] == ({"id": thing.id} if thing.type_name == "Client" else None)
            assert told["invoice"] == ({"id": thing.id} if thing.type_name == "Invoice" else None)
