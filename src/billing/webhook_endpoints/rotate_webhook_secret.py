"""Give a webhook endpoint a new secret (D53). Only an owner or admin can."""

import uuid

import models
from billing.access import visibility
from billing.access.policy import OWNER_OR_ADMIN, require_permission
from billing.access.principals import Viewer
from billing.rows import get_visible
from billing.services import Services
from billing.transaction import begin_transaction
from billing.webhook_endpoints import rules
from billing.webhook_endpoints.create_webhook_endpoint import WebhookSecretResult


async def rotate_webhook_secret(services: Services, viewer: Viewer, endpoint_id: uuid.UUID) -> WebhookSecretResult:
    """Return the endpoint's new secret. The former ones sign as well for `ROTATION_PERIOD`. Raises NotFound.

    Rotated several times within that period, all of them do, up to `MAX_SECRETS`, so that a lost answer leaves no
    receiver behind; after more rotations, the one from before the first and the newest ones (D53).
    """
    require_permission(viewer, OWNER_OR_ADMIN)
    is_visible = visibility.webhook_endpoints(viewer)
    async with begin_transaction(services, viewer, "webhook_endpoint.secret_rotated") as transaction:
        endpoint = await get_visible(transaction.session, models.WebhookEndpoint, endpoint_id, is_visible)
        transaction.set_subject(endpoint)
        last = endpoint.secret_rotated_at
        if last is None or transaction.now >= last + rules.ROTATION_PERIOD:
            endpoint.oldest_secret_version = endpoint.secret_version
        endpoint.secret_version += 1
        endpoint.secret_rotated_at = transaction.now
        secret = rules.current_secret(services, endpoint)
    return WebhookSecretResult(endpoint_id, secret)
