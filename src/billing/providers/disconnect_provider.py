"""Disconnect a provider: it takes no new payments, and open ones still settle (D5, D6)."""

import uuid

import models
from billing.access import visibility
from billing.access.policy import OWNER_OR_ADMIN, require_permission
from billing.access.principals import Viewer
from billing.providers import accounts
from billing.rows import get_visible
from billing.services import Services


async def disconnect_provider(services: Services, viewer: Viewer, connection_id: uuid.UUID) -> None:
    """Disconnect the provider; does nothing if it is already disconnected. Raises NotFound."""
    require_permission(viewer, OWNER_OR_ADMIN)
    is_visible = visibility.rows_for_owner_and_admins(viewer, models.ProviderConnection)
    async with services.reads() as session:
        await get_visible(session, models.ProviderConnection, connection_id, is_visible)
    await accounts.disconnect(services, viewer, connection_id)
