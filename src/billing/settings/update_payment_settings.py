"""Update a firm's payment settings. Only an owner or admin can, never an employee (D1, D3, D4)."""

from dataclasses import dataclass

import models
from billing import event_changes
from billing.access.policy import OWNER_OR_ADMIN, require_permission
from billing.access.principals import Viewer
from billing.prepayments.availability import is_prepayment_available, set_payment_method
from billing.prepayments.availability_notice import add_notice_if_unavailable
from billing.rows import load_payment_settings
from billing.services import Services
from billing.transaction import begin_transaction
from billing.unset import UNSET, Unset
from models import CreditApplication, PaymentMethodChoice


@dataclass(frozen=True, slots=True)
class UpdatePaymentSettingsCommand:
    """UNSET leaves a setting unchanged. `payment_method` can be cleared with None."""

    hide_invoices_from_clients: bool | Unset = UNSET
    payment_method: PaymentMethodChoice | Unset | None = UNSET
    credit_application: CreditApplication | Unset = UNSET


async def update_payment_settings(services: Services, viewer: Viewer, command: UpdatePaymentSettingsCommand) -> None:
    """Update the settings.

    `prepayments.availability.set_payment_method` keeps the prepayment method one of the payment methods (D3, D4).
    """
    require_permission(viewer, OWNER_OR_ADMIN)
    async with begin_transaction(services, viewer, "settings.updated") as transaction:
        settings, connections = await load_payment_settings(transaction.session, transaction.firm.id)
        was_available = is_prepayment_available(settings, connections)
        async with event_changes.record_settings(transaction):
            apply_settings(settings, command)
        await add_notice_if_unavailable(transaction, settings, connections, was_available=was_available)


def apply_settings(settings: models.PaymentSettings, command: UpdatePaymentSettingsCommand) -> None:
    """Apply the command to the settings, or to a copy for a preview."""
    if command.hide_invoices_from_clients is not UNSET:
        settings.hide_invoices_from_clients = command.hide_invoices_from_clients
    if command.credit_application is not UNSET:
        settings.credit_application = command.credit_application
    if command.payment_method is not UNSET:
        set_payment_method(settings, command.payment_method)
