"""Webhook endpoints of the firm, and deliveries to them."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement

import models
from billing.access import policy, visibility
from billing.webhook_endpoints import failure_messages
from graph import filters, pagination, permissions, sqlquery
from graph.types import lazy
from graph.types.node import Node


def _kinds(values: Mapping[str, Any], _: sqlquery.ComputeContext) -> list[models.NoticeKind] | None:
    kinds = values["kinds"]
    return None if kinds is None else [models.NoticeKind[name] for name in kinds.split()]


def _failure_values(delivery: Any, _: sqlquery.CompileContext) -> Mapping[str, ColumnElement[Any]]:
    return {"failure": delivery.last_error, "status": delivery.last_status}


def _failure_message(values: Mapping[str, Any], _: sqlquery.ComputeContext) -> str | None:
    failure = values["failure"]
    return None if failure is None else failure_messages.message_of(models.WebhookFailure[failure], values["status"])


@sqlquery.source(models.WebhookDelivery, visibility.webhook_deliveries)
@permissions.restricted_type(policy.OWNER_OR_ADMIN)
class WebhookDelivery(Node):
    """One notice to one webhook endpoint. It is sent until the receiver answers with a status of 2xx, with growing
    delays over three days.
    """

    notice: lazy.Notice = sqlquery.to_one("The notice.")
    attempts: int = sqlquery.column("How many attempts were made, since it was last sent again.")
    succeeded_at: dt.datetime | None = sqlquery.column("When the receiver accepted it. Null if it has not.")
    next_attempt_at: dt.datetime | None = sqlquery.column(
        "When the next attempt is due. Null if there is none: it succeeded, was given up, or its endpoint was disabled."
        " It can be sent again: redeliverWebhook."
    )
    last_status: int | None = sqlquery.column(
        "The HTTP status of the receiver's last answer. Null if the last attempt got none, or there was none yet."
    )
    last_error: str | None = sqlquery.computed(
        "A message for the user: why the last attempt failed. Null if it succeeded, or there was none yet.",
        _failure_values,
        _failure_message,
    )


@sqlquery.source(models.WebhookEndpoint, visibility.webhook_endpoints)
@permissions.restricted_type(policy.OWNER_OR_ADMIN)
class WebhookEndpoint(Node):
    """A URL of the firm's own system to which notices are posted, signed as the Standard Webhooks specification says.
    Each is sent at least once: the header `webhook-id` stays the same. The body has kind, time and ids only; read the
    current state from this API.
    """

    url: str = sqlquery.column("The address that notices are sent to.")
    kinds: list[models.NoticeKind] | None = sqlquery.computed(
        "The kinds of notices that it gets. Null: all that the owner and the admins can read.",
        lambda endpoint, _: {"kinds": endpoint.kinds},
        _kinds,
    )
    status: models.WebhookEndpointStatus = sqlquery.column("Whether it gets notices, and accepts them.")
    created_at: dt.datetime = sqlquery.column("When it was created.")
    deliveries: pagination.Connection[WebhookDelivery] = sqlquery.connection(
        "The deliveries to it, newest first. Notices of the time in which it was disabled have none.",
        filters.parse_webhook_delivery_list,
        on=lambda endpoint, delivery, _: (delivery.firm_id == endpoint.firm_id) & (delivery.endpoint_id == endpoint.id),
    )
