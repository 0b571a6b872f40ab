"""Invoices, and the sums that clients pay: payments of invoices, and prepayments. Amounts are minor units."""

from __future__ import annotations

import datetime as dt
import enum
import uuid
from decimal import Decimal

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
    case,
    text,
)
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, ChangeTrackedMixin, enumeration
from models.settings import PaymentMethod


class InvoiceStatus(enum.Enum):
    """An invoice's life; between issue and void it is told by settled money alone (D18)."""

    DRAFT = "DRAFT"
    UNPAID = "UNPAID"
    PARTIALLY_PAID = "PARTIALLY_PAID"
    PAID = "PAID"
    VOID = "VOID"


class PaymentStatus(enum.Enum):
    """A payment's life (D23). CREATING: written down here, not yet known to exist at the provider."""

    CREATING = "CREATING"
    REQUIRES_ACTION = "REQUIRES_ACTION"
    PROCESSING = "PROCESSING"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    CANCELED = "CANCELED"
    RELEASED = "RELEASED"


class PaidBy(enum.Enum):
    """The source that a payment takes its money from."""

    CREDITS = "CREDITS"
    CARD = "CARD"
    BANK_DEBIT = "BANK_DEBIT"
    OFFLINE = "OFFLINE"


class OfflineMethod(enum.Enum):
    """How money came that no provider carried."""

    CASH = "CASH"
    CHEQUE = "CHEQUE"
    WIRE = "WIRE"
    OTHER = "OTHER"


class Invoice(ChangeTrackedMixin, Base):
    """An invoice. `paid` is settled, `pending` is under way; what can be paid now is total - paid - pending (D12)."""

    __tablename__ = "invoice"
    __table_args__ = (
        ForeignKeyConstraint(["firm_id", "client_id"], ["client.firm_id", "client.id"]),
        ForeignKeyConstraint(["firm_id", "event_seq"], ["event.firm_id", "event.seq"]),
        UniqueConstraint("firm_id", "number"),
        UniqueConstraint("firm_id", "client_id", "id"),
        CheckConstraint("total >= 0", name="total"),
        CheckConstraint("paid >= 0", name="paid"),
        CheckConstraint("pending >= 0", name="pending"),
        CheckConstraint("paid + pending <= total", name="not_overpaid"),
        CheckConstraint("deposit_requested > 0 AND deposit_requested <= total", name="deposit"),
        CheckConstraint(
            "(status IN ('DRAFT', 'VOID') AND paid = 0 AND pending = 0)"
            " OR (status = 'UNPAID' AND paid = 0 AND total > 0)"
            " OR (status = 'PARTIALLY_PAID' AND paid > 0 AND paid < total)"
            " OR (status = 'PAID' AND paid = total)",
            name="status_by_settled_money",
        ),
        CheckConstraint("status = 'VOID' OR (status = 'DRAFT') = (issued_on IS NULL)", name="issued_on"),
    )

    firm_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    client_id: Mapped[uuid.UUID]
    event_seq: Mapped[int]
    number: Mapped[str] = mapped_column(String(40))
    status: Mapped[InvoiceStatus] = mapped_column(enumeration(InvoiceStatus, "status"))
    description: Mapped[str | None] = mapped_column(String(2000))
    total: Mapped[int]
    paid: Mapped[int] = mapped_column(default=0)
    pending: Mapped[int] = mapped_column(default=0)
    deposit_requested: Mapped[int | None]
    issued_on: Mapped[dt.date | None]
    due_on: Mapped[dt.date | None]
    created_at: Mapped[dt.datetime]

    @hybrid_property
    def amount_due(self) -> int:
        """What is not settled yet, in minor units: nothing of a draft or a void invoice (D12, D21)."""
        return 0 if self.status in (InvoiceStatus.DRAFT, InvoiceStatus.VOID) else self.total - self.paid

    @amount_due.inplace.expression
    @classmethod
    def _amount_due(cls) -> ColumnElement[int]:
        nothing = cls.status.in_((InvoiceStatus.DRAFT, InvoiceStatus.VOID))
        return case((nothing, 0), else_=cls.total - cls.paid)

    @hybrid_property
    def payable(self) -> int:
        """What can be paid now, in minor units: nothing of a draft or a void invoice (D12, D21)."""
        return self.amount_due - self.pending


class InvoiceLine(Base):
    """One line: quantity x unit price, rounded half up to minor units (D11)."""

    __tablename__ = "invoice_line"
    __table_args__ = (
        ForeignKeyConstraint(["firm_id", "invoice_id"], ["invoice.firm_id", "invoice.id"]),
        CheckConstraint("unit_price >= 0", name="unit_price"),
        CheckConstraint("amount >= 0", name="amount"),
    )

    firm_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    invoice_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    description: Mapped[str] = mapped_column(String(500))
    quantity: Mapped[Decimal]
    unit_price: Mapped[int]
    amount: Mapped[int]


class ProviderPaymentMixin:
    """The columns of a sum asked for at a provider: of every prepayment, and of payments by card or bank debit.

    Which intent at which of the firm's accounts it is, and what the provider last said of it; `ended_at`: when that
    was the end. Until then it is asked after (D29), a released one too (D24).
    """

    connection_id: Mapped[uuid.UUID | None]
    method: Mapped[PaymentMethod | None] = mapped_column(enumeration(PaymentMethod, "method"))
    intent_id: Mapped[str | None] = mapped_column(String(255))
    client_secret: Mapped[str | None] = mapped_column(String(255))
    failure_code: Mapped[str | None] = mapped_column(String(40))
    provider_code: Mapped[str | None] = mapped_column(String(100))
    expires_at: Mapped[dt.datetime | None]
    processing_since: Mapped[dt.datetime | None]
    ended_at: Mapped[dt.datetime | None]


class Payment(ProviderPaymentMixin, ChangeTrackedMixin, Base):
    """One source's part in paying one invoice. `applied`: what of it is on the invoice now; `refunded`: given back."""

    __tablename__ = "payment"
    __table_args__ = (
        ForeignKeyConstraint(
            ["firm_id", "client_id", "invoice_id"], ["invoice.firm_id", "invoice.client_id", "invoice.id"]
        ),
        ForeignKeyConstraint(["firm_id", "event_seq"], ["event.firm_id", "event.seq"]),
        ForeignKeyConstraint(["firm_id", "connection_id"], ["provider_connection.firm_id", "provider_connection.id"]),
        ForeignKeyConstraint(["firm_id", "operation_id"], ["operation.firm_id", "operation.id"]),
        ForeignKeyConstraint(["firm_id", "split_tender_id"], ["payment.firm_id", "payment.id"]),
        UniqueConstraint("firm_id", "client_id", "id"),
        UniqueConstraint("firm_id", "split_tender_id"),
        UniqueConstraint("connection_id", "intent_id"),
        Index(None, "firm_id", "invoice_id"),
        Index(None, "firm_id", "operation_id"),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("refunded >= 0 AND applied >= 0 AND applied + refunded <= amount", name="applied"),
        CheckConstraint("applied = 0 OR status = 'SUCCEEDED'", name="applied_when_succeeded"),
        CheckConstraint("(paid_by IN ('CARD', 'BANK_DEBIT')) = (connection_id IS NOT NULL)", name="provider"),
        CheckConstraint("method IS NULL OR method = paid_by", name="method_as_paid_by"),
        CheckConstraint("(paid_by = 'OFFLINE') = (offline_method IS NOT NULL)", name="offline_method"),
        CheckConstraint(
            "(status = 'SUCCEEDED' AND settled_at IS NOT NULL) OR (status <> 'SUCCEEDED' AND settled_at IS NULL)"
            " OR status = 'RELEASED'",
            name="settled_at",
        ),
        CheckConstraint(
            "status NOT IN ('REQUIRES_ACTION', 'PROCESSING') OR intent_id IS NOT NULL OR paid_by = 'CREDITS'",
            name="intent",
        ),
        CheckConstraint(
            "status NOT IN ('CREATING', 'REQUIRES_ACTION', 'PROCESSING') OR ended_at IS NULL", name="ended_at"
        ),
    )

    firm_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    client_id: Mapped[uuid.UUID]
    invoice_id: Mapped[uuid.UUID]
    operation_id: Mapped[uuid.UUID | None]
    event_seq: Mapped[int]
    split_tender_id: Mapped[uuid.UUID | None]
    amount: Mapped[int]
    applied: Mapped[int] = mapped_column(default=0)
    refunded: Mapped[int] = mapped_column(default=0)
    paid_by: Mapped[PaidBy] = mapped_column(enumeration(PaidBy, "paid_by"))
    offline_method: Mapped[OfflineMethod | None] = mapped_column(enumeration(OfflineMethod, "offline_kind"))
    status: Mapped[PaymentStatus] = mapped_column(enumeration(PaymentStatus, "status"))
    created_at: Mapped[dt.datetime]
    settled_at: Mapped[dt.datetime | None]


class Prepayment(ProviderPaymentMixin, ChangeTrackedMixin, Base):
    """A sum that a client pays ahead, through a provider."""

    __tablename__ = "prepayment"
    __table_args__ = (
        ForeignKeyConstraint(["firm_id", "client_id"], ["client.firm_id", "client.id"]),
        ForeignKeyConstraint(["firm_id", "event_seq"], ["event.firm_id", "event.seq"]),
        ForeignKeyConstraint(["firm_id", "connection_id"], ["provider_connection.firm_id", "provider_connection.id"]),
        ForeignKeyConstraint(["firm_id", "operation_id"], ["operation.firm_id", "operation.id"]),
        UniqueConstraint("firm_id", "client_id", "id"),
        UniqueConstraint("connection_id", "intent_id"),
        Index(None, "firm_id", "operation_id"),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("refunded >= 0 AND refunded <= amount", name="refunded"),
        CheckConstraint("connection_id IS NOT NULL AND method IS NOT NULL", name="provider"),
        CheckConstraint("status <> 'RELEASED'", name="never_released"),
        CheckConstraint("(status = 'SUCCEEDED') = (settled_at IS NOT NULL)", name="settled_at"),
        CheckConstraint("status NOT IN ('REQUIRES_ACTION', 'PROCESSING') OR intent_id IS NOT NULL", name="intent"),
        CheckConstraint(
            "status NOT IN ('CREATING', 'REQUIRES_ACTION', 'PROCESSING') OR ended_at IS NULL", name="ended_at"
        ),
    )

    firm_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    client_id: Mapped[uuid.UUID]
    operation_id: Mapped[uuid.UUID | None]
    event_seq: Mapped[int]
    amount: Mapped[int]
    refunded: Mapped[int] = mapped_column(default=0)
    status: Mapped[PaymentStatus] = mapped_column(enumeration(PaymentStatus, "status"))
    created_at: Mapped[dt.datetime]
    settled_at: Mapped[dt.datetime | None]


# Lists are read newest first, one client at a time or the whole firm; ids are ordered by time.
for _table in (Invoice.__table__, Payment.__table__, Prepayment.__table__):
    Index(f"ix_{_table.name}_by_client", _table.c.firm_id, _table.c.client_id, _table.c.id)  # type: ignore[attr-defined]
    Index(f"ix_{_table.name}_changed", _table.c.firm_id, _table.c.client_id, _table.c.changed_seq)  # type: ignore[attr-defined]

# What the system has to ask the provider about.
for _table in (Payment.__table__, Prepayment.__table__):
    Index(
        f"ix_{_table.name}_open",  # type: ignore[attr-defined]
        _table.c.firm_id,
        _table.c.id,
        sqlite_where=text("status IN ('CREATING', 'REQUIRES_ACTION', 'PROCESSING')"),
        postgresql_where=text("status IN ('CREATING', 'REQUIRES_ACTION', 'PROCESSING')"),
    )
