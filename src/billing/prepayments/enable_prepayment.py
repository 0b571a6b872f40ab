"""Enable prepayment, if its requirements are met, and choose its method among those of `availability` (D1-D3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import gateway
from billing import amount_input, event_changes
from billing.access.policy import OWNER_OR_ADMIN, require_permission
from billing.access.principals import Viewer
from billing.errors import DomainError, InvalidInput
from billing.prepayments import availability
from billing.prepayments.availability import Requirement
from billing.rows import load_payment_settings
from billing.services import Services
from billing.transaction import begin_transaction
from billing.unset import UNSET, Unset
from models import PaymentMethodChoice, PaymentSettings, ProviderConnection
from translation import gettext as _


class PrepaymentBlocked(DomainError):
    """Requirements of prepayment are not met; lists all of them (D2)."""

    def __init__(self, unmet: Sequence[Requirement]) -> None:
        sentences = [_("Prepayment cannot be enabled yet."), *(requirement.message for requirement in unmet)]
        super().__init__(" ".join(sentences))
        self.unmet = tuple(unmet)


class MethodNotOffered(DomainError):
    """The prepayment method is not one of the payment methods (D3)."""

    def __init__(self, options: tuple[PaymentMethodChoice, ...]) -> None:
        super().__init__(_("The firm's payment method does not include this prepayment method."))
        self.options = options


@dataclass(frozen=True, slots=True)
class EnablePrepaymentCommand:
    """UNSET leaves a setting unchanged; None clears `minimum` and `maximum`, decimals in the firm's currency.

    `method` is required if the payment method is CARD_OR_BANK_DEBIT and no prepayment method is set yet.
    """

    method: PaymentMethodChoice | Unset | None = UNSET
    minimum: Decimal | Unset | None = UNSET
    maximum: Decimal | Unset | None = UNSET


async def enable_prepayment(services: Services, viewer: Viewer, command: EnablePrepaymentCommand) -> None:
    """Enable prepayment, or change its settings if it is enabled.

    Raises PrepaymentBlocked, MethodNotOffered, InvalidAmount, InvalidInput.
    """
    require_permission(viewer, OWNER_OR_ADMIN)
    async with begin_transaction(services, viewer, "prepayment.enabled") as transaction:
        settings, connections = await load_payment_settings(transaction.session, transaction.firm.id)
        async with event_changes.record_settings(transaction):
            _enable(settings, connections, command, transaction.currency)


def _enable(
    settings: PaymentSettings,
    connections: Sequence[ProviderConnection],
    command: EnablePrepaymentCommand,
    currency: str,
) -> None:
    _set_method(settings, command)
    requirements = availability.check_requirements(settings, connections)
    unmet = [requirement for requirement in requirements if not requirement.is_met]
    if unmet:
        raise PrepaymentBlocked(unmet)
    if settings.prepayment_method is None:
        raise InvalidInput("method", _("Choose how clients can prepay: card, bank debit, or both."))
    _set_limits(settings, command, currency)
    settings.prepayment_enabled = True


def _set_method(settings: PaymentSettings, command: EnablePrepaymentCommand) -> None:
    # Without a payment method there are no options: nothing is set, and the unmet requirement says what is missing.
    options = availability.prepayment_method_options(settings)
    if command.method is not UNSET and command.method is not None and options and command.method not in options:
        raise MethodNotOffered(options)
    if len(options) == 1:
        settings.prepayment_method = options[0]
    elif command.method is not UNSET and options:
        settings.prepayment_method = settings.chosen_prepayment_method = command.method


def _set_limits(settings: PaymentSettings, command: EnablePrepaymentCommand, currency: str) -> None:
    if command.minimum is not UNSET:
        settings.prepayment_minimum = _parse_limit(command.minimum, currency, "minimum")
    if command.maximum is not UNSET:
        settings.prepayment_maximum = _parse_limit(command.maximum, currency, "maximum")
    limits = gateway.charge_limits(currency)
    minimum, maximum = settings.prepayment_minimum, settings.prepayment_maximum
    if minimum is not None and minimum > limits.maximum.minor:
        text = _("Enter a minimum of at most {maximum}.")
        raise InvalidInput("minimum", text.format(maximum=limits.maximum.format()))
    if maximum is not None and limits.minimum is not None and maximum < limits.minimum.minor:
        text = _("Enter a maximum of at least {minimum}.")
        raise InvalidInput("maximum", text.format(minimum=limits.minimum.format()))
    if minimum is not None and maximum is not None and minimum > maximum:
        raise InvalidInput("minimum", _("The minimum exceeds the maximum."))


def _parse_limit(amount: Decimal | None, currency: str, field: str) -> int | None:
    """The limit in minor units. It is offered to clients, so it has to be an amount that can be charged."""
    if amount is None:
        return None
    minor = amount_input.parse_amount(amount, currency, field)
    amount_input.check_exactly_chargeable(minor, currency, field)
    return minor
