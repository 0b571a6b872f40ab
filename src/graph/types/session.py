"""The sessions of a person."""

import datetime as dt
from typing import Self

import strawberry

from billing.identity import sessions
from graph import described, global_ids


@described.object_type
class Session:
    """A sign-in of the viewer's person on one device, in any of their memberships."""

    id: strawberry.ID = described.field("The id to pass to `revokeSession`. It is not a Node.")
    created_at: dt.datetime = described.field("When the person signed in.")
    last_seen_at: dt.datetime = described.field("When the session was last used, exact to about ten minutes.")
    device: str | None = described.field(
        'What the browser said of itself when signing in, shortened: "Firefox, Windows". Null if it said nothing.'
    )
    is_current: bool = described.field("Whether it is the session of this request.")

    @classmethod
    def of(cls, session: sessions.OwnSession) -> Self:
        """Convert a session of the domain."""
        return cls(
            id=global_ids.encode("Session", session.id),
            created_at=session.created_at,
            last_seen_at=session.last_seen_at,
            device=session.device,
            is_current=session.is_current,
        )
