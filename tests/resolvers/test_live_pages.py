"""Live pages: a subscriber gets what changes, as far as they may see it, for as long as they may (P8, P9)."""

from __future__ import annotations

import asyncio
import dataclasses
import datetime as dt
import uuid
from typing import Any

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import OperationalError

import models
from billing.access.principals import Member, System
from billing.clients.archive_client import archive_client
from billing.clients.unarchive_client import unarchive_client
from billing.clients.update_client import UpdateClientCommand, update_client
from billing.identity import memberships, operator
from billing.invoices import issue_invoice
from billing.invoices.update_invoice import UpdateInvoiceCommand, update_invoice
from billing.invoices.void_invoice import void_invoice
from billing.live import change_feed, cursors
from billing.payments import release_payment
from billing.payments.allocation import AmountChoice, PaymentSource
from billing.settings.update_payment_settings import UpdatePaymentSettingsCommand, update_payment_settings
from billing.transaction import begin_transaction
from models import FirmRole, MemberRight, PaymentMethod
from resolvers import subscriptions as resolver
from tests.support.firm import AppHarness, Firm
from tests.support.graphql_client import global_id, query_data
from tests.support.subscription_client import CHANGES, Subscriber, subscribe

CURSOR_QUERY = "query ($id: ID!) { client(id: $id) { changesCursor } }"


@pytest.fixture
async def firm(app: AppHarness) -> Firm:
    return await app.create_ready_firm()


async def current_cursor(firm: Firm, viewer: Any = None) -> str:
    data = await query_data(
        firm.app.services, viewer or firm.client_user, CURSOR_QUERY, id=global_id("Client", firm.client_id)
    )
    cursor: str = data["client"]["changesCursor"]
    return cursor


async def merged_changes(page: Subscriber) -> dict[str, Any]:
    """All changes until none follow, merged by id as a normalized cache does."""
    merged: dict[str, Any] = {}
    while True:
        try:
            change = await page.next_change(0.5)
        except TimeoutError:
            return merged
        assert change["reload"] is False
        for kind in ("invoices", "payments", "prepayments", "entries"):
            merged.setdefault(kind, {}).update({object_["id"]: object_ for object_ in change[kind]})
        merged["client"] = change["client"]


async def test_subscription_without_a_cursor_begins_now(firm: Firm) -> None:
    """Earlier changes are not sent."""
    await firm.create_invoice("10.00")
    async with subscribe(firm.app.services, firm.client_user, firm.client_id) as page:
        await page.assert_no_result()
        invoice_id = await firm.create_invoice("50.00")
        change = await page.next_change()
        assert [invoice["id"] for invoice in change["invoices"]] == [global_id("Invoice", invoice_id)]
        assert (change["reload"], change["removedIds"], change["entries"]) == (False, [], [])


async def test_changes_of_a_prepayment(firm: Firm) -> None:
    """The prepayment, its entry and the client's credits."""
    async with subscribe(firm.app.services, firm.client_user, firm.client_id) as page:
        prepayment_id = await firm.prepay("100.00")
        merged = await merged_changes(page)
    prepayment_global_id = global_id("Prepayment", prepayment_id)
    assert merged["prepayments"] == {
        prepayment_global_id: {"id": prepayment_global_id, "status": "SUCCEEDED", "remaining": {"amount": "100.00"}}
    }
    (entry,) = merged["entries"].values()
    assert (entry["kind"], entry["amount"], entry["remaining"]) == (
        "PREPAYMENT",
        {"amount": "100.00"},
        {"amount": "100.00"},
    )
    assert merged["client"]["creditAccount"]["balance"] == {"amount": "100.00"}


async def test_invisible_changes_are_not_sent(firm: Firm) -> None:
    """Another client's changes to nobody; drafts to members only, until they are issued."""
    services = firm.app.services
    async with (
        subscribe(services, firm.client_user, firm.client_id) as client_page,
        subscribe(services, firm.owner, firm.client_id) as firm_page,
    ):
        await firm.create_invoice("9.00", await firm.add_client())
        await asyncio.gather(client_page.assert_no_result(), firm_page.assert_no_result())
        draft = await firm.create_invoice("7.00", issue=False)
        assert [invoice["status"] for invoice in (await firm_page.next_change())["invoices"]] == ["DRAFT"]
        await issue_invoice.issue_invoice(services, firm.owner, draft)
        change = await client_page.next_change()
        assert [(invoice["id"], invoice["status"]) for invoice in change["invoices"]] == [
            (global_id("Invoice", draft), "UNPAID")
        ]


@pytest.mark.both_databases
async def test_changes_of_the_client_itself(firm: Firm) -> None:
    """P9: a client that is renamed, archived or taken back; with it the drafts, whose actions change, for members only.
    Whoever resumes gets the same.
    """
    services, owner, client_id = firm.app.services, firm.owner, firm.client_id
    draft = await firm.create_invoice("7.00", issue=False)
    after = await current_cursor(firm)
    query = """subscription ($client: ID!, $after: String) { clientChanges(clientId: $client, after: $after) {
      client { name archivedAt } invoices { id actions } reload } }"""

    async def next_of(page: Subscriber) -> dict[str, Any]:
        change = await page.next_change()
        return {name: change[name] for name in ("client", "invoices", "reload")}

    async with (
        subscribe(services, firm.client_user, client_id, query=query) as client_page,
        subscribe(services, owner, client_id, query=query) as firm_page,
    ):
        await update_client(services, owner, UpdateClientCommand(client_id, name="Renamed"))
        renamed = {"client": {"name": "Renamed", "archivedAt": None}, "invoices": [], "reload": False}
        assert await next_of(client_page) == await next_of(firm_page) == renamed
        await archive_client(services, owner, client_id)
        archived_at = firm.app.clock().isoformat().replace("+00:00", "Z")
        archived = {"client": {"name": "Renamed", "archivedAt": archived_at}, "invoices": [], "reload": False}
        assert await next_of(client_page) == archived
        draft_id = global_id("Invoice", draft)
        without_issue = [{"id": draft_id, "actions": ["UPDATE", "VOID"]}]
        assert await next_of(firm_page) == archived | {"invoices": without_issue}
        await unarchive_client(services, owner, client_id)
        assert await next_of(client_page) == renamed
        with_issue = [{"id": draft_id, "actions": ["UPDATE", "ISSUE", "VOID"]}]
        assert await next_of(firm_page) == renamed | {"invoices": with_issue}
        async with subscribe(services, firm.client_user, client_id, after, query=query) as resumed_page:
            assert await next_of(resumed_page) == renamed


@pytest.mark.both_databases
async def test_drafts_are_silent_for_client_users(firm: Firm) -> None:
    """P7: a draft that is made, changed or voided sends a client's user nothing, not even an empty change."""
    services, after = firm.app.services, await current_cursor(firm)
    async with (
        subscribe(services, firm.client_user, firm.client_id) as client_page,
        subscribe(services, firm.client_user, firm.client_id, after) as resumed_page,
        subscribe(services, firm.owner, firm.client_id) as firm_page,
    ):
        draft = await firm.create_invoice("7.00", issue=False)
        for act, status in (
            (None, "DRAFT"),
            (update_invoice(services, firm.owner, UpdateInvoiceCommand(draft, description="Revised")), "DRAFT"),
            (void_invoice(services, firm.owner, draft, "Never mind"), "VOID"),
        ):
            if act is not None:
                await act
            change = await firm_page.next_change()
            assert [(invoice["id"], invoice["status"]) for invoice in change["invoices"]] == [
                (global_id("Invoice", draft), status)
            ]
            await asyncio.gather(client_page.assert_no_result(), resumed_page.assert_no_result())
        invoice_id = await firm.create_invoice("8.00")
        for page in (client_page, resumed_page):
            change = await page.next_change()
            assert [invoice["id"] for invoice in change["invoices"]] == [global_id("Invoice", invoice_id)]
    async with subscribe(services, firm.client_user, firm.client_id, change["cursor"]) as page:
        await firm.create_invoice("7.00", issue=False)
        await page.assert_no_result()


@pytest.mark.both_databases
async def test_hidden_invoices_and_assignments_are_silent(firm: Firm) -> None:
    """P7: client users get no change of a hidden invoice, nor of the members assigned to their client."""
    services = firm.app.services
    await update_payment_settings(services, firm.owner, UpdatePaymentSettingsCommand(hide_invoices_from_clients=True))
    employee = await firm.add_member("employee", FirmRole.EMPLOYEE)
    async with subscribe(services, firm.client_user, firm.client_id) as page:
        invoice_id = await firm.create_invoice("5.00")
        await void_invoice(services, firm.owner, invoice_id, "A mistake")
        await memberships.assign_client(services, firm.id, employee.id, firm.client_id)
        await memberships.unassign_client(services, firm.id, employee.id, firm.client_id)
        await page.assert_no_result()


@pytest.mark.both_databases
async def test_members_and_passwords_are_silent_for_whom_they_do_not_concern(firm: Firm) -> None:
    """P7: a password or a new member changes nobody's page; roles, rights and removals change those of members."""
    services = firm.app.services
    async with (
        subscribe(services, firm.client_user, firm.client_id) as client_page,
        subscribe(services, firm.owner, firm.client_id) as firm_page,
    ):
        clerk_id = await operator.add_member(
            services, firm.id, email="clerk@firm.test", name="Clerk", password=None, role=FirmRole.EMPLOYEE
        )
        await operator.set_password(services, "clerk@firm.test", "a quite new password")
        services.notifications.notify_firm_changed(firm.id, None)
        await asyncio.gather(client_page.assert_no_result(), firm_page.assert_no_result())
        for change in (
            memberships.change_rights(services, firm.id, clerk_id, [MemberRight.VIEW_ALL_CLIENTS], granted=True),
            memberships.set_role(services, firm.id, clerk_id, FirmRole.ADMIN),
            memberships.remove_member(services, firm.id, clerk_id),
        ):
            await change
            assert (await firm_page.next_change())["reload"] is True
        await client_page.assert_no_result()
        await firm.create_invoice("5.00")
        assert (await client_page.next_change())["reload"] is False


@pytest.mark.both_databases
async def test_users_of_the_client_are_sent(firm: Firm) -> None:
    """A user who joins, leaves or returns changes `client { users }`, though no listed object."""
    services = firm.app.services
    query = """subscription ($client: ID!) { clientChanges(clientId: $client) {
      removedIds client { users { id } } } }"""
    async with subscribe(services, firm.client_user, firm.client_id, query=query) as page:
        users = [{"id": global_id("ClientUser", firm.client_user.id)}]

        async def add() -> uuid.UUID:
            return await operator.add_client_user(
                services, firm.id, firm.client_id, email="second@client.test", name="Second", password=None
            )

        user_id = await add()
        second = global_id("ClientUser", user_id)
        joined = {"removedIds": [], "client": {"users": [*users, {"id": second}]}}
        assert await page.next_change() == joined
        firm.app.clock.advance(seconds=1)
        await memberships.remove_client_user(services, firm.id, user_id)
        assert await page.next_change() == {"removedIds": [second], "client": {"users": users}}
        firm.app.clock.advance(seconds=1)
        assert await add() == user_id
        assert await page.next_change() == joined


async def test_payment_is_sent_with_all_changed_objects(firm: Firm) -> None:
    """From credits: the invoice, the payment, its entry, and prepayment and entry with what remains."""
    prepayment_id = await firm.prepay("100.00")
    invoice_id = await firm.create_invoice("30.00")
    async with subscribe(firm.app.services, firm.client_user, firm.client_id) as page:
        (payment,) = await firm.pay(invoice_id, AmountChoice.REMAINING)
        change = await page.next_change()
    assert change["invoices"] == [
        {"id": global_id("Invoice", invoice_id), "status": "PAID", "amountPaid": {"amount": "30.00"}}
    ]
    assert change["payments"] == [{"id": global_id("Payment", payment.id), "status": "SUCCEEDED"}]
    remaining = {"amount": "70.00"}
    prepayment_global_id = global_id("Prepayment", prepayment_id)
    assert change["prepayments"] == [{"id": prepayment_global_id, "status": "SUCCEEDED", "remaining": remaining}]
    assert [(entry["kind"], entry["amount"]["amount"], entry["remaining"]) for entry in change["entries"]] == [
        ("PREPAYMENT", "100.00", remaining),
        ("INVOICE_PAYMENT", "-30.00", None),
    ]
    assert change["client"]["creditAccount"] == {"balance": remaining, "available": remaining}


async def test_slow_subscriber_receives_coalesced_changes(firm: Firm) -> None:
    """Each object once, in its current state; meanwhile no connection is in use."""
    after = await current_cursor(firm)
    async with subscribe(firm.app.services, firm.client_user, firm.client_id, after) as page:
        invoice_id = await firm.create_invoice("100.00")
        await firm.prepay("60.00")
        for _ in range(5):
            await firm.pay(invoice_id, "10.00")
        merged = await merged_changes(page)
        assert len(page.changes) <= 2
        assert merged["invoices"][global_id("Invoice", invoice_id)]["amountPaid"] == {"amount": "50.00"}
        assert len(merged["payments"]) == 5
        assert firm.app.database.connections_in_use() == (0, 0)


async def test_resumed_subscription_sends_everything_since_its_cursor(firm: Firm) -> None:
    """With the cursor of a query or of a change; if nothing changed, nothing is sent."""
    services, user = firm.app.services, firm.client_user
    after = await current_cursor(firm)
    first, second = await firm.create_invoice("1.00"), await firm.create_invoice("2.00")
    async with subscribe(services, user, firm.client_id, after) as page:
        change = await page.next_change()
        assert [invoice["id"] for invoice in change["invoices"]] == [
            global_id("Invoice", first),
            global_id("Invoice", second),
        ]
        await page.assert_no_result()
    async with subscribe(services, user, firm.client_id, change["cursor"]) as page:
        await page.assert_no_result()
        await firm.create_invoice("3.00")
        assert len((await page.next_change())["invoices"]) == 1


RELOAD = {"reload": True, "invoices": [], "payments": [], "prepayments": [], "entries": [], "removedIds": []}


async def test_hiding_invoices_makes_pages_reload(firm: Firm) -> None:
    """The change has no objects. While invoices are hidden, changes do not reveal them."""
    services = firm.app.services
    hide, show = (UpdatePaymentSettingsCommand(hide_invoices_from_clients=hidden) for hidden in (True, False))
    invoice_id = await firm.create_invoice("30.00")
    await firm.prepay("10.00")
    await firm.prepay("10.00")
    await firm.app.run_due_jobs()
    async with subscribe(services, firm.client_user, firm.client_id) as page:
        await update_payment_settings(services, firm.owner, hide)
        change = await page.next_change()
        assert {name: change[name] for name in RELOAD} == RELOAD
        await firm.pay(invoice_id, "5.00", viewer=firm.owner)
        change = await page.next_change()
        assert (change["reload"], change["invoices"], change["removedIds"]) == (False, [], [])
        assert len(change["payments"]) == 1
        await update_payment_settings(services, firm.owner, show)
        assert (await page.next_change())["reload"] is True


async def test_too_many_changes_send_reload(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    """More changed objects, or more events, than are sent one by one."""
    services, user = firm.app.services, firm.client_user
    after = await current_cursor(firm)
    for _ in range(3):
        await firm.create_invoice("1.00")
    for name, limit, reload in (
        ("MAX_CHANGED_OBJECTS", 3, False),
        ("MAX_CHANGED_OBJECTS", 2, True),
        ("_MAX_EVENT_LAG", 3, False),
        ("_MAX_EVENT_LAG", 2, True),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(change_feed, name, limit)
            async with subscribe(services, user, firm.client_id, after) as page:
                change = await page.next_change()
                assert (change["reload"], len(change["invoices"])) == (reload, 0 if reload else 3), (name, limit)
    async with subscribe(services, user, firm.client_id, change["cursor"]) as page:
        await page.assert_no_result()


async def test_cursor_from_before_a_restore_makes_the_page_reload(firm: Firm) -> None:
    """P11: a cursor of an unknown event, even if another event has its number."""
    async with firm.app.services.reads() as session:
        key = (await session.get_one(models.Firm, firm.id)).cursor_key
    async with firm.app.services.reads() as session:
        event = await session.get_one(models.Event, (firm.id, await firm.event_seq()))
    unknown = [
        cursors.Position(event.seq + 1, event.at),
        cursors.Position(event.seq, event.at + dt.timedelta(microseconds=1)),
        cursors.Position(1, event.at),
    ]
    for position in unknown:
        after = cursors.encrypt_cursor(position, key, firm.client_id)
        async with subscribe(firm.app.services, firm.client_user, firm.client_id, after) as page:
            assert (await page.next_change())["reload"] is True


async def test_removed_user_is_sent_by_id(firm: Firm) -> None:
    """`removedIds` has only users who could be seen before."""
    services = firm.app.services
    known = await firm.add_user(firm.client_id, "known")
    firm.app.clock.advance(seconds=1)
    async with begin_transaction(services, System(firm.id), "tried", client_id=firm.client_id):
        pass
    after = await current_cursor(firm)
    firm.app.clock.advance(seconds=1)
    unknown = await firm.add_user(firm.client_id, "unknown")
    async with begin_transaction(services, System(firm.id), "tried", client_id=firm.client_id) as transaction:
        for user in (known, unknown):
            remove = update(models.ClientUser).where(models.ClientUser.id == user.id).values(removed_at=transaction.now)
            await transaction.session.execute(remove)
    async with subscribe(services, firm.client_user, firm.client_id, after) as page:
        assert (await page.next_change())["removedIds"] == [global_id("ClientUser", known.id)]


async def test_invalid_cursor_is_refused(firm: Firm) -> None:
    """Malformed, or of another client or firm."""
    other = await firm.app.create_ready_firm(name="Other")
    other_client = await firm.add_client()
    services = firm.app.services
    data = await query_data(services, firm.owner, CURSOR_QUERY, id=global_id("Client", other_client))
    for after in (
        "",
        "x",
        await current_cursor(other),
        data["client"]["changesCursor"],
        "é",
        (await current_cursor(firm))[:-1],
    ):
        async with subscribe(services, firm.client_user, firm.client_id, after) as page:
            assert await page.next_error() == ("BAD_USER_INPUT", ["clientChanges"]), after


async def test_foreign_client_is_not_found(firm: Firm) -> None:
    """P7: another client's, another firm's, unknown, malformed ids are answered alike; anonymous: UNAUTHENTICATED."""
    other = await firm.app.create_firm(name="Other")
    services = firm.app.services
    results = []
    unknown = global_id("Client", models.new_id())
    for client in (await firm.add_client(), other.client_id, unknown, global_id("Invoice", firm.client_id), "x", ""):
        async with subscribe(services, firm.client_user, client) as page:
            results.append(await page.next_result())
    assert results == [results[0]] * 6
    (error,) = results[0]["errors"]
    assert (error["path"], error["extensions"], error["message"]) == (
        ["clientChanges"], {"code": "NOT_FOUND"}, "Not found.",
    )  # fmt: skip
    for client in (firm.client_id, unknown):
        async with subscribe(services, None, client) as page:
            assert await page.next_error() == ("UNAUTHENTICATED", ["clientChanges"])


async def create_members(firm: Firm) -> dict[str, Member]:
    """An employee who sees all clients, one who is assigned to this client, and the owner."""
    all_clients = await firm.add_member("all", FirmRole.EMPLOYEE, MemberRight.VIEW_ALL_CLIENTS)
    assigned = await firm.add_member("assigned", FirmRole.EMPLOYEE)
    await firm.assign(assigned, firm.client_id)
    return {"all": all_clients, "assigned": assigned, "owner": firm.owner}


REVOCATIONS = {
    "the right VIEW_ALL_CLIENTS": ("all", update(models.FirmMember).values(view_all_clients=False), "FORBIDDEN"),
    "the assignment": ("assigned", delete(models.Assignment), "FORBIDDEN"),
    "the membership": (
        "owner",
        update(models.FirmMember).values(removed_at=dt.datetime.now(dt.UTC)),
        "UNAUTHENTICATED",
    ),
}


@pytest.mark.parametrize("revocation", REVOCATIONS)
async def test_lost_access_ends_the_subscription(firm: Firm, revocation: str) -> None:
    """P8: within 5 seconds if nothing changes; otherwise before the next change is sent."""
    name, statement, code = REVOCATIONS[revocation]
    member = (await create_members(firm))[name]
    services = firm.app.services
    after = await current_cursor(firm, member)
    async with subscribe(services, member, firm.client_id) as idle, subscribe(services, member, firm.client_id) as busy:
        async with services.writes.begin() as session:
            await session.execute(statement)
        await firm.create_invoice("5.00", issue=False) if name != "owner" else None
        (idle_code, _), (busy_code, _) = await asyncio.gather(idle.next_error(5), busy.next_error(5))
        assert (idle_code, busy_code) == (code, code)
        assert (idle.changes, busy.changes) == ([], [])
    viewer_after = None if name == "owner" else dataclasses.replace(member, rights=frozenset())
    async with subscribe(services, viewer_after, firm.client_id, after) as page:
        code_after, _ = await page.next_error()
        assert code_after == ("UNAUTHENTICATED" if name == "owner" else "NOT_FOUND")


async def test_changes_are_as_of_their_own_day(firm: Firm) -> None:
    """What depends on the day is computed for the day of the change, not of the subscription."""
    query = "subscription ($client: ID!) { clientChanges(clientId: $client) { invoices { isOverdue } } }"
    async with subscribe(firm.app.services, firm.client_user, firm.client_id, query=query) as page:
        firm.app.clock.advance(days=40)
        await firm.create_invoice("5.00", due_on=dt.date(2026, 3, 10))
        assert (await page.next_change())["invoices"] == [{"isOverdue": True}]


async def test_closed_subscription_leaves_nothing(firm: Firm) -> None:
    """Neither a subscriber nor a task nor a connection, whether a change was sent or not."""
    services = firm.app.services
    before = asyncio.all_tasks()
    for with_change in (False, True):
        async with subscribe(services, firm.client_user, firm.client_id) as page:
            assert set(services.notifications.subscribed_firm_ids) == {firm.id}
            if with_change:
                await firm.create_invoice("5.00")
                await page.next_change()
        assert not services.notifications.subscribed_firm_ids
        assert firm.app.database.connections_in_use() == (0, 0)
    assert asyncio.all_tasks() == before


async def test_query_limits_apply_to_subscriptions(firm: Firm) -> None:
    """Depth, aliases, rows (of the largest change), tokens, one root field; refused before execution."""
    head = "subscription ($client: ID!) { clientChanges(clientId: $client)"
    deep = "client { firm { clients { edges { node " * 4 + "{ id }" + "} } } }" * 4
    wide = " ".join(f"a{number}: cursor" for number in range(31))
    rows = "invoices { payments { client { payments(first: 100) { edges { node { id } } } } } }"
    for query in (
        f"{head} {{ {deep} }} }}",
        f"{head} {{ {wide} }} }}",
        f"{head} {{ {rows} }} }}",
        f"{head} {{ {'cursor ' * 2100} }} }}",
        f"{head} {{ cursor }} second: clientChanges(clientId: $client) {{ cursor }} }}",
        f"{head} {{ nothing }} }}",
    ):
        async with subscribe(firm.app.services, firm.owner, firm.client_id, query=query) as page:
            result = await page.next_result()
            codes = {error["extensions"]["code"] for error in result["errors"]}
            assert (result["data"], codes <= {"GRAPHQL_VALIDATION_FAILED", "GRAPHQL_PARSE_FAILED"}) == (None, True)
        assert not firm.app.services.notifications.subscribed_firm_ids


async def test_subscription_survives_a_database_outage(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    """The change is sent once the database is back."""
    read_changes, outages = resolver._read_changes, [True]

    async def fail_once(*arguments: Any) -> Any:
        if outages:
            outages.pop()
            raise OperationalError("SELECT", {}, OSError("gone"))
        return await read_changes(*arguments)

    async with subscribe(firm.app.services, firm.client_user, firm.client_id) as page:
        monkeypatch.setattr(resolver, "_read_changes", fail_once)
        await firm.create_invoice("5.00")
        assert len((await page.next_change())["invoices"]) == 1


async def test_settlement_sends_the_credit_allocations(firm: Firm) -> None:
    """Split tender of 30 from credits and 20 by card: after settlement the prepayment's `uses` are sent."""
    prepayment_id = await firm.prepay("30.00")
    invoice_id = await firm.create_invoice("50.00")
    card_payment, _ = await firm.pay(invoice_id, AmountChoice.REMAINING, remainder_method=PaymentMethod.CARD)
    query = """subscription ($client: ID!, $after: String) { clientChanges(clientId: $client, after: $after) {
      reload prepayments { id uses { amount { amount } } } entries { kind } } }"""
    services, after = firm.app.services, await current_cursor(firm)
    async with subscribe(services, firm.client_user, firm.client_id, after, query=query) as page:
        await firm.settle_charge(card_payment)
        change = await page.next_change()
    assert change["prepayments"] == [
        {"id": global_id("Prepayment", prepayment_id), "uses": [{"amount": {"amount": "30.00"}}]}
    ]
    assert "PREPAYMENT" in [entry["kind"] for entry in change["entries"]]


async def test_spending_credits_sends_the_original_payment(firm: Firm) -> None:
    """A released payment whose money arrived late: spending its credits changes what can be refunded of it."""
    services = firm.app.services
    invoice_id = await firm.create_invoice("50.00")
    (debit,) = await firm.pay(invoice_id, AmountChoice.REMAINING, PaymentSource.BANK_DEBIT)
    await firm.confirm(debit, "pm_successDelayed_de")
    firm.app.clock.advance(seconds=60)
    await firm.app.run_due_jobs()
    await release_payment.release_payment(services, firm.owner, debit.id)
    await firm.app.sandbox.tick()
    firm.app.clock.advance(days=2)
    await firm.app.sandbox.tick()
    await firm.app.run_due_jobs()
    assert await firm.credits() == (50_00, 0)
    after = await current_cursor(firm)
    await firm.pay(await firm.create_invoice("20.00"), AmountChoice.REMAINING)
    query = CHANGES.replace("payments { id status }", "payments { id status refundable { amount } }", 1)
    async with subscribe(services, firm.owner, firm.client_id, after, query=query) as page:
        payments = {payment["id"]: payment for payment in (await page.next_change())["payments"]}
    debit_global_id = global_id("Payment", debit.id)
    assert payments[debit_global_id] == {"id": debit_global_id, "status": "RELEASED", "refundable": {"amount": "30.00"}}


async def test_credits_that_arrive_change_the_actions_of_invoices(firm: Firm) -> None:
    """P9: an unpaid invoice can be paid from credits as soon as there are any, though its own row stays as it is."""
    invoice_id = await firm.create_invoice("50.00")
    query = "subscription ($client: ID!) { clientChanges(clientId: $client) { invoices { id actions } } }"
    async with subscribe(firm.app.services, firm.client_user, firm.client_id, query=query) as page:
        await firm.prepay("20.00")
        while not (invoices := (await page.next_change())["invoices"]):
            pass
    actions = ["PAY_FROM_CREDITS", "PAY_BY_CARD", "PAY_BY_BANK_DEBIT"]
    assert invoices == [{"id": global_id("Invoice", invoice_id), "actions": actions}]
