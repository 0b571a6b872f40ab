"""The notice of prepayments that are no longer available, although the firm has enabled them (D4, D49)."""

from collections.abc import Sequence

import ledger
import models
from billing.notices.add_notice import add_notice
from billing.prepayments.availability import is_prepayment_available
from models import NoticeKind


async def add_notice_if_unavailable(
    transaction: ledger.LedgerTransaction,
    settings: models.PaymentSettings,
    connections: Sequence[models.ProviderConnection],
    *,
    was_available: bool,
    cause: models.ProviderConnection | None = None,
) -> None:
    """Add the notice if a change of the settings or provider accounts made prepayments unavailable (`was_available`).

    None is added if the firm disabled them itself. `cause` is the provider account that changed, if one did.
    """
    if was_available and settings.prepayment_enabled and not is_prepayment_available(settings, connections):
        await add_notice(transaction, NoticeKind.PREPAYMENT_UNAVAILABLE, cause)
