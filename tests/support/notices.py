"""What tests read of notices and of the mails that they cause."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

import models
from models import MailKind, Notice
from tests.support.firm import Firm


async def load_notices(firm: Firm, *kinds: models.NoticeKind) -> list[Notice]:
    """The firm's notices, of these kinds or of all, oldest first."""
    statement = select(Notice).where(Notice.firm_id == firm.id).order_by(Notice.event_seq, Notice.id)
    if kinds:
        statement = statement.where(Notice.kind.in_(kinds))
    async with firm.app.services.reads() as session:
        return list(await session.scalars(statement))


async def notice_arguments(firm: Firm) -> list[tuple[str, dict[str, Any]]]:
    """Kind and arguments of each notice, oldest first, without the client's name."""
    return [
        (notice.kind.name, {name: value for name, value in notice.arguments.items() if name != "client"})
        for notice in await load_notices(firm)
    ]


async def kinds_of(firm: Firm) -> list[str]:
    """The kinds of the firm's notices, oldest first."""
    return [notice.kind.name for notice in await load_notices(firm)]


async def mailed(firm: Firm) -> list[tuple[str, str]]:
    """Kind of the notice and name of the recipient of each mail, sorted."""
    statement = (
        select(Notice.kind, models.Mail.name)
        .join(models.Mail, (models.Mail.firm_id == Notice.firm_id) & (models.Mail.subject_id == Notice.id))
        .where(Notice.firm_id == firm.id, models.Mail.kind == MailKind.NOTICE)
    )
    async with firm.app.services.reads() as session:
        return sorted((kind.name, name) for kind, name in await session.execute(statement))
