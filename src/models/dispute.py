"""Disputes of payments and prepayments, by which a provider takes funds back (chargebacks)."""

import datetime as dt
import enum
import uuid

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, ChangeTrackedMixin, FirmRowMixin, enumeration
from models.constraints import firm_foreign_key


class DisputeStatus(enum.Enum):
    """Status of a dispute."""

    OPEN = "OPEN"
    WON = "WON"
    LOST = "LOST"


class Dispute(ChangeTrackedMixin, FirmRowMixin, Base):
    """A dispute of one payment or prepayment, or a bank debit that bounced after it settled (D27). In minor units.

    `withdrawals` and `reinstatements` count how often the provider took and returned the funds, as posted here.
    `reason` is the provider's code for it; evidence can be submitted there until `evidence_due_at`.
    """

    __tablename__ = "dispute"
    __table_args__ = (
        firm_foreign_key("payment", "client_id", "payment_id"),
        firm_foreign_key("prepayment", "client_id", "prepayment_id"),
        firm_foreign_key("event", "event_seq", key="seq"),
        firm_foreign_key("provider_connection", "connection_id"),
        UniqueConstraint("connection_id", "provider_dispute_id"),
        Index(None, "firm_id", "payment_id"),
        Index(None, "firm_id", "prepayment_id"),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("(payment_id IS NULL) <> (prepayment_id IS NULL)", name="of_one"),
        CheckConstraint("(status = 'OPEN') = (closed_at IS NULL)", name="closed_at"),
        CheckConstraint("reinstatements >= 0 AND withdrawals - reinstatements IN (0, 1)", name="funds"),
    )

    client_id: Mapped[uuid.UUID]
    payment_id: Mapped[uuid.UUID | None]
    prepayment_id: Mapped[uuid.UUID | None]
    connection_id: Mapped[uuid.UUID]
    provider_dispute_id: Mapped[str] = mapped_column(String(255))
    event_seq: Mapped[int]
    amount: Mapped[int]
    status: Mapped[DisputeStatus] = enumeration(DisputeStatus, "status")
    reason: Mapped[str | None] = mapped_column(String(100))
    evidence_due_at: Mapped[dt.datetime | None]
    withdrawals: Mapped[int] = mapped_column(default=0)
    reinstatements: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[dt.datetime]
    closed_at: Mapped[dt.datetime | None]
