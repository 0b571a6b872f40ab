"""Sessions, and the login rate limit."""

import datetime as dt
import uuid

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.constraints import reference


class Session(Base):
    """A sign-in to one membership. Only a digest of its token is stored."""

    __tablename__ = "session"
    __table_args__ = (
        reference("firm_member", "member_id"),
        reference("client_user", "client_user_id"),
        CheckConstraint("(member_id IS NULL) <> (client_user_id IS NULL)", name="one_seat"),
    )

    token_digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    firm_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("firm.id"))
    member_id: Mapped[uuid.UUID | None]
    client_user_id: Mapped[uuid.UUID | None]
    created_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime]


class SignInThrottle(Base):
    """Failed sign-ins of an account at one origin, of a network, or of an account in one hour: a counter of the login
    rate limit.
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
