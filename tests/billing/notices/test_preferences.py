"""Which notices come by e-mail: what a membership chose, else the default of its role (D50)."""

from __future__ import annotations

import pytest
from sqlalchemy import select

import models
from billing.access.notice_audiences import AUDIENCES, is_emailed_by_default, readable_notice_kinds
from billing.access.principals import ClientUser, Member, Viewer
from billing.errors import InvalidInput
from billing.notices.preferences import NoticePreferences, is_own_choice, update_notice_preferences
from models import FirmRole, NoticeKind
from tests.support.firm import AppHarness

pytestmark = pytest.mark.mails_of_notices

STAFF = {"PAYMENT_STUCK", "DISPUTE_OPENED", "DISPUTE_CLOSED"}
MANAGERS = {"PROVIDER_RESTRICTED", "PREPAYMENT_UNAVAILABLE", "WEBHOOK_ENDPOINT_DISABLED"}
CLIENTS = {"INVOICE_ISSUED", "INVOICE_VOIDED", "CREDIT_ADDED"}
ALL = {kind.name for kind in NoticeKind}
EMAIL_OF_MANAGERS = ALL - CLIENTS - {"REFUND_SUCCEEDED", "INVOICE_OVERDUE"}


def names(kinds: tuple[NoticeKind, ...]) -> set[str]:
    return {kind.name for kind in kinds}


async def test_table_of_audiences(app: AppHarness) -> None:
    """D50: every kind has readers, and nobody gets mails by default that they cannot read."""
    firm = await app.create_firm()
    employee = await firm.add_member("employee", FirmRole.EMPLOYEE)
    viewers: dict[str, Viewer] = {"owner": firm.owner, "employee": employee, "client": firm.client_user}
    assert AUDIENCES.keys() == set(NoticeKind)
    assert {name: names(readable_notice_kinds(viewer)) for name, viewer in viewers.items()} == {
        "owner": ALL - CLIENTS,
        "employee": ALL - CLIENTS - MANAGERS,
        "client": ALL - STAFF - MANAGERS,
    }
    by_default = {
        name: {kind.name for kind in NoticeKind if is_emailed_by_default(viewer, kind)}
        for name, viewer in viewers.items()
    }
    assert by_default == {"owner": EMAIL_OF_MANAGERS, "employee": set(), "client": ALL - STAFF - MANAGERS}


async def load_preferences(app: AppHarness, viewer: Viewer) -> NoticePreferences:
    async with app.services.reads() as session:
        preference = models.NoticePreference
        choices = select(preference.kind, preference.by_email).where(is_own_choice(viewer, preference))
        rows = await session.execute(choices)
        return NoticePreferences.of(viewer, {row.kind: row.by_email for row in rows})


async def test_choice_replaces_the_default(app: AppHarness) -> None:
    """D50: exactly the chosen kinds, for this membership only; choosing again replaces the choice."""
    firm = await app.create_firm()
    other = await firm.add_user(firm.client_id, "other")
    chosen = [NoticeKind.INVOICE_ISSUED, NoticeKind.CREDIT_ADDED]
    for kinds in (chosen, [], chosen[:1]):
        preferences = await update_notice_preferences(app.services, firm.client_user, kinds)
        assert list(preferences.email) == kinds
        assert await load_preferences(app, firm.client_user) == preferences
    assert (await load_preferences(app, other)).email == readable_notice_kinds(other)


async def test_kind_for_others_is_refused(app: AppHarness) -> None:
    """D50: nothing changes."""
    firm = await app.create_firm()
    with pytest.raises(InvalidInput, match="PROVIDER_RESTRICTED"):
        await update_notice_preferences(app.services, firm.client_user, [NoticeKind.PROVIDER_RESTRICTED])
    async with app.services.reads() as session:
        assert (await session.scalars(select(models.NoticePreference))).all() == []


async def test_lost_rights_end_a_choice(app: AppHarness) -> None:
    """D50: an admin who becomes an employee gets no mails that employees do not read."""
    firm = await app.create_firm()
    admin = await firm.add_member("admin", FirmRole.ADMIN)
    await update_notice_preferences(app.services, admin, [NoticeKind.PROVIDER_RESTRICTED, NoticeKind.PAYMENT_STUCK])
    demoted = Member(firm.id, admin.id, FirmRole.EMPLOYEE, frozenset())
    assert (await load_preferences(app, demoted)).email == (NoticeKind.PAYMENT_STUCK,)


def test_client_users_of_any_client_have_the_same_kinds() -> None:
    """D50: what there is to hear depends on the role alone."""
    one, other = (ClientUser(models.new_id(), models.new_id(), models.new_id()) for _ in range(2))
    assert readable_notice_kinds(one) == readable_notice_kinds(other)
