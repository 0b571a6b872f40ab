"""Delete a webhook endpoint (D53). Only an owner or admin can."""

import uuid

import models
from billing.access import visibility
from billing.access.policy import OWNER_OR_ADMIN, require_permission
from billing.access.principals import Viewer
from billing.rows import get_visible
from billing.services import Services
from billing.transaction import begin_transaction
from billing.webhook_endpoints.waiting_deliveries import end_waiting_deliveries


async def delete_webhook_endpoint(services: Services, viewer: Viewer, endpoint_id: uuid.UUID) -> None:
    """Mark the endpoint as deleted and end its waiting deliveries: nothing is sent to it any more. Raises NotFound."""
    require_permission(viewer, OWNER_OR_ADMIN)
    is_visible = visibility.webhook_endpoints(viewer)
    async with begin_transaction(services, viewer, "webhook_endpoint.deleted") as transaction:
        endpoint = await get_visible(transaction.session, models.WebhookEndpoint, endpoint_id, is_visible)
        transaction.set_subject(endpoint)
        endpoint.deleted_at = transaction.now
        await end_waiting_deliveries(transaction.session, endpoint)
