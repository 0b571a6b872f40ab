"""The job of a notice: queue its webhooks, and mails to those who can see it and want it at this moment (D52)."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, literal, select, true, union_all, update
from sqlalchemy.ext.asyncio import AsyncSession

import models
from billing.access import visibility
from billing.access.principals import ClientUser, Member, Viewer, rights_of
from billing.email_addresses import normalize_email
from billing.mail.content import MailContent
from billing.mail.queue_mail import Recipient, queue_mail_in_session
from billing.notices.preferences import wants_email
from billing.notices.texts import notice_text
from billing.notices.webhook_deliveries import add_webhook_deliveries
from billing.services import Services
from models import MailKind, Notice
from translation import negotiate_locale

_CHUNK = 100
"""How many viewers one statement decides on."""


@dataclass(frozen=True, slots=True)
class _Reader:
    """A possible recipient: a member, a client user, or, without a membership, the client's own address."""

    viewer: Viewer
    recipient: Recipient


async def deliver_notice(services: Services, firm_id: uuid.UUID, notice_id: uuid.UUID) -> None:
    """Queue one mail for each recipient, in their language, and one delivery for each webhook endpoint that wants it.

    Repeating it queues nothing twice.
    """
    key = (Notice.firm_id == firm_id, Notice.id == notice_id)
    async with services.writes.begin() as session:
        # First, because it locks the row: another run of this job waits here, and then has nothing to do.
        mark = update(Notice).where(*key, Notice.delivered_at.is_(None)).values(delivered_at=services.clock())
        notice = await session.scalar(mark.returning(Notice))
        if notice is None:
            return
        for recipient in await _find_recipients(session, notice):
            await queue_mail_in_session(session, firm_id, MailKind.NOTICE, notice.id, recipient, services.clock())
        await add_webhook_deliveries(session, notice, services.clock())


async def _find_recipients(session: AsyncSession, notice: Notice) -> list[Recipient]:
    """The recipients of the mails: those who can see the notice and want it, except the actor of its event."""
    preference = models.NoticePreference
    chosen = select(preference.membership_id, preference.by_email).filter_by(firm_id=notice.firm_id, kind=notice.kind)
    choices = {membership_id: {notice.kind: by_email} for membership_id, by_email in await session.execute(chosen)}
    event = await session.get_one(models.Event, (notice.firm_id, notice.event_seq))
    initiator_id = event.client_user_id or event.member_id
    firm = await session.get_one(models.Firm, notice.firm_id)
    users = await _load_client_users(session, notice, firm)
    of_client = await _load_client(session, notice, firm, {user.recipient.address for user in users})
    readers = [
        reader
        for reader in [*users, *of_client, *await _load_members(session, notice, firm)]
        if reader.viewer.id != initiator_id
        and wants_email(reader.viewer, notice.kind, choices.get(reader.viewer.id, {}))
    ]
    return [reader.recipient for reader in await _visible_to(session, notice, readers)]


def _recipient(membership_id: uuid.UUID, person: models.Person, firm: models.Firm) -> Recipient:
    locale = negotiate_locale(person.locale, firm.locale)
    return Recipient(person.email, person.name, locale, membership_id=membership_id)


async def _load_client(
    session: AsyncSession, notice: Notice, firm: models.Firm, user_addresses: set[str]
) -> list[_Reader]:
    """The client's own address, unless it is that of a user, who has preferences of their own."""
    client = None if notice.client_id is None else await session.get_one(models.Client, (firm.id, notice.client_id))
    if client is None or client.email is None or normalize_email(client.email) in user_addresses:
        return []
    return [_Reader(_client_itself(client), Recipient(client.email, client.name, negotiate_locale(firm.locale)))]


def _client_itself(client: models.Client) -> ClientUser:
    """The client as a reader: it sees what each of its users sees."""
    return ClientUser(client.firm_id, client.id, client.id)


async def _load_client_users(session: AsyncSession, notice: Notice, firm: models.Firm) -> list[_Reader]:
    user, person = models.ClientUser, models.Person
    current = (user.firm_id == notice.firm_id, user.client_id == notice.client_id, user.removed_at.is_(None))
    rows = await session.execute(select(user, person).join(person, person.id == user.person_id).where(*current))
    return [
        _Reader(ClientUser(row.firm_id, row.id, row.client_id), _recipient(row.id, of_row, firm))
        for row, of_row in rows
    ]


async def _load_members(session: AsyncSession, notice: Notice, firm: models.Firm) -> list[_Reader]:
    member, person = models.FirmMember, models.Person
    current = (member.firm_id == notice.firm_id, member.removed_at.is_(None))
    rows = await session.execute(select(member, person).join(person, person.id == member.person_id).where(*current))
    return [
        _Reader(Member(row.firm_id, row.id, row.role, rights_of(row)), _recipient(row.id, of_row, firm))
        for row, of_row in rows
    ]


async def _visible_to(session: AsyncSession, notice: Notice, readers: Sequence[_Reader]) -> list[_Reader]:
    """The readers who can see the notice, by the visibility clause of notices."""
    visible: set[int] = set()
    for start in range(0, len(readers), _CHUNK):
        each = [
            select(literal(index).label("index")).where(_is_visible(notice, reader.viewer))
            for index, reader in enumerate(readers[start : start + _CHUNK], start)
        ]
        visible |= set(await session.scalars(union_all(*each)))
    return [reader for index, reader in enumerate(readers) if index in visible]


def _is_visible(notice: Notice, viewer: Viewer) -> ColumnElement[bool]:
    key = (Notice.firm_id == notice.firm_id, Notice.id == notice.id)
    return select(true()).select_from(Notice).where(*key, visibility.notices(viewer)).exists()


async def compose_notice(services: Services, mail: models.Mail) -> MailContent | None:
    """Write the mail of a notice. None if the recipient has left, or can no longer see the notice."""
    async with services.reads() as session:
        viewer = await _load_viewer(session, mail)
        if viewer is None:
            return None
        key = (Notice.firm_id == mail.firm_id, Notice.id == mail.subject_id)
        hidden = visibility.invoices_hidden(viewer)
        found = await session.execute(select(Notice, hidden).where(*key, visibility.notices(viewer)))
        row = found.one_or_none()
        firm = await session.get_one(models.Firm, mail.firm_id)
    if row is None:
        return None
    notice, hides_invoices = row
    text = notice_text(
        notice.kind,
        notice.arguments,
        firm.currency,
        for_client=isinstance(viewer, ClientUser),
        hides_invoices=bool(hides_invoices),
    )
    return MailContent(subject=text, paragraphs=(text,))


async def _load_viewer(session: AsyncSession, mail: models.Mail) -> Viewer | None:
    """The membership that the mail is for, with its current rights; without one, the client itself."""
    if mail.membership_id is None:
        of_notice = (Notice.firm_id == mail.firm_id, Notice.id == mail.subject_id)
        clients = select(models.Client).join(
            Notice, and_(Notice.firm_id == models.Client.firm_id, Notice.client_id == models.Client.id)
        )
        client = await session.scalar(clients.where(*of_notice, models.Client.email == mail.address))
        return None if client is None else _client_itself(client)
    member = await session.get(models.FirmMember, (mail.firm_id, mail.membership_id))
    if member is not None:
        viewer = Member(member.firm_id, member.id, member.role, rights_of(member))
        return viewer if member.removed_at is None else None
    user = await session.get(models.ClientUser, (mail.firm_id, mail.membership_id))
    return ClientUser(user.firm_id, user.id, user.client_id) if user is not None and user.removed_at is None else None
