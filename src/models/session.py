"""Sessions, and the login rate limit."""

import datetime as dt
import uuid

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, new_id
from models.constraints import firm_foreign_key


class Session(Base):
    """A sign-in to one membership, which can be switched. Only a digest of its token is stored.

    `id` names it in lists. `device` is what the browser said of itself, shortened; `last_seen_at` is exact to ten
    minutes.
    """

    __tablename__ = "session"
    __table_args__ = (
        firm_foreign_key("firm_member", "member_id"),
        firm_foreign_key("client_user", "client_user_id"),
        CheckConstraint("(member_id IS NULL) <> (client_user_id IS NULL)", name="one_seat"),
        Index(None, "member_id"),
        Index(None, "client_user_id"),
    )

    token_digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(unique=True, default=new_id)
    firm_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("firm.id"))
    member_id: Mapped[uuid.UUID | None]
    client_user_id: Mapped[uuid.UUID | None]
    device: Mapped[str | None] = mapped_column(String(80))
    created_at: Mapped[dt.datetime]
    last_seen_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime]


class SignInThrottle(Base):
    """Failed sign-ins of an account at one origin, of a network, or of an account in one hour: a counter of the login
    rate limit. Requests to reset a password, and mails of invitations, have counters of their own.
    """

    __tablename__ = "sign_in_throttle"

    key: Mapped[str] = mapped_column(String(300), primary_key=True)
    failures: Mapped[int]
    last_failure_at: Mapped[dt.datetime]


class KnownOrigin(Base):
    """A network or a device where a person has signed in."""

    __tablename__ = "known_origin"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    origin: Mapped[str] = mapped_column(String(300), primary_key=True)
    signed_in_at: Mapped[dt.datetime]
