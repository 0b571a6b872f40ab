"""The fields of Subscription, each with its permission."""

import functools
import uuid
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from typing import Annotated, TypeVar

import strawberry
import structlog
from sqlalchemy.exc import SQLAlchemyError

from billing import errors as domain_errors
from billing.access import policy
from billing.access.principals import Member
from billing.live import change_feed, cursors, firm_feed
from graph import described, errors, global_ids, input_validation, permissions
from graph.context import Context, Info
from graph.types.client import ClientChange
from graph.types.firm_change import FirmChange
from translation import gettext as _

C = TypeVar("C", change_feed.Changes, firm_feed.FirmChanges)

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


async def firm_changes(
    info: Info,
    after: Annotated[
        str | None,
        described.argument("Start after this cursor: `Firm.changesCursor`, or the cursor of the last event received."),
    ] = strawberry.UNSET,
) -> AsyncGenerator[FirmChange, None]:
    """Changes of the whole firm, as far as the viewer can see them. Each changed object is sent once, in its current
    state, however often it changed since the previous event. With `after`, changes since that cursor are sent first;
    without it, the subscription starts now. It ends with an error when the session ends, or changes to another
    membership.
    """
    context, cursor = info.context, input_validation.none_if_unset(after)
    viewer = context.authenticated_viewer
    try:
        head = await change_feed.load_head(context.snapshot, viewer)
        start = head.position if cursor is None else head.decode_cursor(viewer.firm_id, cursor)
    except cursors.InvalidCursor as error:
        raise errors.BadUserInput(_("`after` is not a valid cursor of this firm.")) from error
    finally:
        await context.refresh()
    return _stream_firm_changes(context, viewer.id, start)


async def _stream_changes(
    context: Context, client_id: uuid.UUID, position: cursors.Position
) -> AsyncGenerator[ClientChange, None]:
    read = functools.partial(_read_changes, context, client_id)
    async with aclosing(_follow(context, client_id, position, read)) as changes:
        async for change in changes:
            yield ClientChange.of(change)


async def _stream_firm_changes(
    context: Context, member_id: uuid.UUID, position: cursors.Position
) -> AsyncGenerator[FirmChange, None]:
    read = functools.partial(_read_firm_changes, context, member_id)
    async with aclosing(_follow(context, None, position, read)) as changes:
        async for change in changes:
            yield FirmChange.of(change)


async def _follow(
    context: Context,
    client_id: uuid.UUID | None,
    position: cursors.Position,
    read: Callable[[cursors.Position], Awaitable[C | cursors.Position]],
) -> AsyncGenerator[C, None]:
    """Yield what `read` returns for each position, whenever the client changed, or the firm with None."""
    with context.services.notifications.subscribe(context.authenticated_viewer.firm_id, client_id) as notification:
        # Report changes since the start position at once.
        notification.set()
        while True:
            await notification.wait(_POLL_INTERVAL_SECONDS)
            try:
                change = await read(position)
            except (SQLAlchemyError, OSError):
                # An outage ends no subscription: the position stays, so the next read returns what was missed.
                _log.warning("cannot read the changes of a subscription", exc_info=True)
                await context.refresh()
                continue
            if isinstance(change, cursors.Position):
                await context.refresh()
                position = change
            else:
                yield change
                position = change.position


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


async def _read_firm_changes(
    context: Context, member_id: uuid.UUID, position: cursors.Position
) -> firm_feed.FirmChanges | cursors.Position:
    """The changes since the position, or the new position if nothing changed.

    Authenticates again. Raises NotAuthenticated if the session has ended, PermissionDenied if it is of another
    membership now.
    """
    await context.renew()
    viewer = context.authenticated_viewer
    if not isinstance(viewer, Member) or viewer.id != member_id:
        raise policy.PermissionDenied
    return await firm_feed.find_firm_changes(context.snapshot, viewer, position)


@described.object_type
class Subscription:
    """Subscriptions."""

    client_changes = permissions.subscription(client_changes)
    firm_changes = permissions.subscription(firm_changes, permission=policy.ANY_MEMBER)
