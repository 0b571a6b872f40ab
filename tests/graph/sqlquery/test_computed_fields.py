"""Fields that are computed in Python from what one statement reads."""

from __future__ import annotations

from typing import Any

import pytest

from billing.charges import payment_rules
from billing.live import cursors
from billing.prepayments import availability
from billing.services import Snapshot
from graph.sqlquery import plan_cache
from models import Firm as FirmRow
from tests.support.firm import AppHarness, Firm
from tests.support.graphql_client import execute, global_id, query_data, record_statements, warm_firm_cache

ACTIONS = "{ viewer { ... on ClientUser { client { prepayments { edges { node { amount { amount } actions } } } } } } }"
OFFER = "{ viewer { ... on ClientUser { name client { name prepaymentOffer { available } } } } }"


@pytest.fixture
async def firm(app: AppHarness) -> Firm:
    firm = await app.create_ready_firm()
    await warm_firm_cache(app.services, firm.owner)
    return firm


@pytest.mark.both_databases
async def test_shared_values_are_read_once(firm: Firm) -> None:
    """Three fields of two clients need the payment configuration, and two the head of the feed."""
    await firm.add_client("Other")
    query = """{ firm { changesCursor clients { edges { node { actions changesCursor prepaymentOffer { available } } } }
        paymentSettings { prepayment { enabled availableToClients } } } }"""
    with record_statements(firm.app.database.read_engine) as statements:
        data = await query_data(firm.app.services, firm.owner, query)
    [statement] = statements
    assert (statement.count("AS payment_settings_1"), statement.count("FROM firm AS head_firm")) == (1, 1)
    assert data["firm"]["paymentSettings"]["prepayment"] == {"enabled": True, "availableToClients": True}
    clients = [edge["node"] for edge in data["firm"]["clients"]["edges"]]
    assert [client["prepaymentOffer"] for client in clients] == [{"available": True}] * 2
    assert [client["actions"][1] for client in clients] == ["ARCHIVE"] * 2


async def test_nothing_is_shared_without_computed_fields(firm: Firm) -> None:
    with record_statements(firm.app.database.read_engine) as statements:
        await query_data(firm.app.services, firm.owner, "{ firm { name } }")
    assert "##" not in statements[0]


async def test_a_failure_is_reported_at_each_object(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    """The others keep their values. A list of non-null objects has none left, as anywhere in GraphQL."""
    for amount in ("5.00", "6.00"):
        await firm.start_prepayment(amount)
    allowed_actions = payment_rules.allowed_actions

    def fail_for_some(viewer: Any, payment: Any, currency: str, **facts: Any) -> Any:
        if facts["unspent"] == 0:
            raise ValueError("secret")
        return allowed_actions(viewer, payment, currency, **facts)

    monkeypatch.setattr(payment_rules, "allowed_actions", fail_for_some)
    response = await execute(firm.app.services, firm.client_user, ACTIONS)
    path = ["viewer", "client", "prepayments", "edges"]
    assert response.codes == [([*path, 0, "node", "actions"], "INTERNAL_SERVER_ERROR")]
    assert "secret" not in response.text
    assert response.data == {"viewer": None}


async def test_a_nullable_field_is_null_where_it_fails(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Any) -> str:
        raise ValueError

    query = "{ firm { name changesCursor } }"
    monkeypatch.setattr(cursors, "encrypt_cursor", fail)
    response = await execute(firm.app.services, firm.owner, query)
    assert response.codes == [(["firm", "changesCursor"], "INTERNAL_SERVER_ERROR")]
    assert response.data == {"firm": {"name": (await firm_row(firm)).name, "changesCursor": None}}


async def test_aliases_are_computed_each(firm: Firm) -> None:
    query = OFFER.replace(
        "prepaymentOffer { available }", "a: prepaymentOffer { reason } b: prepaymentOffer { methods }"
    )
    data = await query_data(firm.app.services, firm.client_user, query)
    client = data["viewer"]["client"]
    assert (client["a"], client["b"]) == ({"reason": None}, {"methods": ["CARD", "BANK_DEBIT"]})


async def test_a_mutation_returns_computed_fields(firm: Firm) -> None:
    """They are not evaluated on the rows in memory, but read after the commit."""
    query = """mutation ($input: UpdatePaymentSettingsInput!) { updatePaymentSettings(input: $input) {
        ... on PaymentSettingsPayload { paymentSettings { prepayment { availableToClients } } } } }"""
    data = await query_data(firm.app.services, firm.owner, query, input={"hideInvoicesFromClients": True})
    settings = data["updatePaymentSettings"]["paymentSettings"]
    assert settings == {"prepayment": {"availableToClients": False}}


async def test_deferred_fields_are_of_the_same_snapshot(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    """P9: a change between the two statements is neither in the data nor before the cursor.

    As before SQLite 3.46, which cannot parse deep statements.
    """
    monkeypatch.setattr(plan_cache, "_DEPTH_LIMITS", (2,))
    client_id = global_id("Client", firm.client_id)
    query = f'{{ client(id: "{client_id}") {{ amountDue {{ amount }} firm {{ changesCursor }} }} }}'
    head = await firm_row(firm)
    read_text = Snapshot.text
    statements: list[str] = []

    async def change_after_first(snapshot: Snapshot, statement: str, *values: Any, **options: Any) -> str:
        text = await read_text(snapshot, statement, *values, **options)
        if not statements:
            await firm.create_invoice("12.00")
        statements.append(statement)
        return text

    monkeypatch.setattr(Snapshot, "text", change_after_first)
    client = (await query_data(firm.app.services, firm.owner, query))["client"]
    assert len(statements) == 2
    assert client["amountDue"] == {"amount": "0.00"}
    position = cursors.decrypt_cursor(client["firm"]["changesCursor"], head.cursor_key, firm.id)
    assert position.seq == head.seq < (await firm_row(firm)).seq


async def test_rules_are_called_for_the_field(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one home of the rule is the function in `billing`."""
    monkeypatch.setattr(availability, "is_prepayment_available", lambda *_: False)
    data = await query_data(firm.app.services, firm.client_user, OFFER)
    assert data["viewer"]["client"]["prepaymentOffer"] == {"available": False}


async def firm_row(firm: Firm) -> FirmRow:
    async with firm.app.services.reads() as session:
        return await session.get_one(FirmRow, firm.id)
