"""A firm lets its clients pay ahead, once all that it takes is there (D1 to D3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import gateway
from billing.access.policy import OWNER_OR_ADMIN, require
from billing.access.principals import Viewer
from billing.errors import InvalidInput, Refusal
from billing.payments import allocation
from billing.prepayments import availability
from billing.prepayments.availability import Requirement
from billing.services import Services
from billing.transaction import settings_of, transaction
from billing.unset import UNSET, Unset
from models import PaymentMethodChoice, PaymentSettings


class PrepaymentBlocked(Refusal):
    """Something that prepayment needs is missing: every one of them is named (D2)."""

    def __init__(self, unmet: Sequence[Requirement]) -> None:
        super().__init__("Prepayment cannot be enabled yet: " + " ".join(one.message for one in unmet))
        self.unmet = tuple(unmet)


class MethodNotOffered(Refusal):
    """The payment method leaves no such choice (D3)."""

    def __init__(self, options: tuple[PaymentMethodChoice, ...]) -> None:
        super().__init__("The payment method does not allow this prepayment method.")
        self.options = options


@dataclass(frozen=True, slots=True)
class EnablePrepayment:
    """The wish. UNSET leaves as it is, None clears. `method` is needed only where there is a choice."""

    method: PaymentMethodChoice | Unset | None = UNSET
    minimum: Decimal | Unset | None = UNSET
    maximum: Decimal | Unset | None = UNSET


async def enable_prepayment(services: Services, viewer: Viewer, wish: EnablePrepayment) -> None:
    """Switch prepayment on; where it is on, change it. All or nothing.

    Raise PrepaymentBlocked, MethodNotOffered, InvalidAmount, InvalidInput.
    """
    require(viewer, OWNER_OR_ADMIN)
    async with transaction(services, viewer, "prepayment.enabled") as book:
        settings, connections = await settings_of(book.session, book.firm.id)
        _choose(settings, wish)
        unmet = [one for one in availability.requirements(settings, connections) if not one.met]
        if unmet:
            raise PrepaymentBlocked(unmet)
        if settings.prepayment_method is None:
            raise InvalidInput("method", "Clients could pay by card or by bank debit: choose one, or both.")
        _bound(settings, wish, book.currency)
        settings.prepayment_enabled = True


def _choose(settings: PaymentSettings, wish: EnablePrepayment) -> None:
    options = availability.prepayment_method_options(settings)
    if wish.method is not UNSET and wish.method is not None and options and wish.method not in options:
        raise MethodNotOffered(options)
    if len(options) == 1:
        settings.prepayment_method = options[0]
    elif wish.method is not UNSET and options:
        settings.prepayment_method = wish.method


def _bound(settings: PaymentSettings, wish: EnablePrepayment, currency: str) -> None:
    if wish.minimum is not UNSET:
        settings.prepayment_minimum = (
            None if wish.minimum is None else allocation.parse(wish.minimum, currency, "minimum")
        )
    if wish.maximum is not UNSET:
        settings.prepayment_maximum = (
            None if wish.maximum is None else allocation.parse(wish.maximum, currency, "maximum")
        )
    limits = gateway.charge_limits(currency)
    minimum, maximum = settings.prepayment_minimum, settings.prepayment_maximum
    if minimum is not None and minimum > limits.maximum.minor:
        raise InvalidInput("minimum", f"The provider charges at most {limits.maximum.written()}.")
    if maximum is not None and maximum < limits.minimum.minor:
        raise InvalidInput("maximum", f"The provider charges at least {limits.minimum.written()}.")
    if minimum is not None and maximum is not None and minimum > maximum:
        raise InvalidInput("minimum", "The minimum is above the maximum.")
