"""Rate limits of sign-in attempts, of mutations that check a password, of invitation mails and of requests to reset a
password, shared by all processes.

Failed attempts are counted for one person's address in one network, so that a stranger's guesses do not delay the
person elsewhere. Two more counters slow down an attacker who tries many addresses or networks: one for each network,
and one for each address. The latter allows far more failures, and does not apply in networks where the person has
signed in lately. A device on which the person has signed in lately has only a counter of its own.
"""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

import models
from billing.identity.networks import network_of
from billing.identity.tokens import digest_of
from billing.services import Services
from db.upsert import insert

# Each failure beyond these doubles the delay. A network may be a whole office.
_FREE_ATTEMPTS_PER_ORIGIN = 5
_FREE_ATTEMPTS_PER_NETWORK = 20
_MAX_DELAY = dt.timedelta(minutes=15)
_RESET_AFTER = dt.timedelta(hours=1)
# In each clock hour, from all networks together in which the person has not signed in lately.
MAX_FAILURES_PER_PERSON = 100
KNOWN_FOR = dt.timedelta(days=90)
"""How long a network or device is known to a person after their last sign-in there."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an attempt comes from: an IP address, the token of a device that has signed in before, and the user agent,
    which is only shown to the person.
    """

    ip_address: str
    device_token: str | None = None
    user_agent: str | None = None

    @property
    def network_key(self) -> str:
        """The key under which the network is known, and its failures are counted."""
        return f"network:{network_of(self.ip_address)}"

    @property
    def device_key(self) -> str | None:
        """The key under which the device is known. Contains a digest, not the token."""
        return None if self.device_token is None else f"device:{digest_of(self.device_token)}"


@dataclass(frozen=True, slots=True)
class Attempt:
    """A counted attempt: the keys of its counters. `own_key` counts the person's address at this origin alone."""

    own_key: str
    network_key: str | None
    person_key: str | None

    @property
    def keys(self) -> list[str]:
        """The keys of all its counters, sorted."""
        return sorted(key for key in (self.own_key, self.network_key, self.person_key) if key is not None)

    def is_limited(self, counter: models.SignInThrottle, now: dt.datetime) -> bool:
        """Whether a counter's failures forbid the attempt now."""
        if counter.key == self.person_key:
            return counter.failures >= MAX_FAILURES_PER_PERSON
        is_network = counter.key == self.network_key
        free_attempts = _FREE_ATTEMPTS_PER_NETWORK if is_network else _FREE_ATTEMPTS_PER_ORIGIN
        return now < counter.last_failure_at + backoff_delay(counter.failures, free_attempts)


def backoff_delay(failures: int, free_attempts: int) -> dt.timedelta:
    """How long to wait after the last of this many failures."""
    if failures < free_attempts:
        return dt.timedelta(0)
    return min(dt.timedelta(seconds=2.0 ** min(failures - free_attempts, 20)), _MAX_DELAY)


async def register_attempt(services: Services, email: str, origin: Origin) -> Attempt | None:
    """Count an attempt as a failure, before its password is checked. Returns None if it is rate limited.

    `email` is normalized. Checks and counts in one transaction, so that concurrent guesses cannot all pass.
    """
    now = services.clock()
    async with services.writes.begin() as session:
        await _delete_old_counters(session, now)
        attempt = await _build_attempt(session, email, origin, now)
        counters = await _lock_or_add_counters(session, attempt.keys, now)
        if any(attempt.is_limited(counter, now) for counter in counters):
            return None
        for counter in counters:
            counter.failures += 1
            counter.last_failure_at = now
    return attempt


async def register_request(
    session: AsyncSession, limits: Mapping[str, int], now: dt.datetime, *, lifetime: dt.timedelta = _RESET_AFTER
) -> bool:
    """Count a request within a transaction. Returns False, and counts nothing, if one of its counters is at its limit.

    `limits` are the most that each counter may reach; a counter lasts for `lifetime` after its last request. Until the
    transaction ends, concurrent requests with one of these counters wait.
    """
    await _delete_old_counters(session, now)
    counters = await _lock_or_add_counters(session, sorted(limits), now)
    if any(counter.failures >= limits[counter.key] for counter in counters):
        return False
    for counter in counters:
        counter.failures += 1
        # Old counters are deleted by this instant, whatever they count: one that has to last longer is in the future.
        counter.last_failure_at = now + lifetime - _RESET_AFTER
    return True


async def record_success(
    session: AsyncSession, attempt: Attempt, person_id: uuid.UUID, origin: Origin, now: dt.datetime
) -> None:
    """Undo the counting of a successful attempt, and remember its network and device, within a transaction.

    Deletes the counter of the person at this origin, and subtracts one from the others. They keep their other failures:
    otherwise an attacker could reset the network's counter by signing in as themselves.
    """
    for counter in await _lock_counters(session, attempt.keys):
        if counter.key == attempt.own_key:
            await session.delete(counter)
        else:
            counter.failures = max(0, counter.failures - 1)
    await remember_origin(session, person_id, origin, now)


async def remember_origin(session: AsyncSession, person_id: uuid.UUID, origin: Origin, now: dt.datetime) -> None:
    """Remember network and device of a person who has signed in, within a transaction."""
    known = models.KnownOrigin
    await session.execute(delete(known).where(known.person_id == person_id, known.signed_in_at <= now - KNOWN_FOR))
    keys = [key for key in (origin.network_key, origin.device_key) if key is not None]
    upsert = insert(session, known).on_conflict_do_update(
        index_elements=["person_id", "origin"], set_={"signed_in_at": now}
    )
    await session.execute(
        upsert, [{"person_id": person_id, "origin": key, "signed_in_at": now} for key in sorted(keys)]
    )


async def _build_attempt(session: AsyncSession, email: str, origin: Origin, now: dt.datetime) -> Attempt:
    """The attempt, with the keys of the counters that apply to it: fewer if the person knows its origin."""
    address, network, device = digest_of(email), origin.network_key, origin.device_key
    statement = select(models.KnownOrigin.origin).join(models.Person).where(_is_known(email, now))
    known = set(await session.scalars(statement.where(models.KnownOrigin.origin.in_((network, device)))))
    if device in known:
        return Attempt(f"{address}:{device}", None, None)
    person_key = None if network in known else f"account:{address}:{now:%Y-%m-%dT%H}"
    return Attempt(f"{address}:{network}", network, person_key)


def _is_known(email: str, now: dt.datetime) -> ColumnElement[bool]:
    return (models.Person.email == email) & (models.KnownOrigin.signed_in_at > now - KNOWN_FOR)


async def _delete_old_counters(session: AsyncSession, now: dt.datetime) -> None:
    is_over = models.SignInThrottle.last_failure_at < now - _RESET_AFTER
    await session.execute(delete(models.SignInThrottle).where(is_over))


async def _lock_or_add_counters(
    session: AsyncSession, keys: Sequence[str], now: dt.datetime
) -> list[models.SignInThrottle]:
    missing = insert(session, models.SignInThrottle).on_conflict_do_nothing()
    await session.execute(missing, [{"key": key, "failures": 0, "last_failure_at": now} for key in keys])
    return await _lock_counters(session, keys)


async def _lock_counters(session: AsyncSession, keys: Sequence[str]) -> list[models.SignInThrottle]:
    """The counters, locked in the order of their keys, so that concurrent attempts cannot deadlock."""
    statement = select(models.SignInThrottle).where(models.SignInThrottle.key.in_(keys))
    return list(await session.scalars(statement.order_by(models.SignInThrottle.key).with_for_update()))
