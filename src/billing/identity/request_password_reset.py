"""Request a link to reset a forgotten password, which is mailed to the person (D44).

A request stores the address and nothing else, so that it takes as long for an unknown address as for a known one. The
worker looks afterwards whose address it is, and queues the mail.
"""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import Exists, delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

import models
from billing.email_addresses import normalize_email
from billing.identity import invitations, login_rate_limit, people, sign_in, tokens
from billing.identity.login_rate_limit import Origin
from billing.mail.queue_mail import Recipient, queue_mail_in_session
from billing.services import Services
from models import MailKind
from translation import negotiate_locale

# Requests in a clock hour: of one address from one network, from one network, and of one address from everywhere.
MAX_PER_ORIGIN = 3
MAX_PER_NETWORK = 20
MAX_PER_ADDRESS = 10
_BATCH = 100


@dataclass(frozen=True, slots=True)
class RequestPasswordResetCommand:
    """Input of `requestPasswordReset`. `locale` is the language that the request asks for, if there are texts in it."""

    email: str
    origin: Origin
    locale: str | None


async def request_password_reset(services: Services, command: RequestPasswordResetCommand) -> None:
    """Store the request, unless there were too many. Tells nothing about the address, not even by the time it takes."""
    if not services.passwords_enabled:
        return
    email, now = normalize_email(command.email), services.clock()
    async with services.writes.begin() as session:
        if not await login_rate_limit.register_request(session, _limits(email, command.origin, now), now):
            return
        expired = delete(models.PasswordReset).where(models.PasswordReset.expires_at <= now)
        await session.execute(expired)
        reset_id = models.new_id()
        session.add(
            models.PasswordReset(
                id=reset_id,
                email=email,
                locale=command.locale,
                created_at=now,
                expires_at=now + tokens.PASSWORD_RESET_LIFETIME,
            )
        )


def _limits(email: str, origin: Origin, now: dt.datetime) -> dict[str, int]:
    address, hour = tokens.digest_of(email), f"{now:%Y-%m-%dT%H}"
    return {
        f"reset:{address}:{origin.network_key}:{hour}": MAX_PER_ORIGIN,
        f"reset:{origin.network_key}:{hour}": MAX_PER_NETWORK,
        f"reset:{address}:{hour}": MAX_PER_ADDRESS,
    }


_IS_NEW = models.PasswordReset.person_id.is_(None)


def new_requests_exist() -> Exists:
    """SQL: whether there are requests whose mails are not queued yet."""
    return exists().where(_IS_NEW)


async def queue_reset_mails(services: Services) -> None:
    """Queue the mails of new requests, each for one person; drop the requests of addresses that may not reset.

    Several workers may run it at once: each request is taken by one of them.
    """
    reset = models.PasswordReset
    new = select(reset).where(_IS_NEW).order_by(reset.id).limit(_BATCH)
    async with services.writes.begin() as session:
        for row in (await session.scalars(new.with_for_update(skip_locked=True))).all():
            await _queue_mail(services, session, row)


async def _queue_mail(services: Services, session: AsyncSession, reset: models.PasswordReset) -> None:
    now = services.clock()
    person = await people.find_person(session, reset.email)
    firm = None if person is None else await _find_firm(session, person, now)
    if person is None or firm is None or reset.expires_at <= now:
        await session.delete(reset)
        return
    firm_id, membership_id, firm_locale = firm
    reset.person_id = person.id
    reset.token_digest = tokens.digest_of(tokens.password_reset_token(services, reset.id))
    locale = negotiate_locale(person.locale, reset.locale, firm_locale)
    recipient = Recipient(person.email, person.name, locale, membership_id)
    await queue_mail_in_session(session, firm_id, MailKind.PASSWORD_RESET, reset.id, recipient, now)


async def _find_firm(
    session: AsyncSession, person: models.Person, now: dt.datetime
) -> tuple[uuid.UUID, uuid.UUID | None, str] | None:
    """The firm that the mail is sent for, the person's membership there, and its language; None if they have no
    membership, nor an invitation.

    An invitation suffices: a removed member who is invited again needs their password to accept.
    """
    for candidate in await sign_in.load_candidates(session, person, lock=False):
        return candidate.viewer.firm_id, candidate.viewer.id, candidate.viewer.locale
    invited = select(models.Invitation).filter_by(email=person.email, accepted_at=None, revoked_at=None)
    for invitation in await session.scalars(invited.order_by(models.Invitation.id)):
        if invitations.is_pending(invitation, now):
            firm = await session.get_one(models.Firm, invitation.firm_id)
            return firm.id, None, firm.locale
    return None
