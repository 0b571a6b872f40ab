"""The only door to payment providers. How a provider names things stays inside; our own values come out."""

from payments.limits import ChargeLimits, can_charge_exactly, charge_limits, debits_currency
from payments.stripe_provider import Provider
from payments.truth import (
    AccountTruth,
    FailureCode,
    Hint,
    HintKind,
    Intent,
    IntentRequest,
    IntentStatus,
    ProviderBusy,
    ProviderDisconnected,
    ProviderMissing,
    ProviderRefused,
    ProviderUnavailable,
    UnreadableMessage,
)

__all__ = [
    "AccountTruth",
    "ChargeLimits",
    "FailureCode",
    "Hint",
    "HintKind",
    "Intent",
    "IntentRequest",
    "IntentStatus",
    "Provider",
    "ProviderBusy",
    "ProviderDisconnected",
    "ProviderMissing",
    "ProviderRefused",
    "ProviderUnavailable",
    "UnreadableMessage",
    "can_charge_exactly",
    "charge_limits",
    "debits_currency",
]
