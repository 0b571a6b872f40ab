"""Change the URL or the kinds of a webhook endpoint, enable or disable it (D53). Only an owner or admin can."""

import uuid
from dataclasses import dataclass

import models
from billing.access import visibility
from billing.access.policy import OWNER_OR_ADMIN, require_permission
from billing.access.principals import Viewer
from billing.notices.webhook_deliveries import encode_kinds
from billing.rows import get_visible
from billing.services import Services
from billing.transaction import Unchanged, begin_transaction
from billing.unset import UNSET, Unset
from billing.webhook_endpoints import rules
from billing.webhook_endpoints.waiting_deliveries import end_waiting_deliveries
from models import NoticeKind, WebhookEndpointStatus


@dataclass(frozen=True, slots=True)
class UpdateWebhookEndpointCommand:
    """Input of `updateWebhookEndpoint`. UNSET leaves a field unchanged; None for `kinds` is all of them."""

    endpoint_id: uuid.UUID
    url: str | Unset = UNSET
    kinds: tuple[NoticeKind, ...] | Unset | None = UNSET
    enabled: bool | Unset = UNSET


async def update_webhook_endpoint(services: Services, viewer: Viewer, command: UpdateWebhookEndpointCommand) -> None:
    """Change the endpoint. Without a change, nothing is recorded. Raises NotFound, InvalidInput.

    A new URL, or enabling it, resets how long deliveries have failed. Disabling it ends the waiting deliveries.
    """
    require_permission(viewer, OWNER_OR_ADMIN)
    is_visible = visibility.webhook_endpoints(viewer)
    async with services.reads() as session:
        await get_visible(session, models.WebhookEndpoint, command.endpoint_id, is_visible)
    if command.kinds is not UNSET:
        rules.check_kinds(command.kinds)
    url = UNSET if command.url is UNSET else await rules.check_url(services, viewer.firm_id, command.url)
    async with begin_transaction(services, viewer, "webhook_endpoint.updated") as transaction:
        endpoint = await get_visible(transaction.session, models.WebhookEndpoint, command.endpoint_id, is_visible)
        transaction.set_subject(endpoint)
        before = (endpoint.url, endpoint.kinds, endpoint.status)
        if url is not UNSET and url != endpoint.url:
            endpoint.url, endpoint.failing_since = url, None
            if endpoint.status is WebhookEndpointStatus.FAILING:
                endpoint.status = WebhookEndpointStatus.ACTIVE
        if command.kinds is not UNSET:
            endpoint.kinds = encode_kinds(command.kinds)
        if command.enabled is True:
            endpoint.status, endpoint.failing_since = WebhookEndpointStatus.ACTIVE, None
        elif command.enabled is False:
            endpoint.status = WebhookEndpointStatus.DISABLED
            await end_waiting_deliveries(transaction.session, endpoint)
        if (endpoint.url, endpoint.kinds, endpoint.status) == before:
            raise Unchanged
