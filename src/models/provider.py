"""Payment providers: a firm's accounts there, and its clients as customers of those accounts."""

import datetime as dt
import enum
import uuid

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, enumeration
from models.constraints import firm_foreign_key, partial_index


class ProviderKind(enum.Enum):
    """A supported payment provider."""

    STRIPE = "STRIPE"


class ProviderStatus(enum.Enum):
    """Status of a firm's account at a provider."""

    ONBOARDING = "ONBOARDING"
    CONNECTED = "CONNECTED"
    RESTRICTED = "RESTRICTED"
    DISCONNECTED = "DISCONNECTED"


class ProviderConnection(Base):
    """A firm's own account at a provider. `account_id` is null until the provider has created it."""

    __tablename__ = "provider_connection"
    __table_args__ = (
        UniqueConstraint("kind", "account_id"),
        partial_index(
            "uq_provider_connection_onboarding", "firm_id", "kind", where="status = 'ONBOARDING'", unique=True
        ),
        CheckConstraint("status = 'ONBOARDING' OR status = 'DISCONNECTED' OR account_id IS NOT NULL", name="account"),
    )

    firm_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("firm.id"), primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    kind: Mapped[ProviderKind] = enumeration(ProviderKind, "kind")
    name: Mapped[str] = mapped_column(String(200))
    account_id: Mapped[str | None] = mapped_column(String(255))
    livemode: Mapped[bool]
    status: Mapped[ProviderStatus] = enumeration(ProviderStatus, "status")
    card_active: Mapped[bool] = mapped_column(default=False)
    bank_debit_active: Mapped[bool] = mapped_column(default=False)
    onboarding_token: Mapped[str] = mapped_column(String(64), unique=True)
    return_url: Mapped[str | None] = mapped_column(String(2000))
    created_at: Mapped[dt.datetime]
    connected_at: Mapped[dt.datetime | None]
    disconnected_at: Mapped[dt.datetime | None]
    swept_at: Mapped[dt.datetime | None]


class ProviderCustomer(Base):
    """A client's customer id at one of the firm's provider accounts."""

    __tablename__ = "provider_customer"
    __table_args__ = (firm_foreign_key("provider_connection", "connection_id"), firm_foreign_key("client", "client_id"))

    firm_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    connection_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    client_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    customer_id: Mapped[str] = mapped_column(String(255))
