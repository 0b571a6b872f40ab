"""Which kinds of notices a membership gets by e-mail: what it chose, else the default of its role (D50)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Self

from sqlalchemy import ColumnElement

import models
from billing.access import notice_audiences
from billing.access.principals import Viewer
from billing.errors import InvalidInput
from billing.services import Services
from db.upsert import insert
from models import NoticeKind
from translation import gettext as _


@dataclass(frozen=True, slots=True)
class NoticePreferences:
    """`available` are the kinds that the membership can receive at all, and `email` those that come by e-mail, too."""

    email: tuple[NoticeKind, ...]
    available: tuple[NoticeKind, ...]

    @classmethod
    def of(cls, viewer: Viewer, chosen: Mapping[NoticeKind, bool]) -> Self:
        """The preferences of a viewer with these choices."""
        available = notice_audiences.readable_notice_kinds(viewer)
        return cls(tuple(kind for kind in available if wants_email(viewer, kind, chosen)), available)


def wants_email(viewer: Viewer, kind: NoticeKind, chosen: Mapping[NoticeKind, bool]) -> bool:
    """Whether notices of this kind come by e-mail, by the viewer's choices or else by default."""
    return chosen.get(kind, notice_audiences.is_emailed_by_default(viewer, kind))


def is_own_choice(viewer: Viewer, preference: Any) -> ColumnElement[bool]:
    """SQL: whether the row says whether one kind of notices comes to the viewer by e-mail."""
    is_own: ColumnElement[bool] = (preference.firm_id == viewer.firm_id) & (preference.membership_id == viewer.id)
    return is_own


async def update_notice_preferences(
    services: Services, viewer: Viewer, email: Collection[NoticeKind]
) -> NoticePreferences:
    """Let exactly these kinds come by e-mail. Kinds that are added to the system later come by their default.

    Raises InvalidInput for a kind that the viewer cannot receive.
    """
    available = notice_audiences.readable_notice_kinds(viewer)
    for kind in email:
        if kind not in available:
            raise InvalidInput("email", _("You cannot receive notices of the kind {kind}.").format(kind=kind.value))
    key = {"firm_id": viewer.firm_id, "membership_id": viewer.id}
    async with services.writes.begin() as session:
        upsert = insert(session, models.NoticePreference).values(
            [{**key, "kind": kind, "by_email": kind in email} for kind in available]
        )
        columns = [*key, "kind"]
        await session.execute(
            upsert.on_conflict_do_update(index_elements=columns, set_={"by_email": upsert.excluded.by_email})
        )
    return NoticePreferences.of(viewer, {kind: kind in email for kind in available})
