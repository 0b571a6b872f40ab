"""Process-wide cache of a firm's currency, which never changes, and time zone, which seldom does.

A session look-up that authenticates a request, and a committed `begin_transaction` block, refresh the cache.
"""

import uuid
from dataclasses import dataclass

from sqlalchemy import select

import models
from billing.services import Services, Snapshot


@dataclass(frozen=True, slots=True)
class FirmInfo:
    """A firm's ISO 4217 currency and IANA time zone."""

    currency: str
    time_zone: str


async def get_firm_info(snapshot: Snapshot, firm_id: uuid.UUID) -> FirmInfo:
    """The firm's info, from the cache, or else from the database."""
    cache: dict[uuid.UUID, FirmInfo] = snapshot.services.firm_cache
    if firm_id not in cache:
        ((currency, time_zone),) = await snapshot.rows(
            select(models.Firm.currency, models.Firm.time_zone).where(models.Firm.id == firm_id)
        )
        cache[firm_id] = FirmInfo(currency, time_zone)
    return cache[firm_id]


def find_cached(services: Services, firm_id: uuid.UUID) -> FirmInfo | None:
    """The firm's info if it is in the cache."""
    return services.firm_cache.get(firm_id)


def cache_firm_info(services: Services, firm_id: uuid.UUID, info: FirmInfo) -> None:
    """Cache the info that another query returned."""
    services.firm_cache[firm_id] = info
