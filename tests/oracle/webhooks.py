"""The oracle's fields of webhook endpoints and deliveries."""

from __future__ import annotations

from typing import Any

import models
from billing.webhook_endpoints import failure_messages
from tests.oracle import pagination
from tests.oracle.resolver_context import ResolverContext
from tests.oracle.vocabulary import Arguments, Field, column_field, visible_reference


def endpoints(context: ResolverContext, _firm: Any, _arguments: Arguments) -> list[models.WebhookEndpoint]:
    """The endpoints of the firm, oldest first."""
    return [row for row in context.rows.where(models.WebhookEndpoint) if context.is_visible(row)]


def _kinds(_context: ResolverContext, row: models.WebhookEndpoint, _arguments: Arguments) -> Any:
    return None if row.kinds is None else [models.NoticeKind[name] for name in row.kinds.split(" ")]


def _last_error(_context: ResolverContext, row: models.WebhookDelivery, _arguments: Arguments) -> str | None:
    return None if row.last_error is None else failure_messages.message_of(row.last_error, row.last_status)


FIELDS: dict[str, dict[str, Field]] = {
    "WebhookEndpoint": {
        "url": column_field("url"),
        "kinds": _kinds,
        "status": column_field("status"),
        "createdAt": column_field("created_at"),
        "deliveries": pagination.webhook_deliveries,
    },
    "WebhookDelivery": {
        "notice": visible_reference(models.Notice, "notice_id"),
        "attempts": column_field("attempts"),
        "succeededAt": column_field("succeeded_at"),
        "nextAttemptAt": column_field("next_attempt_at"),
        "lastStatus": column_field("last_status"),
        "lastError": _last_error,
    },
}
