"""Invoices and their lines."""

import datetime as dt
import enum
import uuid
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ColumnElement, Index, String, Text, UniqueConstraint, case, text
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, ChangeTrackedMixin, FirmRowMixin, enumeration, key_text
from models.constraints import firm_foreign_key, partial_index

NUMBER_ORDER_KEY_LENGTH = 200
"""In characters. A compatibility form can be much longer than its character, and PostgreSQL limits what it indexes."""

FIRST_DAY, LAST_DAY = dt.date(1000, 1, 1), dt.date(9999, 1, 1)
"""What stands for a missing date where invoices are ordered by it: last in either direction.

Neither is `date.min` nor `date.max`, which asyncpg takes for infinity.
"""

_IS_OPEN = "status IN ('PARTIALLY_PAID', 'UNPAID')"
_IS_UNCOMMON = "status IN ('DRAFT', 'VOID')"
# As SQLAlchemy writes the expression of `Invoice.amount_due`: the index serves a query only if the two agree.
_AMOUNT_DUE = "(CASE WHEN (status IN ('DRAFT', 'VOID')) THEN 0 ELSE total - paid END)"
_ORDERS: dict[str, Any] = {
    "issued": text(f"coalesce(issued_on, '{LAST_DAY}')"),
    "issued_desc": text(f"coalesce(issued_on, '{FIRST_DAY}')"),
    "due": text(f"coalesce(due_on, '{LAST_DAY}')"),
    "due_desc": text(f"coalesce(due_on, '{FIRST_DAY}')"),
    "number": "number_order_key",
    "total": "total",
    "amount_due": text(_AMOUNT_DUE),
}
"""What the invoices of a firm are ordered by, before the id. Those of a client are few enough to be sorted."""


class InvoiceStatus(enum.Enum):
    """Status of an invoice. From issue until void it depends on settled money alone (D18)."""

    DRAFT = "DRAFT"
    UNPAID = "UNPAID"
    PARTIALLY_PAID = "PARTIALLY_PAID"
    PAID = "PAID"
    VOID = "VOID"


PAYABLE_STATUSES = (InvoiceStatus.UNPAID, InvoiceStatus.PARTIALLY_PAID)


class Invoice(ChangeTrackedMixin, FirmRowMixin, Base):
    """An invoice, in minor units. `paid` is settled, `pending` is reserved by open payments (D12).

    `number_key` is the number in normalized form: two that look the same are equal (D37). `search_key` is number and
    description as they are searched (D36), and `number_order_key` the number as invoices are ordered by it (D60).
    """

    __tablename__ = "invoice"
    __table_args__ = (
        firm_foreign_key("client", "client_id"),
        firm_foreign_key("event", "event_seq", key="seq"),
        UniqueConstraint("firm_id", "number_key"),
        UniqueConstraint("firm_id", "client_id", "id"),
        Index("ix_invoice_changed", "firm_id", "client_id", "changed_seq"),
        *(Index(f"ix_invoice_by_{name}", "firm_id", key, "id") for name, key in _ORDERS.items()),
        partial_index("ix_invoice_open", "firm_id", "id", where=_IS_OPEN),
        partial_index("ix_invoice_uncommon", "firm_id", "id", where=_IS_UNCOMMON),
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
        CheckConstraint("(status = 'VOID') = (voided_at IS NOT NULL)", name="voided_at"),
    )

    client_id: Mapped[uuid.UUID]
    event_seq: Mapped[int]
    number: Mapped[str] = mapped_column(String(40))
    number_key: Mapped[str] = mapped_column(Text)
    number_order_key: Mapped[str] = mapped_column(key_text(NUMBER_ORDER_KEY_LENGTH))
    search_key: Mapped[str] = mapped_column(Text)
    status: Mapped[InvoiceStatus] = enumeration(InvoiceStatus, "status")
    description: Mapped[str | None] = mapped_column(String(2000))
    total: Mapped[int]
    paid: Mapped[int] = mapped_column(default=0)
    pending: Mapped[int] = mapped_column(default=0)
    deposit_requested: Mapped[int | None]
    issued_on: Mapped[dt.date | None]
    due_on: Mapped[dt.date | None]
    created_at: Mapped[dt.datetime]
    last_paid_at: Mapped[dt.datetime | None]
    voided_at: Mapped[dt.datetime | None]
    void_reason: Mapped[str | None] = mapped_column(String(500))

    @hybrid_property
    def amount_due(self) -> int:
        """Total less paid, in minor units; 0 for a draft or a void invoice (D12, D21). `_AMOUNT_DUE` is the same."""
        return 0 if self.status in (InvoiceStatus.DRAFT, InvoiceStatus.VOID) else self.total - self.paid

    @amount_due.inplace.expression
    @classmethod
    def _amount_due(cls) -> ColumnElement[int]:
        is_not_due = cls.status.in_((InvoiceStatus.DRAFT, InvoiceStatus.VOID))
        return case((is_not_due, 0), else_=cls.total - cls.paid)

    @hybrid_property
    def payable(self) -> int:
        """What can be paid now, in minor units: amount due less pending (D12)."""
        return self.amount_due - self.pending


class InvoiceLine(Base):
    """An invoice line: quantity x unit price, rounded half up to minor units (D11)."""

    __tablename__ = "invoice_line"
    __table_args__ = (
        firm_foreign_key("invoice", "invoice_id"),
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
