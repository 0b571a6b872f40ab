"""Stripe's webhooks: verified, turned into a job and acknowledged."""

import structlog
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

import gateway
from billing.providers import webhooks
from server.container import App
from server.ops.metrics import PROVIDER_WEBHOOKS

_log = structlog.get_logger()

_MAX_BODY_BYTES = 1024 * 1024


async def receive_webhook(app: App, request: Request) -> Response:
    """Receive one webhook of Stripe Connect. Responds 200 only after the job is committed."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MAX_BODY_BYTES:
            PROVIDER_WEBHOOKS.labels("too large").inc()
            return PlainTextResponse("The body is too large.", 413)
    signature = request.headers.get("stripe-signature")
    try:
        subject = app.services.provider.parse_webhook(body, signature, app.services.clock())
    except gateway.InvalidWebhook:
        PROVIDER_WEBHOOKS.labels("invalid").inc()
        _log.warning("invalid webhook")
        return PlainTextResponse("Invalid webhook: check the signing secret and the clock.", 400)
    if subject is not None:
        await webhooks.handle_webhook(app.services, subject)
    PROVIDER_WEBHOOKS.labels("ignored" if subject is None else "taken").inc()
    return PlainTextResponse("Accepted.")
