"""Signatures as the Standard Webhooks specification says, by its library. The only module that imports it."""

import base64

import standardwebhooks

from gateway.webhook_endpoints.types import OutgoingWebhook

_SECRET_PREFIX = "whsec_"  # noqa: S105  (not a secret)


def encode_webhook_secret(key: bytes) -> str:
    """The secret as receivers configure it: `whsec_` and the key in base64."""
    # The library decodes such a text, but does not write it.
    return _SECRET_PREFIX + base64.b64encode(key).decode()


def signature_headers(webhook: OutgoingWebhook) -> dict[str, str]:
    """The headers by which the receiver verifies the body, recognizes a repetition, and refuses an old one."""
    signatures = [
        standardwebhooks.Webhook(secret).sign(webhook.id, webhook.at, webhook.body) for secret in webhook.secrets
    ]
    return {
        "webhook-id": webhook.id,
        "webhook-timestamp": str(int(webhook.at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
