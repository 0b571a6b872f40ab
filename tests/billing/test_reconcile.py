"""Reconciliation: what no message told of is found, and books restored from a backup become whole by themselves."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

import pytest
from sqlalchemy import delete, select

import gateway
import models
from billing.charges import import_unknown, reconciliation
from billing.charges.reconciliation import Difference
from billing.errors import ProviderUnavailable
from billing.payments.allocation import PaymentSource
from gateway import IntentStatus
from models import JobKind, PaymentStatus
from sandbox import Fault
from tests.support import returns
from tests.support.books import Books
from tests.support.firm import Firm, House
from tests.support.returns import Charge

CARD = PaymentSource.CARD
_DAY = dt.timedelta(days=1)


async def swept(firm: Firm) -> None:
    """A start of the server: every account is looked over, and whatever that asks for is done."""
    await reconciliation.want_sweeps(firm.house.services)
    await firm.house.work()


async def differing(firm: Firm) -> tuple[int, Sequence[Difference]]:
    connection_id = (await firm.settings()).default_connection_id
    assert connection_id is not None
    connection = await firm.connection(connection_id)
    return await reconciliation.differences(firm.house.services, connection, firm.house.clock() - dt.timedelta(days=30))


async def forget_jobs(firm: Firm) -> None:
    """Every job is gone, as after a mistake by hand."""
    async with firm.house.services.writes.begin() as session:
        await session.execute(delete(models.Job))


async def deed(firm: Firm, name: str, charge: Charge, **form: str) -> None:
    """What the firm or a bank does at the provider, and no message tells of."""
    assert charge.connection_id is not None
    assert charge.intent_id is not None
    account = (await firm.connection(charge.connection_id)).account_id
    assert account is not None
    firm.house.sandbox.dashboard(name, account, payment_intent=charge.intent_id, **form)


async def test_what_is_under_way_is_asked_after_though_its_job_is_gone(house: House) -> None:
    """D29, P3: with no message and no job, the money is credited all the same."""
    firm = await house.ready_firm()
    prepayment = await firm.ask_prepayment("100.00")
    await firm.confirm(prepayment, "pm_card_visa")
    await forget_jobs(firm)
    house.clock.move(minutes=5)
    await swept(firm)
    assert await firm.credits() == (100_00, 0)
    assert await differing(firm) == (1, [])


async def test_refunds_and_disputes_that_no_message_told_of(house: House) -> None:
    """D28: made in the provider's dashboard long after the charge, and found by looking at the last days' events."""
    firm = await house.ready_firm()
    refunded = await firm.prepayment(await firm.prepay("100.00"))
    disputed = await firm.prepayment(await firm.prepay("50.00"))
    await swept(firm)
    house.clock.move(days=20)
    await swept(firm)
    await deed(firm, "refund", refunded, amount="3000")
    await deed(firm, "dispute", disputed)
    assert [(one.at_provider.minor, one.in_books.minor) for one in (await differing(firm))[1]] == [
        (0, 50_00),
        (70_00, 100_00),
    ]
    house.clock.move(hours=7)
    await house.work()
    assert await firm.credits() == (70_00, 0)
    assert await returns.refunds(firm) == [("SUCCEEDED", 30_00, 0)]
    assert await returns.disputes(firm) == [("OPEN", 50_00, 1, 0)]
    assert (await differing(firm))[1] == []


async def test_books_restored_from_a_backup(house: House, books: Books) -> None:
    """P11: what the provider did since the backup is booked again, to a difference of zero, by itself."""
    firm = await house.ready_firm()
    before = await firm.prepayment(await firm.prepay("100.00"))
    known, later_void = await firm.issue("30.00"), await firm.issue("20.00")
    await books.keep(house.database, "backup")
    await firm.prepay("50.00")
    (paid,) = await firm.pay(known, "30.00", CARD)
    await firm.come(paid)
    (for_unknown,) = await firm.pay(await firm.issue("15.00"), "15.00", CARD)
    await firm.come(for_unknown)
    (open_window,) = await firm.pay(later_void, "20.00", CARD)
    await returns.refund(firm, before, "40.00")
    house.clock.move(minutes=1)
    await house.work()
    assert await firm.credits() == (110_00, 0)
    await books.restore(house.database, "backup")
    assert await firm.credits() == (100_00, 0)
    assert (await differing(firm))[1] != []
    await swept(firm)
    assert await differing(firm) == (5, [])
    # The invoice of the third charge is not in the books any more: its money is credits (D25).
    assert await firm.credits() == (60_00 + 50_00 + 15_00, 0)
    assert await firm.figures(known) == ("PAID", 30_00, 0, 0)
    assert await firm.figures(later_void) == ("UNPAID", 0, 20_00, 0)
    house.clock.move(minutes=61)
    await house.work()
    assert await firm.figures(later_void) == ("UNPAID", 0, 0, 20_00)
    assert house.sandbox.events(kind="payment_intent.canceled")[-1]["data"]["object"]["id"] == open_window.intent_id
    again = await firm.seq()
    await swept(firm)
    assert await firm.seq() == again


async def test_the_invoice_was_paid_otherwise_meanwhile(house: House, books: Books) -> None:
    """D25: money of a charge that the restored books do not know, for an invoice that is paid by then, is credits."""
    firm = await house.ready_firm()
    invoice = await firm.issue("30.00")
    await books.keep(house.database, "backup")
    (paid,) = await firm.pay(invoice, "30.00", CARD)
    await firm.come(paid)
    await books.restore(house.database, "backup")
    await returns.offline(firm, "30.00", invoice)
    await swept(firm)
    assert await firm.figures(invoice) == ("PAID", 30_00, 0, 0)
    assert await firm.credits() == (30_00, 0)
    assert (await differing(firm))[1] == []


async def test_a_client_that_the_books_do_not_know(house: House, books: Books) -> None:
    """P5: money of somebody who is not in the books is for a person to look at, and is told as a difference."""
    firm = await house.ready_firm()
    await books.keep(house.database, "backup")
    firm.client_id = await firm.add_client("New")
    firm.client_user = await firm.add_user(firm.client_id, "new")
    await firm.prepay("50.00")
    await books.restore(house.database, "backup")
    seq = await firm.seq()
    await swept(firm)
    assert await firm.seq() == seq
    async with house.services.reads() as session:
        assert list(await session.scalars(select(models.Alert.kind))) == ["charge.unknown"]
    (difference,) = (await differing(firm))[1]
    assert (difference.at_provider.minor, difference.in_books.minor) == (50_00, 0)


async def test_the_firm_s_own_charges_are_none_of_ours(house: House) -> None:
    """A firm may use its account for other things too: what does not carry our id is not looked at."""
    firm = await house.ready_firm()
    prepayment = await firm.prepayment(await firm.prepay("50.00"))
    assert prepayment.connection_id is not None
    connection = await firm.connection(prepayment.connection_id)
    foreign = gateway.ListedIntent(
        await house.services.provider.fetch_intent(connection.account_id or "", prepayment.intent_id or ""),
        our_id=models.new_id(),
        firm_id=models.new_id(),
        client_id=firm.client_id,
        invoice_id=None,
        method=models.PaymentMethod.CARD,
        created_at=house.clock(),
    )
    async with firm.unmoved():
        assert await import_unknown.recover(house.services, connection, foreign) is False


async def test_an_account_that_cannot_be_asked_is_swept_later(house: House) -> None:
    """Nothing is marked as seen that was not looked at."""
    firm = await house.ready_firm()
    connection_id = (await firm.settings()).default_connection_id
    assert connection_id is not None
    await swept(firm)
    seen = (await firm.connection(connection_id)).swept_at
    assert seen == house.clock()
    account = (await firm.connection(connection_id)).account_id
    await house.browser.post(
        f"http://stand-in/_control/accounts/{account}/deauthorize", headers={"Authorization": "Bearer sk_test_sandbox"}
    )
    house.clock.move(hours=7)
    await house.work()
    assert (await firm.connection(connection_id)).swept_at == seen
    async with house.services.reads() as session:
        job = (await session.scalars(select(models.Job).where(models.Job.kind == JobKind.SWEEP_CONNECTION))).one()
    assert job.run_at == house.clock() + reconciliation.EVERY
    assert isinstance(job.subject_id, uuid.UUID)


@pytest.mark.parametrize("how", ["paid", "open"])
async def test_a_charge_that_the_backup_had_before_the_provider_did(house: House, books: Books, how: str) -> None:
    """P11, D25: restored to before its answer, long after its window: it is not given up where the payer has paid."""
    firm = await house.ready_firm()
    account = (await firm.connection((await firm.settings()).default_connection_id)).account_id  # type: ignore[arg-type]
    house.sandbox.faults.add(Fault("drop", path="/customers$", times=2))
    with pytest.raises(ProviderUnavailable):
        await firm.ask_prepayment("100.00")
    house.sandbox.faults.clear()
    await books.keep(house.database, "backup")
    house.clock.move(minutes=1)
    await house.work()
    async with house.services.reads() as session:
        (prepayment,) = (await session.scalars(select(models.Prepayment))).all()
    if how == "paid":
        await firm.come(prepayment)
        assert await firm.credits() == (100_00, 0)
    await books.restore(house.database, "backup")
    house.clock.move(hours=2)
    await house.work()
    assert (await firm.prepayment(prepayment.id)).status is PaymentStatus.CANCELED
    await swept(firm)
    assert await firm.credits() == ((100_00, 0) if how == "paid" else (0, 0))
    assert await differing(firm) == (1, [])
    assert account is not None
    (intent,) = [one.intent async for one in house.services.provider.intents_since(account, house.clock() - _DAY)]
    assert intent.status is (IntentStatus.SUCCEEDED if how == "paid" else IntentStatus.CANCELED)
    again = await firm.seq()
    await swept(firm)
    assert await firm.seq() == again
