"""Events: stored in the transaction of the change they report, and queued for delivery."""

import json
from typing import Annotated

import pydantic

from sandbox import errors, forms, settings, store
from sandbox.request_context import PLATFORM, RequestContext, new_id

KIND = "event"


# A name or `prefix.*`; the store uses it as a GLOB pattern.
_Type = Annotated[forms.Text, pydantic.Field(pattern=r"^([a-z0-9_]+\.)*([a-z0-9_]+|\*)$")]


class EventList(forms.ListParams):
    """GET /v1/events."""

    type: _Type | None = None
    types: Annotated[forms.Texts, pydantic.Field(max_length=20, default_factory=list)]

    @pydantic.model_validator(mode="after")
    def _one_way(self) -> "EventList":
        if self.type is not None and self.types:
            raise errors.invalid("You may only specify one of these parameters: type, types.", param="types")
        if any("*" in kind for kind in self.types):
            raise errors.invalid("Only type takes a wildcard.", param="types")
        return self


def record(
    context: RequestContext, kind: str, body: store.Json, *, account: str, previous: store.Json | None = None
) -> None:
    """Record an event with the current state of an account's object."""
    data: store.Json = {"object": body}
    if previous is not None:
        data["previous_attributes"] = previous
    event = {
        "id": new_id("evt_"),
        "object": KIND,
        "api_version": settings.API_VERSION,
        "created": context.timestamp,
        "data": data,
        "livemode": False,
        "pending_webhooks": 1,
        "request": {"id": context.request_id, "idempotency_key": context.idempotency_key},
        "type": kind,
    }
    if account != PLATFORM:
        event["account"] = account
    context.tx.insert(KIND, account, event)
    # A Connect endpoint receives events of connected accounts only.
    if context.settings.webhook_url is not None and account != PLATFORM:
        context.tx.execute(
            "INSERT INTO delivery (event, account, created, due_at) VALUES (?, ?, ?, ?)",
            event["id"],
            account,
            context.now,
            context.now,
        )


def retrieve(context: RequestContext, identifier: str, _params: forms.Params) -> store.Json:
    """GET /v1/events/{id}."""
    return context.get_own(KIND, identifier).body


def list_page(context: RequestContext, params: EventList) -> store.Json:
    """GET /v1/events."""
    types = params.types if params.type is None else [params.type]
    return context.listing(KIND, "/v1/events", params.list_query(types=types))


def list_all(tx: store.Transaction, account: str | None, kind: str | None) -> list[store.Json]:
    """All events, oldest first, for tests."""
    rows = tx.execute("SELECT account, body FROM object WHERE kind = ? ORDER BY seq", KIND).fetchall()
    stored = [json.loads(body) for owner, body in rows if account in (None, owner)]
    return [event for event in stored if kind in (None, event["type"])]
