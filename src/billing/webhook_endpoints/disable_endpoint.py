"""Disable a webhook endpoint that does not accept deliveries, with a notice to the owner and the admins (D55)."""

import ledger
import models
from billing.notices.add_notice import add_notice
from billing.transaction import Unchanged
from billing.webhook_endpoints import rules
from billing.webhook_endpoints.waiting_deliveries import end_waiting_deliveries
from models import NoticeKind, WebhookEndpointStatus


async def disable_endpoint(transaction: ledger.LedgerTransaction, endpoint: models.WebhookEndpoint) -> None:
    """Disable it inside an open transaction, and end what waits for it (D55).

    Raises Unchanged if it is disabled already, was deleted, or got another URL since `endpoint` was read.
    """
    current = await transaction.get(models.WebhookEndpoint, endpoint.id)
    transaction.set_subject(current)
    is_enabled = current.status is not WebhookEndpointStatus.DISABLED and current.deleted_at is None
    if not is_enabled or current.url != endpoint.url:
        raise Unchanged
    current.status = WebhookEndpointStatus.DISABLED
    await end_waiting_deliveries(transaction.session, current)
    await add_notice(transaction, NoticeKind.WEBHOOK_ENDPOINT_DISABLED, None, host=rules.host_of(current.url))
