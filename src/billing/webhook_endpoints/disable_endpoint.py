"""Disable a webhook endpoint that does not accept deliveries, with a notice to the owner and the admins (D55)."""

import models
from billing.access.principals import System
from billing.notices.add_notice import add_notice
from billing.services import Services
from billing.transaction import Unchanged, begin_transaction
from billing.webhook_endpoints import rules
from billing.webhook_endpoints.waiting_deliveries import end_waiting_deliveries
from models import NoticeKind, WebhookEndpointStatus


async def disable_endpoint(services: Services, endpoint: models.WebhookEndpoint) -> None:
    """Disable it, unless it is already, was deleted, or got another URL since `endpoint` was read."""
    async with begin_transaction(services, System(endpoint.firm_id), "webhook_endpoint.disabled") as transaction:
        current = await transaction.get(models.WebhookEndpoint, endpoint.id)
        transaction.set_subject(current)
        is_enabled = current.status is not WebhookEndpointStatus.DISABLED and current.deleted_at is None
        if not is_enabled or current.url != endpoint.url:
            raise Unchanged
        current.status = WebhookEndpointStatus.DISABLED
        await end_waiting_deliveries(transaction.session, current)
        await add_notice(transaction, NoticeKind.WEBHOOK_ENDPOINT_DISABLED, None, host=rules.host_of(current.url))
    services.notifications.notify_jobs_due()
