"""Reconciliation: compare the provider's recent payments with our rows, and sync those that differ (D28, D29)."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import exists, select

import gateway
import models
from billing.charges import lifecycle
from billing.charges.import_unknown import import_unknown_charge
from billing.jobs import queue
from billing.services import Services
from gateway import IntentStatus
from models import JobKind, ProviderPayment, RefundStatus
from money import Money

SWEEP_INTERVAL = dt.timedelta(hours=6)
"""How often each provider account is swept."""
_OVERLAP = dt.timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Difference:
    """A payment whose net amount, after refunds and disputes, differs between the provider and our rows."""

    connection_id: uuid.UUID
    intent_id: str
    at_provider: Money
    in_ledger: Money


@dataclass(frozen=True, slots=True)
class ReconciliationCounts:
    """How many events of each kind were recorded while a reconciliation ran, over all firms."""

    imported: int
    """Provider payments that were unknown here, or had lost their intent."""
    provider_payments: int
    refunds: int
    disputes: int
    """Changes of disputes: opened, closed, funds withdrawn or reinstated."""


async def load_event_seqs(services: Services) -> dict[uuid.UUID, int]:
    """The sequence number of the last event of each firm."""
    async with services.reads() as session:
        rows = await session.execute(select(models.Firm.id, models.Firm.seq))
        return dict(rows.all())


async def count_recorded_since(services: Services, before: Mapping[uuid.UUID, int]) -> ReconciliationCounts:
    """Count what was recorded after these sequence numbers, by the reconciliation or by anything else meanwhile.

    Firms that are not in `before` are not counted.
    """
    event, kinds = models.Event, ("charge.recovered", "charge.succeeded", "refund.succeeded", "dispute.changed")
    counts: Counter[str] = Counter()
    async with services.reads() as session:
        for firm_id, seq in before.items():
            statement = select(event.kind).where(event.firm_id == firm_id, event.seq > seq, event.kind.in_(kinds))
            counts.update((await session.scalars(statement)).all())
    return ReconciliationCounts(*(counts[kind] for kind in kinds))


async def enqueue_sweeps(services: Services) -> None:
    """Enqueue a sweep of every account. Runs at each start, so that a database restored from a backup catches up.

    Raises a conflict of the database, after which it can be repeated.
    """
    connection = models.ProviderConnection
    accounts = select(connection.firm_id, connection.id).where(connection.account_id.is_not(None))
    async with services.writes.begin() as session:
        # In one order, so that processes that start together wait for each other.
        for firm_id, connection_id in (await session.execute(accounts.order_by(connection.id))).all():
            await queue.enqueue(session, firm_id, JobKind.SWEEP_CONNECTION, connection_id, services.clock())


async def sweep_connection(
    services: Services, firm_id: uuid.UUID, connection_id: uuid.UUID, since: dt.datetime | None = None
) -> dt.datetime:
    """Sweep the account's payments since then, by default its last sweep less three days. Returns when to sweep again.

    Enqueues the syncs of open payments without a job, of payments that have refunds or disputes, and of those that
    have succeeded at the provider only; imports unknown payments. If the account refuses access, the sweep ends early
    and covers the same days next time; so it does on gateway.ProviderUnavailable, which is raised.
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
    except gateway.ProviderRefused:
        return started + SWEEP_INTERVAL  # the firm revoked our access; each open payment there raises its own alert
    async with services.writes.begin() as session:
        connection = await session.get_one(models.ProviderConnection, (firm_id, connection_id))
        connection.swept_at = started
    return started + SWEEP_INTERVAL


async def _sweep(
    services: Services, connection: models.ProviderConnection, account_id: str, since: dt.datetime
) -> None:
    seen_intent_ids = set()
    async for listed in services.provider.list_intents_since(account_id, since):
        intent = listed.intent
        seen_intent_ids.add(intent.id)
        charge = await _find_charge(services, connection, intent.id)
        is_behind = intent.status is IntentStatus.SUCCEEDED and charge is not None and charge.settled_at is None
        if charge is None:
            await import_unknown_charge(services, connection, listed)
        elif intent.has_refunds or intent.has_disputes or is_behind:
            await _enqueue_sync(services, charge)
    for intent_id in await services.provider.list_changed_intent_ids(account_id, since) - seen_intent_ids:
        charge = await _find_charge(services, connection, intent_id)
        if charge is not None:
            await _enqueue_sync(services, charge)


async def _enqueue_sync(services: Services, charge: ProviderPayment) -> None:
    async with services.writes.begin() as session:
        await lifecycle.enqueue_sync(session, charge, services.clock())


async def _enqueue_missing_jobs(services: Services, connection: models.ProviderConnection) -> None:
    """Enqueue a sync of each payment that has not ended and has lost its job (D29)."""
    async with services.writes.begin() as session:
        for table, kind in ((models.Payment, JobKind.SYNC_PAYMENT), (models.Prepayment, JobKind.SYNC_PREPAYMENT)):
            job = exists().where(
                models.Job.firm_id == table.firm_id, models.Job.kind == kind, models.Job.subject_id == table.id
            )
            not_ended = {"firm_id": connection.firm_id, "connection_id": connection.id, "ended_at": None}
            for charge_id in (await session.scalars(select(table.id).filter_by(**not_ended).where(~job))).all():
                await queue.enqueue(session, connection.firm_id, kind, charge_id, services.clock())


async def _find_charge(
    services: Services, connection: models.ProviderConnection, intent_id: str
) -> ProviderPayment | None:
    async with services.reads() as session:
        return await lifecycle.find_by_intent(session, connection.id, intent_id)


async def find_differences(
    services: Services, connection: models.ProviderConnection, since: dt.datetime
) -> tuple[int, Sequence[Difference]]:
    """Compare the account's payments since then with our rows. Returns how many there are, and those that differ.

    Ignores payments that were not created by this application.
    Raises gateway.ProviderUnavailable, gateway.ProviderRefused.
    """
    account_id, compared, differences = connection.account_id, 0, []
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
            succeeded = gateway.RefundStatus.SUCCEEDED
            at_provider -= sum(refund.amount.minor for refund in refunds if refund.status is succeeded)
        if intent.has_disputes:
            disputes = await services.provider.list_disputes(account_id, intent.id)
            at_provider -= sum(one.amount.minor * (one.withdrawals - one.reinstatements) for one in disputes)
        charge = await _find_charge(services, connection, intent.id)
        in_ledger = 0 if charge is None else await _net_recorded(services, charge)
        if at_provider != in_ledger:
            amounts = [Money(minor, intent.amount.currency) for minor in (at_provider, in_ledger)]
            differences.append(Difference(connection.id, intent.id, *amounts))
    return compared, differences


async def _net_recorded(services: Services, charge: ProviderPayment) -> int:
    """The recorded amount of the payment after its refunds and disputes, in minor units."""
    if charge.settled_at is None:
        return 0
    refund, dispute = models.Refund, models.Dispute
    is_refunded = lifecycle.is_of(charge, refund) & (refund.status == RefundStatus.SUCCEEDED)
    withdrawn = dispute.amount * (dispute.withdrawals - dispute.reinstatements)
    async with services.reads() as session:
        refunded = await session.scalars(select(refund.amount).where(is_refunded))
        disputed = await session.scalars(select(withdrawn).where(lifecycle.is_of(charge, dispute)))
        return charge.amount - sum(refunded) - sum(disputed)
