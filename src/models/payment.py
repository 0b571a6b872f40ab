"""Payments of invoices, and prepayments."""

import datetime as dt
import enum
import uuid

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, ChangeTrackedMixin, FirmRowMixin, enumeration
from models.constraints import firm_foreign_key, partial_index

_IS_UNCOMMON = "status IN ('CANCELED', 'FAILED', 'RELEASED')"
_IS_OPEN = "status IN ('CREATING', 'REQUIRES_ACTION', 'PROCESSING')"


class PaymentStatus(enum.Enum):
    """Status of a payment or prepayment (D23). CREATING: stored here, not known to exist at the provider yet."""

    CREATING = "CREATING"
    REQUIRES_ACTION = "REQUIRES_ACTION"
    PROCESSING = "PROCESSING"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    CANCELED = "CANCELED"
    RELEASED = "RELEASED"


class PaymentMethod(enum.Enum):
    """How a provider collects a payment."""

    CARD = "CARD"
    BANK_DEBIT = "BANK_DEBIT"


class PaidBy(enum.Enum):
    """The source of a payment's money."""

    CREDITS = "CREDITS"
    CARD = "CARD"
    BANK_DEBIT = "BANK_DEBIT"
    OFFLINE = "OFFLINE"


class OfflineMethod(enum.Enum):
    """How offline money was paid."""

    CASH = "CASH"
    CHEQUE = "CHEQUE"
    WIRE = "WIRE"
    OTHER = "OTHER"


class ProviderPaymentMixin:
    """Columns of everything that a provider collects: prepayments, and payments by card or bank debit.

    They identify the intent at one of the firm's provider accounts and hold what is known of it. While `ended_at` is
    null, the intent is synced (D29), also that of a released payment (D24). `customer_id` is the customer that the
    intent is requested for: it stays the same when the firm deletes the customer, because repeating a request with its
    idempotency key needs the same parameters. The card is that of the latest attempt. `refused_at` is set if the
    provider refused to create the intent: the payment never came about, and nobody sees it (D30).
    """

    connection_id: Mapped[uuid.UUID | None]
    method: Mapped[PaymentMethod | None] = enumeration(PaymentMethod, "method")
    customer_id: Mapped[str | None] = mapped_column(String(255))
    intent_id: Mapped[str | None] = mapped_column(String(255))
    client_secret: Mapped[str | None] = mapped_column(String(255))
    card_brand: Mapped[str | None] = mapped_column(String(40))
    card_last4: Mapped[str | None] = mapped_column(String(4))
    failure_code: Mapped[str | None] = mapped_column(String(40))
    provider_code: Mapped[str | None] = mapped_column(String(100))
    expires_at: Mapped[dt.datetime | None]
    processing_since: Mapped[dt.datetime | None]
    refused_at: Mapped[dt.datetime | None]
    ended_at: Mapped[dt.datetime | None]


class Payment(ProviderPaymentMixin, ChangeTrackedMixin, FirmRowMixin, Base):
    """One source's part in paying one invoice, in minor units.

    `applied` is the amount on the invoice now, `refunded` the amount refunded. `number` is given when it settles (D56);
    `received_on` is the day its money arrived, in the firm's time zone. `reason` is that of an offline payment.
    `split_tender_id` links the credits part and the provider part of a payment from credits with a remainder method,
    both ways.
    """

    __tablename__ = "payment"
    __table_args__ = (
        firm_foreign_key("invoice", "client_id", "invoice_id"),
        firm_foreign_key("event", "event_seq", key="seq"),
        firm_foreign_key("provider_connection", "connection_id"),
        firm_foreign_key("operation", "operation_id"),
        firm_foreign_key("payment", "split_tender_id"),
        UniqueConstraint("firm_id", "client_id", "id"),
        UniqueConstraint("firm_id", "split_tender_id"),
        UniqueConstraint("firm_id", "number"),
        UniqueConstraint("connection_id", "intent_id"),
        Index(None, "firm_id", "invoice_id"),
        Index(None, "firm_id", "operation_id"),
        Index("ix_payment_changed", "firm_id", "client_id", "changed_seq"),
        partial_index("ix_payment_open", "firm_id", "id", where=_IS_OPEN),
        partial_index("ix_payment_uncommon", "firm_id", "id", where=_IS_UNCOMMON),
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
        CheckConstraint("(number IS NULL) = (settled_at IS NULL)", name="number"),
        CheckConstraint("(received_on IS NULL) = (settled_at IS NULL OR paid_by = 'CREDITS')", name="received_on"),
        CheckConstraint(
            "status NOT IN ('REQUIRES_ACTION', 'PROCESSING') OR intent_id IS NOT NULL OR paid_by = 'CREDITS'",
            name="intent",
        ),
        CheckConstraint(
            "status NOT IN ('CREATING', 'REQUIRES_ACTION', 'PROCESSING') OR ended_at IS NULL", name="ended_at"
        ),
    )

    client_id: Mapped[uuid.UUID]
    invoice_id: Mapped[uuid.UUID]
    operation_id: Mapped[uuid.UUID | None]
    event_seq: Mapped[int]
    split_tender_id: Mapped[uuid.UUID | None]
    amount: Mapped[int]
    applied: Mapped[int] = mapped_column(default=0)
    refunded: Mapped[int] = mapped_column(default=0)
    paid_by: Mapped[PaidBy] = enumeration(PaidBy, "paid_by")
    offline_method: Mapped[OfflineMethod | None] = enumeration(OfflineMethod, "offline_kind")
    reason: Mapped[str | None] = mapped_column(String(500))
    status: Mapped[PaymentStatus] = enumeration(PaymentStatus, "status")
    number: Mapped[int | None]
    received_on: Mapped[dt.date | None]
    created_at: Mapped[dt.datetime]
    settled_at: Mapped[dt.datetime | None]


class Prepayment(ProviderPaymentMixin, ChangeTrackedMixin, FirmRowMixin, Base):
    """Money that a client pays ahead through a provider, in minor units.

    `number` is given when it settles (D56); `received_on` is the day its money arrived, in the firm's time zone. `memo`
    is what the payer says it is for (D58).
    """

    __tablename__ = "prepayment"
    __table_args__ = (
        firm_foreign_key("client", "client_id"),
        firm_foreign_key("event", "event_seq", key="seq"),
        firm_foreign_key("provider_connection", "connection_id"),
        firm_foreign_key("operation", "operation_id"),
        UniqueConstraint("firm_id", "client_id", "id"),
        UniqueConstraint("connection_id", "intent_id"),
        UniqueConstraint("firm_id", "number"),
        Index(None, "firm_id", "operation_id"),
        Index("ix_prepayment_changed", "firm_id", "client_id", "changed_seq"),
        partial_index("ix_prepayment_open", "firm_id", "id", where=_IS_OPEN),
        partial_index("ix_prepayment_uncommon", "firm_id", "id", where=_IS_UNCOMMON),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("refunded >= 0 AND refunded <= amount", name="refunded"),
        CheckConstraint("connection_id IS NOT NULL AND method IS NOT NULL", name="provider"),
        CheckConstraint("status <> 'RELEASED'", name="never_released"),
        CheckConstraint("(status = 'SUCCEEDED') = (settled_at IS NOT NULL)", name="settled_at"),
        CheckConstraint("(number IS NULL) = (settled_at IS NULL)", name="number"),
        CheckConstraint("(received_on IS NULL) = (settled_at IS NULL)", name="received_on"),
        CheckConstraint("status NOT IN ('REQUIRES_ACTION', 'PROCESSING') OR intent_id IS NOT NULL", name="intent"),
        CheckConstraint(
            "status NOT IN ('CREATING', 'REQUIRES_ACTION', 'PROCESSING') OR ended_at IS NULL", name="ended_at"
        ),
    )

    client_id: Mapped[uuid.UUID]
    operation_id: Mapped[uuid.UUID | None]
    event_seq: Mapped[int]
    amount: Mapped[int]
    refunded: Mapped[int] = mapped_column(default=0)
    memo: Mapped[str | None] = mapped_column(String(500))
    status: Mapped[PaymentStatus] = enumeration(PaymentStatus, "status")
    number: Mapped[int | None]
    received_on: Mapped[dt.date | None]
    created_at: Mapped[dt.datetime]
    settled_at: Mapped[dt.datetime | None]


ProviderPayment = Payment | Prepayment
"""A payment or prepayment that a provider collects."""
