"""`firmChanges`: a member follows the whole firm, as far as they may see it, for as long as they may (D64, P8)."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import Any

import pytest
from sqlalchemy import update

import models
from billing.access.principals import ClientUser, Viewer
from billing.identity import memberships
from billing.live import cursors, firm_feed, poller
from billing.payments.allocation import AmountChoice, PaymentSource
from billing.services import Snapshot
from billing.settings.update_payment_settings import UpdatePaymentSettingsCommand, update_payment_settings
from models import FirmRole, MemberRight
from tests.support.actions import refund
from tests.support.firm import AppHarness, Firm
from tests.support.firm_page import firm_cursor, follow_firm
from tests.support.graphql_client import global_id, query_data
from tests.support.other_process import firm_in, other_process
from tests.support.subscription_client import reauthenticate_as, subscribe

pytestmark = pytest.mark.both_databases

LISTS = ("clients", "invoices", "payments", "prepayments", "refunds", "notices", "removedIds")


@pytest.fixture
async def firm(app: AppHarness) -> Firm:
    return await app.create_ready_firm()


def ids(change: dict[str, Any], name: str) -> set[str]:
    return {each["id"] for each in change[name]}


async def test_all_that_changed_of_all_clients(firm: Firm) -> None:
    """D64, P9: each changed object once, in its current state; a page that resumes gets the same."""
    services, owner = firm.app.services, firm.owner
    other = await firm.add_client()
    after = await firm_cursor(services, owner)
    prepayment = await firm.prepay("80.00")
    invoice, of_other = await firm.create_invoice("30.00"), await firm.create_invoice("9.00", other)
    (payment,) = await firm.pay(invoice, AmountChoice.REMAINING)
    await refund(firm, payment, "10.00")
    async with follow_firm(services, owner, after) as page:
        change = await page.next_change()
        await page.assert_no_result()
    assert change["reload"] is False
    assert ids(change, "clients") == {global_id("Client", firm.client_id), global_id("Client", other)}
    assert {each["id"]: each["status"] for each in change["invoices"]} == {
        global_id("Invoice", invoice): "PARTIALLY_PAID",
        global_id("Invoice", of_other): "UNPAID",
    }
    assert ids(change, "payments") == {global_id("Payment", payment.id)}
    assert ids(change, "prepayments") == {global_id("Prepayment", prepayment)}
    assert [each["status"] for each in change["refunds"]] == ["SUCCEEDED"]
    assert "PREPAYMENT_RECEIVED" in [each["kind"] for each in change["notices"]]
    async with follow_firm(services, owner, change["cursor"]) as page:
        await page.assert_no_result()
        await firm.create_invoice("5.00", other)
        change = await page.next_change()
        assert (ids(change, "clients"), len(change["invoices"])) == ({global_id("Client", other)}, 1)


async def test_an_employee_hears_of_visible_clients_only(firm: Firm) -> None:
    """D64, P7: of others not even that something happened; who gets or loses a client reloads, and nobody else."""
    services = firm.app.services
    other = await firm.add_client()
    employee, colleague = [await firm.add_member(name, FirmRole.EMPLOYEE) for name in ("employee", "colleague")]
    await firm.assign(employee, firm.client_id)
    async with follow_firm(services, employee) as page, follow_firm(services, colleague) as others:
        await firm.create_invoice("9.00", other)
        await memberships.assign_client(services, firm.id, colleague.id, other)
        assert (await others.next_change())["reload"] is True
        await memberships.change_rights(services, firm.id, colleague.id, [MemberRight.MANAGE_INVOICES], granted=True)
        assert (await others.next_change())["reload"] is True
        await page.assert_no_result()
        invoice = await firm.create_invoice("7.00")
        change = await page.next_change()
        assert (change["reload"], ids(change, "clients")) == (False, {global_id("Client", firm.client_id)})
        assert ids(change, "invoices") == {global_id("Invoice", invoice)}
        await others.assert_no_result()
        await memberships.unassign_client(services, firm.id, employee.id, firm.client_id)
        lost = await page.next_change()
        assert {name: lost[name] for name in LISTS} == {name: [] for name in LISTS}
        assert lost["reload"] is True
        await firm.create_invoice("6.00")
        await page.assert_no_result()


async def test_settings_and_rights_make_pages_reload(firm: Firm) -> None:
    """P8: what concerns all clients, and what a member may do."""
    services = firm.app.services
    employee = await firm.add_member("employee", FirmRole.EMPLOYEE, MemberRight.VIEW_ALL_CLIENTS)
    async with follow_firm(services, firm.owner) as page, follow_firm(services, employee) as staff:
        hide = UpdatePaymentSettingsCommand(hide_invoices_from_clients=True)
        await update_payment_settings(services, firm.owner, hide)
        assert (await page.next_change())["reload"] is (await staff.next_change())["reload"] is True
        right = [MemberRight.VIEW_ALL_CLIENTS]
        await memberships.change_rights(services, firm.id, employee.id, right, granted=False)
        assert (await staff.next_change())["reload"] is True
        await firm.create_invoice("6.00")
        await staff.assert_no_result()


async def test_a_removed_member_hears_nothing_more(firm: Firm) -> None:
    """P8: the subscription ends within 5 seconds, and before anything else is sent."""
    services = firm.app.services
    admin = await firm.add_member("admin", FirmRole.ADMIN)
    async with follow_firm(services, admin) as page:
        async with services.writes.begin() as session:
            removal = update(models.FirmMember).where(models.FirmMember.id == admin.id)
            await session.execute(removal.values(removed_at=firm.app.clock()))
        assert (await page.next_error(5))[0] == "UNAUTHENTICATED"
        assert page.changes == []
    async with services.writes.begin() as session:
        await session.execute(removal.values(removed_at=None))


async def test_another_membership_of_the_session_ends_it(firm: Firm) -> None:
    """P7: a session that is switched to another membership does not go on with its firm."""
    services = firm.app.services
    other = await firm.app.create_ready_firm(name="Other")
    viewers: list[Viewer] = [firm.owner]

    async def reauthenticate(snapshot: Snapshot) -> Viewer | None:
        return await reauthenticate_as(viewers[-1])(snapshot)

    for membership in (other.owner, firm.client_user, await firm.add_member("admin", FirmRole.ADMIN)):
        async with follow_firm(services, firm.owner, reauthenticate=reauthenticate) as page:
            viewers.append(membership)
            await firm.create_invoice("5.00")
            assert (await page.next_error(5))[0] == "FORBIDDEN"
            viewers.pop()


async def test_members_only(firm: Firm) -> None:
    """A client's user has no cursor, and cannot subscribe; nor can anybody who is not signed in."""
    services = firm.app.services
    assert isinstance(firm.client_user, ClientUser)
    assert await firm_cursor(services, firm.client_user) is None
    for viewer, code in ((firm.client_user, "FORBIDDEN"), (None, "UNAUTHENTICATED")):
        async with follow_firm(services, viewer) as page:
            assert await page.next_error() == (code, ["firmChanges"])


async def test_cursors_belong_to_one_feed(firm: Firm) -> None:
    """A cursor of a client's feed is none of the firm's, and the other way round; nor is another firm's."""
    services, owner = firm.app.services, firm.owner
    other = await firm.app.create_ready_firm(name="Other")
    query = "query ($id: ID!) { client(id: $id) { changesCursor } }"
    data = await query_data(services, owner, query, id=global_id("Client", firm.client_id))
    own = await firm_cursor(services, owner)
    assert own is not None
    for after in (data["client"]["changesCursor"], await firm_cursor(services, other.owner), "", "x", own[:-1]):
        async with follow_firm(services, owner, after) as page:
            assert await page.next_error() == ("BAD_USER_INPUT", ["firmChanges"]), after
    async with subscribe(services, owner, firm.client_id, own) as client_page:
        assert await client_page.next_error() == ("BAD_USER_INPUT", ["clientChanges"])


async def test_too_much_or_an_unknown_event_makes_the_page_reload(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    """P11: more changed objects than are merged; a cursor from before a restore."""
    services, owner = firm.app.services, firm.owner
    after = await firm_cursor(services, owner)
    for _ in range(2):
        await firm.create_invoice("1.00")
    for limit, reload in ((4, False), (2, True)):
        with monkeypatch.context() as patch:
            patch.setattr(firm_feed, "MAX_CHANGED_OBJECTS", limit)
            async with follow_firm(services, owner, after) as page:
                change = await page.next_change()
                assert (change["reload"], len(change["invoices"])) == (reload, 0 if reload else 2), limit
    async with services.reads() as session:
        key = (await session.get_one(models.Firm, firm.id)).cursor_key
        event = await session.get_one(models.Event, (firm.id, await firm.event_seq()))
    for position in (
        cursors.Position(event.seq + 1, event.at),
        cursors.Position(event.seq, event.at + dt.timedelta(microseconds=1)),
    ):
        async with follow_firm(services, owner, cursors.encrypt_cursor(position, key, firm.id)) as page:
            assert (await page.next_change())["reload"] is True


async def test_another_worker_is_heard(firm: Firm) -> None:
    """What another process commits is found by the poller, if its notification is lost."""
    services = firm.app.services
    seqs = await poller.poll_once(services, {})
    async with follow_firm(services, firm.owner) as page:
        seqs = await poller.poll_once(services, seqs)
        await asyncio.sleep(0)
        async with other_process(firm.app) as other:
            invoice = await firm_in(other, firm).create_invoice("5.00")
        await poller.poll_once(services, seqs)
        change = await page.next_change(2)
        assert ids(change, "invoices") == {global_id("Invoice", invoice)}


async def test_a_refused_payment_is_removed(firm: Firm) -> None:
    """D30: a payment that existed at the cursor, and never came about."""
    services = firm.app.services
    (payment,) = await firm.pay(await firm.create_invoice("50.00"), AmountChoice.REMAINING, PaymentSource.CARD)
    after = await firm_cursor(services, firm.owner)
    seq = await firm.event_seq()
    of_payment = update(models.Payment).where(models.Payment.id == payment.id)
    async with services.writes.begin() as session:
        values = {"refused_at": firm.app.clock(), "changed_seq": seq + 1}
        await session.execute(of_payment.values(**values))
    await firm.create_invoice("1.00")
    async with follow_firm(services, firm.owner, after) as page:
        change = await page.next_change()
    assert (change["removedIds"], change["payments"]) == ([global_id("Payment", payment.id)], [])
    async with services.writes.begin() as session:
        await session.execute(of_payment.values(refused_at=None))
