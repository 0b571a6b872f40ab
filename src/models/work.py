"""What keeps the house working: idempotency keys, jobs, alerts, sessions, and the brake on guessing passwords."""

from __future__ import annotations

import datetime as dt
import enum
import uuid

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, enumeration


class Operation(Base):
    """An idempotency key, claimed with the intent in the same transaction; it belongs to the seat that sent it (D30).

    `fingerprint` is a digest of the input, by which a key used again with another input is told.
    """

    __tablename__ = "operation"
    __table_args__ = (
        ForeignKeyConstraint(["firm_id", "client_id"], ["client.firm_id", "client.id"]),
        ForeignKeyConstraint(["firm_id", "invoice_id"], ["invoice.firm_id", "invoice.id"]),
        UniqueConstraint("firm_id", "seat_id", "key"),
    )

    firm_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("firm.id"), primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    seat_id: Mapped[uuid.UUID]
    key: Mapped[str] = mapped_column(String(255))
    mutation: Mapped[str] = mapped_column(String(60))
    fingerprint: Mapped[str] = mapped_column(String(64))
    client_id: Mapped[uuid.UUID]
    invoice_id: Mapped[uuid.UUID | None]
    created_at: Mapped[dt.datetime]


class JobKind(enum.Enum):
    """What a job does: fetch the provider's truth of one object and book what is missing.

    CLOSE_CONNECTION: the provider told that the firm disconnected its account there; see whether that is so.
    SWEEP_CONNECTION: look over an account's last days for what no message told of.
    """

    SYNC_PAYMENT = "SYNC_PAYMENT"
    SYNC_PREPAYMENT = "SYNC_PREPAYMENT"
    SYNC_CONNECTION = "SYNC_CONNECTION"
    CLOSE_CONNECTION = "CLOSE_CONNECTION"
    SWEEP_CONNECTION = "SWEEP_CONNECTION"


class Job(Base):
    """One object to be asked after, from `run_at` on. Inbox, outbox and reconciliation in one table.

    `wakes` counts who asked for it, so that a call that comes while it runs is not lost.
    """

    __tablename__ = "job"
    __table_args__ = (
        UniqueConstraint("firm_id", "kind", "subject_id"),
        Index(None, "run_at"),
        CheckConstraint("(leased_until IS NULL) = (lease_id IS NULL)", name="lease"),
    )

    firm_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("firm.id"), primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    kind: Mapped[JobKind] = mapped_column(enumeration(JobKind, "kind"))
    subject_id: Mapped[uuid.UUID]
    run_at: Mapped[dt.datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    wakes: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[dt.datetime | None]
    lease_id: Mapped[uuid.UUID | None]
    created_at: Mapped[dt.datetime]


class Alert(Base):
    """Something that a person has to look at: a mismatch held and not booked, or a payment without an end."""

    __tablename__ = "alert"
    __table_args__ = (UniqueConstraint("firm_id", "kind", "subject_id"),)

    firm_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("firm.id"), primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(60))
    subject_id: Mapped[uuid.UUID]
    message: Mapped[str] = mapped_column(String(1000))
    raised_at: Mapped[dt.datetime]


class Session(Base):
    """Somebody signed in to one seat. Only a digest of the token is kept."""

    __tablename__ = "session"
    __table_args__ = (
        ForeignKeyConstraint(["firm_id", "member_id"], ["firm_member.firm_id", "firm_member.id"]),
        ForeignKeyConstraint(["firm_id", "client_user_id"], ["client_user.firm_id", "client_user.id"]),
        CheckConstraint("(member_id IS NULL) <> (client_user_id IS NULL)", name="one_seat"),
    )

    token_digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    firm_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("firm.id"))
    member_id: Mapped[uuid.UUID | None]
    client_user_id: Mapped[uuid.UUID | None]
    created_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime]


class SignInThrottle(Base):
    """How often one account or one network address failed to sign in; until when it has to wait."""

    __tablename__ = "sign_in_throttle"

    key: Mapped[str] = mapped_column(String(300), primary_key=True)
    failures: Mapped[int]
    last_failure_at: Mapped[dt.datetime]
