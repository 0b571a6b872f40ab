"""Disable prepayment. Credits, partial payments and open prepayments stay as they are (D6)."""

from billing import event_changes
from billing.access.policy import OWNER_OR_ADMIN, require_permission
from billing.access.principals import Viewer
from billing.services import Services
from billing.transaction import Unchanged, begin_transaction


async def disable_prepayment(services: Services, viewer: Viewer) -> None:
    """Disable prepayment; does nothing if it is already disabled."""
    require_permission(viewer, OWNER_OR_ADMIN)
    async with (
        begin_transaction(services, viewer, "prepayment.disabled") as transaction,
        event_changes.record_settings(transaction) as settings,
    ):
        if not settings.prepayment_enabled:
            raise Unchanged
        settings.prepayment_enabled = False
