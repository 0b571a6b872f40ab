"""Receivers of webhooks: the firms' own systems, at addresses that firms enter and nobody trusts.

- `types`: an outgoing webhook, and why it was not delivered
- `addresses`: which URLs and network addresses may be called
- `signatures`: the headers of the Standard Webhooks specification
- `sender`: one delivery by HTTP
"""

from gateway.webhook_endpoints.sender import WebhookSender
from gateway.webhook_endpoints.signatures import encode_webhook_secret
from gateway.webhook_endpoints.types import OutgoingWebhook, WebhookNotDelivered, WebhookUrlInvalid, WebhookUrlProblem
