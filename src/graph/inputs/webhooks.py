"""Inputs of mutations on webhook endpoints."""

import strawberry

import models
from billing import idempotency
from billing.webhook_endpoints import rules
from graph import described

_URL = (
    f"The address, at most {models.WEBHOOK_URL_LENGTH} characters: https, without user name and password, at a host of"
    " the public Internet. Its name is resolved now, and at each delivery."
)
_KINDS = (
    "The kinds of notices that it gets, of those that the owner and the admins can read. Null: all of them. An empty"
    " list is refused."
)


@described.input_type
class CreateWebhookEndpointInput:
    """A webhook endpoint to create."""

    url: str = described.field(f"{_URL} A firm can have at most {rules.MAX_ENDPOINTS} endpoints.")
    kinds: list[models.NoticeKind] | None = described.optional(_KINDS)
    idempotency_key: str = described.field(
        "A key that you choose, new for each operation: 1 to"
        f" {idempotency.MAX_KEY_LENGTH} characters. Retrying with the same key and the same input is"
        " safe: it returns the endpoint of the first request, but not its secret again. See rotateWebhookSecret."
    )


@described.input_type
class UpdateWebhookEndpointInput:
    """Changes to a webhook endpoint. Omitted fields stay unchanged."""

    webhook_endpoint_id: strawberry.ID = described.field("The endpoint to change.")
    url: str | None = described.optional(f"{_URL} Cannot be null.")
    kinds: list[models.NoticeKind] | None = described.optional(_KINDS)
    enabled: bool | None = described.optional(
        "False disables it, and ends the deliveries that wait; true enables it, and forgets that it failed. Cannot be"
        " null."
    )


@described.input_type
class WebhookEndpointInput:
    """A webhook endpoint."""

    webhook_endpoint_id: strawberry.ID = described.field("The endpoint.")


@described.input_type
class RedeliverWebhookInput:
    """A delivery to send again."""

    delivery_id: strawberry.ID = described.field("The delivery.")
