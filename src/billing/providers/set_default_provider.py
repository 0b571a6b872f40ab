"""Set the default provider, which takes all new payments (D5)."""

import uuid

import models
from billing import event_changes
from billing.access import visibility
from billing.access.policy import OWNER_OR_ADMIN, require_permission
from billing.access.principals import Viewer
from billing.errors import InvalidInput
from billing.prepayments.availability import is_prepayment_available
from billing.prepayments.availability_notice import add_notice_if_unavailable
from billing.rows import get_visible, load_payment_settings
from billing.services import Services
from billing.transaction import Unchanged, begin_transaction
from models import ProviderStatus
from translation import gettext as _


async def set_default_provider(services: Services, viewer: Viewer, connection_id: uuid.UUID) -> None:
    """Make a connected provider the default. Raises NotFound, and InvalidInput if it is not connected."""
    require_permission(viewer, OWNER_OR_ADMIN)
    async with begin_transaction(services, viewer, "provider.default") as transaction:
        is_visible = visibility.rows_for_owner_and_admins(viewer, models.ProviderConnection)
        connection = await get_visible(transaction.session, models.ProviderConnection, connection_id, is_visible)
        settings, connections = await load_payment_settings(transaction.session, transaction.firm.id)
        if settings.default_connection_id == connection.id and connection.status is ProviderStatus.CONNECTED:
            raise Unchanged
        was_available = is_prepayment_available(settings, connections)
        transaction.set_subject(connection)
        async with event_changes.record_settings(transaction):
            make_default(settings, connection, "providerId")
        await add_notice_if_unavailable(
            transaction, settings, connections, was_available=was_available, cause=connection
        )


def make_default(settings: models.PaymentSettings, connection: models.ProviderConnection, field: str) -> None:
    """Set the default in the settings, or in a copy for a preview. Raises InvalidInput if it is not connected."""
    if connection.status is not ProviderStatus.CONNECTED:
        raise InvalidInput(field, _("Only a connected provider can be the default."))
    settings.default_connection_id = connection.id
