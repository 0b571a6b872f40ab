"""Inputs of mutations on notices."""

import datetime as dt

import strawberry

import models
from billing.notices import mark_notices_read
from graph import described


@described.input_type
class MarkNoticesReadInput:
    """The notices to mark as read: by their ids, all up to a time, or both. One of the two is required."""

    ids: list[strawberry.ID] | None = described.optional(
        f"Notices, by their ids: at most {mark_notices_read.MAX_NOTICES}. What the viewer cannot see is ignored."
    )
    until: dt.datetime | None = described.optional(
        "All that were created up to then, such as the `createdAt` of the newest one that the page shows."
    )


@described.input_type
class UpdateNoticePreferencesInput:
    """Which notices come by e-mail, too."""

    email: list[models.NoticeKind] = described.field("Exactly these kinds, of those in `available`.")
