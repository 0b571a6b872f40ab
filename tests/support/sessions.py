"""Sessions without a password: hashing one would take longer than most tests."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

import models
from billing.access.principals import Member, Viewer
from billing.services import Services


async def session_of(services: Services, viewer: Viewer, days: int = 14) -> str:
    """Create a session of this viewer, and return its token."""
    token, now = secrets.token_urlsafe(32), services.clock()
    async with services.writes.begin() as session:
        session.add(
            models.Session(
                token_digest=hashlib.sha256(token.encode()).hexdigest(),
                firm_id=viewer.firm_id,
                member_id=viewer.id if isinstance(viewer, Member) else None,
                client_user_id=None if isinstance(viewer, Member) else viewer.id,
                created_at=now,
                last_seen_at=now,
                expires_at=now + dt.timedelta(days=days),
            )
        )
    return token
