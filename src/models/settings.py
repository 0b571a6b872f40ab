"""How a firm takes payments: its settings, its providers, and its clients as customers there."""

from __future__ import annotations

import datetime as dt
import enum
import uuid

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, enumeration


class PaymentMethod(enum.Enum):
    """A way to pay through a provider."""

    CARD = "CARD"
    BANK_DEBIT = "BANK_DEBIT"


class PaymentMethodChoice(enum.Enum):
    """What a firm offers: three values, the third is one option that offers both (D3)."""

    CARD = "CARD"
    BANK_DEBIT = "BANK_DEBIT"
    CARD_OR_BANK_DEBIT = "CARD_OR_BANK_DEBIT"


class CreditApplication(enum.Enum):
    """When credits pay invoices: by somebody's choice, or the moment an invoice is issued."""

    MANUAL = "MANUAL"
    ON_ISSUE = "ON_ISSUE"


class ProviderKind(enum.Enum):
    """A payment provider that the system can talk to."""

    STRIPE = "STRIPE"


class ProviderStatus(enum.Enum):
    """How far a firm's account at a provider has come."""

    ONBOARDING = "ONBOARDING"
    CONNECTED = "CONNECTED"
    RESTRICTED = "RESTRICTED"
    DISCONNECTED = "DISCONNECTED"


class ProviderConnection(Base):
    """A firm's own account at a provider. `account_id` is null until the provider has made it."""

    __tablename__ = "provider_connection"
    __table_args__ = (
        UniqueConstraint("kind", "account_id"),
        Index(
            "uq_provider_connection_onboarding",
            "firm_id",
            "kind",
            unique=True,
            sqlite_where=text("status = 'ONBOARDING'"),
            postgresql_where=text("status = 'ONBOARDING'"),
        ),
        CheckConstraint("status = 'ONBOARDING' OR status = 'DISCONNECTED' OR account_id IS NOT NULL", name="account"),
    )

    firm_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("firm.id"), primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    kind: Mapped[ProviderKind] = mapped_column(enumeration(ProviderKind, "kind"))
    name: Mapped[str] = mapped_column(String(200))
    account_id: Mapped[str | None] = mapped_column(String(255))
    livemode: Mapped[bool]
    status: Mapped[ProviderStatus] = mapped_column(enumeration(ProviderStatus, "status"))
    card_active: Mapped[bool] = mapped_column(default=False)
    bank_debit_active: Mapped[bool] = mapped_column(default=False)
    onboarding_token: Mapped[str] = mapped_column(String(64), unique=True)
    return_url: Mapped[str | None] = mapped_column(String(2000))
    created_at: Mapped[dt.datetime]
    connected_at: Mapped[dt.datetime | None]
    disconnected_at: Mapped[dt.datetime | None]
    swept_at: Mapped[dt.datetime | None]


class PaymentSettings(Base):
    """One row for each firm. Minimum and maximum are minor units of its currency."""

    __tablename__ = "payment_settings"
    __table_args__ = (
        ForeignKeyConstraint(
            ["firm_id", "default_connection_id"], ["provider_connection.firm_id", "provider_connection.id"]
        ),
        # D3: with one of the first two payment methods the prepayment method equals it.
        CheckConstraint(
            "payment_method = 'CARD_OR_BANK_DEBIT' OR prepayment_method = payment_method",
            name="prepayment_method_follows",
        ),
        CheckConstraint("prepayment_minimum > 0", name="minimum"),
        CheckConstraint("prepayment_maximum > 0", name="maximum"),
        CheckConstraint("prepayment_minimum <= prepayment_maximum", name="range"),
    )

    firm_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("firm.id"), primary_key=True)
    hide_invoices_from_clients: Mapped[bool] = mapped_column(default=False)
    default_connection_id: Mapped[uuid.UUID | None]
    payment_method: Mapped[PaymentMethodChoice | None] = mapped_column(
        enumeration(PaymentMethodChoice, "payment_method")
    )
    credit_application: Mapped[CreditApplication] = mapped_column(
        enumeration(CreditApplication, "credit_application"), default=CreditApplication.MANUAL
    )
    prepayment_enabled: Mapped[bool] = mapped_column(default=False)
    prepayment_method: Mapped[PaymentMethodChoice | None] = mapped_column(
        enumeration(PaymentMethodChoice, "prepayment_method")
    )
    prepayment_minimum: Mapped[int | None]
    prepayment_maximum: Mapped[int | None]


class ProviderCustomer(Base):
    """A client as a customer of one of the firm's accounts at a provider."""

    __tablename__ = "provider_customer"
    __table_args__ = (
        ForeignKeyConstraint(["firm_id", "connection_id"], ["provider_connection.firm_id", "provider_connection.id"]),
        ForeignKeyConstraint(["firm_id", "client_id"], ["client.firm_id", "client.id"]),
    )

    firm_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    connection_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    client_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    customer_id: Mapped[str] = mapped_column(String(255))
