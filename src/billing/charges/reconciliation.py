"""Reconciliation: the provider's last days are looked over, and what no message told of is asked after (D28, D29)."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import exists, select

import gateway
import models
from billing.charges import lifecycle as charges
from billing.charges.import_unknown import import_unknown_charge
from billing.charges.lifecycle import ProviderPayment
from billing.jobs import queue
from billing.services import Services
from gateway import IntentStatus
from models import JobKind, RefundStatus
from money import Money

SWEEP_INTERVAL = dt.timedelta(hours=6)
"""How often an account is looked over."""
_OVERLAP = dt.timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Difference:
    """What the provider and the books have of one charge, net of refunds and disputes, where it is not the same."""

    connection_id: uuid.UUID
    intent_id: str
    at_provider: Money
    in_ledger: Money


@dataclass(frozen=True, slots=True)
class ReconciliationCounts:
    """How much was booked, by all firms together: for whoever asked for it."""

    imported: int
    """Charges that the books did not know, or had given up."""
    charges: int
    refunds: int
    disputes: int
    """How often the provider took or gave back disputed funds, or one was opened or closed."""


async def load_event_seqs(services: Services) -> dict[uuid.UUID, int]:
    """Where the books of each firm are: the number of its last event."""
    async with services.reads() as session:
        found = await session.execute(select(models.Firm.id, models.Firm.seq))
        return dict(found.all())


async def count_booked_since(services: Services, before: Mapping[uuid.UUID, int]) -> ReconciliationCounts:
    """What was booked since the books were at those places, by whomever."""
    event, kinds = models.Event, ("charge.recovered", "charge.succeeded", "refund.succeeded", "dispute.changed")
    counts: Counter[str] = Counter()
    async with services.reads() as session:
        for firm_id, seq in before.items():
            found = select(event.kind).where(event.firm_id == firm_id, event.seq > seq, event.kind.in_(kinds))
            counts.update((await session.scalars(found)).all())
    return ReconciliationCounts(*(counts[kind] for kind in kinds))


async def enqueue_sweeps(services: Services) -> None:
    """Ask for a sweep of every account: at each start, so that books restored from a backup are whole by themselves."""
    async with services.writes.begin() as session:
        found = await session.execute(
            select(models.ProviderConnection.firm_id, models.ProviderConnection.id).where(
                models.ProviderConnection.account_id.is_not(None)
            )
        )
        for firm_id, connection_id in found.all():
            await queue.enqueue(session, firm_id, JobKind.SWEEP_CONNECTION, connection_id, services.clock())


async def sweep_connection(
    services: Services, firm_id: uuid.UUID, connection_id: uuid.UUID, since: dt.datetime | None = None
) -> dt.datetime:
    """Look over the account since it was last swept, and three days more: when to do so again.

    Charges under way without a job get one; charges that the provider has and the books do not are taken up again;
    those with refunds and disputes are asked after. Raise payments.ProviderUnavailable: nothing is marked as seen.
    """
    started = services.clock()
    async with services.reads() as session:
        connection = await session.get_one(models.ProviderConnection, (firm_id, connection_id))
    if connection.account_id is None:
        return started + SWEEP_INTERVAL
    since = since or (connection.swept_at or connection.created_at) - _OVERLAP
    await _enqueue_missing_jobs(services, connection)
    try:
        await _sweep(services, connection, connection.account_id, since)
    except (gateway.ProviderRefused, gateway.ProviderObjectNotFound):
        return started + SWEEP_INTERVAL  # the account is not ours to see any more: alerts tell of what is open there
    async with services.writes.begin() as session:
        swept = await session.get_one(models.ProviderConnection, (firm_id, connection_id))
        swept.swept_at = started
    return started + SWEEP_INTERVAL


async def _sweep(
    services: Services, connection: models.ProviderConnection, account_id: str, since: dt.datetime
) -> None:
    seen = set()
    async for listed in services.provider.list_intents_since(account_id, since):
        intent = listed.intent
        seen.add(intent.id)
        charge = await _find_charge(services, connection, intent.id)
        if charge is None:
            await import_unknown_charge(services, connection, listed)
        elif intent.has_refunds or intent.has_disputes or _is_behind(charge, intent):
            await _enqueue_sync(services, charge)
    for intent_id in await services.provider.list_changed_intent_ids(account_id, since) - seen:
        charge = await _find_charge(services, connection, intent_id)
        if charge is not None:
            await _enqueue_sync(services, charge)


def _is_behind(charge: ProviderPayment, intent: gateway.Intent) -> bool:
    return intent.status is IntentStatus.SUCCEEDED and charge.settled_at is None


async def _enqueue_sync(services: Services, charge: ProviderPayment) -> None:
    async with services.writes.begin() as session:
        await queue.enqueue(session, charge.firm_id, charges.sync_job_kind(charge), charge.id, services.clock())


async def _enqueue_missing_jobs(services: Services, connection: models.ProviderConnection) -> None:
    """A charge that has not ended has a job that asks after it; where the job is gone, another one does (D29)."""
    async with services.writes.begin() as session:
        for table, kind in ((models.Payment, JobKind.SYNC_PAYMENT), (models.Prepayment, JobKind.SYNC_PREPAYMENT)):
            job = exists().where(
                models.Job.firm_id == table.firm_id, models.Job.kind == kind, models.Job.subject_id == table.id
            )
            found = await session.scalars(
                select(table.id).where(
                    table.firm_id == connection.firm_id,
                    table.connection_id == connection.id,
                    table.ended_at.is_(None),
                    ~job,
                )
            )
            for charge_id in found.all():
                await queue.enqueue(session, connection.firm_id, kind, charge_id, services.clock())


async def _find_charge(
    services: Services, connection: models.ProviderConnection, intent_id: str
) -> ProviderPayment | None:
    async with services.reads() as session:
        for table in (models.Payment, models.Prepayment):
            found: ProviderPayment | None = await session.scalar(
                select(table).where(table.connection_id == connection.id, table.intent_id == intent_id)
            )
            if found is not None:
                return found
    return None


async def find_differences(
    services: Services, connection: models.ProviderConnection, since: dt.datetime
) -> tuple[int, Sequence[Difference]]:
    """Hold the account's charges made since then against the books: how many there are, and those that differ.

    Only what was asked for through us counts: a firm may use its account for other things too. Raise
    payments.ProviderUnavailable, payments.ProviderRefused, payments.ProviderMissing.
    """
    account_id, compared, found = connection.account_id, 0, []
    if account_id is None:
        return 0, ()
    async for listed in services.provider.list_intents_since(account_id, since):
        if listed.internal_id is None:
            continue
        compared += 1
        intent = listed.intent
        at_provider = intent.received.minor if intent.status is IntentStatus.SUCCEEDED else 0
        if intent.has_refunds:
            refunds = await services.provider.list_refunds(account_id, intent.id)
            at_provider -= sum(each.amount.minor for each in refunds if each.status is gateway.RefundStatus.SUCCEEDED)
        if intent.has_disputes:
            disputes = await services.provider.list_disputes(account_id, intent.id)
            at_provider -= sum(each.amount.minor * (each.withdrawals - each.reinstatements) for each in disputes)
        charge = await _find_charge(services, connection, intent.id)
        in_books = 0 if charge is None else await _net_in_ledger(services, charge)
        if at_provider != in_books:
            currency = intent.amount.currency
            found.append(Difference(connection.id, intent.id, Money(at_provider, currency), Money(in_books, currency)))
    return compared, found


async def _net_in_ledger(services: Services, charge: ProviderPayment) -> int:
    """What the books have of the charge at the provider, in minor units."""
    if charge.settled_at is None:
        return 0
    of_prepayment = isinstance(charge, models.Prepayment)
    async with services.reads() as session:
        refund, dispute = models.Refund, models.Dispute
        refunded = await session.scalars(
            select(refund.amount).where(
                refund.firm_id == charge.firm_id,
                (refund.prepayment_id if of_prepayment else refund.payment_id) == charge.id,
                refund.status == RefundStatus.SUCCEEDED,
            )
        )
        disputed = await session.execute(
            select(dispute.amount, dispute.withdrawals - dispute.reinstatements).where(
                dispute.firm_id == charge.firm_id,
                (dispute.prepayment_id if of_prepayment else dispute.payment_id) == charge.id,
            )
        )
        return charge.amount - sum(refunded) - sum(amount * times for amount, times in disputed)
