"""What a provider says, in our own words. Values without behaviour, and the three ways in which a call ends badly."""

from __future__ import annotations

import datetime as dt
import enum
import uuid
from dataclasses import dataclass

import models
from money import Money


class ProviderUnavailable(Exception):
    """No answer, or none that tells what happened: the call may or may not have had its effect."""


class ProviderBusy(ProviderUnavailable):
    """The same call is being answered at this moment, for somebody else who asked for the same thing."""


class ProviderRefused(Exception):
    """A clear no: the call had no effect. `provider_code` is the provider's own word for it."""

    def __init__(self, code: FailureCode, provider_code: str | None) -> None:
        super().__init__(f"refused by the provider: {provider_code}")
        self.code = code
        self.provider_code = provider_code


class ProviderDisconnected(ProviderRefused):
    """The account is not ours to see any more: its firm disconnected it at the provider."""


class ProviderObjectNotFound(Exception):
    """The provider knows no such object on that account."""


class InvalidWebhook(Exception):
    """A message that the provider did not sign, or not just now."""


class FailureCode(enum.Enum):
    """Why a payment failed, in words that are the same for every provider."""

    DECLINED = "DECLINED"
    INSUFFICIENT_FUNDS = "INSUFFICIENT_FUNDS"
    EXPIRED_CARD = "EXPIRED_CARD"
    WRONG_DETAILS = "WRONG_DETAILS"
    AUTHENTICATION_FAILED = "AUTHENTICATION_FAILED"
    TRY_AGAIN = "TRY_AGAIN"
    BANK_RETURNED = "BANK_RETURNED"
    OTHER = "OTHER"


class IntentStatus(enum.Enum):
    """Where an intent stands at the provider."""

    REQUIRES_ACTION = "REQUIRES_ACTION"
    PROCESSING = "PROCESSING"
    SUCCEEDED = "SUCCEEDED"
    CANCELED = "CANCELED"


@dataclass(frozen=True, slots=True)
class IntentRequest:
    """A sum to ask a payer for. `id` is our row's, and makes asking twice harmless."""

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
class Intent:
    """A sum asked for, as the provider has it now. `reached_bank`: an attempt got as far as the bank or network.

    `refunded`: some refund of it was made, whatever became of that; `disputed`: its payer disputes or disputed it.
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
    has_charge: bool
    has_refunds: bool
    has_disputes: bool


@dataclass(frozen=True, slots=True)
class IntentWithMetadata:
    """An intent found on an account, and what was written on it when it was made: by us, or not at all."""

    intent: Intent
    internal_id: uuid.UUID | None
    firm_id: uuid.UUID | None
    client_id: uuid.UUID | None
    invoice_id: uuid.UUID | None
    method: models.PaymentMethod | None
    created_at: dt.datetime


class RefundStatus(enum.Enum):
    """Where a refund stands at the provider. One that has succeeded may fail after all: the bank gave it back."""

    PENDING = "PENDING"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"


@dataclass(frozen=True, slots=True)
class Refund:
    """A refund as the provider has it now. `our_id`: our row's, None for one made in the provider's own dashboard."""

    id: str
    internal_id: uuid.UUID | None
    amount: Money
    status: RefundStatus
    failure: FailureCode | None
    provider_code: str | None
    created_at: dt.datetime


class DisputeStatus(enum.Enum):
    """Who has the last word in a dispute so far. What happened to the money is told by the withdrawals alone."""

    OPEN = "OPEN"
    WON = "WON"
    LOST = "LOST"


@dataclass(frozen=True, slots=True)
class Dispute:
    """A dispute, or a debit that came back after it had settled, as the provider has it now.

    `withdrawals`: how often the provider has taken the money, 0 for an inquiry; `reinstatements`: given it back.
    """

    id: str
    amount: Money
    status: DisputeStatus
    withdrawals: int
    reinstatements: int
    created_at: dt.datetime


@dataclass(frozen=True, slots=True)
class AccountState:
    """A firm's account, as the provider has it now; `methods` are those it can take."""

    id: str
    details_submitted: bool
    charges_enabled: bool
    methods: frozenset[models.PaymentMethod]


class WebhookNoticeKind(enum.Enum):
    """What a provider's message was about. What is true is fetched, never taken from the message."""

    INTENT = "INTENT"
    ACCOUNT = "ACCOUNT"
    DEAUTHORIZED = "DEAUTHORIZED"


@dataclass(frozen=True, slots=True)
class WebhookNotice:
    """That something may have changed: of which account, and which object there."""

    kind: WebhookNoticeKind
    account_id: str
    livemode: bool
    object_id: str
    sent_at: dt.datetime
