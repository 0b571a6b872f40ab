"""Notices in the API: the list of each reader, what is read, and what comes by e-mail (D49 to D51)."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import update

import models
from billing.access.principals import Viewer
from billing.payments.allocation import AmountChoice, PaymentSource
from models import FirmRole
from tests.resolvers.read_rules import can_see
from tests.support.actions import act_and_deliver, issue_credit_note
from tests.support.firm import AppHarness, Firm
from tests.support.graphql_client import (
    Response,
    all_rows,
    execute,
    global_id,
    query_data,
    record_statements,
    run_mutation,
    warm_firm_cache,
)
from tests.support.two_firms import TwoFirms

pytestmark = [pytest.mark.both_databases, pytest.mark.mails_of_notices]

LIST = """query ($filter: NoticeFilter, $first: Int, $after: String) {
  notices(filter: $filter, first: $first, after: $after) {
    edges { node { id kind text createdAt readAt client { name } subject {
      __typename ... on Node { id } ... on Prepayment { amount { amount } } ... on Invoice { number }
    } } }
    pageInfo { hasNextPage endCursor } totalCount unreadCount
  }
}"""


async def create_firm(app: AppHarness) -> Firm:
    """A firm whose client has prepaid, got and paid an invoice, and disputes the prepayment."""
    firm = await app.create_ready_firm()
    prepayment = await firm.prepayment(await firm.prepay("100.00"))
    invoice = await firm.create_invoice("50.00")
    (payment,) = await firm.pay(invoice, AmountChoice.REMAINING, PaymentSource.CARD)
    await firm.settle_charge(payment)
    await act_and_deliver(firm, "dispute", prepayment, amount=40_00)
    return firm


@pytest.fixture
async def firm(app: AppHarness) -> Firm:
    return await app.create_firm_by(create_firm)


async def notices(firm: Firm, viewer: Viewer, **variables: Any) -> Any:
    return (await query_data(firm.app.services, viewer, LIST, **variables))["notices"]


async def texts(firm: Firm, viewer: Viewer, **variables: Any) -> list[str]:
    """The texts of the listed notices, newest first."""
    return [edge["node"]["text"] for edge in (await notices(firm, viewer, **variables))["edges"]]


async def test_each_reader_has_their_own_list(firm: Firm) -> None:
    """D50: other kinds and other words for the client and for the firm."""
    assert await texts(firm, firm.client_user) == [
        "Your payment of €50.00 for invoice 00001 was received.",
        "You received invoice 00001 for €50.00.",
        "Your prepayment of €100.00 was received. It is available as credits.",
    ]
    assert await texts(firm, firm.owner) == [
        "Lumière's client disputes €40.00 with their bank.",
        "Lumière's client paid €50.00 for invoice 00001.",
        "Lumière's client prepaid €100.00.",
    ]
    employee = await firm.add_member("employee", FirmRole.EMPLOYEE)
    assert await texts(firm, employee) == []
    await firm.assign(employee, firm.client_id)
    assert await texts(firm, employee) == await texts(firm, firm.owner)


async def test_hidden_invoices(firm: Firm) -> None:
    """D50: while the firm hides its invoices, its clients hear of none, and payments do not name theirs."""
    async with firm.app.services.writes.begin() as session:
        await session.execute(update(models.PaymentSettings).values(hide_invoices_from_clients=True))
    assert await texts(firm, firm.client_user) == [
        "Your payment of €50.00 was received.",
        "Your prepayment of €100.00 was received. It is available as credits.",
    ]


async def test_fields(firm: Firm) -> None:
    """D49: the subject is an object of its own type; a notice is a node."""
    page = await notices(firm, firm.client_user)
    assert [edge["node"]["subject"]["__typename"] for edge in page["edges"]] == ["Payment", "Invoice", "Prepayment"]
    newest, issued, received = (edge["node"] for edge in page["edges"])
    assert issued["subject"]["number"] == "00001"
    assert received["subject"]["amount"] == {"amount": "100.00"}
    assert (newest["readAt"], newest["client"]) == (None, {"name": "Lumière's client"})
    assert (page["totalCount"], page["unreadCount"]) == (3, 3)
    node = "query ($id: ID!) { node(id: $id) { ... on Notice { kind text } } }"
    data = await query_data(firm.app.services, firm.client_user, node, id=newest["id"])
    assert data == {"node": {"kind": "PAYMENT_RECEIVED", "text": newest["text"]}}


async def test_names_are_frozen(firm: Firm) -> None:
    """D49: the sentence stays what it was, and the objects are as they are now."""
    async with firm.app.services.writes.begin() as session:
        await session.execute(update(models.Client).values(name="Renamed"))
    page = await notices(firm, firm.owner)
    newest = page["edges"][0]["node"]
    assert (newest["text"], newest["client"]["name"]) == (
        "Lumière's client disputes €40.00 with their bank.",
        "Renamed",
    )


async def test_filter_and_pages(firm: Firm) -> None:
    """D51: by kind and by what is unread; pages follow each other; the count is of all notices."""
    kinds = ["PAYMENT_RECEIVED", "INVOICE_ISSUED"]
    assert len(await texts(firm, firm.client_user, filter={"kind": kinds})) == 2
    assert await texts(firm, firm.client_user, filter={"kind": []}) == []
    first = await notices(firm, firm.client_user, first=2)
    assert first["pageInfo"]["hasNextPage"] is True
    second = await notices(firm, firm.client_user, first=2, after=first["pageInfo"]["endCursor"])
    assert [len(page["edges"]) for page in (first, second)] == [2, 1]
    await run_mutation(
        firm.app.services, firm.client_user, "markNoticesRead", "unreadCount", ids=[first["edges"][0]["node"]["id"]]
    )
    for unread, count in ((True, 2), (False, 1)):
        page = await notices(firm, firm.client_user, filter={"unread": unread})
        assert (len(page["edges"]), page["unreadCount"]) == (count, 2)


async def test_one_statement(firm: Firm) -> None:
    """D49: with texts, subjects and counts, for one notice as for many."""
    counts = []
    for amount in ("1.00", "2.00"):
        await warm_firm_cache(firm.app.services, firm.client_user)
        with record_statements(firm.app.database.read_engine) as statements:
            assert len(await texts(firm, firm.client_user)) >= 3
        counts.append(len(statements))
        await issue_credit_note(firm, amount)
    assert counts == [1, 1]


async def test_mark_as_read(firm: Firm) -> None:
    """D51: the answer has what was unread until now, with its time, and how many are left."""
    services, viewer = firm.app.services, firm.client_user
    page = await notices(firm, viewer)
    newest, middle, oldest = (edge["node"] for edge in page["edges"])
    selection, now = "notices { id readAt } unreadCount", firm.app.clock().isoformat().replace("+00:00", "Z")
    marked = await run_mutation(services, viewer, "markNoticesRead", selection, ids=[middle["id"], middle["id"]])
    assert marked["notices"] == [{"id": middle["id"], "readAt": now}]
    assert marked["unreadCount"] == 2
    marked = await run_mutation(services, viewer, "markNoticesRead", selection, until=newest["createdAt"])
    assert [notice["id"] for notice in marked["notices"]] == [newest["id"], oldest["id"]]
    assert marked["unreadCount"] == 0
    assert (await notices(firm, firm.owner))["unreadCount"] == 3


async def test_refused_marks(firm: Firm) -> None:
    """D51: neither ids nor a time is no request; what is not a notice of the viewer is ignored."""
    services, viewer = firm.app.services, firm.client_user
    mutation = "mutation ($i: MarkNoticesReadInput!) { markNoticesRead(input: $i) { notices { id } unreadCount } }"
    (dispute,) = (await notices(firm, firm.owner, filter={"kind": ["DISPUTE_OPENED"]}))["edges"]
    before = await all_rows(services)
    response = await execute(services, viewer, mutation, {"i": {}})
    assert response.codes == [(["markNoticesRead"], "BAD_USER_INPUT")]
    ids = [dispute["node"]["id"], "x", global_id("Client", firm.client_id), global_id("Notice", models.new_id())]
    response = await execute(services, viewer, mutation, {"i": {"ids": ids}})
    assert response.data == {"markNoticesRead": {"notices": [], "unreadCount": 3}}
    response = await execute(services, viewer, mutation, {"i": {"ids": ids[:1] * 101}})
    assert response.codes == [(["markNoticesRead"], "BAD_USER_INPUT")]
    assert await all_rows(services) == before


async def test_preferences(firm: Firm) -> None:
    """D50: of the viewer only; other members' preferences are null."""
    services = firm.app.services
    admin = await firm.add_member("admin", FirmRole.ADMIN)
    chosen = ["PAYMENT_STUCK", "PROVIDER_RESTRICTED"]
    updated = await run_mutation(services, admin, "updateNoticePreferences", "email available", email=chosen[::-1])
    assert updated["email"] == chosen
    query = "{ firm { members { id noticePreferences { email } } } }"
    members = (await query_data(services, admin, query))["firm"]["members"]
    assert members == [
        {"id": global_id("FirmMember", firm.owner.id), "noticePreferences": None},
        {"id": global_id("FirmMember", admin.id), "noticePreferences": {"email": chosen}},
    ]
    own = "{ viewer { ... on ClientUser { noticePreferences { email available } } } }"
    preferences = (await query_data(services, firm.client_user, own))["viewer"]["noticePreferences"]
    assert preferences["email"] == preferences["available"]
    assert "PROVIDER_RESTRICTED" not in preferences["available"]


async def test_refused_preferences(firm: Firm) -> None:
    """D50: a kind for others is an error, and nothing changes."""
    mutation = "mutation ($i: UpdateNoticePreferencesInput!) { updateNoticePreferences(input: $i) { email } }"
    before = await all_rows(firm.app.services)
    variables = {"i": {"email": ["PROVIDER_RESTRICTED"]}}
    response = await execute(firm.app.services, firm.client_user, mutation, variables)
    assert response.codes == [(["updateNoticePreferences"], "BAD_USER_INPUT")]
    assert await all_rows(firm.app.services) == before


MUTATIONS = {
    "markNoticesRead": "mutation ($ids: [ID!]) { markNoticesRead(input: {ids: $ids}) { notices { id } unreadCount } }",
    "updateNoticePreferences": "mutation { updateNoticePreferences(input: {email: []}) { email } }",
}


async def mutate(both_firms: TwoFirms, name: str, mutation: str, **variables: Any) -> Response:
    viewer = both_firms.requesters[name].viewer
    return await execute(both_firms.app.services, viewer, MUTATIONS[mutation], variables)


@pytest.mark.parametrize("mutation", MUTATIONS)
async def test_nobody_is_refused(both_firms: TwoFirms, mutation: str) -> None:
    """P7: without a viewer nothing changes."""
    response = await mutate(both_firms, "anonymous", mutation)
    assert response.codes == [([mutation], "UNAUTHENTICATED")]
    assert await all_rows(both_firms.app.services) == both_firms.rows


async def test_only_visible_notices_are_listed_and_marked(both_firms: TwoFirms) -> None:
    """P7: of all notices of two firms, each requester lists and marks exactly those that they can see."""
    app = both_firms.app
    objects = [object_ for object_ in both_firms.objects.values() if object_.type_name == "Notice"]
    await app.backend.save_snapshot(app.database, "unread")
    for name, requester in both_firms.requesters.items():
        if requester.is_anonymous:
            continue
        visible = {object_.id for object_ in objects if can_see(requester, object_)}
        page = await query_data(app.services, requester.viewer, "{ notices(first: 100) { edges { node { id } } } }")
        assert {edge["node"]["id"] for edge in page["notices"]["edges"]} == visible, name
        marked: set[str] = set()
        for start in range(0, len(objects), 50):
            ids = [object_.id for object_ in objects[start : start + 50]]
            response = await mutate(both_firms, name, "markNoticesRead", ids=ids)
            marked |= {notice["id"] for notice in response.data["markNoticesRead"]["notices"]}
        assert marked == visible, name
    await app.backend.restore_snapshot(app.database, "unread")
