"""What events are about, and what they changed: the activity of a firm (D62, D63)."""

import enum
import uuid

from sqlalchemy import CheckConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.constraints import firm_foreign_key


class SubjectType(enum.Enum):
    """The type of the row that an event is about."""

    INVOICE = "INVOICE"
    PAYMENT = "PAYMENT"
    PREPAYMENT = "PREPAYMENT"
    REFUND = "REFUND"
    DISPUTE = "DISPUTE"
    CREDIT_ENTRY = "CREDIT_ENTRY"
    CLIENT = "CLIENT"
    FIRM_MEMBER = "FIRM_MEMBER"
    INVITATION = "INVITATION"
    PAYMENT_SETTINGS = "PAYMENT_SETTINGS"
    PAYMENT_PROVIDER = "PAYMENT_PROVIDER"
    WEBHOOK_ENDPOINT = "WEBHOOK_ENDPOINT"


class EventChange(Base):
    """One field that an event changed: its value before and after as text, null for none. Never the same.

    `field` is the field's name in the API. An event's changes are ordered by `position`, from 0 on.
    """

    __tablename__ = "event_change"
    __table_args__ = (
        firm_foreign_key("event", "event_seq", key="seq"),
        CheckConstraint("position >= 0", name="position"),
        CheckConstraint("before IS NOT NULL OR after IS NOT NULL", name="changed"),
        CheckConstraint("before IS NULL OR after IS NULL OR before <> after", name="different"),
    )

    firm_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    event_seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    field: Mapped[str] = mapped_column(String(60))
    before: Mapped[str | None] = mapped_column(Text)
    after: Mapped[str | None] = mapped_column(Text)
