"""Looking after the firms that somebody follows: what other processes commit is seen, with signals or without."""

from __future__ import annotations

import asyncio
import uuid

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

import models
from billing.notifications import Signal
from billing.services import Services, Snapshot
from db import retries

_AT_ONCE = 500


async def watch(services: Services, seconds: float) -> None:
    """Look every so many seconds, and call whom it concerns. Ends when it is cancelled."""
    seen: dict[uuid.UUID, int] = {}
    outage = retries.Told("changes of other processes are not seen")
    while True:
        await asyncio.sleep(seconds)
        try:
            seen = await look(services, seen)
            outage.over()
        except (SQLAlchemyError, OSError) as error:
            # The database may be away for a moment; what happens meanwhile is seen afterwards.
            outage.met(error)


async def look(services: Services, seen: dict[uuid.UUID, int]) -> dict[uuid.UUID, int]:
    """Call those who follow a firm that is elsewhere than it was `seen`. Where the followed firms are now."""
    followed = list(services.signals.followed)
    found: dict[uuid.UUID, int] = {}
    async with Snapshot(services) as snapshot:
        for start in range(0, len(followed), _AT_ONCE):
            some = models.Firm.id.in_(followed[start : start + _AT_ONCE])
            for firm_id, seq in await snapshot.rows(select(models.Firm.id, models.Firm.seq).where(some)):
                found[firm_id] = seq
                for client_id in await _concerned(snapshot, firm_id, seen.get(firm_id), seq):
                    services.signals.heard(Signal(firm_id, client_id))
    return found


async def _concerned(snapshot: Snapshot, firm_id: uuid.UUID, before: int | None, seq: int) -> set[uuid.UUID | None]:
    """The clients that were concerned meanwhile; None: everybody."""
    if before == seq:
        return set()
    if before is None or before > seq:
        return {None}
    event = models.Event
    clients = select(event.client_id).where(event.firm_id == firm_id, event.seq > before).distinct()
    return set(await snapshot.scalars(clients))
