"""Looking after the firms that somebody follows: what other processes commit is seen, with signals or without."""

from __future__ import annotations

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
    """Look every so many seconds, and call whom it concerns. Ends when it is cancelled."""
    seen: dict[uuid.UUID, int] = {}
    outage = retries.OutageLog("changes of other processes are not seen")
    while True:
        await asyncio.sleep(interval_seconds)
        try:
            seen = await poll_once(services, seen)
            outage.reset()
        except (SQLAlchemyError, OSError) as error:
            # The database may be away for a moment; what happens meanwhile is seen afterwards.
            outage.report(error)


async def poll_once(services: Services, last_seqs: dict[uuid.UUID, int]) -> dict[uuid.UUID, int]:
    """Call those who follow a firm that is elsewhere than it was `seen`. Where the followed firms are now."""
    followed = list(services.notifications.subscribed_firm_ids)
    found: dict[uuid.UUID, int] = {}
    async with Snapshot(services) as snapshot:
        for start in range(0, len(followed), _BATCH_SIZE):
            some = models.Firm.id.in_(followed[start : start + _BATCH_SIZE])
            for firm_id, seq in await snapshot.rows(select(models.Firm.id, models.Firm.seq).where(some)):
                found[firm_id] = seq
                for client_id in await _changed_client_ids(snapshot, firm_id, last_seqs.get(firm_id), seq):
                    services.notifications.deliver(Notification(firm_id, client_id))
    return found


async def _changed_client_ids(
    snapshot: Snapshot, firm_id: uuid.UUID, last_seq: int | None, seq: int
) -> set[uuid.UUID | None]:
    """The clients that were concerned meanwhile; None: everybody."""
    if last_seq == seq:
        return set()
    if last_seq is None or last_seq > seq:
        return {None}
    event = models.Event
    clients = select(event.client_id).where(event.firm_id == firm_id, event.seq > last_seq).distinct()
    return set(await snapshot.scalars(clients))
