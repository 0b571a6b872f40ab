"""Queue a mail in the transaction that causes it: rolled back with it, and never sent before its commit (D47)."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

import ledger
import models
from billing.jobs import queue
from models import JobKind, MailKind

LIFETIMES = {
    MailKind.INVITATION: dt.timedelta(days=7),
    MailKind.PASSWORD_RESET: dt.timedelta(minutes=30),
    MailKind.NOTICE: dt.timedelta(days=2),
}
"""How long a mail of each kind is worth sending: as long as its link is valid, and a notice for two days (D48)."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who gets a mail, in which language. `membership_id` is that of a member or client user, if they are one."""

    address: str
    name: str
    locale: str
    membership_id: uuid.UUID | None = None


async def queue_mail(
    transaction: ledger.LedgerTransaction,
    kind: MailKind,
    subject_id: uuid.UUID,
    recipient: Recipient,
    *,
    generation: int = 1,
) -> uuid.UUID:
    """Add a mail and its job to the firm's transaction. Returns the mail's id."""
    mail, job = _build_rows(transaction.firm.id, kind, subject_id, recipient, generation, transaction.now)
    await transaction.add(mail)
    await transaction.add(job)
    return mail.id


async def queue_mail_in_session(
    session: AsyncSession,
    firm_id: uuid.UUID,
    kind: MailKind,
    subject_id: uuid.UUID,
    recipient: Recipient,
    now: dt.datetime,
    *,
    generation: int = 1,
) -> uuid.UUID:
    """As `queue_mail`, for what is not a firm's transaction, such as a password reset. Flushes the session.

    `firm_id` is the firm that the mail is sent for.
    """
    mail, job = _build_rows(firm_id, kind, subject_id, recipient, generation, now)
    session.add_all([mail, job])
    await session.flush()
    return mail.id


def _build_rows(
    firm_id: uuid.UUID, kind: MailKind, subject_id: uuid.UUID, recipient: Recipient, generation: int, now: dt.datetime
) -> tuple[models.Mail, models.Job]:
    mail = models.Mail(
        firm_id=firm_id, id=models.new_id(), kind=kind, subject_id=subject_id, generation=generation,
        membership_id=recipient.membership_id, address=recipient.address, name=recipient.name, locale=recipient.locale,
        created_at=now, expires_at=now + LIFETIMES[kind],
    )  # fmt: skip
    return mail, queue.new_job(firm_id, JobKind.SEND_MAIL, mail.id, now)
