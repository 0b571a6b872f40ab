"""Webhook endpoints: addresses of a firm's own systems that hear of its notices, and the deliveries to them."""

import datetime as dt
import enum
import uuid

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, FirmRowMixin, enumeration
from models.constraints import firm_foreign_key, partial_index

WEBHOOK_URL_LENGTH = 2000


class WebhookEndpointStatus(enum.Enum):
    """FAILING: its newest attempt failed. DISABLED: by the firm, or after days of failing; it hears of nothing."""

    ACTIVE = "ACTIVE"
    FAILING = "FAILING"
    DISABLED = "DISABLED"


class WebhookFailure(enum.Enum):
    """Why an attempt to deliver failed. STATUS: the receiver answered, but not with 2xx."""

    STATUS = "STATUS"
    HOST_NOT_FOUND = "HOST_NOT_FOUND"
    ADDRESS_NOT_ALLOWED = "ADDRESS_NOT_ALLOWED"
    CONNECTION_FAILED = "CONNECTION_FAILED"
    NOT_ENCRYPTED = "NOT_ENCRYPTED"
    TIMED_OUT = "TIMED_OUT"
    INVALID_ANSWER = "INVALID_ANSWER"


class WebhookEndpoint(FirmRowMixin, Base):
    """Where a firm's own system hears of its notices.

    `kinds` are the names of the kinds of notices, separated by spaces; None for all. The secret of a version is derived
    and stored nowhere; after a rotation, the versions from `oldest_secret_version` on sign for a while. `failing_since`
    is the first failure after the last success. A deleted endpoint keeps its row, for its deliveries.
    """

    __tablename__ = "webhook_endpoint"
    __table_args__ = (
        firm_foreign_key("operation", "operation_id"),
        UniqueConstraint("firm_id", "operation_id"),
        CheckConstraint(
            "oldest_secret_version BETWEEN 1 AND secret_version"
            " AND (oldest_secret_version = secret_version OR secret_rotated_at IS NOT NULL)",
            name="secret_version",
        ),
        CheckConstraint(
            "(status = 'ACTIVE' AND failing_since IS NULL) OR (status = 'FAILING' AND failing_since IS NOT NULL)"
            " OR status = 'DISABLED'",
            name="failing_since",
        ),
    )

    firm_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("firm.id"), primary_key=True, sort_order=-2)
    operation_id: Mapped[uuid.UUID | None]
    url: Mapped[str] = mapped_column(String(WEBHOOK_URL_LENGTH))
    kinds: Mapped[str | None] = mapped_column(String(1000))
    status: Mapped[WebhookEndpointStatus] = enumeration(
        WebhookEndpointStatus, "status", default=WebhookEndpointStatus.ACTIVE
    )
    secret_version: Mapped[int] = mapped_column(default=1)
    oldest_secret_version: Mapped[int] = mapped_column(default=1)
    secret_rotated_at: Mapped[dt.datetime | None]
    failing_since: Mapped[dt.datetime | None]
    created_at: Mapped[dt.datetime]
    deleted_at: Mapped[dt.datetime | None]


class WebhookDelivery(FirmRowMixin, Base):
    """One notice to one endpoint. It waits until `next_attempt_at`; without that it has ended, and has succeeded if
    `succeeded_at` is set. `attempts` counts those since it was added or sent again.
    """

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        firm_foreign_key("webhook_endpoint", "endpoint_id"),
        firm_foreign_key("notice", "notice_id"),
        UniqueConstraint("firm_id", "endpoint_id", "notice_id"),
        Index(None, "firm_id", "endpoint_id", "id"),
        partial_index(
            "ix_webhook_delivery_waiting", "firm_id", "endpoint_id", "id", where="next_attempt_at IS NOT NULL"
        ),
        CheckConstraint("attempts >= 0", name="attempts"),
        CheckConstraint("succeeded_at IS NULL OR (next_attempt_at IS NULL AND last_error IS NULL)", name="succeeded"),
        CheckConstraint("last_error <> 'STATUS' OR last_status IS NOT NULL", name="last_status"),
    )

    endpoint_id: Mapped[uuid.UUID]
    notice_id: Mapped[uuid.UUID]
    attempts: Mapped[int] = mapped_column(default=0)
    succeeded_at: Mapped[dt.datetime | None]
    next_attempt_at: Mapped[dt.datetime | None]
    last_status: Mapped[int | None]
    last_error: Mapped[WebhookFailure | None] = enumeration(WebhookFailure, "last_error")
    created_at: Mapped[dt.datetime]
