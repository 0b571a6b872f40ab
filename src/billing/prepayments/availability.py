"""Which payment methods are available, and whether clients can make prepayments (D2 to D7).

Pure rules over a firm's settings and provider accounts. The prepayment method must be one of the firm's payment
methods: `enable_prepayment` refuses others by `prepayment_method_options`, `set_payment_method` keeps it so, and the
CHECK `prepayment_method_follows` of `models.PaymentSettings` enforces it. While no payment method is chosen, the
prepayment method is kept, without effect.
"""

import enum
from collections.abc import Sequence
from dataclasses import dataclass

import gateway
import models
from billing.active_clients import is_active
from models import PaymentMethod, PaymentMethodChoice, ProviderStatus
from money import Money
from translation import gettext, gettext_noop


class RequirementCode(enum.Enum):
    """The four requirements of prepayment (D2). PAYMENT_METHOD_CHOSEN: one that the default provider supports."""

    INVOICES_VISIBLE_TO_CLIENTS = "INVOICES_VISIBLE_TO_CLIENTS"
    PROVIDER_CONNECTED = "PROVIDER_CONNECTED"
    DEFAULT_PROVIDER_SET = "DEFAULT_PROVIDER_SET"
    PAYMENT_METHOD_CHOSEN = "PAYMENT_METHOD_CHOSEN"


@dataclass(frozen=True, slots=True)
class Requirement:
    """A requirement, whether it is met now, and a message that says so or how to meet it."""

    code: RequirementCode
    is_met: bool
    message: str


@dataclass(frozen=True, slots=True)
class PrepaymentOffer:
    """Whether, how and within which limits a client can prepay now (D7).

    `reason` is for the client, and never reveals the firm's settings.
    """

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
    """The methods that are active at the account."""
    active = {PaymentMethod.CARD: connection.card_active, PaymentMethod.BANK_DEBIT: connection.bank_debit_active}
    return tuple(method for method, is_method_active in active.items() if is_method_active)


def default_connection(
    settings: models.PaymentSettings, connections: Sequence[models.ProviderConnection]
) -> models.ProviderConnection | None:
    """The default provider; None if none is set or it is not connected."""
    for connection in connections:
        if connection.id == settings.default_connection_id and connection.status is ProviderStatus.CONNECTED:
            return connection
    return None


def effective_prepayment_method(settings: models.PaymentSettings) -> PaymentMethodChoice | None:
    """The prepayment method: the payment method, or with CARD_OR_BANK_DEBIT the one chosen for prepayments (D3)."""
    if settings.payment_method is PaymentMethodChoice.CARD_OR_BANK_DEBIT and settings.prepayment_method is not None:
        return settings.prepayment_method
    return settings.payment_method


def prepayment_method_options(settings: models.PaymentSettings) -> tuple[PaymentMethodChoice, ...]:
    """The prepayment methods that the payment method allows: more than one only with CARD_OR_BANK_DEBIT (D3)."""
    if settings.payment_method is PaymentMethodChoice.CARD_OR_BANK_DEBIT:
        return tuple(PaymentMethodChoice)
    return () if settings.payment_method is None else (settings.payment_method,)


def set_payment_method(settings: models.PaymentSettings, method: PaymentMethodChoice | None) -> None:
    """Change the payment method, and the prepayment method with it (D4).

    A single method also replaces the prepayment method, if one is set. CARD_OR_BANK_DEBIT restores the prepayment
    method that the firm chose, or keeps the present one if it never chose. None keeps it, too.
    """
    settings.payment_method = method
    if method is PaymentMethodChoice.CARD_OR_BANK_DEBIT:
        settings.prepayment_method = settings.chosen_prepayment_method or settings.prepayment_method
    elif method is not None and settings.prepayment_method is not None:
        settings.prepayment_method = method


def available_invoice_methods(
    settings: models.PaymentSettings, connections: Sequence[models.ProviderConnection]
) -> tuple[PaymentMethod, ...]:
    """The methods to pay invoices with: those of the payment method that the default provider can take now (D4)."""
    return _available_methods(settings.payment_method, settings, connections)


def available_prepayment_methods(
    settings: models.PaymentSettings, connections: Sequence[models.ProviderConnection]
) -> tuple[PaymentMethod, ...]:
    """The methods to prepay with: those of the prepayment method that the default provider can take now (D3, D4).

    Does not check whether prepayment is enabled.
    """
    return _available_methods(effective_prepayment_method(settings), settings, connections)


def _available_methods(
    choice: PaymentMethodChoice | None,
    settings: models.PaymentSettings,
    connections: Sequence[models.ProviderConnection],
) -> tuple[PaymentMethod, ...]:
    default = default_connection(settings, connections)
    if choice is None or default is None:
        return ()
    active = active_methods(default)
    return tuple(method for method in _METHODS[choice] if method in active)


def check_requirements(
    settings: models.PaymentSettings, connections: Sequence[models.ProviderConnection]
) -> tuple[Requirement, ...]:
    """All four requirements, met or not (D2)."""
    met = {
        RequirementCode.INVOICES_VISIBLE_TO_CLIENTS: not settings.hide_invoices_from_clients,
        RequirementCode.PROVIDER_CONNECTED: any(
            connection.status is ProviderStatus.CONNECTED for connection in connections
        ),
        RequirementCode.DEFAULT_PROVIDER_SET: default_connection(settings, connections) is not None,
        RequirementCode.PAYMENT_METHOD_CHOSEN: bool(available_prepayment_methods(settings, connections)),
    }
    return tuple(Requirement(code, is_met, gettext(_MESSAGES[code][is_met])) for code, is_met in met.items())


# Of each requirement: if it is not met, and if it is.
_MESSAGES = {
    RequirementCode.INVOICES_VISIBLE_TO_CLIENTS: (
        gettext_noop("Invoices are hidden from clients. Show them to clients."),
        gettext_noop("Clients can see their invoices."),
    ),
    RequirementCode.PROVIDER_CONNECTED: (
        gettext_noop("No payment provider is connected. Connect one and complete its onboarding."),
        gettext_noop("A payment provider is connected."),
    ),
    RequirementCode.DEFAULT_PROVIDER_SET: (
        gettext_noop("No connected payment provider is the default. Set one as the default."),
        gettext_noop("A connected payment provider is the default."),
    ),
    RequirementCode.PAYMENT_METHOD_CHOSEN: (
        gettext_noop("Choose a payment method that the default provider supports: card, bank debit, or both."),
        gettext_noop("A payment method is chosen that the default provider supports."),
    ),
}


def is_prepayment_available(settings: models.PaymentSettings, connections: Sequence[models.ProviderConnection]) -> bool:
    """Whether clients can make prepayments now: prepayment is enabled, and every requirement is met (D4)."""
    requirements = check_requirements(settings, connections)
    return settings.prepayment_enabled and all(requirement.is_met for requirement in requirements)


def prepayment_range(currency: str, settings: models.PaymentSettings) -> tuple[Money | None, Money]:
    """The smallest and the largest prepayment: the firm's limits within the provider's (D10).

    The smallest is None if the firm has set none and the provider's is not known.
    """
    limits = gateway.charge_limits(currency)
    smallest = max(0 if limits.minimum is None else limits.minimum.minor, settings.prepayment_minimum or 0)
    largest = min(limits.maximum.minor, settings.prepayment_maximum or limits.maximum.minor)
    return Money(smallest, currency) if smallest else None, Money(largest, currency)


def can_prepay(
    settings: models.PaymentSettings, connections: Sequence[models.ProviderConnection], client: models.Client
) -> bool:
    """Whether a prepayment for this client can be made now (D7, D38)."""
    return is_active(client) and is_prepayment_available(settings, connections)


def unavailable_message(*, for_client: bool) -> str:
    """Say that prepayments are not available. Never reveals why: that depends on the firm's settings (D7)."""
    if for_client:
        return gettext("Prepayments are not available at the moment. Please contact your firm.")
    return gettext("Prepayments are not available at the moment.")


def prepayment_offer(
    currency: str,
    settings: models.PaymentSettings,
    connections: Sequence[models.ProviderConnection],
    client: models.Client,
) -> PrepaymentOffer:
    """The client's prepayment offer.

    The suggested amount is what the available credits lack of what is payable on all invoices: pending payments and
    the credits held for them are on their way already. None if the credits suffice.
    """
    if not can_prepay(settings, connections, client):
        return PrepaymentOffer(False, unavailable_message(for_client=True), (), None, None, None)
    minimum, maximum = prepayment_range(currency, settings)
    suggestion = None
    missing = client.due - client.pending - client.available
    if missing > 0:
        wanted = max(missing, 0 if minimum is None else minimum.minor)
        suggestion = Money(min(gateway.round_up_to_chargeable(Money(wanted, currency)).minor, maximum.minor), currency)
    methods = available_prepayment_methods(settings, connections)
    return PrepaymentOffer(True, None, methods, minimum, maximum, suggestion)
