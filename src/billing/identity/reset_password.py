"""Reset a forgotten password by the link of a mail (D44)."""

from dataclasses import dataclass

from sqlalchemy import delete, select

import models
from billing.identity import passwords, tokens
from billing.identity.tokens import TokenNotValid
from billing.services import Services


@dataclass(frozen=True, slots=True)
class ResetPasswordCommand:
    """Input of `resetPassword`: the token of the link, and the new password."""

    token: str
    password: str


async def reset_password(services: Services, command: ResetPasswordCommand) -> None:
    """Set the new password, once for each token. Ends all sessions of the person, and voids the links of their other
    requests.

    Raises TokenNotValid, WeakPassword.
    """
    if not services.passwords_enabled:
        raise TokenNotValid
    passwords.check_strength(command.password)
    reset = models.PasswordReset
    is_good = (reset.token_digest == tokens.digest_of(command.token)) & (reset.expires_at > services.clock())
    async with services.reads() as session:
        person_id = await session.scalar(select(reset.person_id).where(is_good))
    if person_id is None:
        raise TokenNotValid
    password_hash = await passwords.hash_new_password(services, command.password)
    async with services.writes.begin() as session:
        await passwords.record_new_password(services, session, person_id)
        # Concurrent calls for a person without a firm share no lock: the one that deletes the row goes on.
        used = await session.execute(delete(reset).where(is_good).returning(reset.person_id))
        if used.scalar() is None:
            raise TokenNotValid
        await passwords.replace_password(session, person_id, password_hash)
