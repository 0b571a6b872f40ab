"""Webhook endpoints of a firm, and what tests read of their deliveries."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

import models
from billing.webhook_endpoints.create_webhook_endpoint import CreateWebhookEndpointCommand, create_webhook_endpoint
from models import NoticeKind, WebhookDelivery, WebhookEndpoint
from tests.support.firm import Firm


@dataclass(frozen=True)
class CreatedEndpoint:
    """An endpoint, with its first secret."""

    firm: Firm
    id: uuid.UUID
    secret: str

    async def load(self) -> WebhookEndpoint:
        async with self.firm.app.services.reads() as session:
            return await session.get_one(WebhookEndpoint, (self.firm.id, self.id))

    async def status(self) -> str:
        return (await self.load()).status.name

    async def deliveries(self) -> list[WebhookDelivery]:
        """Its deliveries, oldest first."""
        of_endpoint = select(WebhookDelivery).where(WebhookDelivery.endpoint_id == self.id)
        async with self.firm.app.services.reads() as session:
            return list(await session.scalars(of_endpoint.order_by(WebhookDelivery.id)))


async def create_endpoint(firm: Firm, url: str, kinds: Sequence[NoticeKind] | None = None) -> CreatedEndpoint:
    """Create an endpoint as the firm's owner."""
    command = CreateWebhookEndpointCommand(url, None if kinds is None else tuple(kinds), firm.app.new_key())
    result = await create_webhook_endpoint(firm.app.services, firm.owner, command)
    assert result.secret is not None
    return CreatedEndpoint(firm, result.endpoint_id, result.secret)


async def notice_kinds(firm: Firm, deliveries: Sequence[WebhookDelivery]) -> list[str]:
    """The kind of each delivery's notice."""
    async with firm.app.services.reads() as session:
        return [
            (await session.get_one(models.Notice, (firm.id, delivery.notice_id))).kind.name for delivery in deliveries
        ]
