"""Jobs of the worker, and alerts for the operator."""

import datetime as dt
import enum
import uuid

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, enumeration


class JobKind(enum.Enum):
    """What a job does: sync one object with the provider, send a mail, or make notices known.

    CLOSE_CONNECTION: check whether the firm has disconnected its account, as a webhook reported. SWEEP_CONNECTION:
    reconcile the account's last days, for what no webhook reported. DELIVER_NOTICE: send one notice to those who want
    it. DELIVER_WEBHOOK: send one notice to one webhook endpoint. FIND_OVERDUE_INVOICES: each day of a firm, add notices
    of the invoices that became overdue.
    """

    SYNC_PAYMENT = "SYNC_PAYMENT"
    SYNC_PREPAYMENT = "SYNC_PREPAYMENT"
    SYNC_CONNECTION = "SYNC_CONNECTION"
    CLOSE_CONNECTION = "CLOSE_CONNECTION"
    SWEEP_CONNECTION = "SWEEP_CONNECTION"
    SEND_MAIL = "SEND_MAIL"
    DELIVER_NOTICE = "DELIVER_NOTICE"
    DELIVER_WEBHOOK = "DELIVER_WEBHOOK"
    FIND_OVERDUE_INVOICES = "FIND_OVERDUE_INVOICES"


class Job(Base):
    """Something to do from `run_at` on, such as a provider object to sync. The table is inbox, outbox and
    reconciliation queue.

    Each request to run the job increments `wakes`, so that one that arrives while the job runs is not lost.
    """

    __tablename__ = "job"
    __table_args__ = (
        UniqueConstraint("firm_id", "kind", "subject_id"),
        Index(None, "run_at"),
        CheckConstraint("(leased_until IS NULL) = (lease_id IS NULL)", name="lease"),
    )

    firm_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("firm.id"), primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    kind: Mapped[JobKind] = enumeration(JobKind, "kind")
    subject_id: Mapped[uuid.UUID]
    run_at: Mapped[dt.datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    wakes: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[dt.datetime | None]
    lease_id: Mapped[uuid.UUID | None]
    created_at: Mapped[dt.datetime]


class Alert(Base):
    """Something that a person has to look into, such as a mismatch or a payment that does not end."""

    __tablename__ = "alert"
    __table_args__ = (UniqueConstraint("firm_id", "kind", "subject_id"),)

    firm_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("firm.id"), primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(60))
    subject_id: Mapped[uuid.UUID]
    message: Mapped[str] = mapped_column(String(1000))
    raised_at: Mapped[dt.datetime]
