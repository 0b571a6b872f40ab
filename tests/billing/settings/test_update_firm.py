"""The firm changes its name, time zone, language and reply address."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select

import models
from billing import calendar, firm_cache
from billing.access.policy import PermissionDenied
from billing.errors import InvalidInput
from billing.reporting.money_report import money_report
from billing.services import Snapshot
from billing.settings.update_firm import UpdateFirmCommand, update_firm
from models import FirmRole, MemberRight
from tests.support.firm import AppHarness, Firm

PARIS, NEW_YORK, TOKYO = "Europe/Paris", "America/New_York", "Asia/Tokyo"
MIDWAY, KIRITIMATI = "Pacific/Pago_Pago", "Pacific/Kiritimati"
DAY = dt.timedelta(days=1)


async def load_firm(firm: Firm) -> models.Firm:
    async with firm.app.services.reads() as session:
        return await session.get_one(models.Firm, firm.id)


async def change(firm: Firm, **fields: Any) -> None:
    await update_firm(firm.app.services, firm.owner, UpdateFirmCommand(**fields))


async def former_time_zones(firm: Firm) -> list[tuple[dt.date, str]]:
    former = models.FormerTimeZone
    async with firm.app.services.reads() as session:
        rows = await session.execute(select(former.until, former.time_zone).order_by(former.until))
        return [(until, time_zone) for until, time_zone in rows]


async def test_each_field_alone(app: AppHarness) -> None:
    """D65: what is omitted stays; texts are normalized as everywhere (D36); an event records who did it."""
    firm = await app.create_firm()
    changes: list[tuple[dict[str, Any], dict[str, Any]]] = [
        ({"name": " Ate\u0301lier "}, {"name": "Atélier"}),
        ({"time_zone": TOKYO}, {"time_zone": TOKYO}),
        ({"locale": "FR"}, {"locale": "fr"}),
        ({"reply_to": " Answers@Firm.test "}, {"reply_to": "Answers@Firm.test"}),
        ({"reply_to": None}, {"reply_to": None}),
    ]
    expected = {"name": "Lumière", "time_zone": PARIS, "locale": "en", "reply_to": None}
    for fields, stored in changes:
        before = await firm.event_seq()
        await change(firm, **fields)
        expected |= stored
        row = await load_firm(firm)
        assert {name: getattr(row, name) for name in expected} == expected
        assert await firm.event_seq() == before + 1
        async with app.services.reads() as session:
            event = await session.get_one(models.Event, (firm.id, before + 1))
            assert (event.kind, event.member_id, event.client_id) == ("firm.updated", firm.owner.id, None)


async def test_what_is_refused(app: AppHarness) -> None:
    """D65: each field with its own path; nothing is changed, also not the valid fields beside it."""
    firm = await app.create_firm()
    cases: list[tuple[str, dict[str, Any]]] = [
        ("name", {"name": "\u200b"}),
        ("name", {"name": "x" * 201}),
        ("timeZone", {"time_zone": "../Paris"}),
        ("timeZone", {"time_zone": "europe/paris"}),
        ("timeZone", {"time_zone": ""}),
        ("locale", {"locale": "tlh"}),
        ("locale", {"locale": "fr-CA"}),
        ("locale", {"locale": ""}),
        ("replyTo", {"reply_to": ""}),
        ("replyTo", {"reply_to": "a@b@c"}),
        ("replyTo", {"reply_to": "a@b\nBcc: c@d"}),
        ("replyTo", {"reply_to": f"a@{'b' * 253}"}),
    ]
    async with firm.assert_unchanged():
        for field, fields in cases:
            valid = {"name": "Other", "locale": "fr", "time_zone": TOKYO, "reply_to": "a@b.test"}
            with pytest.raises(InvalidInput) as refused:
                await change(firm, **valid | fields)
            assert refused.value.field == field


async def test_what_is_already_so_is_no_event(app: AppHarness) -> None:
    firm = await app.create_firm()
    async with firm.assert_unchanged():
        await change(firm)
        await change(firm, name="Lumière", time_zone=PARIS, locale="en", reply_to=None)


async def test_only_owner_and_admin(app: AppHarness) -> None:
    """Roles: neither an employee with every right nor a client user."""
    firm = await app.create_firm()
    admin = await firm.add_member("ada", FirmRole.ADMIN)
    await update_firm(app.services, admin, UpdateFirmCommand(locale="fr"))
    employee = await firm.add_member("emil", FirmRole.EMPLOYEE, *MemberRight)
    async with firm.assert_unchanged():
        for viewer in (employee, firm.client_user):
            with pytest.raises(PermissionDenied):
                await update_firm(app.services, viewer, UpdateFirmCommand(locale="en"))


async def cash_by_day(firm: Firm, first: dt.date, days: int) -> list[int]:
    async with Snapshot(firm.app.services) as snapshot:
        info = await firm_cache.get_firm_info(snapshot, firm.id)
        reports = [
            await money_report(snapshot, firm.owner, info, day, day) for day in (first + n * DAY for n in range(days))
        ]
    return [report.cash_in.minor for report in reports]


@pytest.mark.one_database
@pytest.mark.parametrize("time_zone", [NEW_YORK, TOKYO, MIDWAY, KIRITIMATI])
async def test_days_that_have_begun_keep_their_bounds(app: AppHarness, time_zone: str) -> None:
    """D66: whichever way the clock goes, no past figure changes, and days neither overlap nor leave anything out."""
    firm = await app.create_ready_firm()
    changed_at = dt.datetime(2026, 3, 8, 23, 30, tzinfo=dt.UTC)  # in Paris, half an hour of March 9 is over
    first = dt.date(2026, 3, 7)
    for hours in (-25, -1, 0):
        app.clock.now = changed_at + dt.timedelta(hours=hours)
        await firm.prepay("10.00")
    before = await cash_by_day(firm, first, 3)
    assert before == [10_00, 10_00, 10_00]
    await change(firm, time_zone=time_zone)
    assert await cash_by_day(firm, first, 3) == before
    for _ in range(8):
        app.clock.advance(hours=12)
        await firm.prepay("1.00")
    after = await cash_by_day(firm, first, 9)
    assert sum(after) == sum(before) + 8_00
    assert after[:2] == before[:2]


async def test_first_day_in_the_new_time_zone(app: AppHarness) -> None:
    """D66: the day after the later "today"; from then on days are those of the new time zone."""
    firm = await app.create_ready_firm()
    app.clock.now = dt.datetime(2026, 3, 2, 20, 0, tzinfo=dt.UTC)  # March 2 in Paris, March 3 in Tokyo
    await change(firm, time_zone=TOKYO)
    assert await former_time_zones(firm) == [(dt.date(2026, 3, 4), PARIS)]
    zones = calendar.TimeZones(TOKYO, await former_time_zones(firm))
    starts = [zones.start_of_day(dt.date(2026, 3, day)) for day in (2, 3, 4, 5)]
    assert starts == [
        dt.datetime(2026, 3, 1, 23, tzinfo=dt.UTC),
        dt.datetime(2026, 3, 2, 23, tzinfo=dt.UTC),
        dt.datetime(2026, 3, 3, 15, tzinfo=dt.UTC),
        dt.datetime(2026, 3, 4, 15, tzinfo=dt.UTC),
    ]


async def test_several_changes(app: AppHarness) -> None:
    """D66: a time zone in which no day began leaves nothing; one that was changed back counts for the days between."""
    firm = await app.create_ready_firm()
    await change(firm, time_zone=TOKYO)
    await change(firm, time_zone=NEW_YORK)
    assert await former_time_zones(firm) == [(dt.date(2026, 3, 3), PARIS)]
    app.clock.advance(days=10)
    await change(firm, time_zone=PARIS)
    assert await former_time_zones(firm) == [(dt.date(2026, 3, 3), PARIS), (dt.date(2026, 3, 13), NEW_YORK)]
    await change(firm, time_zone=PARIS, name="Still Paris")
    assert len(await former_time_zones(firm)) == 2


@pytest.mark.parametrize(("old", "new"), [(MIDWAY, KIRITIMATI), (KIRITIMATI, MIDWAY), (PARIS, NEW_YORK)])
def test_days_follow_each_other(old: str, new: str) -> None:
    """D66: also across the date line, where a day can be skipped."""
    zones = calendar.TimeZones(new, [(dt.date(2026, 3, 4), old)])
    days = [dt.date(2026, 3, 1) + n * DAY for n in range(8)]
    for day in days:
        assert zones.end_of_day(day) == zones.start_of_day(day + DAY)
        assert zones.start_of_day(day) <= zones.end_of_day(day)


async def test_what_is_due_goes_by_the_new_time_zone_at_once(app: AppHarness) -> None:
    """D66: the cache of this process has it with the commit."""
    firm = await app.create_firm()
    async with Snapshot(app.services) as snapshot:
        await firm_cache.get_firm_info(snapshot, firm.id)
    await change(firm, time_zone=TOKYO)
    cached = firm_cache.find_cached(app.services, firm.id)
    assert cached is not None
    assert cached.time_zone == TOKYO
