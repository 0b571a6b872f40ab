"""Mails are sent at least once, with the same id, and given up after their lifetime."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from prometheus_client import REGISTRY
from sqlalchemy import event, update

import models
from billing import worker
from billing.mail.send_mail import mail_retry_delay
from models import JobKind, MailKind, MailStatus
from tests.billing.mail.conftest import SENDER, Outbox
from tests.billing.test_worker import enqueue, has_credits, leased_jobs, running_worker, wait_until
from tests.support.firm import AppHarness

pytestmark = pytest.mark.mails_of_notices


def count(outcome: str) -> float:
    return REGISTRY.get_sample_value("acompte_mails_total", {"outcome": outcome}) or 0


@pytest.mark.one_database
async def test_mail_is_sent_in_the_language_of_its_recipient(outbox: Outbox) -> None:
    """D47: from the firm, to one recipient, with the text of its subject."""
    sent = count("sent")
    subject_id = uuid.uuid4()
    mail_id = await outbox.queue(MailKind.NOTICE, subject_id=subject_id)
    await outbox.app.run_due_jobs()
    (received,) = outbox.server.received
    assert (received.sender, received.recipients) == (SENDER, ["ada@client.test"])
    message = received.message
    assert (message["From"], message["To"]) == (f"Lumière <{SENDER}>", "Ada Martin <ada@client.test>")
    assert (message["Subject"], message["Content-Language"]) == ("Introuvable.", "fr")
    assert message["Message-ID"] == f"<{mail_id}@acompte.test>"
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert html is not None
    url = f"http://portal/{subject_id}#1"
    assert text.get_content().startswith("Bonjour Ada Martin,")
    assert f"Open\r\n{url}\r\n" in text.get_content()
    assert "<b>5 & 6</b>" in text.get_content()
    assert f'<a href="{url}"' in html.get_content()
    assert "<p>&lt;b&gt;5 &amp; 6&lt;/b&gt;</p>" in html.get_content()
    assert '<html lang="fr">' in html.get_content()
    mail = await outbox.mail(mail_id)
    assert (mail.status, mail.attempts, mail.failure) == (MailStatus.SENT, 1, None)
    assert mail.ended_at == mail.attempted_at == outbox.app.clock()
    assert await outbox.job(mail_id) is None
    assert count("sent") == sent + 1


@pytest.mark.one_database
async def test_mail_of_an_invitation_has_no_name(outbox: Outbox) -> None:
    """D47: whoever invites chose the name, so it is no text of the mail."""
    await outbox.queue(MailKind.INVITATION)
    await outbox.app.run_due_jobs()
    (received,) = outbox.server.received
    assert received.message["To"] == "ada@client.test"
    text = received.message.get_body(("plain",))
    assert text is not None
    assert text.get_content().startswith("Bonjour,")
    assert b"Martin" not in received.message.as_bytes()


@pytest.mark.one_database
async def test_answers_go_to_the_address_of_the_firm(outbox: Outbox) -> None:
    """D47: its `replyTo`; without one, to the sender."""
    await outbox.queue()
    await outbox.app.run_due_jobs()
    async with outbox.app.services.writes.begin() as session:
        await session.execute(update(models.Firm).values(reply_to="office@firm.test"))
    await outbox.queue()
    await outbox.app.run_due_jobs()
    first, second = outbox.server.received
    assert first.message["Reply-To"] is None
    assert second.message["Reply-To"] == "Lumière <office@firm.test>"


@pytest.mark.one_database
async def test_unknown_language_is_english(outbox: Outbox) -> None:
    """D47: a locale with a region is its language's; one without texts is English."""
    for locale, subject in (("fr-CA", "Introuvable."), ("xx", "Not found.")):
        await outbox.queue(locale=locale)
        await outbox.app.run_due_jobs()
        assert outbox.server.received.pop().message["Subject"] == subject


@pytest.mark.one_database
async def test_temporary_refusal_is_tried_again_after_growing_delays(outbox: Outbox) -> None:
    """D48: 4xx, a lost connection, and then the mail is accepted: the same message."""
    app, server = outbox.app, outbox.server
    server.plan("RCPT", "450 4.2.1 Busy", "450 4.2.1 Busy")
    server.plan("DATA", "close")
    mail_id = await outbox.queue()
    created_at = app.clock()
    for attempt, delay in enumerate((15, 30, 60), start=1):
        await app.run_due_jobs()
        mail, job = await outbox.mail(mail_id), await outbox.job(mail_id)
        assert job is not None
        assert (mail.status, mail.attempts, mail.attempted_at) == (MailStatus.QUEUED, attempt, created_at)
        assert mail.failure is not None
        assert job.run_at == app.clock() + dt.timedelta(seconds=delay)
        app.clock.advance(seconds=delay - 1)
        await app.run_due_jobs()
        assert (await outbox.mail(mail_id)).attempts == attempt
        app.clock.advance(seconds=1)
    await app.run_due_jobs()
    (received,) = server.received
    assert received.message["Message-ID"] == f"<{mail_id}@acompte.test>"
    assert received.message["Date"] == "Mon, 02 Mar 2026 09:00:00 +0000"
    mail = await outbox.mail(mail_id)
    assert (mail.status, mail.attempts) == (MailStatus.SENT, 4)
    assert await outbox.alerts() == []


def test_delays_grow_to_four_hours() -> None:
    """D48: 15 seconds, doubled, and 4 hours at most: 22 attempts in two days."""
    delays = [mail_retry_delay(attempts) for attempts in range(1, 1000)]
    assert delays[:4] == [dt.timedelta(seconds=seconds) for seconds in (15, 30, 60, 120)]
    assert max(delays) == dt.timedelta(hours=4)
    assert delays == sorted(delays)
    assert sum(delays[:21], dt.timedelta()) > dt.timedelta(days=2) >= sum(delays[:20], dt.timedelta())


async def test_permanent_refusal_ends_the_mail_at_once(outbox: Outbox) -> None:
    """D48: with an alert; other mails are sent."""
    refused = count("refused")
    outbox.server.plan("RCPT", "550 5.1.1 No such user")
    mail_id = await outbox.queue(address="nobody@client.test")
    await outbox.app.run_due_jobs()
    mail = await outbox.mail(mail_id)
    assert (mail.status, mail.attempts, mail.failure) == (MailStatus.REFUSED, 1, "550 5.1.1 No such user")
    assert await outbox.job(mail_id) is None
    text = f"A mail to nobody@client.test was given up (INVITATION, mail {mail_id}): 550 5.1.1 No such user"
    assert await outbox.alerts() == [("mail.refused", mail_id, text)]
    await outbox.queue()
    await outbox.app.run_due_jobs()
    assert [received.recipients for received in outbox.server.received] == [["ada@client.test"]]
    assert count("refused") == refused + 1


async def test_one_alert_for_each_membership(outbox: Outbox) -> None:
    """D48: an address that does not work raises one alert, not one for each notice."""
    member = outbox.firm.client_user.id
    outbox.server.plan("RCPT", "550 5.1.1 No such user", "550 5.1.1 No such user")
    for _ in range(2):
        await outbox.queue(MailKind.NOTICE, membership_id=member)
    await outbox.app.run_due_jobs()
    assert [(kind, subject) for kind, subject, _ in await outbox.alerts()] == [("mail.refused", member)]


@pytest.mark.one_database
async def test_server_that_is_gone_for_two_days(outbox: Outbox) -> None:
    """D48: an invitation is tried for two days, then given up with an alert."""
    app = outbox.app
    outbox.server.plan("MAIL", *["451 4.3.0 Not now"] * 100)
    mail_id = await outbox.queue()
    start = app.clock()
    while (job := await outbox.job(mail_id)) is not None:
        assert job.run_at <= start + dt.timedelta(days=2, hours=4)
        app.clock.now = job.run_at
        await app.run_due_jobs()
    mail = await outbox.mail(mail_id)
    assert (mail.status, mail.attempts, mail.failure) == (MailStatus.REFUSED, 22, "451 4.3.0 Not now")
    assert start + dt.timedelta(days=2) <= app.clock() < start + dt.timedelta(days=2, hours=4)
    assert [kind for kind, *_ in await outbox.alerts()] == ["mail.refused"]
    assert outbox.server.received == []


@pytest.mark.one_database
async def test_server_comes_back(outbox: Outbox) -> None:
    """D48: nothing listens for a while, and no mail is lost."""
    app = outbox.app
    port = outbox.server.port
    outbox.server.port = 1
    outbox.use_mailer()
    mail_ids = [await outbox.queue() for _ in range(5)]
    await app.run_due_jobs()
    outbox.server.port = port
    outbox.use_mailer()
    app.clock.advance(seconds=15)
    await app.run_due_jobs()
    sent = {received.message["Message-ID"] for received in outbox.server.received}
    assert sent == {f"<{mail_id}@acompte.test>" for mail_id in mail_ids}
    assert len(outbox.server.received) == 5


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("kind", "lifetime"), [(MailKind.PASSWORD_RESET, {"minutes": 30}), (MailKind.NOTICE, {"days": 2})]
)
async def test_nothing_is_sent_after_its_lifetime(outbox: Outbox, kind: MailKind, lifetime: dict[str, float]) -> None:
    """D48: a link that has expired is not sent, however long the server was away."""
    app = outbox.app
    expired = count("expired")
    outbox.server.plan("RCPT", "450 4.2.1 Busy")
    mail_id = await outbox.queue(kind)
    await app.run_due_jobs()
    app.clock.advance(**lifetime)
    await app.run_due_jobs()
    mail = await outbox.mail(mail_id)
    assert (mail.status, mail.attempts, mail.ended_at) == (MailStatus.EXPIRED, 1, app.clock())
    assert outbox.server.received == []
    assert [kind for kind, *_ in await outbox.alerts()] == ["mail.expired"]
    assert count("expired") == expired + 1


@pytest.mark.one_database
async def test_mails_wait_for_settings(outbox: Outbox) -> None:
    """D48: without a mail server in the settings nothing is tried; with one, after the restart, everything is sent."""
    app = outbox.app
    outbox.remove_mailer()
    invitation_id, notice_id = await outbox.queue(), await outbox.queue(MailKind.NOTICE)
    for _ in range(50):
        await app.run_due_jobs()
        app.clock.advance(hours=1)
    mail = await outbox.mail(invitation_id)
    assert (mail.status, mail.attempts) == (MailStatus.QUEUED, 0)
    assert (await outbox.mail(notice_id)).status is MailStatus.EXPIRED
    text = "Mails were given up that could not be sent in time. Is a mail server configured (SMTP_HOST)?"
    assert await outbox.alerts() == [("mail.not_sent", outbox.firm.id, text)]
    outbox.use_mailer()
    await app.run_due_jobs()
    assert [received.message["Message-ID"] for received in outbox.server.received] == [
        f"<{invitation_id}@acompte.test>"
    ]


async def test_mail_that_is_not_called_for_any_more(outbox: Outbox) -> None:
    """D47: its subject decides when it is sent, not when it was queued."""
    canceled = count("canceled")
    subject_id = uuid.uuid4()
    mail_id = await outbox.queue(subject_id=subject_id)
    outbox.canceled.add(subject_id)
    await outbox.app.run_due_jobs()
    mail = await outbox.mail(mail_id)
    assert (mail.status, mail.attempts) == (MailStatus.CANCELED, 0)
    assert await outbox.job(mail_id) is None
    assert (outbox.server.received, await outbox.alerts()) == ([], [])
    assert count("canceled") == canceled + 1


async def test_slow_mail_server_delays_no_payment(outbox: Outbox) -> None:
    """P3: mails have slots of their own, and one firm has half of them."""
    app, server = outbox.app, outbox.server
    firm = await app.create_ready_firm(name="Atlas")
    await app.run_due_jobs()
    server.paused = True
    for _ in range(5):
        await outbox.queue()
    async with running_worker(app):
        await wait_until(lambda: are_leased(app, outbox.firm.id, 3))
        await Outbox(firm, app, server).queue()
        await wait_until(lambda: are_leased(app, firm.id, 1))
        prepayment = await firm.start_prepayment("20.00")
        await firm.confirm(prepayment, "pm_card_visa")
        await enqueue(app, firm, prepayment)
        await wait_until(lambda: has_credits(firm, 20_00))
        assert await are_leased(app, outbox.firm.id, 3)
        assert await are_received(outbox, 0)
        server.release.set()
        await wait_until(lambda: are_received(outbox, 6 + 2))  # and the receipts of the client and the owner


async def are_leased(app: AppHarness, firm_id: uuid.UUID, number: int) -> bool:
    leased = await leased_jobs(app, JobKind.SEND_MAIL)
    return [job.firm_id for job in leased].count(firm_id) == number


async def are_received(outbox: Outbox, number: int) -> bool:
    return len(outbox.server.received) == number


@pytest.mark.one_database
async def test_slow_server_is_tried_again(outbox: Outbox) -> None:
    """D48: it may have taken the mail, which is sent again with the same id."""
    app, server = outbox.app, outbox.server
    outbox.use_mailer(reply_seconds=0.3)
    server.paused = True
    mail_id = await outbox.queue()
    await app.run_due_jobs()
    assert (await outbox.mail(mail_id)).failure == "The mail server did not answer in time."
    server.paused = False
    server.release.set()
    app.clock.advance(seconds=15)
    await app.run_due_jobs()
    ids = {received.message["Message-ID"] for received in server.received}
    assert ids == {f"<{mail_id}@acompte.test>"}
    assert (await outbox.mail(mail_id)).status is MailStatus.SENT


async def test_mail_that_was_sent_but_not_recorded(outbox: Outbox) -> None:
    """D48: at least once: if the database fails after the mail was accepted, it is sent again, with the same id."""
    app = outbox.app
    failures: list[str] = []

    def fail(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("UPDATE mail SET status") and not failures:
            failures.append(statement)
            raise OSError("The connection was closed.")

    engine = app.database.write_engine.sync_engine
    event.listen(engine, "before_cursor_execute", fail)
    try:
        mail_id = await outbox.queue()
        await app.run_due_jobs()
        assert (await outbox.mail(mail_id)).status is MailStatus.QUEUED
        app.clock.advance(minutes=1)
        await app.run_due_jobs()
    finally:
        event.remove(engine, "before_cursor_execute", fail)
    first, second = outbox.server.received
    assert first.content == second.content
    assert len(failures) == 1
    assert (await outbox.mail(mail_id)).status is MailStatus.SENT


async def test_every_kind_without_a_composer_waits(outbox: Outbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """A failing composer ends no other mail; the mail expires with an alert."""
    monkeypatch.delitem(worker.COMPOSERS, MailKind.NOTICE)
    mail_id = await outbox.queue(MailKind.NOTICE)
    await outbox.queue()
    await outbox.app.run_due_jobs()
    assert len(outbox.server.received) == 1
    assert (await outbox.mail(mail_id)).status is MailStatus.QUEUED
    outbox.app.clock.advance(days=2)
    await outbox.app.run_due_jobs()
    assert (await outbox.mail(mail_id)).status is MailStatus.EXPIRED
    assert [kind for kind, *_ in await outbox.alerts()] == ["mail.not_sent"]
