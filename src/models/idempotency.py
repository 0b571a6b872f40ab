"""Claims of idempotency keys."""

import datetime as dt
import uuid

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.constraints import firm_foreign_key


class Operation(Base):
    """The claim of an idempotency key, for one membership, mutation and input (D30).

    `fingerprint` is a digest of the input; reusing the key with another input is an error. `client_id` is null for a
    mutation that concerns no client.
    """

    __tablename__ = "operation"
    __table_args__ = (
        firm_foreign_key("client", "client_id"),
        firm_foreign_key("invoice", "invoice_id"),
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
