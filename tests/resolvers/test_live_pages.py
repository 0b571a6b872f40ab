"""A page that follows a client is told what changes, as its viewer may see it, for as long as they may (P8, P9)."""

from __future__ import annotations

import asyncio
import dataclasses
import datetime as dt
from typing import Any

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import OperationalError

import models
from billing.access.principals import Member, System
from billing.invoices import issue_invoice
from billing.invoices.void_invoice import void_invoice
from billing.live import change_feed, cursors
from billing.payments import release_payment
from billing.payments.allocation import AmountChoice, PaymentSource
from billing.settings.update_payment_settings import UpdatePaymentSettingsCommand, update_payment_settings
from billing.transaction import begin_transaction
from models import FirmRole, MemberRight, PaymentMethod
from resolvers import changes as resolver
from tests.support.firm import AppHarness, Firm
from tests.support.graphql_client import global_id, query_data
from tests.support.subscription_client import CHANGES, Subscriber, subscribe

CURSOR_QUERY = "query ($id: ID!) { client(id: $id) { changesCursor } }"


@pytest.fixture
async def firm(app: AppHarness) -> Firm:
    return await app.create_ready_firm()


async def cursor(firm: Firm, viewer: Any = None) -> str:
    told = await query_data(
        firm.app.services, viewer or firm.client_user, CURSOR_QUERY, id=global_id("Client", firm.client_id)
    )
    found: str = told["client"]["changesCursor"]
    return found


async def last_settled_change(page: Subscriber) -> dict[str, Any]:
    """All that comes until nothing does, merged by id as a normalised cache would."""
    found: dict[str, Any] = {}
    while True:
        try:
            change = await page.next_change(0.5)
        except TimeoutError:
            return found
        assert change["reload"] is False
        for kind in ("invoices", "payments", "prepayments", "entries"):
            found.setdefault(kind, {}).update({each["id"]: each for each in change[kind]})
        found["client"] = change["client"]


async def test_nothing_comes_before_something_happens(firm: Firm) -> None:
    """Without a cursor it begins now: what was before is not told, what happens is."""
    await firm.create_invoice("10.00")
    async with subscribe(firm.app.services, firm.client_user, firm.client_id) as page:
        await page.assert_no_result()
        invoice_id = await firm.create_invoice("50.00")
        change = await page.next_change()
        assert [each["id"] for each in change["invoices"]] == [global_id("Invoice", invoice_id)]
        assert (change["reload"], change["removedIds"], change["entries"]) == (False, [], [])


async def test_a_prepayment_from_its_window_to_its_credits(firm: Firm) -> None:
    """Asked for, paid, credited: the prepayment, its entry and the client's credits."""
    async with subscribe(firm.app.services, firm.client_user, firm.client_id) as page:
        prepayment_id = await firm.prepay("100.00")
        told = await last_settled_change(page)
    own = global_id("Prepayment", prepayment_id)
    assert told["prepayments"] == {own: {"id": own, "status": "SUCCEEDED", "remaining": {"amount": "100.00"}}}
    (entry,) = told["entries"].values()
    assert (entry["kind"], entry["amount"], entry["remaining"]) == (
        "PREPAYMENT",
        {"amount": "100.00"},
        {"amount": "100.00"},
    )
    assert told["client"]["creditAccount"]["balance"] == {"amount": "100.00"}


async def test_invisible_changes_are_not_sent(firm: Firm) -> None:
    """Another client's matters are told to nobody here; drafts to the firm alone, until they are issued."""
    services = firm.app.services
    async with (
        subscribe(services, firm.client_user, firm.client_id) as theirs,
        subscribe(services, firm.owner, firm.client_id) as ours,
    ):
        await firm.create_invoice("9.00", await firm.add_client())
        await asyncio.gather(theirs.assert_no_result(), ours.assert_no_result())
        draft = await firm.create_invoice("7.00", issue=False)
        assert [each["status"] for each in (await ours.next_change())["invoices"]] == ["DRAFT"]
        change = await theirs.next_change()
        assert (change["invoices"], change["removedIds"]) == ([], [])
        await issue_invoice.issue_invoice(services, firm.owner, draft)
        assert [each["status"] for each in (await theirs.next_change())["invoices"]] == ["UNPAID"]
        await void_invoice(services, firm.owner, await firm.create_invoice("8.00", issue=False), "Never mind")
        assert (await last_settled_change(theirs)).get("invoices", {}).keys() == {global_id("Invoice", draft)} & set()


async def test_payment_is_sent_with_all_changed_objects(firm: Firm) -> None:
    """Paid from credits: the invoice, the payment, the entry, and of the prepayment and its entry what remains."""
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
    own = global_id("Prepayment", prepayment_id)
    assert change["prepayments"] == [{"id": own, "status": "SUCCEEDED", "remaining": remaining}]
    assert [(each["kind"], each["amount"]["amount"], each["remaining"]) for each in change["entries"]] == [
        ("PREPAYMENT", "100.00", remaining),
        ("INVOICE_PAYMENT", "-30.00", None),
    ]
    assert change["client"]["creditAccount"] == {"balance": remaining, "available": remaining}


async def test_slow_subscriber_receives_coalesced_changes(firm: Firm) -> None:
    """State, and no log: however much it missed, each object comes once, as it is; nothing is held meanwhile."""
    after = await cursor(firm)
    async with subscribe(firm.app.services, firm.client_user, firm.client_id, after) as page:
        invoice_id = await firm.create_invoice("100.00")
        await firm.prepay("60.00")
        for _ in range(5):
            await firm.pay(invoice_id, "10.00")
        told = await last_settled_change(page)
        assert len(page.changes) <= 2
        assert told["invoices"][global_id("Invoice", invoice_id)]["amountPaid"] == {"amount": "50.00"}
        assert len(told["payments"]) == 5
        assert firm.app.database.connections_in_use() == (0, 0)


async def test_resumed_from_a_cursor_everything_since_comes_at_once(firm: Firm) -> None:
    """From that of a page, and from that of a change; where nothing happened, nothing comes."""
    services, user = firm.app.services, firm.client_user
    after = await cursor(firm)
    first, second = await firm.create_invoice("1.00"), await firm.create_invoice("2.00")
    async with subscribe(services, user, firm.client_id, after) as page:
        change = await page.next_change()
        assert [each["id"] for each in change["invoices"]] == [
            global_id("Invoice", first),
            global_id("Invoice", second),
        ]
        await page.assert_no_result()
    async with subscribe(services, user, firm.client_id, change["cursor"]) as page:
        await page.assert_no_result()
        await firm.create_invoice("3.00")
        assert len((await page.next_change())["invoices"]) == 1


RELOAD = {"reload": True, "invoices": [], "payments": [], "prepayments": [], "entries": [], "removedIds": []}


async def test_where_settings_change_the_page_is_read_anew(firm: Firm) -> None:
    """Hidden and shown again: reload, with nothing in it. While hidden, nothing tells that there is an invoice."""
    services = firm.app.services
    hidden, shown = (UpdatePaymentSettingsCommand(hide_invoices_from_clients=each) for each in (True, False))
    invoice_id = await firm.create_invoice("30.00")
    await firm.prepay("10.00")
    await firm.prepay("10.00")
    await firm.app.run_due_jobs()
    async with subscribe(services, firm.client_user, firm.client_id) as page:
        await update_payment_settings(services, firm.owner, hidden)
        change = await page.next_change()
        assert {name: change[name] for name in RELOAD} == RELOAD
        await firm.pay(invoice_id, "5.00", viewer=firm.owner)
        change = await page.next_change()
        assert (change["reload"], change["invoices"], change["removedIds"]) == (False, [], [])
        assert len(change["payments"]) == 1
        await update_payment_settings(services, firm.owner, shown)
        assert (await page.next_change())["reload"] is True


async def test_too_many_changes_send_reload(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    """More objects than are told one by one, and more events than are looked through: reload, and on from there."""
    services, user = firm.app.services, firm.client_user
    after = await cursor(firm)
    for _ in range(3):
        await firm.create_invoice("1.00")
    for name, most, reload in (
        ("MAX_CHANGED_OBJECTS", 3, False),
        ("MAX_CHANGED_OBJECTS", 2, True),
        ("_MAX_EVENT_LAG", 3, False),
        ("_MAX_EVENT_LAG", 2, True),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(change_feed, name, most)
            async with subscribe(services, user, firm.client_id, after) as page:
                change = await page.next_change()
                assert (change["reload"], len(change["invoices"])) == (reload, 0 if reload else 3), (name, most)
    async with subscribe(services, user, firm.client_id, change["cursor"]) as page:
        await page.assert_no_result()


async def test_a_restored_backup_is_noticed(firm: Firm) -> None:
    """P11: a cursor of what the books do not know, also where another event has its number by now: reload."""
    async with firm.app.services.reads() as session:
        key = (await session.get_one(models.Firm, firm.id)).cursor_key
    async with firm.app.services.reads() as session:
        event = await session.get_one(models.Event, (firm.id, await firm.event_seq()))
    unknown = [
        cursors.Position(event.seq + 1, event.at),
        cursors.Position(event.seq, event.at + dt.timedelta(microseconds=1)),
        cursors.Position(1, event.at),
    ]
    for place in unknown:
        after = cursors.encrypt_cursor(place, key, firm.client_id)
        async with subscribe(firm.app.services, firm.client_user, firm.client_id, after) as page:
            assert (await page.next_change())["reload"] is True


async def test_removed_user_is_sent_by_id(firm: Firm) -> None:
    """`removedIds`: only of who could be seen before."""
    services = firm.app.services
    known = await firm.add_user(firm.client_id, "known")
    firm.app.clock.advance(seconds=1)
    async with begin_transaction(services, System(firm.id), "tried", client_id=firm.client_id):
        pass
    after = await cursor(firm)
    firm.app.clock.advance(seconds=1)
    unknown = await firm.add_user(firm.client_id, "unknown")
    async with begin_transaction(services, System(firm.id), "tried", client_id=firm.client_id) as transaction:
        for user in (known, unknown):
            leaving = (
                update(models.ClientUser).where(models.ClientUser.id == user.id).values(removed_at=transaction.now)
            )
            await transaction.session.execute(leaving)
    async with subscribe(services, firm.client_user, firm.client_id, after) as page:
        assert (await page.next_change())["removedIds"] == [global_id("ClientUser", known.id)]


async def test_a_cursor_that_is_none_is_refused(firm: Firm) -> None:
    """Malformed, another client's, another firm's: BAD_USER_INPUT, before anything is told."""
    other = await firm.app.create_ready_firm(name="Other")
    beside = await firm.add_client()
    services = firm.app.services
    told = await query_data(services, firm.owner, CURSOR_QUERY, id=global_id("Client", beside))
    for after in ("", "x", await cursor(other), told["client"]["changesCursor"], "é", (await cursor(firm))[:-1]):
        async with subscribe(services, firm.client_user, firm.client_id, after) as page:
            assert await page.next_error() == ("BAD_USER_INPUT", ["clientChanges"]), after


async def test_a_client_that_is_not_theirs_never_was(firm: Firm) -> None:
    """P7: another client's, another firm's, unknown or no id at all: one answer. Nobody: UNAUTHENTICATED."""
    other = await firm.app.create_firm(name="Other")
    services = firm.app.services
    answers = []
    never = global_id("Client", models.new_id())
    for client in (await firm.add_client(), other.client_id, never, global_id("Invoice", firm.client_id), "x", ""):
        async with subscribe(services, firm.client_user, client) as page:
            answers.append(await page.next_result())
    assert answers == [answers[0]] * 6
    (error,) = answers[0]["errors"]
    assert (error["path"], error["extensions"], error["message"]) == (
        ["clientChanges"], {"code": "NOT_FOUND"}, "Not found.",
    )  # fmt: skip
    for client in (firm.client_id, never):
        async with subscribe(services, None, client) as page:
            assert await page.next_error() == ("UNAUTHENTICATED", ["clientChanges"])


async def create_members(firm: Firm) -> dict[str, Member]:
    """An employee who sees all clients, and one to whom this one is assigned."""
    all_clients = await firm.add_member("all", FirmRole.EMPLOYEE, MemberRight.VIEW_ALL_CLIENTS)
    assigned = await firm.add_member("assigned", FirmRole.EMPLOYEE)
    await firm.assign(assigned, firm.client_id)
    return {"all": all_clients, "assigned": assigned, "owner": firm.owner}


REVOCATIONS = {
    "the right to see all clients": ("all", update(models.FirmMember).values(view_all_clients=False), "FORBIDDEN"),
    "the assignment": ("assigned", delete(models.Assignment), "FORBIDDEN"),
    "the seat": ("owner", update(models.FirmMember).values(removed_at=dt.datetime.now(dt.UTC)), "UNAUTHENTICATED"),
}


@pytest.mark.parametrize("what", REVOCATIONS)
async def test_what_is_taken_away_ends_it(firm: Firm, what: str) -> None:
    """P8: within 5 seconds where nothing happens; and before the next event is told, where one does."""
    name, taking, code = REVOCATIONS[what]
    member = (await create_members(firm))[name]
    services = firm.app.services
    after = await cursor(firm, member)
    async with subscribe(services, member, firm.client_id) as idle, subscribe(services, member, firm.client_id) as busy:
        async with services.writes.begin() as session:
            await session.execute(taking)
        await firm.create_invoice("5.00", issue=False) if name != "owner" else None
        (idle_code, _), (busy_code, _) = await asyncio.gather(idle.next_error(5), busy.next_error(5))
        assert (idle_code, busy_code) == (code, code)
        assert (idle.changes, busy.changes) == ([], [])
    without = None if name == "owner" else dataclasses.replace(member, rights=frozenset())
    async with subscribe(services, without, firm.client_id, after) as page:
        refused, _ = await page.next_error()
        assert refused == ("UNAUTHENTICATED" if name == "owner" else "NOT_FOUND")


async def test_time_goes_on_for_who_follows(firm: Firm) -> None:
    """What depends on the day is told as it is on the day of the event, not of the subscription."""
    query = "subscription ($client: ID!) { clientChanges(clientId: $client) { invoices { isOverdue } } }"
    async with subscribe(firm.app.services, firm.client_user, firm.client_id, query=query) as page:
        firm.app.clock.advance(days=40)
        await firm.create_invoice("5.00", due_on=dt.date(2026, 3, 10))
        assert (await page.next_change())["invoices"] == [{"isOverdue": True}]


async def test_a_page_that_goes_away_leaves_nothing(firm: Firm) -> None:
    """No waiter, no task, no connection, whether it was told something or not."""
    services = firm.app.services
    before = asyncio.all_tasks()
    for told in (False, True):
        async with subscribe(services, firm.client_user, firm.client_id) as page:
            assert set(services.notifications.subscribed_firm_ids) == {firm.id}
            if told:
                await firm.create_invoice("5.00")
                await page.next_change()
        assert not services.notifications.subscribed_firm_ids
        assert firm.app.database.connections_in_use() == (0, 0)
    assert asyncio.all_tasks() == before


async def test_limits_hold_for_what_is_followed(firm: Firm) -> None:
    """Depth, aliases, rows (of the largest change), tokens, one root field: refused before anything is run."""
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
            answer = await page.next_result()
            codes = {error["extensions"]["code"] for error in answer["errors"]}
            assert (answer["data"], codes <= {"GRAPHQL_VALIDATION_FAILED", "GRAPHQL_PARSE_FAILED"}) == (None, True)
        assert not firm.app.services.notifications.subscribed_firm_ids


async def test_the_database_may_be_away_for_a_moment(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is told meanwhile, and nothing is missed."""
    look, away = resolver._read_changes, [True]

    async def sometimes(*arguments: Any) -> Any:
        if away:
            away.pop()
            raise OperationalError("SELECT", {}, OSError("gone"))
        return await look(*arguments)

    async with subscribe(firm.app.services, firm.client_user, firm.client_id) as page:
        monkeypatch.setattr(resolver, "_read_changes", sometimes)
        await firm.create_invoice("5.00")
        assert len((await page.next_change())["invoices"]) == 1


async def test_settlement_sends_the_credit_allocations(firm: Firm) -> None:
    """30 of credits and 20 by card: once the card has paid, the prepayment tells what it was used for."""
    prepayment_id = await firm.prepay("30.00")
    invoice_id = await firm.create_invoice("50.00")
    by_card, _ = await firm.pay(invoice_id, AmountChoice.REMAINING, remainder_method=PaymentMethod.CARD)
    query = """subscription ($client: ID!, $after: String) { clientChanges(clientId: $client, after: $after) {
      reload prepayments { id uses { amount { amount } } } entries { kind } } }"""
    services, after = firm.app.services, await cursor(firm)
    async with subscribe(services, firm.client_user, firm.client_id, after, query=query) as page:
        await firm.settle_charge(by_card)
        change = await page.next_change()
    assert change["prepayments"] == [
        {"id": global_id("Prepayment", prepayment_id), "uses": [{"amount": {"amount": "30.00"}}]}
    ]
    assert "PREPAYMENT" in [each["kind"] for each in change["entries"]]


async def test_spending_credits_sends_the_original_payment(firm: Firm) -> None:
    """Released from its invoice, its money came late: what can be refunded of it depends on those credits."""
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
    after = await cursor(firm)
    await firm.pay(await firm.create_invoice("20.00"), AmountChoice.REMAINING)
    query = CHANGES.replace("payments { id status }", "payments { id status refundable { amount } }", 1)
    async with subscribe(services, firm.owner, firm.client_id, after, query=query) as page:
        told = {each["id"]: each for each in (await page.next_change())["payments"]}
    own = global_id("Payment", debit.id)
    assert told[own] == {"id": own, "status": "RELEASED", "refundable": {"amount": "30.00"}}
