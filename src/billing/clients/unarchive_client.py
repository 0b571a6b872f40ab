"""Unarchive a client (D38)."""

import uuid

import models
from billing.access import visibility
from billing.access.policy import MANAGE_CLIENTS, require_permission
from billing.access.principals import Viewer
from billing.active_clients import is_active
from billing.clients.rules import ClientResult
from billing.rows import get_visible
from billing.services import Services
from billing.transaction import Unchanged, begin_transaction


async def unarchive_client(services: Services, viewer: Viewer, client_id: uuid.UUID) -> ClientResult:
    """Unarchive the client; does nothing if it is not archived (D30). Raises NotFound."""
    require_permission(viewer, MANAGE_CLIENTS)
    async with begin_transaction(services, viewer, "client.unarchived") as transaction:
        client = await get_visible(transaction.session, models.Client, client_id, visibility.clients(viewer))
        transaction.set_client(client.id)
        transaction.set_subject(client)
        if is_active(client):
            raise Unchanged
        client.archived_at = None
    return ClientResult(client_id)
