"""Webhook endpoints of the firm."""

from typing import Annotated

from billing.webhook_endpoints import (
    create_webhook_endpoint,
    delete_webhook_endpoint,
    redeliver_webhook,
    rotate_webhook_secret,
    update_webhook_endpoint,
)
from graph import described, global_ids, input_validation, sqlquery
from graph.context import Info
from graph.inputs import webhooks as inputs
from graph.payloads import webhooks as payloads


async def create(
    info: Info, input_: Annotated[inputs.CreateWebhookEndpointInput, described.input_argument("The endpoint.")]
) -> payloads.CreateWebhookEndpointResult | None:
    """Create a webhook endpoint, which receives notices from now on. NotFound is returned for a key that was used
    before, if its endpoint was deleted.
    """
    kinds = input_validation.none_if_unset(input_.kinds)
    command = create_webhook_endpoint.CreateWebhookEndpointCommand(
        url=input_.url,
        kinds=None if kinds is None else tuple(kinds),
        idempotency_key=input_validation.validate_idempotency_key(input_.idempotency_key),
    )
    return _secret_payload(await info.context.run_for_viewer(create_webhook_endpoint.create_webhook_endpoint, command))


async def update(
    info: Info, input_: Annotated[inputs.UpdateWebhookEndpointInput, described.input_argument("The changes.")]
) -> payloads.WebhookEndpointResult | None:
    """Change a webhook endpoint, enable or disable it. Either all changes are made, or none."""
    kinds = input_validation.to_change(input_.kinds)
    command = update_webhook_endpoint.UpdateWebhookEndpointCommand(
        endpoint_id=global_ids.require("WebhookEndpoint", input_.webhook_endpoint_id),
        url=input_validation.to_non_null_change(input_.url, "url"),
        kinds=tuple(kinds) if isinstance(kinds, list) else kinds,
        enabled=input_validation.to_non_null_change(input_.enabled, "enabled"),
    )
    await info.context.run_for_viewer(update_webhook_endpoint.update_webhook_endpoint, command)
    return payloads.WebhookEndpointPayload(webhook_endpoint=sqlquery.object_ref("WebhookEndpoint", command.endpoint_id))


async def delete(
    info: Info, input_: Annotated[inputs.WebhookEndpointInput, described.input_argument("The endpoint to delete.")]
) -> payloads.DeleteWebhookEndpointResult | None:
    """Delete a webhook endpoint with its deliveries. Nothing is sent to it any more."""
    endpoint_id = global_ids.require("WebhookEndpoint", input_.webhook_endpoint_id)
    await info.context.run_for_viewer(delete_webhook_endpoint.delete_webhook_endpoint, endpoint_id)
    return payloads.DeleteWebhookEndpointPayload(
        firm=sqlquery.object_ref("Firm", info.context.authenticated_viewer.firm_id)
    )


async def rotate_secret(
    info: Info, input_: Annotated[inputs.WebhookEndpointInput, described.input_argument("The endpoint.")]
) -> payloads.CreateWebhookEndpointResult | None:
    """Give a webhook endpoint a new secret. For 24 hours, notices are signed with the former secret as well, so that
    the receiver can be changed meanwhile.
    """
    endpoint_id = global_ids.require("WebhookEndpoint", input_.webhook_endpoint_id)
    return _secret_payload(await info.context.run_for_viewer(rotate_webhook_secret.rotate_webhook_secret, endpoint_id))


async def redeliver(
    info: Info, input_: Annotated[inputs.RedeliverWebhookInput, described.input_argument("The delivery.")]
) -> payloads.RedeliverWebhookResult | None:
    """Send a notice to a webhook endpoint again, whatever became of it: with the same `webhook-id`, and with retries as
    at first. A disabled endpoint gets it, and stays disabled.
    """
    delivery_id = global_ids.require("WebhookDelivery", input_.delivery_id)
    await info.context.run_for_viewer(redeliver_webhook.redeliver_webhook, delivery_id)
    return payloads.WebhookDeliveryPayload(delivery=sqlquery.object_ref("WebhookDelivery", delivery_id))


def _secret_payload(result: create_webhook_endpoint.WebhookSecretResult) -> payloads.CreateWebhookEndpointPayload:
    endpoint = sqlquery.object_ref("WebhookEndpoint", result.endpoint_id)
    return payloads.CreateWebhookEndpointPayload(webhook_endpoint=endpoint, secret=result.secret)
