"""A firm stops taking prepayments: credits, partial payment and payments under way stay as they are (D6)."""

from __future__ import annotations

import models
from billing.access.policy import OWNER_OR_ADMIN, require
from billing.access.principals import Viewer
from billing.services import Services
from billing.transaction import NothingToDo, transaction


async def disable_prepayment(services: Services, viewer: Viewer) -> None:
    """Switch prepayment off. Off already: nothing changes."""
    require(viewer, OWNER_OR_ADMIN)
    async with transaction(services, viewer, "prepayment.disabled") as book:
        settings = await book.session.get_one(models.PaymentSettings, book.firm.id)
        if not settings.prepayment_enabled:
            raise NothingToDo
        settings.prepayment_enabled = False
