"""Poll the firms with live subscribers for new events, in case a notification from another process was lost."""

import asyncio
import uuid

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

import models
from billing.notifications import Notification
from billing.services import Services, Snapshot
from db import retries

_BATCH_SIZE = 500


async def run_poller(services: Services, interval_seconds: float) -> None:
    """Poll at this interval until cancelled."""
    last_seqs: dict[uuid.UUID, int] = {}
    outage = retries.OutageLog("poller is waiting for the database")
    while True:
        await asyncio.sleep(interval_seconds)
        try:
            last_seqs = await poll_once(services, last_seqs)
            outage.reset()
        except (SQLAlchemyError, OSError) as error:
            # The poller survives an outage of the database, and sees afterwards what changed.
            outage.report(error)


async def poll_once(services: Services, last_seqs: dict[uuid.UUID, int]) -> dict[uuid.UUID, int]:
    """Notify the subscribers of firms whose `seq` differs from `last_seqs`. Returns the current ones."""
    firm_ids = list(services.notifications.subscribed_firm_ids)
    seqs: dict[uuid.UUID, int] = {}
    async with Snapshot(services) as snapshot:
        for start in range(0, len(firm_ids), _BATCH_SIZE):
            in_batch = models.Firm.id.in_(firm_ids[start : start + _BATCH_SIZE])
            for firm_id, seq in await snapshot.rows(select(models.Firm.id, models.Firm.seq).where(in_batch)):
                seqs[firm_id] = seq
                for client_id in await _changed_client_ids(snapshot, firm_id, last_seqs.get(firm_id), seq):
                    services.notifications.deliver(Notification(firm_id, client_id))
    return seqs


async def _changed_client_ids(
    snapshot: Snapshot, firm_id: uuid.UUID, last_seq: int | None, seq: int
) -> set[uuid.UUID | None]:
    """The clients of the events after `last_seq`. None in the set means that every client may have changed."""
    if last_seq == seq:
        return set()
    if last_seq is None or last_seq > seq:
        return {None}
    event = models.Event
    clients = select(event.client_id).where(event.firm_id == firm_id, event.seq > last_seq).distinct()
    return set(await snapshot.scalars(clients))
