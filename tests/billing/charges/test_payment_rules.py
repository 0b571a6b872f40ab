"""The actions on payments and prepayments: `actions` names what the use cases do."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

import pytest

import models
from billing.access.policy import PermissionDenied
from billing.access.principals import Viewer
from billing.errors import DomainError, NotFound
from billing.payments import cancel_payment, release_payment
from billing.payments.allocation import AmountChoice, PaymentSource
from models import FirmRole, MemberRight, PaymentMethod
from tests.support import actions
from tests.support.firm import AppHarness, Firm
from tests.support.graphql_client import global_id, query_data, record_statements

REMAINING, CARD, DEBIT = AmountChoice.REMAINING, PaymentSource.CARD, PaymentSource.BANK_DEBIT

READ = """query ($ids: [ID!]!) { nodes(ids: $ids) { id
  ... on Payment { actions checkout { __typename } refundable { amount } }
  ... on Prepayment { actions checkout { __typename } refundable { amount } } } }"""


async def create_payments(firm: Firm) -> list[models.Payment | models.Prepayment]:
    """Payments and prepayments in every status, refunded and unspent ones, and split tenders."""
    spent = await firm.prepayment(await firm.prepay("30.00"))
    invoice = await firm.create_invoice("500.00")
    (from_credits,) = await firm.pay(invoice, "30.00")
    refunded = await firm.prepayment(await firm.prepay("8.00"))
    await actions.refund(firm, refunded, "8.00")
    unspent = await firm.prepayment(await firm.prepay("9.00"))
    split = await firm.pay(await firm.create_invoice("11.00"), REMAINING, remainder_method=PaymentMethod.CARD)
    (settled,) = await firm.pay(invoice, "20.00", CARD)
    await firm.settle_charge(settled)
    (canceled,) = await firm.pay(invoice, "4.00", CARD, viewer=firm.owner)
    await cancel_payment.cancel_payment(firm.app.services, firm.owner, canceled.id)
    (processing,) = await firm.pay(invoice, "5.00", DEBIT)
    await firm.settle_charge(processing, "pm_success_fr")
    (released,) = await firm.pay(invoice, "6.00", DEBIT)
    await firm.settle_charge(released, "pm_success_fr")
    await actions.release(firm, released)
    (of_owner,) = await firm.pay(invoice, "7.00", CARD, viewer=firm.owner)
    waiting = await firm.start_prepayment("10.00")
    debit = await firm.start_prepayment("12.00", PaymentMethod.BANK_DEBIT)
    await firm.settle_charge(debit, "pm_success_fr")
    recorded = await actions.record_offline(firm, "3.00", invoice)
    assert recorded.payment_id is not None
    offline = await firm.payment(recorded.payment_id)
    return [
        spent, from_credits, refunded, unspent, *split, settled, canceled, processing, released, of_owner, waiting,
        debit, offline,
    ]  # fmt: skip


async def read(firm: Firm, viewer: Viewer, rows: Any) -> dict[uuid.UUID, dict[str, Any]]:
    ids = [global_id(type(row).__name__, row.id) for row in rows]
    nodes = (await query_data(firm.app.services, viewer, READ, ids=ids))["nodes"]
    return {row.id: node for row, node in zip(rows, nodes, strict=True)}


EXPECTED = [
    set(), {"REFUND"}, set(), set(), {"OPEN_CHECKOUT", "CANCEL"}, {"CANCEL"}, {"REFUND"}, set(), {"RELEASE"}, set(),
    {"CANCEL"}, {"OPEN_CHECKOUT", "CANCEL"}, set(), {"REFUND"},
]  # fmt: skip
"""Of the rows of `create_payments`, in order, for whoever started what the client's user started and has every right.

The unspent prepayment is reserved by the split tender, so that nothing of it can be refunded.
"""


async def test_actions_by_status(app: AppHarness) -> None:
    """D58: for the client's user, for the owner, and for members without and with the right."""
    firm = await app.create_ready_firm()
    rows = await create_payments(firm)
    of_user = await read(firm, firm.client_user, rows)
    assert [set(of_user[row.id]["actions"]) for row in rows] == [
        expected & {"OPEN_CHECKOUT", "CANCEL"} for expected in EXPECTED
    ]
    manager = await firm.add_member(
        "manager", FirmRole.EMPLOYEE, MemberRight.MANAGE_PAYMENTS, MemberRight.VIEW_ALL_CLIENTS
    )
    reader = await firm.add_member("reader", FirmRole.EMPLOYEE, MemberRight.VIEW_ALL_CLIENTS)
    for viewer, allowed in ((manager, {"CANCEL", "RELEASE", "REFUND"}), (reader, set())):
        of_viewer = await read(firm, viewer, rows)
        assert [set(of_viewer[row.id]["actions"]) for row in rows] == [expected & allowed for expected in EXPECTED]
    of_owner = await read(firm, firm.owner, rows)
    assert [row.id for row in rows if "OPEN_CHECKOUT" in of_owner[row.id]["actions"]] == [rows[10].id]
    for node in (*of_user.values(), *of_owner.values()):
        assert ("OPEN_CHECKOUT" in node["actions"]) is (node["checkout"] is not None)


@pytest.mark.parametrize("action", ["CANCEL", "RELEASE", "REFUND"])
async def test_actions_match_the_use_cases(app: AppHarness, action: str) -> None:
    """D23, D24, D26, D58: what `actions` names can be done, and everything else is refused and moves nothing."""
    firm = await app.create_ready_firm()
    rows = await create_payments(firm)
    done = []
    for row in rows:
        node = (await read(firm, firm.owner, [row]))[row.id]
        # Repeating a cancellation or a release answers as the first time (D30).
        before = await firm.event_seq()
        try:
            if action == "CANCEL":
                await cancel_payment.cancel_payment(app.services, firm.owner, row.id)
            elif action == "RELEASE":
                await release_payment.release_payment(app.services, firm.owner, row.id)
            else:
                await actions.refund(firm, row, "0.01")
        except (DomainError, NotFound):
            assert await firm.event_seq() == before
        has_moved = await firm.event_seq() > before
        assert has_moved is (action in node["actions"]), (row, node)
        if has_moved:
            done.append(row.id)
    assert len(done) >= 1


async def test_client_users_can_neither_release_nor_refund(app: AppHarness) -> None:
    """D58: whatever the status of the payment."""
    firm = await app.create_ready_firm()
    rows = await create_payments(firm)
    async with firm.assert_unchanged():
        for row in (rows[6], rows[8]):
            with pytest.raises(PermissionDenied):
                await release_payment.release_payment(app.services, firm.client_user, row.id)
            with pytest.raises(PermissionDenied):
                await actions.refund(firm, row, "1.00", viewer=firm.client_user)


async def test_no_refund_of_less_than_the_provider_can_refund(app: AppHarness) -> None:
    """D10, D58: in a currency of three decimals, the last digit of what Stripe refunds is 0."""
    firm = await app.create_ready_firm(currency="KWD", country="KW")
    prepayment = await firm.prepayment(await firm.prepay("1.000"))
    (payment,) = await firm.pay(await firm.create_invoice("0.995"), REMAINING)
    shown = await read(firm, firm.owner, [prepayment, payment])
    assert shown[prepayment.id]["refundable"]["amount"] == "0.005"
    assert (shown[prepayment.id]["actions"], shown[payment.id]["actions"]) == ([], ["REFUND"])
    with pytest.raises(DomainError):
        await actions.refund(firm, prepayment, str(Decimal("0.005")))


async def test_actions_of_a_list_take_no_statement_for_each_row(app: AppHarness) -> None:
    """D58: as many statements for many payments as for one."""
    firm = await app.create_ready_firm()
    query = (
        "{ firm { payments(first: 100) { edges { node { actions } } } prepayments { edges { node { actions } } } } }"
    )
    counts = []
    for count in (1, 6):
        for _ in range(count):
            await firm.prepay("1.00")
            await firm.pay(await firm.create_invoice("1.00"), REMAINING)
        await query_data(app.services, firm.owner, query)
        with record_statements(app.database.read_engine) as statements:
            await query_data(app.services, firm.owner, query)
        counts.append(len(statements))
    assert counts[0] == counts[1]
