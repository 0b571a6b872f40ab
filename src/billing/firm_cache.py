"""What never changes of a firm, and half of all rules need: its currency, and the time zone that its days go by."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy import select

import models
from billing.services import Snapshot


@dataclass(frozen=True, slots=True)
class FirmInfo:
    """A firm's, for ever."""

    currency: str
    time_zone: str


async def get_firm_info(snapshot: Snapshot, firm_id: uuid.UUID) -> FirmInfo:
    """The firm's. Asked of the database once: no deed changes them."""
    known: dict[uuid.UUID, FirmInfo] = snapshot.services.firm_cache
    if firm_id not in known:
        ((currency, time_zone),) = await snapshot.rows(
            select(models.Firm.currency, models.Firm.time_zone).where(models.Firm.id == firm_id)
        )
        known[firm_id] = FirmInfo(currency, time_zone)
    return known[firm_id]


def cache_firm_info(snapshot: Snapshot, firm_id: uuid.UUID, info: FirmInfo) -> None:
    """They came along with something else."""
    snapshot.services.firm_cache.setdefault(firm_id, info)
