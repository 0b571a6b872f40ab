"""Notices of what happened, which of them a reader has read, and which kinds they get by e-mail, too (D49 to D52)."""

import datetime as dt
import enum
import uuid
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, FirmRowMixin, JsonText, enumeration
from models.constraints import firm_foreign_key


class NoticeKind(enum.Enum):
    """What a notice is about. PAYMENT_STUCK: processing for too long, so that it can be released."""

    PREPAYMENT_RECEIVED = "PREPAYMENT_RECEIVED"
    PREPAYMENT_FAILED = "PREPAYMENT_FAILED"
    PAYMENT_RECEIVED = "PAYMENT_RECEIVED"
    PAYMENT_FAILED = "PAYMENT_FAILED"
    PAYMENT_STUCK = "PAYMENT_STUCK"
    DEBIT_RETURNED = "DEBIT_RETURNED"
    DISPUTE_OPENED = "DISPUTE_OPENED"
    DISPUTE_CLOSED = "DISPUTE_CLOSED"
    REFUND_SUCCEEDED = "REFUND_SUCCEEDED"
    REFUND_FAILED = "REFUND_FAILED"
    INVOICE_ISSUED = "INVOICE_ISSUED"
    INVOICE_OVERDUE = "INVOICE_OVERDUE"
    INVOICE_VOIDED = "INVOICE_VOIDED"
    CREDIT_ADDED = "CREDIT_ADDED"
    PROVIDER_RESTRICTED = "PROVIDER_RESTRICTED"
    PREPAYMENT_UNAVAILABLE = "PREPAYMENT_UNAVAILABLE"
    WEBHOOK_ENDPOINT_DISABLED = "WEBHOOK_ENDPOINT_DISABLED"


SUBJECT_COLUMNS = (
    "payment_id", "prepayment_id", "refund_id", "dispute_id", "invoice_id", "entry_id", "connection_id",
)  # fmt: skip
_SUBJECTS = " + ".join(f"(CASE WHEN {column} IS NULL THEN 0 ELSE 1 END)" for column in SUBJECT_COLUMNS)


class Notice(FirmRowMixin, Base):
    """Something that happened and that certain readers should hear of.

    `reference` names the occurrence, of which there is one notice. `arguments` are what its text needs, as it was then:
    amounts in minor units, days as ISO 8601. `delivered_at` is set when its mails and webhooks were queued; nothing
    else ever changes.
    """

    __tablename__ = "notice"
    __table_args__ = (
        firm_foreign_key("event", "event_seq", key="seq"),
        firm_foreign_key("client", "client_id"),
        firm_foreign_key("payment", "client_id", "payment_id"),
        firm_foreign_key("prepayment", "client_id", "prepayment_id"),
        firm_foreign_key("refund", "client_id", "refund_id"),
        firm_foreign_key("dispute", "dispute_id"),
        firm_foreign_key("invoice", "client_id", "invoice_id"),
        firm_foreign_key("credit_entry", "entry_id"),
        firm_foreign_key("provider_connection", "connection_id"),
        UniqueConstraint("firm_id", "reference"),
        Index(None, "firm_id", "event_seq", "id"),
        Index(None, "firm_id", "client_id", "event_seq", "id"),
        CheckConstraint(
            f"{_SUBJECTS} = 1 OR ({_SUBJECTS} = 0 AND kind IN ('PREPAYMENT_UNAVAILABLE', 'WEBHOOK_ENDPOINT_DISABLED'))",
            name="one_subject",
        ),
        CheckConstraint(
            "(client_id IS NULL)"
            " = (kind IN ('PROVIDER_RESTRICTED', 'PREPAYMENT_UNAVAILABLE', 'WEBHOOK_ENDPOINT_DISABLED'))",
            name="of_client",
        ),
    )

    event_seq: Mapped[int]
    kind: Mapped[NoticeKind] = enumeration(NoticeKind, "kind")
    reference: Mapped[str] = mapped_column(String(200))
    client_id: Mapped[uuid.UUID | None]
    payment_id: Mapped[uuid.UUID | None]
    prepayment_id: Mapped[uuid.UUID | None]
    refund_id: Mapped[uuid.UUID | None]
    dispute_id: Mapped[uuid.UUID | None]
    invoice_id: Mapped[uuid.UUID | None]
    entry_id: Mapped[uuid.UUID | None]
    connection_id: Mapped[uuid.UUID | None]
    arguments: Mapped[dict[str, Any]] = mapped_column(JsonText())
    created_at: Mapped[dt.datetime]
    delivered_at: Mapped[dt.datetime | None]


class NoticeRead(Base):
    """A notice that a membership has marked as read individually."""

    __tablename__ = "notice_read"
    __table_args__ = (firm_foreign_key("notice", "notice_id"),)

    firm_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    membership_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    notice_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    read_at: Mapped[dt.datetime]


class NoticeWatermark(Base):
    """A membership has marked all notices as read, up to the event of this number. Earlier watermarks stay: they
    record when the notices below them were read.
    """

    __tablename__ = "notice_watermark"

    firm_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("firm.id"), primary_key=True)
    membership_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    until_seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    read_at: Mapped[dt.datetime]


class NoticePreference(Base):
    """Whether a membership gets notices of this kind by e-mail. Without a row, the kind's default counts."""

    __tablename__ = "notice_preference"

    firm_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("firm.id"), primary_key=True)
    membership_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    kind: Mapped[NoticeKind] = enumeration(NoticeKind, "kind", primary_key=True)
    by_email: Mapped[bool]
