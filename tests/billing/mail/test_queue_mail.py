"""Mails are queued in the transaction that causes them, and rolled back with it."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from sqlalchemy import select

import models
from billing.mail.queue_mail import Recipient, queue_mail, queue_mail_in_session
from billing.transaction import Unchanged, begin_transaction
from models import JobKind, MailKind, MailStatus
from tests.support.firm import AppHarness, Firm

RECIPIENT = Recipient("ada@client.test", "Ada Martin", "fr")


async def queued(app: AppHarness) -> tuple[list[models.Mail], list[models.Job]]:
    async with app.services.reads() as session:
        mails = (await session.scalars(select(models.Mail).order_by(models.Mail.id))).all()
        jobs = (await session.scalars(select(models.Job).where(models.Job.kind == JobKind.SEND_MAIL))).all()
    return list(mails), list(jobs)


@pytest.fixture
async def firm(app: AppHarness) -> Firm:
    return await app.create_firm()


@pytest.mark.parametrize(
    ("kind", "lifetime"),
    [
        (MailKind.INVITATION, dt.timedelta(days=7)),
        (MailKind.PASSWORD_RESET, dt.timedelta(minutes=30)),
        (MailKind.NOTICE, dt.timedelta(days=2)),
    ],
)
async def test_mail_and_its_job_are_committed_together(firm: Firm, kind: MailKind, lifetime: dt.timedelta) -> None:
    """D47, D48: a mail of each kind is due at once, and has its lifetime."""
    app, subject_id = firm.app, uuid.uuid4()
    recipient = Recipient("ada@client.test", "Ada Martin", "fr", firm.client_user.id)
    async with begin_transaction(app.services, firm.owner, "invitation.created") as transaction:
        mail_id = await queue_mail(transaction, kind, subject_id, recipient, generation=3)
    (mail,), (job,) = await queued(app)
    assert (mail.firm_id, mail.id, mail.kind, mail.subject_id, mail.generation) == (
        firm.id,
        mail_id,
        kind,
        subject_id,
        3,
    )
    assert (mail.address, mail.name, mail.locale) == ("ada@client.test", "Ada Martin", "fr")
    assert mail.membership_id == firm.client_user.id
    assert (mail.status, mail.attempts, mail.attempted_at, mail.ended_at) == (MailStatus.QUEUED, 0, None, None)
    assert (mail.created_at, mail.expires_at) == (app.clock(), app.clock() + lifetime)
    assert (job.firm_id, job.subject_id, job.run_at) == (firm.id, mail_id, app.clock())


async def test_session_without_firm_transaction_queues_a_mail(firm: Firm) -> None:
    """D47: for a password reset, which is no event of the firm."""
    app = firm.app
    before = await firm.event_seq()
    async with app.services.writes.begin() as session:
        mail_id = await queue_mail_in_session(
            session, firm.id, MailKind.PASSWORD_RESET, uuid.uuid4(), RECIPIENT, app.clock()
        )
    (mail,), (job,) = await queued(app)
    assert (mail.id, job.subject_id, mail.generation, mail.membership_id) == (mail_id, mail_id, 1, None)
    assert await firm.event_seq() == before


@pytest.mark.parametrize("error", [Unchanged, RuntimeError])
async def test_nothing_is_queued_for_what_is_rolled_back(firm: Firm, error: type[Exception]) -> None:
    """D47: neither mail nor job."""
    app = firm.app
    try:
        async with begin_transaction(app.services, firm.owner, "invitation.created") as transaction:
            await queue_mail(transaction, MailKind.INVITATION, uuid.uuid4(), RECIPIENT)
            raise error
    except RuntimeError:
        pass
    with pytest.raises(RuntimeError):
        async with app.services.writes.begin() as session:
            await queue_mail_in_session(session, firm.id, MailKind.PASSWORD_RESET, uuid.uuid4(), RECIPIENT, app.clock())
            raise RuntimeError
    assert await queued(app) == ([], [])


async def test_mail_is_committed_after_statements_of_a_session(firm: Firm) -> None:
    """D47: in a transaction that has used its session, as use cases with queries of their own do."""
    app = firm.app
    async with begin_transaction(app.services, firm.owner, "invitation.created") as transaction:
        await transaction.session.scalars(select(models.FirmMember))
        await queue_mail(transaction, MailKind.INVITATION, uuid.uuid4(), RECIPIENT)
    mails, jobs = await queued(app)
    assert (len(mails), len(jobs)) == (1, 1)
