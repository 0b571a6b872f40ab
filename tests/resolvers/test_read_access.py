"""Nobody sees another firm's or client's data on any path, or can tell "forbidden" from "not found" (P7).

The cases are generated: every requester, every field of every type, every object of two firms. The expected value is
what the owner of the object's firm reads, minus what the table of roles takes away.
"""

from __future__ import annotations

import itertools
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

from billing.access.principals import Viewer
from graph import schema as graph_schema
from models import FirmRole, MemberRight
from tests.resolvers.read_rules import (
    FOR_OWNER_AND_ADMIN,
    RULE_BY_FIELD,
    TESTED_ELSEWHERE,
    ReadRule,
    allowed_actions,
    allowed_client_actions,
    allowed_payment_actions,
    can_pay,
    can_see,
    can_see_checkout,
)
from tests.support.firm import SANDBOX_URL
from tests.support.graphql_client import SCHEMA, Response, execute, global_id, query_data
from tests.support.two_firms import ApiObject, Requester, TwoFirms

PRINTED_SCHEMA: GraphQLSchema = build_schema(graph_schema.print_schema(SCHEMA))
NODE = PRINTED_SCHEMA.type_map["Node"]
assert isinstance(NODE, GraphQLInterfaceType)
NODE_TYPES = {kind.name: kind for kind in PRINTED_SCHEMA.get_possible_types(NODE)}
UNKNOWN_ID = uuid.UUID("01976a00-0000-7000-8000-000000000000")
FORBIDDEN = ("You do not have permission to do this.", "FORBIDDEN")
UNAUTHENTICATED = ("You are not signed in.", "UNAUTHENTICATED")

# The names are needed for parametrization, before the requesters exist. A test below compares them.
REQUESTER_NAMES = [
    "anonymous", "owner", "admin", "paying user", "user", "user of the other client",
    "other firm's owner", "other firm's employee", "other firm's paying user", "member of both firms",
    *(
        f"{assigned}employee with "
        f"{' and '.join(right.name.lower().replace('_', ' ') for right in rights) or 'no right'}"
        for assigned in ("", "assigned ")
        for size in range(len(MemberRight) + 1)
        for rights in itertools.combinations(MemberRight, size)
    ),
]  # fmt: skip


def readable_types() -> Iterator[GraphQLObjectType]:
    """All object types that can be read: all but Mutation."""
    for name, type_ in PRINTED_SCHEMA.type_map.items():
        if isinstance(type_, GraphQLObjectType) and not name.startswith("__") and name != "Mutation":
            yield type_


def selection_of(type_: GraphQLNamedType) -> str:
    """All fields of a type down to the next types with an id."""
    if isinstance(type_, GraphQLUnionType):
        return "{ __typename " + " ".join(map(selection_of_member, type_.types)) + " }"
    if type_ is NODE or type_.name in NODE_TYPES:
        return "{ __typename id }"
    return fields_of(type_) if isinstance(type_, GraphQLObjectType) else ""


def selection_of_member(type_: GraphQLObjectType) -> str:
    return f"... on {type_.name} {'{ id }' if type_.name in NODE_TYPES else fields_of(type_)}"


def fields_of(type_: GraphQLObjectType) -> str:
    selections = []
    for name, field in type_.fields.items():
        path = f"{type_.name}.{name}"
        if RULE_BY_FIELD[path] not in (ReadRule.PER_MEMBERSHIP, ReadRule.SEALED_CURSOR):
            selections.append(f"{name}{argument_text(path, field)} {selection_of(get_named_type(field.type))}")
    return f"{{ {' '.join(selections)} }}"


ARGUMENTS = {
    "CreditAccount.balanceAt": '(at: "2026-03-02T09:02:00Z")',
    "Firm.moneyReport": '(from: "2026-03-02", to: "2026-03-02")',
    "Invoice.quote": "(amount: {choice: REMAINING}, from: CARD)",
    "PaymentSettings.preview": "(change: {paymentMethod: null})",
}
"""The arguments of fields with required arguments."""


def argument_text(path: str, field: GraphQLField) -> str:
    """The arguments to select the field with: its required ones, or the largest page."""
    is_required = any(is_required_argument(argument) for argument in field.args.values())
    assert is_required is (path in ARGUMENTS), path
    if path == "Firm.activity":
        return "(first: 100, filter: {kind: [INVOICE, SETTINGS, PEOPLE, CLIENT]})"  # the others fill more than a page
    return ARGUMENTS.get(path) or ("(first: 100)" if "first" in field.args else "")


def all_fields_query(name: str, ids: list[str]) -> str:
    """A query for all fields of these objects."""
    return f"{{ nodes(ids: {json.dumps(ids)}) {{ __typename ... on {name} {fields_of(NODE_TYPES[name])} }} }}"


def test_every_field_has_a_rule() -> None:
    """A field without a rule fails, and so does a rule without a field."""
    assert {f"{type_.name}.{name}" for type_ in readable_types() for name in type_.fields} == RULE_BY_FIELD.keys()


def test_payload_types_are_not_reachable_by_queries() -> None:
    """So the other rules cover every way to read something."""
    not_in_queries = {ReadRule.PAYLOAD_ONLY, ReadRule.KEY_OWNER}
    payload_types = {path.partition(".")[0] for path, rule in RULE_BY_FIELD.items() if rule in not_in_queries} - {
        "Query"
    }
    for type_ in readable_types():
        for name, field in type_.fields.items():
            if RULE_BY_FIELD[f"{type_.name}.{name}"] not in not_in_queries:
                assert get_named_type(field.type).name not in payload_types, f"{type_.name}.{name}"


class ExpectedAnswer:
    """The values and errors that a requester gets for objects of one type."""

    def __init__(self, both_firms: TwoFirms, requester: Requester, kind: str) -> None:
        self._both_firms, self._who, self._kind = both_firms, requester, NODE_TYPES[kind]
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

    def _fields(self, type_: GraphQLObjectType, owner_value: dict[str, Any], path: tuple[Any, ...]) -> dict[str, Any]:
        values = {name: self._field(type_, name, value, (*path, name))
                for name, value in owner_value.items() if name != "__typename"}  # fmt: skip
        return self._page(values) if type_.name.endswith("Connection") else values

    def _field(self, type_: GraphQLObjectType, name: str, owner_value: Any, path: tuple[Any, ...]) -> Any:
        requester, rule = self._who, RULE_BY_FIELD[f"{type_.name}.{name}"]
        is_denied = {
            ReadRule.OWNER_AND_ADMIN: not requester.is_owner_or_admin,
            ReadRule.MEMBERS: requester.is_client_user,
            ReadRule.PAYERS: not can_pay(requester),
            ReadRule.ROW_MEMBERS: requester.is_client_user,
            ReadRule.ROW_OWNER_AND_ADMIN: not requester.is_owner_or_admin,
            ReadRule.CLIENT_MANAGERS: not requester.has_rights(MemberRight.MANAGE_CLIENTS),
        }
        if is_denied.get(rule):  # without an error, because `nodes` is a list
            return None
        if rule is ReadRule.NULL_IF_HIDDEN and requester.hidden:
            return None
        if rule is ReadRule.INITIATOR:
            return self._checkout() if can_see_checkout(requester, self._thing) else None
        if rule is ReadRule.SELF:
            return requester.viewer is not None and self._thing.actor_id == requester.viewer.id
        if rule is ReadRule.ACTIONS:
            return self._actions()
        if rule is ReadRule.PAYMENT_ACTIONS:
            # The owner, who has every right, can refund whatever can be refunded.
            actions = allowed_payment_actions(requester, self._thing, is_refundable="REFUND" in owner_value)
            return [action for action in ("OPEN_CHECKOUT", "CANCEL", "RELEASE", "REFUND") if action in actions]
        return self._value(get_named_type(type_.fields[name].type), owner_value, path)

    def _value(self, type_: GraphQLNamedType, owner_value: Any, path: tuple[Any, ...]) -> Any:
        if isinstance(owner_value, list):
            values = [self._value(type_, item, (*path, index)) for index, item in enumerate(owner_value)]
            return [value for value in values if value is not None]
        if isinstance(type_, GraphQLUnionType) and owner_value is not None and "id" in owner_value:
            return owner_value if can_see(self._who, self._both_firms.objects[owner_value["id"]]) else None
        if owner_value is None or not isinstance(type_, GraphQLObjectType):
            return owner_value
        if type_.name in NODE_TYPES:
            return owner_value if can_see(self._who, self._both_firms.objects[owner_value["id"]]) else None
        return self._fields(type_, owner_value, path)

    def _page(self, owner_page: dict[str, Any]) -> dict[str, Any]:
        """The connection with visible edges only, and their count."""
        edges = [edge for edge in owner_page["edges"] if edge["node"] is not None]
        start, end = (edges[0]["cursor"], edges[-1]["cursor"]) if edges else (None, None)
        page_info = {"hasNextPage": False, "hasPreviousPage": False, "startCursor": start, "endCursor": end}
        return {"edges": edges, "pageInfo": page_info, "totalCount": len(edges)}

    def _checkout(self) -> dict[str, Any]:
        row = self._thing.row
        account = self._both_firms.objects[global_id("PaymentProvider", row.connection_id)].row.account_id
        return {
            "__typename": "StripeCheckout",
            "publishableKey": "pk_test_sandbox",
            "clientSecret": row.client_secret,
            "accountId": account,
            "apiBase": SANDBOX_URL,
        }

    def _actions(self) -> list[str]:
        if self._thing.type_name == "Client":
            actions, type_name = self._client_actions(), "ClientAction"
        else:
            actions, type_name = self._invoice_actions(), "InvoiceAction"
        action_type = PRINTED_SCHEMA.type_map[type_name]
        assert isinstance(action_type, GraphQLEnumType)
        return [action for action in action_type.values if action in actions]

    def _client_actions(self) -> set[str]:
        open_prepayments = sum(
            object_.row.amount
            for object_ in self._both_firms.objects.values()
            if object_.type_name == "Prepayment"
            and object_.row.client_id == self._thing.database_id
            and object_.row.ended_at is None
        )
        hides_invoices = self._thing.firm_id == self._both_firms.firms[1].firm.id
        return allowed_client_actions(
            self._who, self._thing.row, open_prepayments, prepayment_available=not hides_invoices
        )

    def _invoice_actions(self) -> set[str]:
        invoice, objects = self._thing, self._both_firms.objects.values()
        client = self._both_firms.objects[global_id("Client", invoice.client_id or UNKNOWN_ID)]
        payments = [object_.row for object_ in objects if object_.type_name == "Payment"]
        paid_with_money = sum(
            payment.applied
            for payment in payments
            if payment.invoice_id == invoice.database_id and payment.paid_by.name != "CREDITS"
        )
        return allowed_actions(self._who, invoice.row, client.row.available, paid_with_money)

    def _refused(self, path: tuple[Any, ...], message_and_code: tuple[str, str]) -> None:
        self.refusals.append((path, *message_and_code))


def errors_of(response: Response) -> list[tuple[tuple[Any, ...], str, str]]:
    return [(tuple(error["path"]), error["message"], error["extensions"]["code"]) for error in response.errors]


async def read_all(both_firms: TwoFirms, requester: Requester, kind: str) -> tuple[list[ApiObject], Response]:
    """Read every object of the type, of both firms, and last an unknown id, in as few queries as possible."""
    objects = [object_ for object_ in both_firms.objects.values() if object_.type_name == kind]
    ids = [*(object_.id for object_ in objects), global_id(kind, UNKNOWN_ID)]
    nodes, errors = [], []
    for start in range(0, len(ids), _MAX_IDS):
        query = all_fields_query(kind, ids[start : start + _MAX_IDS])
        part = await execute(both_firms.app.services, requester.viewer, query)
        nodes += part.data["nodes"]
        for error in part.errors:
            name, index, *rest = error["path"]
            errors.append({**error, "path": [name, index + start, *rest]})
    return objects, Response(json.dumps({"data": {"nodes": nodes}, "errors": errors}), None)


_MAX_IDS = 100
"""Of one `nodes`."""


def sample_objects(both_firms: TwoFirms) -> list[ApiObject]:
    """One object of each type for each client; invoices in each status."""
    samples = {}
    for object_ in both_firms.objects.values():
        invoice_state = (object_.row.status, object_.row.issued_on is None) if object_.type_name == "Invoice" else None
        samples[object_.type_name, object_.firm_id, object_.client_id, invoice_state] = object_
    return list(samples.values())


OWNER_VALUES: weakref.WeakKeyDictionary[TwoFirms, dict[str, dict[str, Any]]] = weakref.WeakKeyDictionary()


async def owner_values(both_firms: TwoFirms, kind: str) -> dict[str, Any]:
    """What each firm's owner reads of their own objects, and its clients of what is theirs alone; read once."""
    values_by_kind = OWNER_VALUES.setdefault(both_firms, {})
    if kind not in values_by_kind:
        values_by_kind[kind] = await _read_owner_values(both_firms, kind)
    return values_by_kind[kind]


async def _read_owner_values(both_firms: TwoFirms, kind: str) -> dict[str, Any]:
    values = {}
    for side in both_firms.firms:
        viewers: list[Viewer] = [*side.payers, side.firm.owner]
        for viewer in viewers:
            objects, response = await read_all(both_firms, Requester("", viewer), kind)
            values.update(
                {object_.id: value for object_, value in zip(objects, response.data["nodes"], strict=False) if value}
            )
    return values


def test_requesters_are_complete(both_firms: TwoFirms) -> None:
    assert set(both_firms.requesters) == set(REQUESTER_NAMES)
    rights = {requester.rights for requester in both_firms.requesters.values() if requester.role is FirmRole.EMPLOYEE}
    assert len(rights) == 2 ** len(MemberRight)


async def test_nearly_every_field_has_a_value_for_an_owner(both_firms: TwoFirms) -> None:
    """Otherwise comparing what others read would prove nothing."""
    fields_with_value: set[str] = set()

    def collect(kind: GraphQLNamedType, value: Any) -> None:
        for item in value if isinstance(value, list) else [value]:
            if isinstance(kind, GraphQLObjectType):
                for name in kind.fields:
                    if item.get(name) not in (None, []):
                        fields_with_value.add(f"{kind.name}.{name}")
                        collect(get_named_type(kind.fields[name].type), item[name])
            elif isinstance(kind, GraphQLUnionType):
                collect(PRINTED_SCHEMA.type_map[item["__typename"]], item)

    for name, kind in NODE_TYPES.items():
        owner_values_by_id = await owner_values(both_firms, name)
        owners = [
            Requester("", side.firm.owner, side.firm.id, FirmRole.OWNER, clients=None) for side in both_firms.firms
        ]
        for side in both_firms.firms:
            is_hidden = side is both_firms.firms[1]
            owners += [
                Requester("", payer, payer.firm_id, clients=frozenset({payer.client_id}), hidden=is_hidden)
                for payer in side.payers
            ]
        objects = [object_ for object_ in both_firms.objects.values() if object_.type_name == name]
        assert owner_values_by_id.keys() == {
            object_.id for object_ in objects if any(can_see(requester, object_) for requester in owners)
        }
        collect(kind, list(owner_values_by_id.values()))
    fields_without_value = {
        path for path, rule in RULE_BY_FIELD.items() if rule not in TESTED_ELSEWHERE and not path.startswith("Query.")
    } - fields_with_value
    assert fields_without_value == {
        "Client.changesCursor", "Firm.changesCursor",  # another value at each read
        "Client.archivedAt",  # archived clients are left out of lists
        "Invoice.description", "Invoice.depositRequested", "Invoice.depositDue",
        "PrepaymentSettings.minimum", "PrepaymentSettings.maximum",
        "PaymentSettingsPreview.prepaymentMethod",  # of a change that clears the payment method
    }  # fmt: skip


@pytest.mark.parametrize("name", REQUESTER_NAMES)
async def test_every_field_of_every_object(both_firms: TwoFirms, name: str) -> None:
    """Visible objects with all fields allowed, others null. One error for each object of a type for owners and admins.

    And from viewer and firm, along all fields, exactly the visible objects can be reached.
    """
    requester = both_firms.requesters[name]
    links: dict[str, set[str]] = {}
    for kind in NODE_TYPES:
        values = await owner_values(both_firms, kind)
        objects, response = await read_all(both_firms, requester, kind)
        expected = ExpectedAnswer(both_firms, requester, kind)
        nodes = [expected.of_object(object_, values.get(object_.id), index) for index, object_ in enumerate(objects)]
        nodes.append(expected.of_object(None, None, len(objects)))
        assert response.data["nodes"] == nodes, kind
        assert sorted(errors_of(response), key=str) == sorted(expected.refusals, key=str), kind
        links.update(
            {
                object_value["id"]: set(object_ids_in(object_value))
                for object_value in response.data["nodes"]
                if object_value
            }
        )
    reached, pending = set(), await root_ids(both_firms, requester)
    while pending:
        id_ = pending.pop()
        reached.add(id_)
        pending |= links[id_] - reached
    assert reached == {object_.id for object_ in both_firms.objects.values() if can_see(requester, object_)}


async def root_ids(both_firms: TwoFirms, requester: Requester) -> set[str]:
    """The objects that root fields without required arguments return: viewer, firm and notices."""
    notices = "notices(first: 100) { edges { node { __typename id } } pageInfo { hasNextPage } }"
    query = f"{{ viewer {{ __typename ... on Node {{ id }} }} firm {{ __typename id }} {notices} }}"
    response = await execute(both_firms.app.services, requester.viewer, query)
    if requester.viewer is None:
        assert response.data == {"viewer": None, "firm": None, "notices": None}
        assert errors_of(response) == [(("firm",), *UNAUTHENTICATED), (("notices",), *UNAUTHENTICATED)]
    else:
        kind = "ClientUser" if requester.is_client_user else "FirmMember"
        assert response.data["viewer"] == {"__typename": kind, "id": global_id(kind, requester.viewer.id)}
        assert response.errors == []
        assert response.data["notices"]["pageInfo"] == {"hasNextPage": False}
    return set(object_ids_in(response.data))


def object_ids_in(part: Any) -> Iterator[str]:
    """Every object id in a response, however deep."""
    if isinstance(part, dict):
        if "id" in part and part.get("__typename") in NODE_TYPES:
            yield part["id"]
        for item in part.values():
            yield from object_ids_in(item)
    elif isinstance(part, list):
        for item in part:
            yield from object_ids_in(item)


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


# Each of them sees something that the others do not. Above, all requesters read all objects by `nodes`.
SAMPLE_REQUESTERS = [
    "anonymous",
    "user",
    "assigned employee with no right",
    "other firm's owner",
    "other firm's paying user",
]


@pytest.mark.parametrize("name", SAMPLE_REQUESTERS)
async def test_foreign_ids_look_unknown(both_firms: TwoFirms, name: str) -> None:
    """`node`, `client` and `invoice` answer foreign ids byte for byte like unknown ids."""
    requester, services = both_firms.requesters[name], both_firms.app.services
    unknown = {
        kind: (await execute(services, requester.viewer, BY_ID, {"id": global_id(kind, UNKNOWN_ID)})).text
        for kind in NODE_TYPES
    }
    for object_ in sample_objects(both_firms):
        if not can_see(requester, object_):
            assert (await execute(services, requester.viewer, BY_ID, {"id": object_.id})).text == unknown[
                object_.type_name
            ], object_
    invalid = {
        (await execute(services, requester.viewer, BY_ID, {"id": invalid_id})).text for invalid_id in INVALID_IDS
    }
    assert invalid == {unknown["Client"]}


@pytest.mark.parametrize("name", SAMPLE_REQUESTERS[1:])
async def test_roots_by_id(both_firms: TwoFirms, name: str) -> None:
    """`client` and `invoice` return visible objects, and null for an id of another type."""
    requester = both_firms.requesters[name]
    for object_ in sample_objects(both_firms):
        if can_see(requester, object_):
            data = await query_data(both_firms.app.services, requester.viewer, BY_ID, id=object_.id)
            assert data["node"] == {"__typename": object_.type_name, "id": object_.id}
            assert data["client"] == ({"id": object_.id} if object_.type_name == "Client" else None)
            assert data["invoice"] == ({"id": object_.id} if object_.type_name == "Invoice" else None)
