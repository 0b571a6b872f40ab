"""Who asks, and what is theirs to start from."""

from dataclasses import dataclass
from typing import Annotated, Any

import strawberry
from sqlalchemy import ColumnElement, String

from billing.actor import ClientUser, Viewer
from graph import stored, texts


def _viewer(viewer: Viewer, _: None) -> tuple[str, Any]:
    return ("ClientUser" if isinstance(viewer, ClientUser) else "FirmMember"), _is_viewer


def _is_viewer(seat: Any, telling: stored.Telling, _: stored.Wish) -> ColumnElement[bool]:
    found: ColumnElement[bool] = seat.id == telling.viewer.id
    return found


def _firm(_: Viewer, __: None) -> tuple[str, Any]:
    return "Firm", lambda firm, telling, _: firm.id == telling.viewer.firm_id


def _client_wanted(
    id_: Annotated[strawberry.ID, strawberry.argument(name="id", description="The client's global id.")],
) -> stored.ById:
    return stored.by_id("Client", id_)


def _invoice_wanted(
    id_: Annotated[strawberry.ID, strawberry.argument(name="id", description="The invoice's global id.")],
) -> stored.ById:
    return stored.by_id("Invoice", id_)


@dataclass(frozen=True, slots=True)
class _Key:
    """An idempotency key."""

    text: str


def _key_wanted(
    idempotency_key: Annotated[str, strawberry.argument(description="The key, as it was sent.")],
) -> _Key:
    return _Key(texts.taken(idempotency_key, "idempotencyKey", texts.KEY))


def _operation(_: Viewer, __: _Key) -> tuple[str, Any]:
    return "Operation", lambda operation, _, wish: operation.key == wish.given("text", String())


viewer = stored.Root(_viewer)
firm = stored.Root(_firm)
client = stored.Root(stored.find, _client_wanted)
invoice = stored.Root(stored.find, _invoice_wanted)
operation = stored.Root(_operation, _key_wanted)
