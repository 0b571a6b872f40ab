"""Send a delivery to a webhook endpoint again (D55). Only an owner or admin can."""

import uuid

import models
from billing.access import visibility
from billing.access.policy import OWNER_OR_ADMIN, require_permission
from billing.access.principals import Viewer
from billing.rows import get_visible
from billing.services import Services
from billing.transaction import begin_transaction
from billing.webhook_endpoints.waiting_deliveries import repeat_delivery


async def redeliver_webhook(services: Services, viewer: Viewer, delivery_id: uuid.UUID) -> None:
    """Send the delivery now, whatever became of it, with the same webhook id and with retries as at first.

    Also to a disabled endpoint, which stays disabled. Raises NotFound.
    """
    require_permission(viewer, OWNER_OR_ADMIN)
    is_visible = visibility.webhook_deliveries(viewer)
    async with begin_transaction(services, viewer, "webhook_endpoint.redelivered") as transaction:
        delivery = await get_visible(transaction.session, models.WebhookDelivery, delivery_id, is_visible)
        transaction.set_subject(await transaction.get(models.WebhookEndpoint, delivery.endpoint_id))
        await repeat_delivery(transaction.session, delivery, transaction.now)
    services.notifications.notify_jobs_due()
