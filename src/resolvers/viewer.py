"""Who asks, and what is theirs to start from."""

from dataclasses import dataclass
from typing import Annotated, Any

import strawberry
from sqlalchemy import ColumnElement, String

from billing.access.principals import ClientUser, Viewer
from graph import input_validation, sqlquery


def _viewer(viewer: Viewer, _: None) -> tuple[str, Any]:
    return ("ClientUser" if isinstance(viewer, ClientUser) else "FirmMember"), _is_viewer


def _is_viewer(seat: Any, telling: sqlquery.Telling, _: sqlquery.Wish) -> ColumnElement[bool]:
    found: ColumnElement[bool] = seat.id == telling.viewer.id
    return found


def _firm(_: Viewer, __: None) -> tuple[str, Any]:
    return "Firm", lambda firm, telling, _: firm.id == telling.viewer.firm_id


def _client_wanted(
    id_: Annotated[strawberry.ID, strawberry.argument(name="id", description="The client's global id.")],
) -> sqlquery.ById:
    return sqlquery.by_id("Client", id_)


def _invoice_wanted(
    id_: Annotated[strawberry.ID, strawberry.argument(name="id", description="The invoice's global id.")],
) -> sqlquery.ById:
    return sqlquery.by_id("Invoice", id_)


@dataclass(frozen=True, slots=True)
class _Key:
    """An idempotency key."""

    text: str


def _key_wanted(
    idempotency_key: Annotated[str, strawberry.argument(description="The key, as it was sent.")],
) -> _Key:
    return _Key(input_validation.taken(idempotency_key, "idempotencyKey", input_validation.KEY))


def _operation(_: Viewer, __: _Key) -> tuple[str, Any]:
    return "Operation", lambda operation, _, wish: operation.key == wish.given("text", String())


viewer = sqlquery.Root(_viewer)
firm = sqlquery.Root(_firm)
client = sqlquery.Root(sqlquery.find, _client_wanted)
invoice = sqlquery.Root(sqlquery.find, _invoice_wanted)
operation = sqlquery.Root(_operation, _key_wanted)
