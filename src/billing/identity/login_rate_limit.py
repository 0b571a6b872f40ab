"""Rate limit of sign-in attempts, per account and per IP address, shared by all processes."""

import datetime as dt
import hashlib

from sqlalchemy import delete, select, update

import models
from billing.services import Services
from db.upsert import insert

# Each failure beyond these doubles the delay. An IP address may be shared by a whole office.
_FREE_ATTEMPTS_PER_ACCOUNT = 5
_FREE_ATTEMPTS_PER_ADDRESS = 20
_MAX_DELAY = dt.timedelta(minutes=15)
_RESET_AFTER = dt.timedelta(hours=1)


def _keys(email: str, ip_address: str) -> dict[str, int]:
    account = hashlib.sha256(email.encode()).hexdigest()
    return {f"account:{account}": _FREE_ATTEMPTS_PER_ACCOUNT, f"address:{ip_address}": _FREE_ATTEMPTS_PER_ADDRESS}


def backoff_delay(failures: int, free_attempts: int) -> dt.timedelta:
    """How long to wait after the last of this many failures."""
    if failures < free_attempts:
        return dt.timedelta(0)
    return min(dt.timedelta(seconds=2.0 ** min(failures - free_attempts, 20)), _MAX_DELAY)


async def register_attempt(services: Services, email: str, ip_address: str) -> bool:
    """Count an attempt as a failure, before its password is checked. Returns False if it is rate limited.

    Checks and counts in one transaction, so that concurrent guesses cannot all pass.
    """
    keys = _keys(email, ip_address)
    now = services.clock()
    async with services.writes.begin() as session:
        is_over = models.SignInThrottle.last_failure_at < now - _RESET_AFTER
        await session.execute(delete(models.SignInThrottle).where(is_over))
        missing = insert(session, models.SignInThrottle).on_conflict_do_nothing()
        await session.execute(missing, [{"key": key, "failures": 0, "last_failure_at": now} for key in keys])
        # Rows are locked in the order of their keys, so that concurrent attempts cannot deadlock.
        statement = select(models.SignInThrottle).where(models.SignInThrottle.key.in_(keys))
        throttles = (await session.scalars(statement.order_by(models.SignInThrottle.key).with_for_update())).all()
        if any(now < row.last_failure_at + backoff_delay(row.failures, keys[row.key]) for row in throttles):
            return False
        for row in throttles:
            row.failures += 1
            row.last_failure_at = now
    return True


async def record_success(services: Services, email: str, ip_address: str) -> None:
    """Undo the counting of a successful attempt: reset the account's failures, subtract one from the IP address's.

    The address keeps its other failures; otherwise one own account would let an attacker guess others for free.
    """
    account_key, address_key = _keys(email, ip_address)
    async with services.writes.begin() as session:
        await session.execute(delete(models.SignInThrottle).where(models.SignInThrottle.key == account_key))
        await session.execute(
            update(models.SignInThrottle)
            .where(models.SignInThrottle.key == address_key)
            .values(failures=models.SignInThrottle.failures - 1)
            .execution_options(synchronize_session=False)
        )
