"""Idempotency keys, and what each is claimed for."""

import datetime as dt
import uuid

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.constraints import reference


class Operation(Base):
    """An idempotency key, claimed by one membership together with what it starts (D30).

    `fingerprint` is a digest of the input; a key that is reused with another input is a conflict. `client_id` is null
    for what concerns no client.
    """

    __tablename__ = "operation"
    __table_args__ = (
        reference("client", "client_id"),
        reference("invoice", "invoice_id"),
        UniqueConstraint("firm_id", "membership_id", "key"),
    )

    firm_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("firm.id"), primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    membership_id: Mapped[uuid.UUID]
    key: Mapped[str] = mapped_column(String(255))
    mutation: Mapped[str] = mapped_column(String(60))
    fingerprint: Mapped[str] = mapped_column(String(64))
    client_id: Mapped[uuid.UUID | None]
    invoice_id: Mapped[uuid.UUID | None]
    created_at: Mapped[dt.datetime]
