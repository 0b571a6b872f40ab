"""Results of mutations on webhook endpoints."""

from typing import Annotated, TypeAlias

from graph import described
from graph import user_errors as errors
from graph.types import lazy


@described.object_type
class CreateWebhookEndpointPayload:
    """A webhook endpoint with a new secret."""

    webhook_endpoint: lazy.WebhookEndpoint = described.field("The endpoint as it is now.")
    secret: str | None = described.field(
        "The secret by which the receiver verifies signatures: `whsec_` and base64, as libraries for Standard Webhooks"
        " take it. Shown here once and never again: null if an earlier request had the same key."
    )


@described.object_type
class WebhookEndpointPayload:
    """A webhook endpoint that was changed."""

    webhook_endpoint: lazy.WebhookEndpoint = described.field("The endpoint as it is now.")


@described.object_type
class DeleteWebhookEndpointPayload:
    """The firm without the webhook endpoint."""

    firm: lazy.Firm = described.field("The firm.")


@described.object_type
class WebhookDeliveryPayload:
    """A delivery that is sent again."""

    delivery: lazy.WebhookDelivery = described.field("The delivery as it is now.")


CreateWebhookEndpointResult: TypeAlias = Annotated[
    CreateWebhookEndpointPayload | errors.NotFound | errors.InvalidInput | errors.IdempotencyConflict,
    described.result_of("createWebhookEndpoint", "rotateWebhookSecret", name="CreateWebhookEndpointResult"),
]

WebhookEndpointResult: TypeAlias = Annotated[
    WebhookEndpointPayload | errors.NotFound | errors.InvalidInput,
    described.result_of("updateWebhookEndpoint", name="WebhookEndpointResult"),
]

DeleteWebhookEndpointResult: TypeAlias = Annotated[
    DeleteWebhookEndpointPayload | errors.NotFound, described.result_of("deleteWebhookEndpoint")
]

RedeliverWebhookResult: TypeAlias = Annotated[
    WebhookDeliveryPayload | errors.NotFound, described.result_of("redeliverWebhook")
]
