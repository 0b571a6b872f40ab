"""Change a firm's name, time zone, language and reply address. Only an owner or admin can."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select

import ledger
import models
from billing import calendar, event_changes, text_input
from billing.access.policy import OWNER_OR_ADMIN, require_permission
from billing.access.principals import Viewer
from billing.email_addresses import parse_email
from billing.identity import locales_and_time_zones
from billing.services import Services
from billing.transaction import Unchanged, begin_transaction
from billing.unset import UNSET, Unset


@dataclass(frozen=True, slots=True)
class UpdateFirmCommand:
    """UNSET leaves a field unchanged. `reply_to` can be cleared with None."""

    name: str | Unset = UNSET
    time_zone: str | Unset = UNSET
    locale: str | Unset = UNSET
    reply_to: str | Unset | None = UNSET


async def update_firm(services: Services, viewer: Viewer, command: UpdateFirmCommand) -> None:
    """Update the firm (D65, D66). Raises InvalidInput."""
    require_permission(viewer, OWNER_OR_ADMIN)
    changes = _parse(command)
    async with begin_transaction(services, viewer, "firm.updated") as transaction:
        firm = transaction.firm
        if all(getattr(firm, column) == value for column, value in changes.items()):
            raise Unchanged
        time_zone = changes.get("time_zone", firm.time_zone)
        if time_zone is not None and time_zone != firm.time_zone:
            await _keep_former_time_zone(transaction, time_zone)
        async with event_changes.record_firm(transaction):
            for column, value in changes.items():
                setattr(firm, column, value)


def _parse(command: UpdateFirmCommand) -> dict[str, str | None]:
    """The new values of columns of `models.Firm`. Raises InvalidInput."""
    columns = {"name": "name", "time_zone": "timeZone", "locale": "locale", "reply_to": "replyTo"}
    parsers = {
        "name": text_input.parse_name,
        "time_zone": locales_and_time_zones.parse_time_zone,
        "locale": locales_and_time_zones.parse_locale,
        "reply_to": parse_email,
    }
    changes: dict[str, str | None] = {}
    for column, field in columns.items():
        value: str | Unset | None = getattr(command, column)
        if value is not UNSET:
            changes[column] = None if value is None else parsers[column](value, field)
    return changes


async def _keep_former_time_zone(transaction: ledger.LedgerTransaction, time_zone: str) -> None:
    """Keep the former time zone for all days that have begun in either time zone, so that their bounds in reports do
    not change (D66). If a former time zone is already kept until then, no day ever began in this one.
    """
    firm, former = transaction.firm, models.FormerTimeZone
    latest = await transaction.session.scalar(select(func.max(former.until)).where(former.firm_id == firm.id))
    today = max(calendar.today(zone, transaction.now) for zone in (firm.time_zone, time_zone))
    until = today + dt.timedelta(days=1)
    if latest is None or until > latest:
        await transaction.add(former(firm_id=firm.id, until=until, time_zone=firm.time_zone))
