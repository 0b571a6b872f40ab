"""Notices: marking them as read, and which come by e-mail."""

from typing import Annotated

from sqlalchemy import select

from billing.notices import mark_notices_read, preferences, read_state
from graph import described, global_ids, input_validation, sqlquery
from graph.context import Info
from graph.inputs import notices as inputs
from graph.payloads import notices as payloads
from graph.types.notice_preferences import NoticePreferencesPayload


async def mark_read(
    info: Info, input_: Annotated[inputs.MarkNoticesReadInput, described.input_argument("The notices to mark.")]
) -> payloads.MarkNoticesReadPayload | None:
    """Mark notices as read, for the viewer only. Marking them again changes nothing."""
    context, ids = info.context, input_validation.none_if_unset(input_.ids)
    command = mark_notices_read.MarkNoticesReadCommand(
        notice_ids=None if ids is None else tuple(filter(None, (global_ids.decode_as("Notice", id_) for id_ in ids))),
        until=input_validation.none_if_unset(input_.until),
    )
    marked = await context.run_for_viewer(mark_notices_read.mark_notices_read, command)
    unread_count = await context.snapshot.scalar(select(read_state.unread_count(context.authenticated_viewer)))
    return payloads.MarkNoticesReadPayload(
        notices=sqlquery.object_refs("Notice", marked), unread_count=unread_count or 0
    )


async def update_preferences(
    info: Info, input_: Annotated[inputs.UpdateNoticePreferencesInput, described.input_argument("The preferences.")]
) -> NoticePreferencesPayload | None:
    """Choose which notices come by e-mail, to this membership. A kind that is not available to the viewer is an error
    with the code BAD_USER_INPUT.
    """
    kinds = input_.email
    return NoticePreferencesPayload.of(await info.context.run_for_viewer(preferences.update_notice_preferences, kinds))
