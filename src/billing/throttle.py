"""The brake on guessing passwords, for each account and for each network address, across all processes."""

from __future__ import annotations

import datetime as dt
import hashlib

from sqlalchemy import delete, select

import models
from billing.services import Services

# How many failures are free; each further one doubles the wait. An address may be an office of many people.
_FREE_BY_ACCOUNT = 5
_FREE_BY_ADDRESS = 20
_LONGEST = dt.timedelta(minutes=15)
_FORGOTTEN_AFTER = dt.timedelta(hours=1)


def _keys(email: str, address: str) -> dict[str, int]:
    account = hashlib.sha256(email.encode()).hexdigest()
    return {f"account:{account}": _FREE_BY_ACCOUNT, f"address:{address}": _FREE_BY_ADDRESS}


def wait(failures: int, free: int) -> dt.timedelta:
    """How long to wait after the last of so many failures."""
    if failures < free:
        return dt.timedelta(0)
    return min(dt.timedelta(seconds=2.0 ** min(failures - free, 20)), _LONGEST)


async def may_try(services: Services, email: str, address: str) -> bool:
    """Whether an attempt is let through now."""
    keys = _keys(email, address)
    now = services.clock()
    async with services.reads() as session:
        found = await session.scalars(select(models.SignInThrottle).where(models.SignInThrottle.key.in_(keys)))
        return all(now >= one.last_failure_at + wait(one.failures, keys[one.key]) for one in found)


async def failed(services: Services, email: str, address: str) -> None:
    """Count a failure for the account and for the address; forget failures of more than an hour ago."""
    now = services.clock()
    async with services.writes.begin() as session:
        await session.execute(
            delete(models.SignInThrottle).where(models.SignInThrottle.last_failure_at < now - _FORGOTTEN_AFTER)
        )
        for key in _keys(email, address):
            known = await session.get(models.SignInThrottle, key)
            if known is None:
                session.add(models.SignInThrottle(key=key, failures=1, last_failure_at=now))
            else:
                known.failures += 1
                known.last_failure_at = now


async def succeeded(services: Services, email: str, address: str) -> None:
    """The account's count starts again; the address's does not, else one good account hides many guesses."""
    account = next(key for key in _keys(email, address) if key.startswith("account:"))
    async with services.reads() as session:
        known = await session.get(models.SignInThrottle, account)
    if known is not None:
        async with services.writes.begin() as session:
            await session.execute(delete(models.SignInThrottle).where(models.SignInThrottle.key == account))
