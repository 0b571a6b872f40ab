"""Change one's own password (D43)."""

from dataclasses import dataclass

from billing.access.principals import Viewer
from billing.identity import login_rate_limit, passwords, people
from billing.identity.login_rate_limit import Origin
from billing.identity.passwords import WrongPassword
from billing.identity.tokens import digest_of
from billing.services import Services


@dataclass(frozen=True, slots=True)
class ChangePasswordCommand:
    """Input of `changePassword`. `session_token` is that of the session that stays."""

    current: str
    new: str
    session_token: str | None
    origin: Origin


async def change_password(services: Services, viewer: Viewer, command: ChangePasswordCommand) -> None:
    """Change one's own password. All other sessions end, of all memberships. Raises WrongPassword, WeakPassword."""
    passwords.check_strength(command.new)
    async with services.reads() as db_session:
        person = await people.get_person_of(db_session, viewer)
    attempt = await passwords.check_own_password(services, person, command.current, command.origin)
    password_hash = await passwords.hash_new_password(services, command.new)
    token = command.session_token
    async with services.writes.begin() as db_session:
        await passwords.record_new_password(services, db_session, person.id)
        if not await passwords.lock_password(db_session, person.id, person.password_hash or "", for_update=True):
            raise WrongPassword
        digest = None if token is None else digest_of(token)
        await passwords.replace_password(db_session, person.id, password_hash, session_digest=digest)
        await login_rate_limit.record_success(db_session, attempt, person.id, command.origin, services.clock())
