"""The brake on guessing passwords, for each account and for each network address, across all processes."""

from __future__ import annotations

import datetime as dt
import hashlib

from sqlalchemy import delete, select, update

import models
from billing.services import Services
from db.upsert import insert

# How many failures are free; each further one doubles the wait. An address may be an office of many people.
_FREE_ATTEMPTS_PER_ACCOUNT = 5
_FREE_ATTEMPTS_PER_ADDRESS = 20
_MAX_DELAY = dt.timedelta(minutes=15)
_RESET_AFTER = dt.timedelta(hours=1)


def _keys(email: str, ip_address: str) -> dict[str, int]:
    account = hashlib.sha256(email.encode()).hexdigest()
    return {f"account:{account}": _FREE_ATTEMPTS_PER_ACCOUNT, f"address:{ip_address}": _FREE_ATTEMPTS_PER_ADDRESS}


def backoff_delay(failures: int, free_attempts: int) -> dt.timedelta:
    """How long to wait after the last of so many failures."""
    if failures < free_attempts:
        return dt.timedelta(0)
    return min(dt.timedelta(seconds=2.0 ** min(failures - free_attempts, 20)), _MAX_DELAY)


async def register_attempt(services: Services, email: str, ip_address: str) -> bool:
    """Whether an attempt is let through now. It is counted as a failure before its password is looked at.

    Counted first, and in one transaction, so that many guesses at the same instant are not all let through.
    """
    keys = _keys(email, ip_address)
    now = services.clock()
    async with services.writes.begin() as session:
        await session.execute(
            delete(models.SignInThrottle).where(models.SignInThrottle.last_failure_at < now - _RESET_AFTER)
        )
        fresh = insert(session, models.SignInThrottle).on_conflict_do_nothing()
        await session.execute(fresh, [{"key": key, "failures": 0, "last_failure_at": now} for key in keys])
        # Locked, one after the other in the same order for everybody, until they are counted.
        rows = select(models.SignInThrottle).where(models.SignInThrottle.key.in_(keys))
        known = (await session.scalars(rows.order_by(models.SignInThrottle.key).with_for_update())).all()
        if any(now < one.last_failure_at + backoff_delay(one.failures, keys[one.key]) for one in known):
            return False
        for one in known:
            one.failures += 1
            one.last_failure_at = now
    return True


async def record_success(services: Services, email: str, ip_address: str) -> None:
    """It was no failure. The account's count starts again; the address's others stay, else many hide behind one."""
    account, place = _keys(email, ip_address)
    async with services.writes.begin() as session:
        await session.execute(delete(models.SignInThrottle).where(models.SignInThrottle.key == account))
        await session.execute(
            update(models.SignInThrottle)
            .where(models.SignInThrottle.key == place)
            .values(failures=models.SignInThrottle.failures - 1)
            .execution_options(synchronize_session=False)
        )
