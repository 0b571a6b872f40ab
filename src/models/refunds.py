"""Money that goes back: refunds, and disputes that the provider takes funds for. Amounts are minor units."""

from __future__ import annotations

import datetime as dt
import enum
import uuid

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, enumeration


class RefundStatus(enum.Enum):
    """A refund's life. CREATING: written down here, not yet known to exist at the provider; shown as PROCESSING."""

    CREATING = "CREATING"
    PROCESSING = "PROCESSING"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"


class DisputeStatus(enum.Enum):
    """Where a payer's dispute with their bank stands."""

    OPEN = "OPEN"
    WON = "WON"
    LOST = "LOST"


class Refund(Base):
    """A sum given back, of one payment or one prepayment: by us, or in the provider's own dashboard (D26, D28).

    `lost` is the part of it that the firm had to bear itself, because the money was spent beyond reach.
    """

    __tablename__ = "refund"
    __table_args__ = (
        ForeignKeyConstraint(
            ["firm_id", "client_id", "payment_id"], ["payment.firm_id", "payment.client_id", "payment.id"]
        ),
        ForeignKeyConstraint(
            ["firm_id", "client_id", "prepayment_id"], ["prepayment.firm_id", "prepayment.client_id", "prepayment.id"]
        ),
        ForeignKeyConstraint(["firm_id", "event_seq"], ["event.firm_id", "event.seq"]),
        ForeignKeyConstraint(["firm_id", "operation_id"], ["operation.firm_id", "operation.id"]),
        ForeignKeyConstraint(["firm_id", "connection_id"], ["provider_connection.firm_id", "provider_connection.id"]),
        UniqueConstraint("firm_id", "client_id", "id"),
        UniqueConstraint("connection_id", "provider_refund_id"),
        UniqueConstraint("firm_id", "operation_id"),
        Index(None, "firm_id", "payment_id"),
        Index(None, "firm_id", "prepayment_id"),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("lost >= 0 AND lost <= amount", name="lost"),
        CheckConstraint("(payment_id IS NULL) <> (prepayment_id IS NULL)", name="of_one"),
        CheckConstraint("(status = 'SUCCEEDED') = (settled_at IS NOT NULL)", name="settled_at"),
        CheckConstraint("status <> 'PROCESSING' OR provider_refund_id IS NOT NULL", name="known"),
        CheckConstraint("provider_refund_id IS NULL OR connection_id IS NOT NULL", name="provider"),
    )

    firm_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    client_id: Mapped[uuid.UUID]
    payment_id: Mapped[uuid.UUID | None]
    prepayment_id: Mapped[uuid.UUID | None]
    operation_id: Mapped[uuid.UUID | None]
    connection_id: Mapped[uuid.UUID | None]
    provider_refund_id: Mapped[str | None] = mapped_column(String(255))
    event_seq: Mapped[int]
    amount: Mapped[int]
    lost: Mapped[int] = mapped_column(default=0)
    status: Mapped[RefundStatus] = mapped_column(enumeration(RefundStatus, "status"))
    reason: Mapped[str] = mapped_column(String(500))
    failure_code: Mapped[str | None] = mapped_column(String(40))
    provider_code: Mapped[str | None] = mapped_column(String(100))
    created_at: Mapped[dt.datetime]
    settled_at: Mapped[dt.datetime | None]


class Dispute(Base):
    """A payer's dispute of one payment or prepayment, or a debit that bounced after it had settled (D27).

    `withdrawals` and `reinstatements`: how often the provider took the funds, and gave them back, as booked here.
    """

    __tablename__ = "dispute"
    __table_args__ = (
        ForeignKeyConstraint(
            ["firm_id", "client_id", "payment_id"], ["payment.firm_id", "payment.client_id", "payment.id"]
        ),
        ForeignKeyConstraint(
            ["firm_id", "client_id", "prepayment_id"], ["prepayment.firm_id", "prepayment.client_id", "prepayment.id"]
        ),
        ForeignKeyConstraint(["firm_id", "event_seq"], ["event.firm_id", "event.seq"]),
        ForeignKeyConstraint(["firm_id", "connection_id"], ["provider_connection.firm_id", "provider_connection.id"]),
        UniqueConstraint("connection_id", "provider_dispute_id"),
        Index(None, "firm_id", "payment_id"),
        Index(None, "firm_id", "prepayment_id"),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("(payment_id IS NULL) <> (prepayment_id IS NULL)", name="of_one"),
        CheckConstraint("reinstatements >= 0 AND withdrawals - reinstatements IN (0, 1)", name="funds"),
    )

    firm_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    client_id: Mapped[uuid.UUID]
    payment_id: Mapped[uuid.UUID | None]
    prepayment_id: Mapped[uuid.UUID | None]
    connection_id: Mapped[uuid.UUID]
    provider_dispute_id: Mapped[str] = mapped_column(String(255))
    event_seq: Mapped[int]
    amount: Mapped[int]
    status: Mapped[DisputeStatus] = mapped_column(enumeration(DisputeStatus, "status"))
    withdrawals: Mapped[int] = mapped_column(default=0)
    reinstatements: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[dt.datetime]
