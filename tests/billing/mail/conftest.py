"""A firm whose mails go to an SMTP server on this machine."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import select

import models
from billing import worker
from billing.mail.content import MailAction, MailContent
from billing.mail.queue_mail import Recipient, queue_mail
from billing.services import Services
from billing.transaction import begin_transaction
from gateway import SmtpMailer, SmtpSecurity, SmtpServer
from models import JobKind, MailKind
from tests.support.firm import AppHarness, Firm
from tests.support.mail_server import MailServer, run_mail_server
from translation import gettext as _

SENDER = "billing@acompte.test"


@dataclass
class Outbox:
    """Queues mails of a firm, runs its jobs, and shows what became of both."""

    firm: Firm
    app: AppHarness
    server: MailServer
    canceled: set[uuid.UUID] = field(default_factory=set)
    """Subjects that call for no mail any more."""

    async def compose(self, services: Services, mail: models.Mail) -> MailContent | None:
        """The text of every mail: its subject's id and generation, and a link."""
        if mail.subject_id in self.canceled:
            return None
        url = f"{services.portal_url}/{mail.subject_id}#{mail.generation}"
        return MailContent(_("Not found."), ("<b>5 & 6</b>",), MailAction("Open", url), ("Valid for 7 days.",))

    async def queue(
        self,
        kind: MailKind = MailKind.INVITATION,
        address: str = "ada@client.test",
        *,
        locale: str = "fr",
        membership_id: uuid.UUID | None = None,
        subject_id: uuid.UUID | None = None,
    ) -> uuid.UUID:
        recipient = Recipient(address, "Ada Martin", locale, membership_id)
        async with begin_transaction(self.app.services, self.firm.owner, "test.mail") as transaction:
            return await queue_mail(transaction, kind, subject_id or uuid.uuid4(), recipient)

    async def mail(self, mail_id: uuid.UUID) -> models.Mail:
        async with self.app.services.reads() as session:
            return await session.get_one(models.Mail, (self.firm.id, mail_id))

    async def job(self, mail_id: uuid.UUID) -> models.Job | None:
        async with self.app.services.reads() as session:
            is_job = (models.Job.kind == JobKind.SEND_MAIL, models.Job.subject_id == mail_id)
            return (await session.scalars(select(models.Job).where(*is_job))).one_or_none()

    async def alerts(self) -> list[tuple[str, uuid.UUID, str]]:
        async with self.app.services.reads() as session:
            alerts = (await session.scalars(select(models.Alert).order_by(models.Alert.id))).all()
        return [(alert.kind, alert.subject_id, alert.message) for alert in alerts]

    def use_mailer(self, **options: Any) -> None:
        """Send through the server. `options` are those of `SmtpServer`."""
        server = SmtpServer("127.0.0.1", self.server.port, SmtpSecurity.NONE, **options)
        self.app.services = dataclasses.replace(self.app.services, mailer=SmtpMailer(server, SENDER))

    def remove_mailer(self) -> None:
        self.app.services = dataclasses.replace(self.app.services, mailer=None)

    @asynccontextmanager
    async def server_running(self) -> AsyncIterator[None]:
        """The server again, at the same port, after it was gone."""
        async with run_mail_server(self.server):
            yield


@pytest.fixture
async def outbox(app: AppHarness, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Outbox]:
    firm = await app.create_firm()
    async with run_mail_server() as server:
        outbox = Outbox(firm, app, server)
        for kind in MailKind:
            monkeypatch.setitem(worker.COMPOSERS, kind, outbox.compose)
        outbox.use_mailer()
        yield outbox
