"""Storing when sessions were last used (D45)."""

from sqlalchemy import update

import models
from billing.services import SEEN_INTERVAL, Services

_MAX_UPDATES = 500


async def store_activity(services: Services) -> None:
    """Store when sessions were last used, as far as this process knows and has not stored lately.

    Each session is written at most once in `SEEN_INTERVAL`, by whichever process comes first.
    """
    row = models.Session
    seen = services.session_activity.take(services.clock(), _MAX_UPDATES)
    if not seen:
        return
    async with services.writes.begin() as session:
        # In one order, so that processes that store the same sessions cannot deadlock.
        for token_digest, at in sorted(seen.items()):
            is_due = (row.token_digest == token_digest) & (row.last_seen_at <= at - SEEN_INTERVAL)
            await session.execute(update(row).where(is_due).values(last_seen_at=at))
