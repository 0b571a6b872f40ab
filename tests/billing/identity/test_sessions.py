"""Sessions: valid while they have not expired and their membership exists (P8)."""

from __future__ import annotations

import asyncio
import dataclasses
from typing import Literal

from billing.identity import memberships
from billing.identity.authentication import authenticate
from billing.identity.login_rate_limit import Origin
from billing.identity.sign_in import SignInCommand, SignInFailed, sign_in
from models import FirmRole
from tests.support.firm import AppHarness
from tests.support.sessions import session_of


async def test_session_created_during_a_removal_is_invalid(app: AppHarness) -> None:
    """P8: a sign-in that checked the membership before its removal may add its session afterwards."""
    firm = await app.create_firm()
    member = await firm.add_member("emma", FirmRole.EMPLOYEE)
    await memberships.remove_member(app.services, firm.id, member.id)
    await memberships.remove_client_user(app.services, firm.id, firm.client_user.id)
    for viewer in (member, firm.client_user):
        assert await authenticate(app.services, await session_of(app.services, viewer)) is None
    owner_token = await session_of(app.services, firm.owner)
    assert await authenticate(app.services, owner_token) == firm.owner


class CountingSemaphore(asyncio.Semaphore):
    """Counts how often it was acquired."""

    acquired = 0

    async def acquire(self) -> Literal[True]:
        self.acquired += 1
        return await super().acquire()


async def test_concurrent_guesses_are_all_counted(app: AppHarness) -> None:
    """P10: of sixty concurrent guesses for one account, five are checked: none reads the count of another's past."""
    password_checks = CountingSemaphore(2)
    services = dataclasses.replace(app.services, password_check_semaphore=password_checks)
    guesses = [SignInCommand("marc@example.test", f"guess-{number}", Origin("192.0.2.1")) for number in range(60)]
    results = await asyncio.gather(*(sign_in(services, guess) for guess in guesses), return_exceptions=True)
    assert {type(result) for result in results} == {SignInFailed}
    assert password_checks.acquired == 5
