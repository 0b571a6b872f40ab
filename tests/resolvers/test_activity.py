"""Activity: who did what, when and why, and what it changed, for whoever may know (D62, D63)."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

import models
from billing.access.principals import Viewer
from billing.clients.archive_client import archive_client
from billing.clients.update_client import UpdateClientCommand, update_client
from billing.identity import memberships, operator
from billing.invoices.issue_invoice import issue_invoice
from billing.invoices.void_invoice import void_invoice
from billing.payments.allocation import AmountChoice, PaymentSource
from billing.prepayments.disable_prepayment import disable_prepayment
from billing.prepayments.enable_prepayment import EnablePrepaymentCommand, enable_prepayment
from billing.settings.update_firm import UpdateFirmCommand, update_firm
from billing.settings.update_payment_settings import UpdatePaymentSettingsCommand, update_payment_settings
from models import CreditApplication, FirmRole, MemberRight, PaymentMethodChoice
from tests.support.actions import issue_credit_note, record_offline, refund, reverse_credits
from tests.support.firm import AppHarness, Firm
from tests.support.graphql_client import execute, global_id, query_data, record_statements

pytestmark = pytest.mark.both_databases

FIELDS = """edges { cursor node { id kind event at reason actor { name } client { id }
  subject { __typename ... on Node { id } } changes { field before after } } } pageInfo { hasNextPage endCursor }"""
OF_FIRM = f"""query ($filter: ActivityFilter, $first: Int, $after: String) {{ firm {{
  activity(filter: $filter, first: $first, after: $after) {{ {FIELDS} }} }} }}"""
OF_CLIENT = f"query ($id: ID!) {{ client(id: $id) {{ activity(first: 100) {{ {FIELDS} }} }} }}"

Row = tuple[Any, ...]


@pytest.fixture
async def firm(app: AppHarness) -> Firm:
    return await app.create_ready_firm()


async def read_page(firm: Firm, viewer: Viewer | None = None, **variables: Any) -> dict[str, Any]:
    data = await query_data(firm.app.services, viewer or firm.owner, OF_FIRM, **{"first": 100, **variables})
    page: dict[str, Any] = data["firm"]["activity"]
    return page


async def read_nodes(firm: Firm, viewer: Viewer | None = None, **variables: Any) -> list[dict[str, Any]]:
    return [edge["node"] for edge in (await read_page(firm, viewer, **variables))["edges"]]


async def read_of_client(firm: Firm, viewer: Viewer) -> list[dict[str, Any]]:
    data = await query_data(firm.app.services, viewer, OF_CLIENT, id=global_id("Client", firm.client_id))
    return [edge["node"] for edge in data["client"]["activity"]["edges"]]


def summary(node: dict[str, Any]) -> Row:
    subject = node["subject"]
    return node["kind"], node["actor"]["name"], None if subject is None else subject["id"], node["reason"]


def changes_of(node: dict[str, Any]) -> list[Row]:
    return [(change["field"], change["before"], change["after"]) for change in node["changes"]]


async def since(firm: Firm) -> dict[str, str]:
    """A filter of what happens from now on."""
    firm.app.clock.advance(seconds=1)
    return {"from": firm.app.clock().isoformat()}


async def test_money_with_subject_actor_and_reason(firm: Firm) -> None:
    """D62: newest first: who, what it is about, and why. Steps on the way to the provider are none."""
    start = await since(firm)
    prepayment = await firm.prepay("80.00")
    invoice = await firm.create_invoice("50.00")
    (paid,) = await firm.pay(invoice, "20.00", viewer=firm.owner)
    note = await issue_credit_note(firm, "5.00")
    await reverse_credits(firm, note)
    await refund(firm, paid, "20.00")
    await void_invoice(firm.app.services, firm.owner, invoice, "a duplicate")
    nodes = await read_nodes(firm, filter=start)
    owner, user = nodes[0]["actor"]["name"], nodes[-1]["actor"]["name"]
    assert [(*summary(node)[:2], node["event"]) for node in nodes] == [
        ("INVOICE", owner, "INVOICE_VOIDED"),
        ("REFUND", owner, "REFUND_MADE"),
        ("CREDIT", owner, "CREDIT_REVERSED"),
        ("CREDIT", owner, "CREDIT_NOTE_ADDED"),
        ("PAYMENT", owner, "INVOICE_PAID"),
        ("INVOICE", owner, "INVOICE_ISSUED"),
        ("PREPAYMENT", "Acompte", "PROVIDER_PAYMENT_SUCCEEDED"),
        ("PREPAYMENT", user, "PREPAYMENT_MADE"),
    ]
    subjects = [summary(node)[2] for node in nodes]
    assert subjects[0] == subjects[5] == global_id("Invoice", invoice)
    assert subjects[3:5] == [global_id("CreditEntry", note), global_id("Payment", paid.id)]
    assert subjects[6:] == [global_id("Prepayment", prepayment)] * 2
    assert nodes[1]["subject"]["__typename"] == "Refund"
    assert nodes[0]["reason"] == "a duplicate"
    assert {node["client"]["id"] for node in nodes} == {global_id("Client", firm.client_id)}
    assert [node["changes"] for node in nodes] == [[]] * 8


async def test_settings_before_and_after(firm: Firm) -> None:
    """D63: fields as the API names them; amounts as decimals, enum values by name."""
    start, services, owner = await since(firm), firm.app.services, firm.owner
    await update_payment_settings(
        services,
        owner,
        UpdatePaymentSettingsCommand(
            payment_method=PaymentMethodChoice.CARD, credit_application=CreditApplication.ON_ISSUE
        ),
    )
    await enable_prepayment(services, owner, EnablePrepaymentCommand(minimum=Decimal("12.5"), maximum=Decimal(900)))
    await disable_prepayment(services, owner)
    await update_firm(services, owner, UpdateFirmCommand(name="Renamed", reply_to="desk@firm.test"))
    disabled_again = await firm.event_seq()
    await disable_prepayment(services, owner)  # nothing to change
    assert await firm.event_seq() == disabled_again
    nodes = await read_nodes(firm, filter={**start, "kind": ["SETTINGS"]})
    settings = global_id("PaymentSettings", firm.id)
    assert [(summary(node)[2], changes_of(node)) for node in nodes] == [
        (None, [("name", "Lumière", "Renamed"), ("replyTo", None, "desk@firm.test")]),
        (settings, [("prepayment.enabled", "true", "false")]),
        (settings, [("prepayment.minimum", None, "12.50"), ("prepayment.maximum", None, "900.00")]),
        (
            settings,
            [
                ("paymentMethod", "CARD_OR_BANK_DEBIT", "CARD"),
                ("creditApplication", "MANUAL", "ON_ISSUE"),
                ("prepayment.method", "CARD_OR_BANK_DEBIT", "CARD"),
            ],
        ),
    ]


async def test_people_before_and_after(firm: Firm) -> None:
    """D63: role, rights and assigned clients of members; users of a client."""
    start, services = await since(firm), firm.app.services
    member_id = await operator.add_member(
        services, firm.id, email="clerk@firm.test", name="Clerk", password=None, role=FirmRole.EMPLOYEE
    )
    await memberships.change_rights(
        services, firm.id, member_id, [MemberRight.MANAGE_INVOICES, MemberRight.MANAGE_PAYMENTS], granted=True
    )
    await memberships.assign_client(services, firm.id, member_id, firm.client_id)
    await memberships.set_role(services, firm.id, member_id, FirmRole.ADMIN)
    user_id = await operator.add_client_user(
        services, firm.id, firm.client_id, email="second@client.test", name="Second", password=None
    )
    await memberships.remove_client_user(services, firm.id, user_id)
    await memberships.remove_member(services, firm.id, member_id)
    nodes = await read_nodes(firm, filter={**start, "kind": ["PEOPLE"]})
    client_name = (await firm.client()).name
    client, person = global_id("Client", firm.client_id), "Second <second@client.test>"
    rights = "MANAGE_INVOICES, MANAGE_PAYMENTS"
    assert [(summary(node)[2], changes_of(node)) for node in nodes] == [
        (None, []),  # a removed member is nobody's to see
        (client, [("users", person, None)]),
        (client, [("users", None, person)]),
        (None, [("role", "EMPLOYEE", "ADMIN"), ("rights", rights, None), ("assignedClients", client_name, None)]),
        (None, [("assignedClients", None, client_name)]),
        (None, [("rights", None, rights)]),
        (None, [("role", None, "EMPLOYEE")]),
    ]


async def test_clients_before_and_after(firm: Firm) -> None:
    """D63: what the firm has written of a client; its users see it, too."""
    start, services, owner = await since(firm), firm.app.services, firm.owner
    before = (await firm.client()).name
    command = UpdateClientCommand(firm.client_id, name="Renamed", email="a@b.test", reference="C-1")
    await update_client(services, owner, command)
    await archive_client(services, owner, firm.client_id)
    nodes = await read_nodes(firm, filter={**start, "kind": ["CLIENT"]})
    changes = [("name", before, "Renamed"), ("email", None, "a@b.test"), ("reference", None, "C-1")]
    assert [(summary(node)[2], changes_of(node)) for node in nodes] == [
        (global_id("Client", firm.client_id), []),
        (global_id("Client", firm.client_id), changes),
    ]
    assert [node["id"] for node in await read_of_client(firm, firm.client_user)][:2] == [node["id"] for node in nodes]


async def test_client_users_see_no_drafts_no_staff_and_no_settings(firm: Firm) -> None:
    """P7: neither that a draft was made, changed or voided, nor who has the client."""
    services, owner = firm.app.services, firm.owner
    draft = await firm.create_invoice("7.00", issue=False)
    dropped = await firm.create_invoice("8.00", issue=False)
    await void_invoice(services, owner, dropped, "Never mind")
    employee = await firm.add_member("employee", FirmRole.EMPLOYEE)
    await firm.assign(employee, firm.client_id)
    await memberships.assign_client(services, firm.id, employee.id, await firm.add_client())
    assert await read_of_client(firm, firm.client_user) == []
    assert [node["kind"] for node in await read_of_client(firm, employee)] == ["INVOICE"] * 3
    await issue_invoice(services, owner, draft)
    (issued,) = await read_of_client(firm, firm.client_user)
    assert summary(issued)[2] == global_id("Invoice", draft)
    at_once = await firm.create_invoice("9.00")
    assert summary((await read_of_client(firm, firm.client_user))[0])[2] == global_id("Invoice", at_once)
    hide = UpdatePaymentSettingsCommand(hide_invoices_from_clients=True)
    await update_payment_settings(services, owner, hide)
    assert await read_of_client(firm, firm.client_user) == []
    assert len(await read_of_client(firm, employee)) == 5
    response = await execute(services, employee, OF_FIRM, {})
    assert response.data["firm"]["activity"] is None
    assert response.codes == [(["firm", "activity"], "FORBIDDEN")]


async def test_a_refused_payment_is_none(firm: Firm) -> None:
    """D30: what the provider refused to create never came about; also not in the activity, for nobody."""
    start = await since(firm)
    invoice = await firm.create_invoice("50.00")
    (payment,) = await firm.pay(invoice, AmountChoice.REMAINING, PaymentSource.CARD)
    assert [node["kind"] for node in await read_nodes(firm, filter=start)] == ["PAYMENT", "INVOICE"]
    async with firm.app.services.writes.begin() as session:
        row = await session.get_one(models.Payment, (firm.id, payment.id))
        row.refused_at = firm.app.clock()
    assert [node["kind"] for node in await read_nodes(firm, filter=start)] == ["INVOICE"]
    async with firm.app.services.writes.begin() as session:
        row = await session.get_one(models.Payment, (firm.id, payment.id))
        row.refused_at = None


async def test_filters_and_pages(firm: Firm) -> None:
    """D62: by kind, actor, client and time; pages of any size list the same."""
    await firm.prepay("80.00")
    other = await firm.add_client()
    await firm.create_invoice("9.00", other)
    for _ in range(3):
        firm.app.clock.advance(seconds=10)
        await firm.pay(await firm.create_invoice("10.00"), AmountChoice.REMAINING)
    await record_offline(firm, "3.00")
    everything, other_id = await read_nodes(firm), global_id("Client", other)
    times = sorted({node["at"] for node in everything})
    owner, user = global_id("FirmMember", firm.owner.id), global_id("ClientUser", firm.client_user.id)
    names = {owner: (await actor_name(firm, firm.owner.id)), user: (await actor_name(firm, firm.client_user.id))}
    assert {node["kind"] for node in everything} == {
        "PREPAYMENT", "PAYMENT", "INVOICE", "CREDIT", "SETTINGS",
    }  # fmt: skip
    cases: list[tuple[dict[str, Any], Any]] = [
        ({"kind": ["PAYMENT", "CREDIT"]}, lambda node: node["kind"] in ("PAYMENT", "CREDIT")),
        ({"kind": ["CREDIT"]}, lambda node: node["kind"] == "CREDIT"),
        ({"kind": ["SETTINGS", "PEOPLE"]}, lambda node: node["kind"] in ("SETTINGS", "PEOPLE")),
        ({"kind": []}, lambda _: False),
        ({"actorId": owner}, lambda node: node["actor"]["name"] == names[owner]),
        ({"actorId": user}, lambda node: node["actor"]["name"] == names[user]),
        ({"actorId": global_id("Client", firm.client_id)}, lambda _: False),
        ({"clientId": other_id}, lambda node: node["client"] == {"id": other_id}),
        ({"clientId": "x"}, lambda _: False),
        ({"from": times[-2]}, lambda node: node["at"] >= times[-2]),
        ({"to": times[-2]}, lambda node: node["at"] < times[-2]),
        ({"from": times[1], "to": times[-1]}, lambda node: times[1] <= node["at"] < times[-1]),
        ({"from": "2999-01-01T00:00:00Z"}, lambda _: False),
        ({"to": "2999-01-01T00:00:00Z"}, lambda _: True),
    ]  # fmt: skip
    for filter_, matches in cases:
        expected = [node for node in everything if matches(node)]
        found, after, has_next = [], None, True
        while has_next:
            page = await read_page(firm, filter=filter_, first=3, after=after)
            found += [edge["node"] for edge in page["edges"]]
            after, has_next = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
        assert found == expected, filter_


async def actor_name(firm: Firm, membership_id: uuid.UUID) -> str:
    async with firm.app.services.reads() as session:
        for model in (models.FirmMember, models.ClientUser):
            of_membership = select(models.Person.name).join(model, model.person_id == models.Person.id)
            name = await session.scalar(of_membership.where(model.id == membership_id))
            if name is not None:
                return name
    raise AssertionError(membership_id)


async def test_a_list_is_one_statement(firm: Firm) -> None:
    """D62: with actors, subjects and changes."""
    await firm.prepay("80.00")
    await read_page(firm)
    with record_statements(firm.app.database.read_engine) as statements:
        await read_page(firm)
    assert len(statements) == 1, statements


async def test_ids_do_not_contain_event_numbers(firm: Firm) -> None:
    """P7: neither an id nor a cursor contains the number of the event."""
    await firm.prepay("80.00")
    page = await read_page(firm)
    async with firm.app.services.reads() as session:
        events = {str(event.id): event for event in await session.scalars(select(models.Event))}
    for edge in page["edges"]:
        (event,) = [each for id_, each in events.items() if global_id("Activity", uuid.UUID(id_)) == edge["node"]["id"]]
        assert event.at == dt.datetime.fromisoformat(edge["node"]["at"].replace("Z", "+00:00"))
        assert event.id.version == 7
