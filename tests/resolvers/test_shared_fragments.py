"""One fragment for all viewers: a field of a row that the viewer may not read is null, without an error."""

from __future__ import annotations

from typing import Any

import pytest

from billing.payments.allocation import PaymentSource
from models import FirmRole, MemberRight
from tests.support.actions import issue_credit_note
from tests.support.firm import AppHarness
from tests.support.graphql_client import execute, global_id

pytestmark = pytest.mark.both_databases

QUERY = """
fragment Who on Actor { name isViewer member { id } }
query ($id: ID!) { client(id: $id) {
    payments(first: 10) { edges { node { actor { ...Who } failure { code providerCode } invoice { ...Row } } } }
    invoices(first: 10) { edges { node { ...Row } } }
    creditAccount { entries(first: 10) { edges { node { actor { ...Who } } } } }
} }
fragment Row on Invoice {
    actions
    quote(amount: {choice: REMAINING}, from: CARD) { __typename }
    payments { failure { providerCode } actor { ...Who } }
}"""


def rows_of(page: Any) -> list[Any]:
    return [edge["node"] for edge in page["edges"]]


async def test_denied_fields_of_rows_are_null_without_an_error(app: AppHarness) -> None:
    """Roles: owners read every member, an employee themselves, a client user nobody; also the system has none."""
    firm = await app.create_ready_firm()
    clerk = await firm.add_member("clerk", FirmRole.EMPLOYEE, MemberRight.VIEW_ALL_CLIENTS, MemberRight.MANAGE_PAYMENTS)
    payer = await firm.add_member("payer", FirmRole.EMPLOYEE, *MemberRight)
    await issue_credit_note(firm, "5.00", viewer=clerk)
    invoice = await firm.create_invoice("50.00")
    await firm.pay(invoice, "1.00", viewer=firm.owner)
    await firm.pay(invoice, "1.00", viewer=payer)
    (declined,) = await firm.pay(invoice, "2.00", PaymentSource.CARD)
    await firm.confirm(declined, "pm_card_visa_chargeDeclined")
    app.clock.advance(seconds=60)
    await app.run_due_jobs()

    ids = {viewer.id: global_id("FirmMember", viewer.id) for viewer in (firm.owner, clerk, payer)}
    for viewer, readable, provider_code, quote in (
        (firm.owner, set(ids.values()), "generic_decline", {"__typename": "Quote"}),
        (payer, {ids[payer.id]}, "generic_decline", {"__typename": "Quote"}),
        (clerk, {ids[clerk.id]}, "generic_decline", None),
        (firm.client_user, set(), None, {"__typename": "Quote"}),
    ):
        response = await execute(app.services, viewer, QUERY, {"id": global_id("Client", firm.client_id)})
        assert response.errors == []
        client = response.data["client"]
        payments, invoices = rows_of(client["payments"]), rows_of(client["invoices"])
        entries = rows_of(client["creditAccount"]["entries"])
        actors = [row["actor"] for row in (*payments, *entries)]
        assert len(payments) == 3
        assert {actor["member"]["id"] for actor in actors if actor["member"] is not None} == readable
        assert all(actor["member"] is not None for actor in actors if actor["isViewer"] and viewer.id in ids)
        assert [row["failure"]["providerCode"] for row in payments if row["failure"]] == [provider_code]
        assert [row["quote"] for row in invoices] == [quote]
        assert [row["invoice"]["quote"] for row in payments] == [quote] * 3


FIRM_IN_LISTS = """
fragment Office on Firm { name members { id } paymentSettings { id } clients { totalCount }
    moneyReport(from: "2026-01-01", to: "2026-01-31") { cashIn { amount } } }
query ($id: ID!) { client(id: $id) {
    invoices(first: 10) { edges { node { client { firm { ...Office } } } } }
    payments(first: 10) { edges { node { invoice { client { firm { ...Office } } } } } }
    users { client { firm { ...Office } } }
}
nodes(ids: [$id]) { ... on Client { firm { ...Office } } } }"""


def values_of(data: Any, key: str) -> list[Any]:
    """All values of this key, however deep."""
    if isinstance(data, list):
        return [value for item in data for value in values_of(item, key)]
    if not isinstance(data, dict):
        return []
    return [data[key]] if key in data else [value for item in data.values() for value in values_of(item, key)]


async def test_fields_of_the_firm_are_null_without_an_error_inside_lists(app: AppHarness) -> None:
    """Roles: `client { firm { members } }` of a row is not what the viewer asked for."""
    firm = await app.create_ready_firm()
    clerk = await firm.add_member("clerk", FirmRole.EMPLOYEE, MemberRight.VIEW_ALL_CLIENTS)
    await firm.prepay("5.00")
    await firm.pay(await firm.create_invoice("50.00"), "1.00")
    settings = {"id": global_id("PaymentSettings", firm.id)}
    for viewer, member_count, payment_settings, clients in (
        (firm.owner, 2, settings, {"totalCount": 1}),
        (clerk, None, None, {"totalCount": 1}),
        (firm.client_user, None, None, None),
    ):
        response = await execute(app.services, viewer, FIRM_IN_LISTS, {"id": global_id("Client", firm.client_id)})
        assert response.errors == []
        offices = values_of(response.data, "firm")
        assert len(offices) == 4
        for office in offices:
            assert office["name"] == "Lumière"
            assert (office["paymentSettings"], office["clients"]) == (payment_settings, clients)
            assert (office["moneyReport"] is None) is (payment_settings is None)
            assert (office["members"] and len(office["members"])) == member_count


async def test_fields_of_the_firm_are_forbidden_with_an_error(app: AppHarness) -> None:
    """Roles: a page of the administration learns why it is empty."""
    firm = await app.create_ready_firm()
    response = await execute(app.services, firm.client_user, "{ firm { name members { id } clients { totalCount } } }")
    assert response.data["firm"] == {"name": "Lumière", "members": None, "clients": None}
    assert response.codes == [(["firm", "members"], "FORBIDDEN"), (["firm", "clients"], "FORBIDDEN")]
