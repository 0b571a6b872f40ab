"""What is offered to clients, and what it takes: pure rules over a firm's settings and its providers (D2 to D7)."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass

import gateway
import models
from models import PaymentMethod, PaymentMethodChoice, ProviderStatus
from money import Money


class RequirementCode(enum.Enum):
    """The four things that prepayment needs (D2)."""

    INVOICES_VISIBLE_TO_CLIENTS = "INVOICES_VISIBLE_TO_CLIENTS"
    PROVIDER_CONNECTED = "PROVIDER_CONNECTED"
    DEFAULT_PROVIDER_SET = "DEFAULT_PROVIDER_SET"
    PAYMENT_METHOD_CHOSEN = "PAYMENT_METHOD_CHOSEN"


@dataclass(frozen=True, slots=True)
class Requirement:
    """One of the four, whether it is met now, and what it is or what mends it."""

    code: RequirementCode
    is_met: bool
    message: str


@dataclass(frozen=True, slots=True)
class PrepaymentOffer:
    """What stands behind a client's "Make a prepayment" (D7). The reason is polite, never the firm's internal state."""

    available: bool
    reason: str | None
    methods: tuple[PaymentMethod, ...]
    minimum: Money | None
    maximum: Money | None
    suggested_amount: Money | None


_METHODS: dict[PaymentMethodChoice, tuple[PaymentMethod, ...]] = {
    PaymentMethodChoice.CARD: (PaymentMethod.CARD,),
    PaymentMethodChoice.BANK_DEBIT: (PaymentMethod.BANK_DEBIT,),
    PaymentMethodChoice.CARD_OR_BANK_DEBIT: (PaymentMethod.CARD, PaymentMethod.BANK_DEBIT),
}


def active_methods(connection: models.ProviderConnection) -> tuple[PaymentMethod, ...]:
    """What the connected account can take now."""
    active = {PaymentMethod.CARD: connection.card_active, PaymentMethod.BANK_DEBIT: connection.bank_debit_active}
    return tuple(method for method, is_active in active.items() if is_active)


def default_connection(
    settings: models.PaymentSettings, connections: Sequence[models.ProviderConnection]
) -> models.ProviderConnection | None:
    """The default provider, where it is connected."""
    for connection in connections:
        if connection.id == settings.default_connection_id and connection.status is ProviderStatus.CONNECTED:
            return connection
    return None


def effective_prepayment_method(settings: models.PaymentSettings) -> PaymentMethodChoice | None:
    """The prepayment method in force: the payment method, unless that leaves a choice and one was made (D3)."""
    if settings.payment_method is PaymentMethodChoice.CARD_OR_BANK_DEBIT and settings.prepayment_method is not None:
        return settings.prepayment_method
    return settings.payment_method


def prepayment_method_options(settings: models.PaymentSettings) -> tuple[PaymentMethodChoice, ...]:
    """What the prepayment method can be: more than one only with CARD_OR_BANK_DEBIT (D3)."""
    if settings.payment_method is PaymentMethodChoice.CARD_OR_BANK_DEBIT:
        return tuple(PaymentMethodChoice)
    return () if settings.payment_method is None else (settings.payment_method,)


def available_invoice_methods(
    settings: models.PaymentSettings, connections: Sequence[models.ProviderConnection]
) -> tuple[PaymentMethod, ...]:
    """The methods that invoices can be paid by: what is chosen, and the default provider can take now (D4)."""
    return _available_methods(settings.payment_method, settings, connections)


def available_prepayment_methods(
    settings: models.PaymentSettings, connections: Sequence[models.ProviderConnection]
) -> tuple[PaymentMethod, ...]:
    """The methods that prepayments could be made by: the same, of the prepayment method (D3, D4)."""
    return _available_methods(effective_prepayment_method(settings), settings, connections)


def _available_methods(
    choice: PaymentMethodChoice | None,
    settings: models.PaymentSettings,
    connections: Sequence[models.ProviderConnection],
) -> tuple[PaymentMethod, ...]:
    default = default_connection(settings, connections)
    if choice is None or default is None:
        return ()
    can_take = active_methods(default)
    return tuple(method for method in _METHODS[choice] if method in can_take)


def check_requirements(
    settings: models.PaymentSettings, connections: Sequence[models.ProviderConnection]
) -> tuple[Requirement, ...]:
    """All four, always, each met or not at this moment (D2)."""
    met = {
        RequirementCode.INVOICES_VISIBLE_TO_CLIENTS: not settings.hide_invoices_from_clients,
        RequirementCode.PROVIDER_CONNECTED: any(one.status is ProviderStatus.CONNECTED for one in connections),
        RequirementCode.DEFAULT_PROVIDER_SET: default_connection(settings, connections) is not None,
        RequirementCode.PAYMENT_METHOD_CHOSEN: bool(available_prepayment_methods(settings, connections)),
    }
    return tuple(Requirement(code, is_met, _MESSAGES[code][is_met]) for code, is_met in met.items())


_MESSAGES = {
    RequirementCode.INVOICES_VISIBLE_TO_CLIENTS: (
        "Invoices are hidden from clients. Show them: set hideInvoicesFromClients to false.",
        "Clients can see their invoices.",
    ),
    RequirementCode.PROVIDER_CONNECTED: (
        "No payment provider is connected. Connect one, and finish its onboarding.",
        "A payment provider is connected.",
    ),
    RequirementCode.DEFAULT_PROVIDER_SET: (
        "No connected payment provider is the default. Make one the default.",
        "A connected payment provider is the default.",
    ),
    RequirementCode.PAYMENT_METHOD_CHOSEN: (
        "No payment method is chosen that the default provider can take. Choose one: card, bank debit, or both.",
        "A payment method is chosen that the default provider can take.",
    ),
}


def is_prepayment_available(settings: models.PaymentSettings, connections: Sequence[models.ProviderConnection]) -> bool:
    """Whether clients can make prepayments now: switched on, and every requirement met (D4)."""
    return settings.prepayment_enabled and all(one.is_met for one in check_requirements(settings, connections))


def prepayment_range(currency: str, settings: models.PaymentSettings) -> tuple[Money, Money]:
    """The smallest and largest prepayment: the firm's own bounds, within what the provider can charge (D10)."""
    limits = gateway.charge_limits(currency)
    return (
        Money(max(limits.minimum.minor, settings.prepayment_minimum or 0), currency),
        Money(min(limits.maximum.minor, settings.prepayment_maximum or limits.maximum.minor), currency),
    )


def prepayment_offer(
    currency: str,
    settings: models.PaymentSettings,
    connections: Sequence[models.ProviderConnection],
    client: models.Client,
) -> PrepaymentOffer:
    """What the client is offered now. The suggestion is what is due, less the credits available; None for nothing."""
    if not is_prepayment_available(settings, connections):
        reason = "Prepayments are not available at the moment. Please ask your firm."
        return PrepaymentOffer(False, reason, (), None, None, None)
    minimum, maximum = prepayment_range(currency, settings)
    missing = client.due - client.available
    suggestion = Money(min(max(missing, minimum.minor), maximum.minor), currency) if missing > 0 else None
    return PrepaymentOffer(
        True, None, available_prepayment_methods(settings, connections), minimum, maximum, suggestion
    )
