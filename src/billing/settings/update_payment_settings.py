"""A firm changes how it takes payments (D3, D4)."""

from __future__ import annotations

from dataclasses import dataclass

import models
from billing.access.policy import OWNER_OR_ADMIN, require
from billing.access.principals import Viewer
from billing.errors import InvalidInput
from billing.services import Services
from billing.transaction import transaction
from billing.unset import UNSET, Unset
from models import CreditApplication, PaymentMethodChoice


@dataclass(frozen=True, slots=True)
class UpdatePaymentSettings:
    """The change. UNSET leaves as it is; None clears, where there may be nothing."""

    hide_invoices_from_clients: bool | Unset | None = UNSET
    payment_method: PaymentMethodChoice | Unset | None = UNSET
    credit_application: CreditApplication | Unset | None = UNSET


async def update_payment_settings(services: Services, viewer: Viewer, wish: UpdatePaymentSettings) -> None:
    """Change the settings, all or nothing. Raise InvalidInput where something that must be there is cleared.

    A prepayment method that the narrowed payment method no longer has follows it (D4).
    """
    require(viewer, OWNER_OR_ADMIN)
    async with transaction(services, viewer, "settings.updated") as book:
        change(await book.session.get_one(models.PaymentSettings, book.firm.id), wish)


def change(settings: models.PaymentSettings, wish: UpdatePaymentSettings) -> None:
    """The rule alone: what the wish makes of the settings, or of a copy of them. Raise InvalidInput."""
    if wish.hide_invoices_from_clients is None:
        raise InvalidInput("hideInvoicesFromClients", "This is either true or false.")
    if wish.credit_application is None:
        raise InvalidInput("creditApplication", "This cannot be cleared.")
    if wish.hide_invoices_from_clients is not UNSET:
        settings.hide_invoices_from_clients = wish.hide_invoices_from_clients
    if wish.credit_application is not UNSET:
        settings.credit_application = wish.credit_application
    if wish.payment_method is not UNSET:
        settings.payment_method = wish.payment_method
        narrowed = wish.payment_method not in (None, PaymentMethodChoice.CARD_OR_BANK_DEBIT)
        if narrowed and settings.prepayment_method is not None:
            settings.prepayment_method = wish.payment_method
