"""The fields of Subscription, each with its permission."""

import uuid
from collections.abc import AsyncGenerator
from typing import Annotated

import strawberry
import structlog
from sqlalchemy.exc import SQLAlchemyError

from billing import errors as domain_errors
from billing.access import policy
from billing.live import change_feed, cursors
from graph import described, errors, global_ids, input_validation, permissions
from graph.context import Context, Info
from graph.types.client import ClientChange
from translation import gettext as _

_log = structlog.get_logger()

_POLL_INTERVAL_SECONDS = 4.0
"""Without a notification the stream polls, so that a revoked right ends it within 5 seconds (P8)."""


async def client_changes(
    info: Info,
    client_id: Annotated[strawberry.ID, described.argument("The global id of the client.")],
    after: Annotated[
        str | None,
        described.argument(
            "Start after this cursor: `Client.changesCursor`, or the cursor of the last event received."
        ),
    ] = strawberry.UNSET,
) -> AsyncGenerator[ClientChange, None]:
    """Changes of one client. Each changed object is sent once, in its current state, however often it changed since the
    previous event. With `after`, changes since that cursor are sent first; without it, the subscription starts now. It
    ends with an error when the client is no longer visible to the viewer, and when the session ends.
    """
    context, cursor = info.context, input_validation.none_if_unset(after)
    client = global_ids.decode_as("Client", client_id)
    if client is None:
        raise errors.ObjectNotFound
    try:
        await change_feed.get_visible_client(context.snapshot, context.authenticated_viewer, client)
        head = await change_feed.load_head(context.snapshot, context.authenticated_viewer)
        start = head.position if cursor is None else head.decode_cursor(client, cursor)
    except domain_errors.NotFound as error:
        raise errors.ObjectNotFound from error
    except cursors.InvalidCursor as error:
        raise errors.BadUserInput(_("`after` is not a valid cursor of this client.")) from error
    finally:
        await context.refresh()
    return _stream_changes(context, client, start)


async def _stream_changes(
    context: Context, client_id: uuid.UUID, position: cursors.Position
) -> AsyncGenerator[ClientChange, None]:
    with context.services.notifications.subscribe(context.authenticated_viewer.firm_id, client_id) as notification:
        # Report changes since the start position at once.
        notification.set()
        while True:
            await notification.wait(_POLL_INTERVAL_SECONDS)
            try:
                change = await _read_changes(context, client_id, position)
            except (SQLAlchemyError, OSError):
                # An outage ends no subscription: the position stays, so the next read returns what was missed.
                _log.warning("cannot read the changes of a subscription", exc_info=True)
                await context.refresh()
                continue
            if isinstance(change, change_feed.Changes):
                yield ClientChange.of(change)
                position = change.position
            else:
                await context.refresh()
                position = change


async def _read_changes(
    context: Context, client_id: uuid.UUID, position: cursors.Position
) -> change_feed.Changes | cursors.Position:
    """The changes since the position, or the new position if nothing changed.

    Authenticates again. Raises NotAuthenticated if the session has ended, PermissionDenied if the client is no longer
    visible to the viewer.
    """
    await context.renew()
    try:
        await change_feed.get_visible_client(context.snapshot, context.authenticated_viewer, client_id)
        return await change_feed.find_changes(context.snapshot, context.authenticated_viewer, client_id, position)
    except domain_errors.NotFound as error:
        raise policy.PermissionDenied from error


@described.object_type
class Subscription:
    """Subscriptions."""

    client_changes = permissions.subscription(client_changes)
