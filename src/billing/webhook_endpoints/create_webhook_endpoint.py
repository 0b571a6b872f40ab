"""Add a webhook endpoint to the firm (D53). Only an owner or admin can."""

import uuid
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

import ledger
import models
from billing.access import visibility
from billing.access.policy import OWNER_OR_ADMIN, require_permission
from billing.access.principals import Viewer
from billing.errors import InvalidInput, NotFound
from billing.idempotency import KeyedCommand, run_once
from billing.notices.webhook_deliveries import encode_kinds
from billing.services import Services
from billing.webhook_endpoints import rules
from models import NoticeKind
from translation import gettext as _


@dataclass(frozen=True, slots=True)
class CreateWebhookEndpointCommand:
    """Input of `createWebhookEndpoint`. Without `kinds`, the endpoint gets all of them."""

    url: str
    kinds: tuple[NoticeKind, ...] | None
    idempotency_key: str


@dataclass(frozen=True, slots=True)
class WebhookSecretResult:
    """An endpoint, and its new secret. None if the request is a replay: a secret is shown once."""

    endpoint_id: uuid.UUID
    secret: str | None


async def create_webhook_endpoint(
    services: Services, viewer: Viewer, command: CreateWebhookEndpointCommand
) -> WebhookSecretResult:
    """Add the endpoint. From now on it gets notices.

    Raises InvalidInput, IdempotencyConflict, and NotFound if the key was used before, and its endpoint is deleted.
    """
    require_permission(viewer, OWNER_OR_ADMIN)
    rules.check_kinds(command.kinds)
    url = await rules.check_url(services, viewer.firm_id, command.url)
    keyed = KeyedCommand(viewer, "createWebhookEndpoint", command.idempotency_key, command)

    async def create(transaction: ledger.LedgerTransaction) -> WebhookSecretResult:
        await _check_number(transaction.session, transaction.firm.id)
        operation = await keyed.claim(transaction)
        endpoint = models.WebhookEndpoint(
            firm_id=transaction.firm.id, id=models.new_id(), operation_id=operation.id, url=url,
            kinds=encode_kinds(command.kinds), secret_version=1, oldest_secret_version=1, created_at=transaction.now,
        )  # fmt: skip
        await transaction.add(endpoint)
        return WebhookSecretResult(endpoint.id, rules.current_secret(services, endpoint))

    async def replay(operation: models.Operation) -> WebhookSecretResult:
        endpoint = models.WebhookEndpoint
        claimed = select(endpoint.id).where(visibility.webhook_endpoints(viewer), endpoint.operation_id == operation.id)
        async with services.reads() as session:
            endpoint_id = await session.scalar(claimed)
        if endpoint_id is None:
            raise NotFound
        return WebhookSecretResult(endpoint_id, None)

    return await run_once(services, keyed, "webhook_endpoint.added", create, replay)


async def _check_number(session: AsyncSession, firm_id: uuid.UUID) -> None:
    endpoint = models.WebhookEndpoint
    of_firm = (endpoint.firm_id == firm_id, endpoint.deleted_at.is_(None))
    number = await session.scalar(select(func.count()).select_from(endpoint).where(*of_firm))
    if (number or 0) >= rules.MAX_ENDPOINTS:
        text = _("A firm can have at most {count} webhook endpoints. Delete one first.")
        raise InvalidInput("url", text.format(count=rules.MAX_ENDPOINTS))
