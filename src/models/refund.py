"""Refunds of payments and prepayments."""

import datetime as dt
import enum
import uuid

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, ChangeTrackedMixin, FirmRowMixin, enumeration
from models.constraints import firm_foreign_key


class RefundStatus(enum.Enum):
    """Status of a refund. CREATING: stored here, not known to exist at the provider yet; shown as PROCESSING."""

    CREATING = "CREATING"
    PROCESSING = "PROCESSING"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"


class Refund(ChangeTrackedMixin, FirmRowMixin, Base):
    """A refund of one payment or one prepayment, by us or in the provider's dashboard (D26, D28). In minor units.

    `lost` is the part that is the firm's loss, because the client's money could not cover it.
    """

    __tablename__ = "refund"
    __table_args__ = (
        firm_foreign_key("payment", "client_id", "payment_id"),
        firm_foreign_key("prepayment", "client_id", "prepayment_id"),
        firm_foreign_key("event", "event_seq", key="seq"),
        firm_foreign_key("operation", "operation_id"),
        firm_foreign_key("provider_connection", "connection_id"),
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

    client_id: Mapped[uuid.UUID]
    payment_id: Mapped[uuid.UUID | None]
    prepayment_id: Mapped[uuid.UUID | None]
    operation_id: Mapped[uuid.UUID | None]
    connection_id: Mapped[uuid.UUID | None]
    provider_refund_id: Mapped[str | None] = mapped_column(String(255))
    event_seq: Mapped[int]
    amount: Mapped[int]
    lost: Mapped[int] = mapped_column(default=0)
    status: Mapped[RefundStatus] = enumeration(RefundStatus, "status")
    reason: Mapped[str] = mapped_column(String(500))
    failure_code: Mapped[str | None] = mapped_column(String(40))
    provider_code: Mapped[str | None] = mapped_column(String(100))
    created_at: Mapped[dt.datetime]
    settled_at: Mapped[dt.datetime | None]
