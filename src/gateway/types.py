"""Provider state, requests and errors as values of our own, the same for every provider."""

from __future__ import annotations

import datetime as dt
import enum
import uuid
from dataclasses import dataclass

import models
from money import Money


class ProviderUnavailable(Exception):
    """The call may or may not have taken effect: the provider did not answer, or cannot serve it now. Safe to retry."""


class ProviderBusy(ProviderUnavailable):
    """A call with the same idempotency key is in progress."""


class ProviderRefused(Exception):
    """The provider refused the call, which had no effect. `provider_code` is the provider's own error code."""

    def __init__(self, code: FailureCode, provider_code: str | None) -> None:
        super().__init__(f"refused by the provider: {provider_code}")
        self.code = code
        self.provider_code = provider_code


class ProviderDisconnected(ProviderRefused):
    """The firm has disconnected its account from us at the provider."""


class AmountNotChargeable(ProviderRefused):
    """The provider does not charge this amount: it is too small, or too large with `is_too_large`."""

    def __init__(self, provider_code: str, *, is_too_large: bool) -> None:
        super().__init__(FailureCode.OTHER, provider_code)
        self.is_too_large = is_too_large


class ProviderObjectNotFound(ProviderRefused):
    """The provider has no such object on that account."""

    def __init__(self) -> None:
        super().__init__(FailureCode.OTHER, "missing")
        self.args = ()  # without a message, callers say what is missing


class InvalidWebhook(Exception):
    """The webhook is not validly signed, too old, or malformed."""


class FailureCode(enum.Enum):
    """Why a payment or refund failed, the same for every provider."""

    DECLINED = "DECLINED"
    INSUFFICIENT_FUNDS = "INSUFFICIENT_FUNDS"
    EXPIRED_CARD = "EXPIRED_CARD"
    WRONG_DETAILS = "WRONG_DETAILS"
    AUTHENTICATION_FAILED = "AUTHENTICATION_FAILED"
    TRY_AGAIN = "TRY_AGAIN"
    BANK_RETURNED = "BANK_RETURNED"
    OTHER = "OTHER"


class IntentStatus(enum.Enum):
    """Status of an intent."""

    REQUIRES_ACTION = "REQUIRES_ACTION"
    PROCESSING = "PROCESSING"
    SUCCEEDED = "SUCCEEDED"
    CANCELED = "CANCELED"


@dataclass(frozen=True, slots=True)
class IntentRequest:
    """An intent to create. `id` is that of our row, and the idempotency key at the provider."""

    id: uuid.UUID
    firm_id: uuid.UUID
    account_id: str
    customer_id: str
    amount: Money
    method: models.PaymentMethod
    description: str
    client_id: uuid.UUID
    invoice_id: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class Card:
    """The part of a card that is no secret: its brand in the provider's spelling, and its last four digits."""

    brand: str
    last4: str


@dataclass(frozen=True, slots=True)
class Intent:
    """State of an intent. `received` is 0 until it succeeds.

    `card` is that of the latest attempt; None before one, and for bank debits. `has_charge`: an attempt reached the
    bank or card network. `has_refunds`, `has_disputes`: at least one was created, whatever its status.
    """

    id: str
    account_id: str
    status: IntentStatus
    amount: Money
    received: Money
    livemode: bool
    client_secret: str | None
    failure: FailureCode | None
    provider_code: str | None
    card: Card | None
    has_charge: bool
    has_refunds: bool
    has_disputes: bool


@dataclass(frozen=True, slots=True)
class IntentWithMetadata:
    """An intent with the ids in its metadata, which are None if we did not create it."""

    intent: Intent
    internal_id: uuid.UUID | None
    firm_id: uuid.UUID | None
    client_id: uuid.UUID | None
    invoice_id: uuid.UUID | None
    method: models.PaymentMethod | None
    created_at: dt.datetime


class RefundStatus(enum.Enum):
    """Status of a refund. One that has succeeded can still fail, when the bank returns it."""

    PENDING = "PENDING"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"


@dataclass(frozen=True, slots=True)
class Refund:
    """State of a refund. `internal_id` is None for one that was made in the provider's dashboard."""

    id: str
    internal_id: uuid.UUID | None
    amount: Money
    status: RefundStatus
    failure: FailureCode | None
    provider_code: str | None
    created_at: dt.datetime


class DisputeStatus(enum.Enum):
    """Status of a dispute. It does not say where the funds are: see `Dispute.withdrawals`."""

    OPEN = "OPEN"
    WON = "WON"
    LOST = "LOST"


@dataclass(frozen=True, slots=True)
class Dispute:
    """State of a dispute, or of a bank debit that bounced after it settled.

    `withdrawals` counts how often the provider took the funds (0 for an inquiry), `reinstatements` how often it
    returned them. `reason` is the provider's code. After `evidence_due_at`, the firm can no longer respond to it.
    """

    id: str
    amount: Money
    status: DisputeStatus
    reason: str | None
    evidence_due_at: dt.datetime | None
    withdrawals: int
    reinstatements: int
    created_at: dt.datetime


@dataclass(frozen=True, slots=True)
class AccountState:
    """State of a firm's provider account. `methods` are its active capabilities, even if `charges_enabled` is False."""

    id: str
    details_submitted: bool
    charges_enabled: bool
    methods: frozenset[models.PaymentMethod]


class WebhookSubjectKind(enum.Enum):
    """What a webhook is about."""

    INTENT = "INTENT"
    ACCOUNT = "ACCOUNT"
    DEAUTHORIZED = "DEAUTHORIZED"


@dataclass(frozen=True, slots=True)
class WebhookSubject:
    """Which object on which account may have changed. Its state is fetched, never taken from the webhook (D23)."""

    kind: WebhookSubjectKind
    account_id: str
    livemode: bool
    object_id: str
    sent_at: dt.datetime
