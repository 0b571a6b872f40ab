"""Disconnect a provider: it takes no new payments, and open ones still settle (D5, D6)."""

import uuid

from sqlalchemy import select

import models
from billing.access import visibility
from billing.access.policy import OWNER_OR_ADMIN, require_permission
from billing.access.principals import Viewer
from billing.errors import NotFound
from billing.providers import accounts
from billing.services import Services


async def disconnect_provider(services: Services, viewer: Viewer, connection_id: uuid.UUID) -> None:
    """Disconnect the provider; does nothing if it is already disconnected. Raises NotFound."""
    require_permission(viewer, OWNER_OR_ADMIN)
    async with services.reads() as session:
        visible_id = await session.scalar(
            select(models.ProviderConnection.id).where(
                models.ProviderConnection.id == connection_id, visibility.provider_connections(viewer)
            )
        )
    if visible_id is None:
        raise NotFound
    await accounts.disconnect(services, viewer, connection_id)
