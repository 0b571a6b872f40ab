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


class ProviderMissing(Exception):
    """The provider knows no such object on that account."""


class UnreadableMessage(Exception):
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


@dataclass(frozen=True, slots=True)
class Intent:
    """A sum asked for, as the provider has it now. `reached_bank`: an attempt got as far as the bank or network."""

    id: str
    account_id: str
    status: IntentStatus
    amount: Money
    received: Money
    livemode: bool
    client_secret: str | None
    failure: FailureCode | None
    provider_code: str | None
    reached_bank: bool


@dataclass(frozen=True, slots=True)
class AccountTruth:
    """A firm's account, as the provider has it now; `methods` are those it can take."""

    id: str
    details_submitted: bool
    charges_enabled: bool
    methods: frozenset[models.PaymentMethod]


class HintKind(enum.Enum):
    """What a provider's message was about. What is true is fetched, never taken from the message."""

    INTENT = "INTENT"
    ACCOUNT = "ACCOUNT"
    DEAUTHORIZED = "DEAUTHORIZED"


@dataclass(frozen=True, slots=True)
class Hint:
    """That something may have changed: of which account, and which object there."""

    kind: HintKind
    account_id: str
    livemode: bool
    object_id: str
    sent_at: dt.datetime
