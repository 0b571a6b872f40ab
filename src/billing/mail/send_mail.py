"""Send a queued mail: at least once, with the same Message-ID, and given up after its lifetime (D48)."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

import structlog
from prometheus_client import Counter
from sqlalchemy import select, update

import gateway
import models
from billing.jobs import alerts
from billing.mail.content import Composer
from billing.mail.layout import render_html, render_text
from billing.services import Services
from db import retries
from models import MailKind, MailStatus
from translation import negotiate_locale, use_locale

_log = structlog.get_logger()

_MIN_DELAY = dt.timedelta(seconds=15)
_MAX_DELAY = dt.timedelta(hours=4)
_RETRY_PERIOD = dt.timedelta(days=2)
_SETTINGS_DELAY = dt.timedelta(hours=1)
"""How often a mail is tried while no mail server is configured. Each start of the server makes it due as well."""
_MAX_FAILURE_LENGTH = 500
_MAX_ALERT_LENGTH = 1000

_MAILS = Counter(
    "acompte_mails",
    "Mails by outcome: sent, deferred (tried again later), refused, expired (not sent in their lifetime), canceled.",
    ["outcome"],
)


async def send_mail(
    services: Services, composers: Mapping[MailKind, Composer], firm_id: uuid.UUID, mail_id: uuid.UUID
) -> dt.datetime | None:
    """Send a queued mail. Returns when to try again; None once it has ended: sent, or given up.

    Giving up raises an alert, unless the mail is not called for any more. Without a mailer, the mail waits.
    """
    mail, firm = await _load(services, firm_id, mail_id)
    now = services.clock()
    if mail.status is not MailStatus.QUEUED:
        return None
    if now >= mail.expires_at:
        await _expire(services, mail)
        return None
    if services.mailer is None:
        return min(now + _SETTINGS_DELAY, mail.expires_at)
    try:
        outgoing = await _compose(services, composers[mail.kind], mail, firm)
        if outgoing is None:
            await _end(services, mail, MailStatus.CANCELED)
            return None
        await services.mailer.send(outgoing)
    except gateway.MailUnavailable as error:
        return await _defer(services, mail, str(error))
    except gateway.MailRefused as error:
        await _give_up(services, mail, str(error))
        return None
    await _end(services, mail, MailStatus.SENT, attempts=mail.attempts + 1)
    return None


def mail_retry_delay(attempts: int) -> dt.timedelta:
    """Exponential backoff from 15 seconds to 4 hours, after this many attempts (D48)."""
    return min(_MIN_DELAY * 2.0 ** min(attempts - 1, 20), _MAX_DELAY)


async def _load(services: Services, firm_id: uuid.UUID, mail_id: uuid.UUID) -> tuple[models.Mail, models.Firm]:
    query = select(models.Mail, models.Firm).join(models.Firm, models.Firm.id == models.Mail.firm_id)
    async with services.reads() as session:
        found = await session.execute(query.where(models.Mail.firm_id == firm_id, models.Mail.id == mail_id))
        mail, firm = found.one()
    return mail, firm


async def _compose(
    services: Services, compose: Composer, mail: models.Mail, firm: models.Firm
) -> gateway.OutgoingMail | None:
    locale = negotiate_locale(mail.locale)
    with use_locale(locale):
        content = await compose(services, mail)
        if content is None:
            return None
        # The inviter chooses the name, which could be a sentence with a link to another site.
        recipient_name = "" if mail.kind is MailKind.INVITATION else mail.name
        names = {"firm_name": firm.name, "recipient_name": recipient_name}
        return gateway.OutgoingMail(
            id=mail.id,
            created_at=mail.created_at,
            sender_name=firm.name,
            recipient=gateway.MailAddress(mail.address, recipient_name),
            reply_to=firm.reply_to,
            locale=locale,
            subject=content.subject,
            text=render_text(content, **names),
            html=render_html(content, **names),
        )


async def _defer(services: Services, mail: models.Mail, failure: str) -> dt.datetime | None:
    now = services.clock()
    first_attempt_at = mail.attempted_at or now
    if now >= first_attempt_at + _RETRY_PERIOD:
        await _give_up(services, mail, failure)
        return None
    attempts = mail.attempts + 1
    _log.warning("mail deferred", mail_id=str(mail.id), attempts=attempts, reason=failure)
    await _store(services, mail, attempts=attempts, failure=failure[:_MAX_FAILURE_LENGTH])
    _MAILS.labels("deferred").inc()
    return min(now + mail_retry_delay(attempts), mail.expires_at)


async def _give_up(services: Services, mail: models.Mail, failure: str) -> None:
    message = f"A mail to {mail.address} was given up ({mail.kind.name}, mail {mail.id}): {failure}"
    # By membership: otherwise each mail to the same address that does not work would raise an alert.
    await _raise_alert(services, mail, "mail.refused", mail.membership_id or mail.id, message)
    failure = failure[:_MAX_FAILURE_LENGTH]
    await _end(services, mail, MailStatus.REFUSED, attempts=mail.attempts + 1, failure=failure)


async def _expire(services: Services, mail: models.Mail) -> None:
    if mail.attempts:
        message = f"A mail to {mail.address} was given up ({mail.kind.name}, mail {mail.id}): {mail.failure}"
        await _raise_alert(services, mail, "mail.expired", mail.membership_id or mail.id, message)
    else:
        message = "Mails were given up that could not be sent in time. Is a mail server configured (SMTP_HOST)?"
        await _raise_alert(services, mail, "mail.not_sent", mail.firm_id, message)
    await _end(services, mail, MailStatus.EXPIRED)


async def _raise_alert(services: Services, mail: models.Mail, kind: str, subject_id: uuid.UUID, message: str) -> None:
    await alerts.raise_alert(services, mail.firm_id, kind, subject_id, message[:_MAX_ALERT_LENGTH])


async def _end(services: Services, mail: models.Mail, status: MailStatus, **columns: Any) -> None:
    await _store(services, mail, status=status, ended_at=services.clock(), **columns)
    _MAILS.labels(status.name.lower()).inc()


async def _store(services: Services, mail: models.Mail, **columns: Any) -> None:
    if "attempts" in columns and mail.attempted_at is None:
        columns["attempted_at"] = services.clock()
    # Retry only this write: retrying the whole job would send the mail again.
    await retries.retry_on_conflict(_update, services, mail, columns)


async def _update(services: Services, mail: models.Mail, columns: dict[str, Any]) -> None:
    row = (models.Mail.firm_id == mail.firm_id, models.Mail.id == mail.id, models.Mail.status == MailStatus.QUEUED)
    async with services.writes.begin() as session:
        await session.execute(update(models.Mail).where(*row).values(**columns))
