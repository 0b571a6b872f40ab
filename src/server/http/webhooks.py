"""Stripe's messages: verified on the raw body, turned into a job, answered at once."""

from __future__ import annotations

import structlog
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

import gateway
from billing.providers import webhooks
from server.container import App
from server.ops.metrics import WEBHOOK_MESSAGES

_log = structlog.get_logger()

_MAX_BODY_BYTES = 1024 * 1024


class StripeWebhook:
    """The endpoint for Stripe Connect's messages. 200 only once the job they ask for is committed."""

    def __init__(self, app: App) -> None:
        self._services = app.services

    async def post(self, request: Request) -> Response:
        """Take one message."""
        body = b""
        async for chunk in request.stream():
            body += chunk
            if len(body) > _MAX_BODY_BYTES:
                WEBHOOK_MESSAGES.labels("too large").inc()
                return PlainTextResponse("too large", 413)
        signature = request.headers.get("stripe-signature")
        try:
            hint = self._services.provider.parse_webhook(body, signature, self._services.clock())
        except gateway.InvalidWebhook:
            WEBHOOK_MESSAGES.labels("not signed").inc()
            _log.warning("message that Stripe did not sign just now")
            return PlainTextResponse("not signed, or not just now", 400)
        if hint is not None:
            await webhooks.handle_webhook(self._services, hint)
        WEBHOOK_MESSAGES.labels("ignored" if hint is None else "taken").inc()
        return PlainTextResponse("taken")
