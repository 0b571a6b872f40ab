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
from billing.settings.update_payment_settings import UpdatePaymentSettings, update_payment_settings
from billing.transaction import transaction
from models import FirmRole, MemberRight, PaymentMethod
from resolvers import changes as resolver
from tests.support.asking import gid, read
from tests.support.firm import Firm, House
from tests.support.following import CHANGES, Page, following

CURSOR = "query ($id: ID!) { client(id: $id) { changesCursor } }"


@pytest.fixture
async def firm(house: House) -> Firm:
    return await house.ready_firm()


async def cursor(firm: Firm, viewer: Any = None) -> str:
    told = await read(firm.house.services, viewer or firm.client_user, CURSOR, id=gid("Client", firm.client_id))
    found: str = told["client"]["changesCursor"]
    return found


async def settled(page: Page) -> dict[str, Any]:
    """All that comes until nothing does, merged by id as a normalised cache would."""
    found: dict[str, Any] = {}
    while True:
        try:
            change = await page.next(0.5)
        except TimeoutError:
            return found
        assert change["reload"] is False
        for kind in ("invoices", "payments", "prepayments", "entries"):
            found.setdefault(kind, {}).update({each["id"]: each for each in change[kind]})
        found["client"] = change["client"]


async def test_nothing_comes_before_something_happens(firm: Firm) -> None:
    """Without a cursor it begins now: what was before is not told, what happens is."""
    await firm.issue("10.00")
    async with following(firm.house.services, firm.client_user, firm.client_id) as page:
        await page.quiet()
        invoice_id = await firm.issue("50.00")
        change = await page.next()
        assert [each["id"] for each in change["invoices"]] == [gid("Invoice", invoice_id)]
        assert (change["reload"], change["removedIds"], change["entries"]) == (False, [], [])


async def test_a_prepayment_from_its_window_to_its_credits(firm: Firm) -> None:
    """Asked for, paid, credited: the prepayment, its entry and the client's credits."""
    async with following(firm.house.services, firm.client_user, firm.client_id) as page:
        prepayment_id = await firm.prepay("100.00")
        told = await settled(page)
    own = gid("Prepayment", prepayment_id)
    assert told["prepayments"] == {own: {"id": own, "status": "SUCCEEDED", "remaining": {"amount": "100.00"}}}
    (entry,) = told["entries"].values()
    assert (entry["kind"], entry["amount"], entry["remaining"]) == (
        "PREPAYMENT",
        {"amount": "100.00"},
        {"amount": "100.00"},
    )
    assert told["client"]["creditAccount"]["balance"] == {"amount": "100.00"}


async def test_what_is_no_matter_of_theirs_is_not_told(firm: Firm) -> None:
    """Another client's matters are told to nobody here; drafts to the firm alone, until they are issued."""
    services = firm.house.services
    async with (
        following(services, firm.client_user, firm.client_id) as theirs,
        following(services, firm.owner, firm.client_id) as ours,
    ):
        await firm.issue("9.00", await firm.add_client())
        await asyncio.gather(theirs.quiet(), ours.quiet())
        draft = await firm.issue("7.00", issue=False)
        assert [each["status"] for each in (await ours.next())["invoices"]] == ["DRAFT"]
        change = await theirs.next()
        assert (change["invoices"], change["removedIds"]) == ([], [])
        await issue_invoice.issue_invoice(services, firm.owner, draft)
        assert [each["status"] for each in (await theirs.next())["invoices"]] == ["UNPAID"]
        await void_invoice(services, firm.owner, await firm.issue("8.00", issue=False), "Never mind")
        assert (await settled(theirs)).get("invoices", {}).keys() == {gid("Invoice", draft)} & set()


async def test_money_that_moves_is_told_with_all_that_it_changes(firm: Firm) -> None:
    """Paid from credits: the invoice, the payment, the entry, and of the prepayment and its entry what remains."""
    prepayment_id = await firm.prepay("100.00")
    invoice_id = await firm.issue("30.00")
    async with following(firm.house.services, firm.client_user, firm.client_id) as page:
        (payment,) = await firm.pay(invoice_id, AmountChoice.REMAINING)
        change = await page.next()
    assert change["invoices"] == [
        {"id": gid("Invoice", invoice_id), "status": "PAID", "amountPaid": {"amount": "30.00"}}
    ]
    assert change["payments"] == [{"id": gid("Payment", payment.id), "status": "SUCCEEDED"}]
    remaining = {"amount": "70.00"}
    own = gid("Prepayment", prepayment_id)
    assert change["prepayments"] == [{"id": own, "status": "SUCCEEDED", "remaining": remaining}]
    assert [(each["kind"], each["amount"]["amount"], each["remaining"]) for each in change["entries"]] == [
        ("PREPAYMENT", "100.00", remaining),
        ("INVOICE_PAYMENT", "-30.00", None),
    ]
    assert change["client"]["creditAccount"] == {"balance": remaining, "available": remaining}


async def test_a_slow_page_is_told_once_what_happened_many_times(firm: Firm) -> None:
    """State, and no log: however much it missed, each object comes once, as it is; nothing is held meanwhile."""
    after = await cursor(firm)
    async with following(firm.house.services, firm.client_user, firm.client_id, after) as page:
        invoice_id = await firm.issue("100.00")
        await firm.prepay("60.00")
        for _ in range(5):
            await firm.pay(invoice_id, "10.00")
        told = await settled(page)
        assert len(page.told) <= 2
        assert told["invoices"][gid("Invoice", invoice_id)]["amountPaid"] == {"amount": "50.00"}
        assert len(told["payments"]) == 5
        assert firm.house.database.lent() == (0, 0)


async def test_resumed_from_a_cursor_everything_since_comes_at_once(firm: Firm) -> None:
    """From that of a page, and from that of a change; where nothing happened, nothing comes."""
    services, user = firm.house.services, firm.client_user
    after = await cursor(firm)
    first, second = await firm.issue("1.00"), await firm.issue("2.00")
    async with following(services, user, firm.client_id, after) as page:
        change = await page.next()
        assert [each["id"] for each in change["invoices"]] == [gid("Invoice", first), gid("Invoice", second)]
        await page.quiet()
    async with following(services, user, firm.client_id, change["cursor"]) as page:
        await page.quiet()
        await firm.issue("3.00")
        assert len((await page.next())["invoices"]) == 1


RELOAD = {"reload": True, "invoices": [], "payments": [], "prepayments": [], "entries": [], "removedIds": []}


async def test_where_settings_change_the_page_is_read_anew(firm: Firm) -> None:
    """Hidden and shown again: reload, with nothing in it. While hidden, nothing tells that there is an invoice."""
    services = firm.house.services
    hidden, shown = (UpdatePaymentSettings(hide_invoices_from_clients=each) for each in (True, False))
    invoice_id = await firm.issue("30.00")
    await firm.prepay("10.00")
    await firm.prepay("10.00")
    await firm.house.work()
    async with following(services, firm.client_user, firm.client_id) as page:
        await update_payment_settings(services, firm.owner, hidden)
        change = await page.next()
        assert {name: change[name] for name in RELOAD} == RELOAD
        await firm.pay(invoice_id, "5.00", viewer=firm.owner)
        change = await page.next()
        assert (change["reload"], change["invoices"], change["removedIds"]) == (False, [], [])
        assert len(change["payments"]) == 1
        await update_payment_settings(services, firm.owner, shown)
        assert (await page.next())["reload"] is True


async def test_too_much_to_be_told_is_read_anew(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    """More objects than are told one by one, and more events than are looked through: reload, and on from there."""
    services, user = firm.house.services, firm.client_user
    after = await cursor(firm)
    for _ in range(3):
        await firm.issue("1.00")
    for name, most, reload in (("MOST", 3, False), ("MOST", 2, True), ("_OLDEST", 3, False), ("_OLDEST", 2, True)):
        with monkeypatch.context() as patch:
            patch.setattr(change_feed, name, most)
            async with following(services, user, firm.client_id, after) as page:
                change = await page.next()
                assert (change["reload"], len(change["invoices"])) == (reload, 0 if reload else 3), (name, most)
    async with following(services, user, firm.client_id, change["cursor"]) as page:
        await page.quiet()


async def test_a_restored_backup_is_noticed(firm: Firm) -> None:
    """P11: a cursor of what the books do not know, also where another event has its number by now: reload."""
    async with firm.house.services.reads() as session:
        key = (await session.get_one(models.Firm, firm.id)).cursor_key
    async with firm.house.services.reads() as session:
        event = await session.get_one(models.Event, (firm.id, await firm.seq()))
    unknown = [
        cursors.Position(event.seq + 1, event.at),
        cursors.Position(event.seq, event.at + dt.timedelta(microseconds=1)),
        cursors.Position(1, event.at),
    ]
    for place in unknown:
        after = cursors.sealed(place, key, firm.client_id)
        async with following(firm.house.services, firm.client_user, firm.client_id, after) as page:
            assert (await page.next())["reload"] is True


async def test_a_user_who_left_is_told_by_id(firm: Firm) -> None:
    """`removedIds`: only of who could be seen before."""
    services = firm.house.services
    known = await firm.add_user(firm.client_id, "known")
    firm.house.clock.move(seconds=1)
    async with transaction(services, System(firm.id), "tried", client_id=firm.client_id):
        pass
    after = await cursor(firm)
    firm.house.clock.move(seconds=1)
    unknown = await firm.add_user(firm.client_id, "unknown")
    async with transaction(services, System(firm.id), "tried", client_id=firm.client_id) as book:
        for user in (known, unknown):
            leaving = update(models.ClientUser).where(models.ClientUser.id == user.id).values(removed_at=book.now)
            await book.session.execute(leaving)
    async with following(services, firm.client_user, firm.client_id, after) as page:
        assert (await page.next())["removedIds"] == [gid("ClientUser", known.id)]


async def test_a_cursor_that_is_none_is_refused(firm: Firm) -> None:
    """Malformed, another client's, another firm's: BAD_USER_INPUT, before anything is told."""
    other = await firm.house.ready_firm(name="Other")
    beside = await firm.add_client()
    services = firm.house.services
    told = await read(services, firm.owner, CURSOR, id=gid("Client", beside))
    for after in ("", "x", await cursor(other), told["client"]["changesCursor"], "é", (await cursor(firm))[:-1]):
        async with following(services, firm.client_user, firm.client_id, after) as page:
            assert await page.refused() == ("BAD_USER_INPUT", ["clientChanges"]), after


async def test_a_client_that_is_not_theirs_never_was(firm: Firm) -> None:
    """P7: another client's, another firm's, unknown or no id at all: one answer. Nobody: UNAUTHENTICATED."""
    other = await firm.house.firm(name="Other")
    services = firm.house.services
    answers = []
    never = gid("Client", models.new_id())
    for client in (await firm.add_client(), other.client_id, never, gid("Invoice", firm.client_id), "x", ""):
        async with following(services, firm.client_user, client) as page:
            answers.append(await page.answer())
    assert answers == [answers[0]] * 6
    (error,) = answers[0]["errors"]
    assert (error["path"], error["extensions"], error["message"]) == (
        ["clientChanges"], {"code": "NOT_FOUND"}, "There is no such thing here.",
    )  # fmt: skip
    for client in (firm.client_id, never):
        async with following(services, None, client) as page:
            assert await page.refused() == ("UNAUTHENTICATED", ["clientChanges"])


async def seats(firm: Firm) -> dict[str, Member]:
    """An employee who sees all clients, and one to whom this one is assigned."""
    all_clients = await firm.add_member("all", FirmRole.EMPLOYEE, MemberRight.VIEW_ALL_CLIENTS)
    assigned = await firm.add_member("assigned", FirmRole.EMPLOYEE)
    await firm.assign(assigned, firm.client_id)
    return {"all": all_clients, "assigned": assigned, "owner": firm.owner}


TAKEN = {
    "the right to see all clients": ("all", update(models.FirmMember).values(view_all_clients=False), "FORBIDDEN"),
    "the assignment": ("assigned", delete(models.Assignment), "FORBIDDEN"),
    "the seat": ("owner", update(models.FirmMember).values(removed_at=dt.datetime.now(dt.UTC)), "UNAUTHENTICATED"),
}


@pytest.mark.parametrize("what", TAKEN)
async def test_what_is_taken_away_ends_it(firm: Firm, what: str) -> None:
    """P8: within 5 seconds where nothing happens; and before the next event is told, where one does."""
    name, taking, code = TAKEN[what]
    member = (await seats(firm))[name]
    services = firm.house.services
    after = await cursor(firm, member)
    async with following(services, member, firm.client_id) as idle, following(services, member, firm.client_id) as busy:
        async with services.writes.begin() as session:
            await session.execute(taking)
        await firm.issue("5.00", issue=False) if name != "owner" else None
        (idle_code, _), (busy_code, _) = await asyncio.gather(idle.refused(5), busy.refused(5))
        assert (idle_code, busy_code) == (code, code)
        assert (idle.told, busy.told) == ([], [])
    without = None if name == "owner" else dataclasses.replace(member, rights=frozenset())
    async with following(services, without, firm.client_id, after) as page:
        refused, _ = await page.refused()
        assert refused == ("UNAUTHENTICATED" if name == "owner" else "NOT_FOUND")


async def test_time_goes_on_for_who_follows(firm: Firm) -> None:
    """What depends on the day is told as it is on the day of the event, not of the subscription."""
    query = "subscription ($client: ID!) { clientChanges(clientId: $client) { invoices { isOverdue } } }"
    async with following(firm.house.services, firm.client_user, firm.client_id, query=query) as page:
        firm.house.clock.move(days=40)
        await firm.issue("5.00", due_on=dt.date(2026, 3, 10))
        assert (await page.next())["invoices"] == [{"isOverdue": True}]


async def test_a_page_that_goes_away_leaves_nothing(firm: Firm) -> None:
    """No waiter, no task, no connection, whether it was told something or not."""
    services = firm.house.services
    before = asyncio.all_tasks()
    for told in (False, True):
        async with following(services, firm.client_user, firm.client_id) as page:
            assert set(services.signals.followed) == {firm.id}
            if told:
                await firm.issue("5.00")
                await page.next()
        assert not services.signals.followed
        assert firm.house.database.lent() == (0, 0)
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
        async with following(firm.house.services, firm.owner, firm.client_id, query=query) as page:
            answer = await page.answer()
            codes = {error["extensions"]["code"] for error in answer["errors"]}
            assert (answer["data"], codes <= {"GRAPHQL_VALIDATION_FAILED", "GRAPHQL_PARSE_FAILED"}) == (None, True)
        assert not firm.house.services.signals.followed


async def test_the_database_may_be_away_for_a_moment(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is told meanwhile, and nothing is missed."""
    look, away = resolver._look, [True]

    async def sometimes(*arguments: Any) -> Any:
        if away:
            away.pop()
            raise OperationalError("SELECT", {}, OSError("gone"))
        return await look(*arguments)

    async with following(firm.house.services, firm.client_user, firm.client_id) as page:
        monkeypatch.setattr(resolver, "_look", sometimes)
        await firm.issue("5.00")
        assert len((await page.next())["invoices"]) == 1


async def test_what_money_was_used_for_is_told_when_it_is_settled(firm: Firm) -> None:
    """30 of credits and 20 by card: once the card has paid, the prepayment tells what it was used for."""
    prepayment_id = await firm.prepay("30.00")
    invoice_id = await firm.issue("50.00")
    by_card, _ = await firm.pay(invoice_id, AmountChoice.REMAINING, rest=PaymentMethod.CARD)
    query = """subscription ($client: ID!, $after: String) { clientChanges(clientId: $client, after: $after) {
      reload prepayments { id uses { amount { amount } } } entries { kind } } }"""
    services, after = firm.house.services, await cursor(firm)
    async with following(services, firm.client_user, firm.client_id, after, query=query) as page:
        await firm.come(by_card)
        change = await page.next()
    assert change["prepayments"] == [
        {"id": gid("Prepayment", prepayment_id), "uses": [{"amount": {"amount": "30.00"}}]}
    ]
    assert "PREPAYMENT" in [each["kind"] for each in change["entries"]]


async def test_a_payment_whose_money_became_credits_is_told_when_they_are_spent(firm: Firm) -> None:
    """Released from its invoice, its money came late: what can be refunded of it depends on those credits."""
    services = firm.house.services
    invoice_id = await firm.issue("50.00")
    (debit,) = await firm.pay(invoice_id, AmountChoice.REMAINING, PaymentSource.BANK_DEBIT)
    await firm.confirm(debit, "pm_successDelayed_de")
    firm.house.clock.move(seconds=60)
    await firm.house.work()
    await release_payment.release_payment(services, firm.owner, debit.id)
    await firm.house.sandbox.tick()
    firm.house.clock.move(days=2)
    await firm.house.sandbox.tick()
    await firm.house.work()
    assert await firm.credits() == (50_00, 0)
    after = await cursor(firm)
    await firm.pay(await firm.issue("20.00"), AmountChoice.REMAINING)
    query = CHANGES.replace("payments { id status }", "payments { id status refundable { amount } }", 1)
    async with following(services, firm.owner, firm.client_id, after, query=query) as page:
        told = {each["id"]: each for each in (await page.next())["payments"]}
    own = gid("Payment", debit.id)
    assert told[own] == {"id": own, "status": "RELEASED", "refundable": {"amount": "30.00"}}
