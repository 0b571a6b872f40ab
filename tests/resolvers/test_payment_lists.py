"""Filters of payments and prepayments, and the firm's lists of entries, refunds and disputes."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest

from billing.payments.allocation import AmountChoice, PaymentSource
from billing.settings.update_payment_settings import UpdatePaymentSettingsCommand, update_payment_settings
from models import FirmRole
from tests.support import actions
from tests.support.firm import AppHarness, Firm
from tests.support.graphql_client import execute, global_id, query_data, record_statements, warm_firm_cache
from tests.support.query_plans import explain

pytestmark = pytest.mark.both_databases


async def listed(firm: Firm, field: str, argument: str = "", viewer: Any = None, **filter_: Any) -> list[str]:
    """The ids of a list of the firm, or of the client for its user, the oldest first."""
    type_name = {"creditEntries": "CreditEntryFilter", "refunds": "RefundFilter", "disputes": "DisputeFilter"}
    root = "firm" if viewer is None or not hasattr(viewer, "client_id") else f'client(id: "{client_id(firm)}")'
    query = f"""query ($filter: {type_name.get(field, "PaymentFilter")}) {{ {root} {{
      {field}(first: 100, filter: $filter{argument}) {{ totalCount edges {{ node {{ id }} }} }} }} }}"""
    (data,) = (await query_data(firm.app.services, viewer or firm.owner, query, filter=filter_)).values()
    ids = [edge["node"]["id"] for edge in data[field]["edges"]]
    assert data[field]["totalCount"] == len(ids)
    return ids[::-1]


def client_id(firm: Firm, database_id: uuid.UUID | None = None) -> str:
    return global_id("Client", database_id or firm.client_id)


async def test_payments_by_source_client_dispute_and_refund(app: AppHarness) -> None:
    """D61: of a prepayment, the source is its method; a dispute counts whatever became of it."""
    firm = await app.create_ready_firm()
    prepaid = await firm.prepayment(await firm.prepay("50.00"))
    plain = await firm.prepay("5.00")
    (from_credits,) = await firm.pay(await firm.create_invoice("10.00"), "10.00")
    (card,) = await firm.pay(await firm.create_invoice("20.00"), AmountChoice.FULL, PaymentSource.CARD)
    await firm.settle_charge(card)
    invoice = await firm.create_invoice("30.00")
    await actions.record_offline(firm, "30.00", invoice)
    second = await firm.add_client("Second")
    await actions.refund(firm, card, "1.00")
    dispute = await actions.act_and_deliver(firm, "dispute", prepaid, amount=100)
    await actions.act_and_deliver(firm, "lose", prepaid, dispute=dispute["id"])
    payments = await listed(firm, "payments")
    assert payments[:2] == [global_id("Payment", from_credits.id), global_id("Payment", card.id)]
    offline = payments[2]
    of_credits, of_card = payments[:2]
    for filter_, expected in (
        ({"paidBy": ["CARD"]}, [of_card]),
        ({"paidBy": ["CREDITS", "OFFLINE"]}, [of_credits, offline]),
        ({"paidBy": []}, []),
        ({"refunded": True}, [of_card]),
        ({"refunded": False, "disputed": False}, [of_credits, offline]),
        ({"disputed": True}, []),
        ({"clientIds": [client_id(firm, second)]}, []),
        ({"clientIds": [client_id(firm, second), client_id(firm)], "paidBy": ["OFFLINE"]}, [offline]),
    ):
        assert await listed(firm, "payments", **dict[str, Any](filter_)) == expected, filter_
    both = [global_id("Prepayment", prepaid.id), global_id("Prepayment", plain)]
    for filter_, expected in (
        ({"disputed": True}, both[:1]),
        ({"disputed": False}, both[1:]),
        ({"paidBy": ["CARD", "CREDITS"]}, both),
        ({"paidBy": ["BANK_DEBIT", "OFFLINE"]}, []),
        ({"refunded": True}, []),
    ):
        assert await listed(firm, "prepayments", **dict[str, Any](filter_)) == expected, filter_


async def test_payments_by_day(app: AppHarness) -> None:
    """D61: days of the firm's time zone, both included; money from credits was received on no day."""
    firm = await app.create_ready_firm(time_zone="America/New_York", currency="USD", country="US")
    app.clock.now = dt.datetime(2026, 3, 4, 4, 59, 59, tzinfo=dt.UTC)
    invoice = await firm.create_invoice("30.00")
    await actions.record_offline(firm, "30.00", invoice, received_on=dt.date(2026, 2, 27))
    app.clock.now = dt.datetime(2026, 3, 4, 5, 0, tzinfo=dt.UTC)
    await firm.prepay("20.00")
    await firm.pay(await firm.create_invoice("10.00"), "10.00")
    offline, from_credits = await listed(firm, "payments")
    for filter_, expected in (
        ({"createdFrom": "2026-03-03", "createdTo": "2026-03-03"}, [offline]),
        ({"createdFrom": "2026-03-04"}, [from_credits]),
        ({"receivedFrom": "2026-02-27", "receivedTo": "2026-02-27"}, [offline]),
        ({"receivedFrom": "2026-02-28"}, []),
        ({"receivedTo": "2999-01-01"}, [offline]),
        ({"settledTo": "2026-03-03", "receivedTo": "2026-03-03"}, [offline]),
    ):
        assert await listed(firm, "payments", **dict[str, Any](filter_)) == expected, filter_
    assert len(await listed(firm, "prepayments", receivedFrom="2026-03-04", receivedTo="2026-03-04")) == 1
    assert await listed(firm, "prepayments", receivedTo="2026-03-03") == []


async def test_search_of_payments(app: AppHarness) -> None:
    """D36, D61: number, invoice number, client and the provider's reference; not the invoice's description."""
    firm = await app.create_ready_firm()
    await firm.create_invoice("1.00")
    (card,) = await firm.pay(await firm.create_invoice("20.00"), AmountChoice.FULL, PaymentSource.CARD)
    await firm.settle_charge(card)
    await firm.prepay("5.00")
    payment = await firm.payment(card.id)
    ids, prepayments = [global_id("Payment", card.id)], await listed(firm, "prepayments")
    reference = str(payment.intent_id)
    for search in (
        "P-00001",
        "p-0",
        "00001",
        "00002",
        "lumière's CLIENT",
        reference,
        reference.upper(),
        reference[-6:],
    ):
        assert await listed(firm, "payments", search=search) == ids, search
    for search in ("P-00002", "LUMIÈRE", "pi_"):
        assert await listed(firm, "prepayments", search=search) == prepayments, search
    for search in ("p-00003", "%", "0000_", "advice", "T-"):
        assert await listed(firm, "payments", search=search) == [], search
    user = firm.client_user
    assert await listed(firm, "payments", viewer=user, search="00002") == ids
    assert await listed(firm, "payments", viewer=user, search=reference) == []
    await update_payment_settings(
        app.services, firm.owner, UpdatePaymentSettingsCommand(hide_invoices_from_clients=True)
    )
    assert await listed(firm, "payments", viewer=user, search="00002") == []
    assert await listed(firm, "payments", viewer=user, search="00001") == ids
    query = "query ($filter: PaymentFilter) { firm { payments(filter: $filter) { totalCount } } }"
    response = await execute(app.services, firm.owner, query, {"filter": {"search": "a\nb"}})
    assert response.codes == [(["firm", "payments"], "BAD_USER_INPUT")]


async def test_firm_wide_entries_refunds_and_disputes(app: AppHarness) -> None:
    """D61: of all clients for the owner, of their own for an employee; by kind, status, client and time."""
    firm = await app.create_ready_firm()
    prepaid = await firm.prepayment(await firm.prepay("50.00"))
    first = await actions.refund(firm, prepaid, "1.00")
    app.clock.advance(hours=1)
    dispute = await actions.act_and_deliver(firm, "dispute", prepaid, amount=300)
    second = await firm.add_client("Second")
    note = await actions.issue_credit_note(firm, "7.00")
    entries = await listed(firm, "creditEntries")
    assert len(entries) == 4
    assert await listed(firm, "creditEntries", kind=["CREDIT_NOTE"]) == [entries[3]]
    assert await listed(firm, "creditEntries", kind=["PREPAYMENT", "REFUND"]) == entries[:2]
    assert await listed(firm, "creditEntries", clientIds=[client_id(firm, second)]) == []
    assert await listed(firm, "creditEntries", **{"from": "2026-03-02T09:30:00Z"}) == entries[2:]
    assert await listed(firm, "creditEntries", to="2026-03-02T09:30:00Z", kind=["DISPUTE"]) == []
    refunds, disputes = await listed(firm, "refunds"), await listed(firm, "disputes")
    assert refunds == [global_id("Refund", first.id)]
    assert len(disputes) == 1
    assert dispute["id"]
    assert note
    assert await listed(firm, "refunds", status=["SUCCEEDED"]) == refunds
    assert await listed(firm, "refunds", status=["FAILED", "PROCESSING"]) == []
    assert await listed(firm, "disputes", status=["OPEN"], clientIds=[client_id(firm)]) == disputes
    assert await listed(firm, "disputes", status=["WON", "LOST"]) == []
    account = f"""{{ client(id: "{client_id(firm)}") {{ creditAccount {{
      entries(kind: [CREDIT_NOTE, DISPUTE]) {{ totalCount edges {{ node {{ id }} }} }} }} }} }}"""
    page = (await query_data(app.services, firm.owner, account))["client"]["creditAccount"]["entries"]
    assert [edge["node"]["id"] for edge in page["edges"]] == entries[:1:-1]
    stranger = await firm.add_member("stranger", FirmRole.EMPLOYEE)
    assigned = await firm.add_member("assigned", FirmRole.EMPLOYEE)
    await firm.assign(assigned, firm.client_id)
    for field, expected in (("creditEntries", entries), ("refunds", refunds), ("disputes", disputes)):
        assert await listed(firm, field, viewer=assigned) == expected
        assert await listed(firm, field, viewer=stranger) == []
        denied = await execute(app.services, firm.client_user, f"{{ firm {{ {field} {{ totalCount }} }} }}")
        assert denied.codes == [(["firm", field], "FORBIDDEN")]


async def test_firm_wide_lists_are_read_in_order(app: AppHarness) -> None:
    """A page needs no sort, at its cursor neither, so its cost does not grow with the number of rows."""
    firm = await app.create_ready_firm()
    prepaid = await firm.prepayment(await firm.prepay("50.00"))
    await actions.refund(firm, prepaid, "1.00")
    await actions.act_and_deliver(firm, "dispute", prepaid, amount=300)
    await firm.pay(await firm.create_invoice("10.00"), "10.00")
    await warm_firm_cache(app.services, firm.owner)
    for field, table, index in (
        ("creditEntries", "credit_entry", "ix_credit_entry_firm_id_event_seq_id"),
        ("refunds", "refund", "pk"), ("disputes", "dispute", "pk"), ("payments", "payment", "pk"),
        ("prepayments", "prepayment", "pk"),
    ):  # fmt: skip
        query = f"query ($after: String) {{ firm {{ {field}(first: 1, after: $after) {{ edges {{ cursor }} }} }} }}"
        cursor = (await query_data(app.services, firm.owner, query))["firm"][field]["edges"][0]["cursor"]
        for at in (None, cursor):
            with record_statements(app.database.read_engine) as statements:
                await query_data(app.services, firm.owner, query, after=at)
            plan = await explain(app, statements[-1], table)
            assert index in plan.indexes, (field, plan.steps)
            assert plan.seeks_key is (at is not None), (field, plan.steps)
            assert plan.sort_count == 0, (field, plan.steps)
