"""Live pages: what changes for one client, for as long as somebody may know of it."""

import uuid
from collections.abc import AsyncGenerator
from typing import Annotated

import strawberry
import structlog
from sqlalchemy.exc import SQLAlchemyError

from billing import errors as refusals
from billing.access import policy
from billing.live import change_feed, cursors
from graph import errors, global_ids, input_validation
from graph.context import Context, Info
from graph.types.changes import ClientChange

_log = structlog.get_logger()

_POLL_INTERVAL_SECONDS = 4.0
"""Who is not called looks by themselves, so that a right that was taken away is gone within 5 seconds (P8)."""


async def client_changes(
    info: Info,
    client_id: Annotated[strawberry.ID, strawberry.argument(description="The client's global id.")],
    after: Annotated[
        str | None,
        strawberry.argument(
            description="Begin after this cursor: `Client.changesCursor`, or that of the last change that came."
        ),
    ] = strawberry.UNSET,
) -> AsyncGenerator[ClientChange, None]:
    """Begin to follow a client. Raise NotThere where the viewer may not know of it, BadUserInput for no cursor."""
    context, text = info.context, input_validation.none_if_unset(after)
    own_id = global_ids.decode_as("Client", client_id)
    if own_id is None:
        raise errors.ObjectNotFound
    try:
        await change_feed.get_visible_client(context.snapshot, context.authenticated_viewer, own_id)
        here = await change_feed.load_head(context.snapshot, context.authenticated_viewer)
        start = here.position if text is None else here.decode_cursor(own_id, text)
    except refusals.NotFound as error:
        raise errors.ObjectNotFound from error
    except cursors.InvalidCursor as error:
        message = "`after` is not a cursor of this client."
        raise errors.BadUserInput(message) from error
    finally:
        await context.refresh()
    return _stream_changes(context, own_id, start)


async def _stream_changes(
    context: Context, client_id: uuid.UUID, start: cursors.Position
) -> AsyncGenerator[ClientChange, None]:
    with context.services.notifications.subscribe(context.authenticated_viewer.firm_id, client_id) as waiter:
        # What happened before is told at once.
        waiter.set()
        while True:
            await waiter.wait(_POLL_INTERVAL_SECONDS)
            try:
                found = await _read_changes(context, client_id, start)
            except (SQLAlchemyError, OSError):
                # The database may be away for a moment. Nothing is told meanwhile, and nothing will be missed.
                _log.warning("live page could not look", exc_info=True)
                await context.refresh()
                continue
            if isinstance(found, change_feed.Changes):
                yield ClientChange.of(found)
                start = found.position
            else:
                await context.refresh()
                start = found


async def _read_changes(
    context: Context, client_id: uuid.UUID, start: cursors.Position
) -> change_feed.Changes | cursors.Position:
    """What changed, for whoever asks, with the rights of this moment. Raise NotSignedIn and Denied."""
    await context.renew()
    try:
        await change_feed.get_visible_client(context.snapshot, context.authenticated_viewer, client_id)
        return await change_feed.find_changes(context.snapshot, context.authenticated_viewer, client_id, start)
    except refusals.NotFound as error:
        raise policy.PermissionDenied from error
