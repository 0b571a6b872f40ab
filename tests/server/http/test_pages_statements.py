"""The documents of the server's own pages are answered by one statement, which authenticates as well."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from billing.identity.tokens import digest_of
from billing.live import cursors
from billing.prepayments.disable_prepayment import disable_prepayment
from models import Firm as FirmRow
from tests.server.http.test_single_trip import Caller
from tests.support.firm import AppHarness, Firm
from tests.support.graphql_client import global_id
from tests.support.pages import document_of

pytestmark = pytest.mark.both_databases


def money(amount: str) -> dict[str, str]:
    return {"__typename": "Money", "amount": amount, "currencyCode": "EUR"}


async def test_portal_home(http: httpx.AsyncClient, app: AppHarness, firm: Firm) -> None:
    """The offer, the actions, the memberships and the change cursor included."""
    await firm.prepay("100.00")
    invoice = await firm.create_invoice("12.00")
    await firm.start_prepayment("30.00")
    caller = await Caller.of(http, app, firm.client_user)
    document = document_of("PortalHome")
    first_count, first = await caller.execute(document)
    count, response = await caller.execute(document)
    assert (first_count, count) == (2, 1)
    viewer = response["data"]["viewer"]
    client = viewer["client"]
    assert client["prepaymentOffer"] == {
        "__typename": "PrepaymentOffer",
        "available": True,
        "reason": None,
        "maximum": money("999999.99"),
        "methods": ["CARD", "BANK_DEBIT"],
        "minimum": money("0.50"),
        "suggestedAmount": None,
    }
    [to_pay] = [edge["node"] for edge in client["toPay"]["edges"]]
    assert to_pay["id"] == global_id("Invoice", invoice)
    assert to_pay["actions"] == ["PAY_FROM_CREDITS", "PAY_BY_CARD", "PAY_BY_BANK_DEBIT"]
    assert (to_pay["amountDue"], to_pay["amountPending"]) == (money("12.00"), money("0.00"))
    [to_confirm] = [edge["node"] for edge in client["prepaymentsToConfirm"]["edges"]]
    assert to_confirm["actions"] == ["OPEN_CHECKOUT", "CANCEL"]
    assert viewer["memberships"] == [
        {
            "__typename": "Membership",
            "clientName": client["name"],
            "firmName": client["firm"]["name"],
            "id": global_id("Seat", firm.client_user.id),
            "isCurrent": True,
            "role": None,
        }
    ]
    async with app.services.reads() as session:
        row = await session.get_one(FirmRow, firm.id)
    changes_cursor = client.pop("changesCursor")
    assert cursors.decrypt_cursor(changes_cursor, row.cursor_key, firm.client_id).seq == row.seq
    assert changes_cursor != first["data"]["viewer"]["client"].pop("changesCursor")
    assert response == first


async def test_messages_are_in_the_language_of_the_request(
    http: httpx.AsyncClient, app: AppHarness, firm: Firm
) -> None:
    """They share the statement's plan."""
    await disable_prepayment(app.services, firm.owner)
    caller = await Caller.of(http, app, firm.client_user)
    reasons = []
    for language in ("en", "en", "fr"):
        http.headers["Accept-Language"] = language
        count, response = await caller.execute(document_of("PortalHome"))
        reasons.append((count, response["data"]["viewer"]["client"]["prepaymentOffer"]["reason"]))
    assert reasons[1:] == [
        (1, "Prepayments are not available at the moment. Please contact your firm."),
        (1, "Les prépaiements ne sont pas disponibles pour le moment. Veuillez contacter votre cabinet."),
    ]


async def test_session_is_verified(http: httpx.AsyncClient, app: AppHarness, firm: Firm) -> None:
    """P8: nothing is computed for a session that has ended, or that is another viewer's than cached."""
    document = document_of("PortalHome")
    caller, owner = [await Caller.of(http, app, viewer) for viewer in (firm.client_user, firm.owner)]
    for _ in range(2):
        assert (await caller.execute(document))[1]["data"]["viewer"]["__typename"] == "ClientUser"
    app.services.cached_viewers[digest_of(owner.token)] = firm.client_user
    count, response = await owner.execute(document)
    assert (count, response["data"]["viewer"]["__typename"]) == (3, "FirmMember")
    await caller.execute("mutation { signOut }")
    app.services.cached_viewers[digest_of(caller.token)] = firm.client_user
    assert (await caller.execute(document))[1]["data"]["viewer"] is None


async def test_dashboard(http: httpx.AsyncClient, app: AppHarness, firm: Firm) -> None:
    """Of the owner, who can do everything: pages without a report, a quote or the list of sessions."""
    await firm.prepay("100.00")
    invoice = await firm.create_invoice("12.00")
    await firm.pay(invoice, "2.00")
    caller = await Caller.of(http, app, firm.owner)
    client_id, invoice_id = global_id("Client", firm.client_id), global_id("Invoice", invoice)
    variables: dict[str, dict[str, Any]] = {
        "Shell": {},
        "DashboardClient": {"id": client_id},
        "DashboardInvoice": {"id": invoice_id},
        "DashboardInvoices": {},
        "DashboardPayments": {},
        "DashboardPaymentSettings": {},
    }
    counts = {}
    for operation, values in variables.items():
        document = document_of(operation)
        responses = [await caller.execute(document, **values) for _ in range(2)]
        assert not any("errors" in response for _, response in responses), responses
        counts[operation] = [count for count, _ in responses]
    assert counts == {operation: [2, 1] for operation in variables}
