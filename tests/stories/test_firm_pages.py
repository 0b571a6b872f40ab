"""P9: a dashboard that follows `firmChanges` ends with the same state as one that reloads (D64)."""

from __future__ import annotations

import random

import pytest

from billing.identity import memberships
from models import FirmRole, MemberRight
from tests.stories.test_live_pages import RandomActions
from tests.support.firm import AppHarness, Firm
from tests.support.firm_page import CHANGES, FirmPage, follow_firm
from tests.support.long_runs import IS_LONG


async def change_access(firm: Firm, rng: random.Random, employee: FirmPage) -> None:
    """Assign a client to the employee, or take it away; sometimes let them see all clients."""
    services, member_id = firm.app.services, employee.viewer.id
    if rng.random() < 0.3:
        right = [MemberRight.VIEW_ALL_CLIENTS]
        await memberships.change_rights(services, firm.id, member_id, right, granted=rng.random() < 0.5)
        return
    change = rng.choice((memberships.assign_client, memberships.unassign_client))
    await change(services, firm.id, member_id, firm.client_id)


@pytest.mark.parametrize("seed", range(50 if IS_LONG else 1))
async def test_reconnecting_dashboard_ends_with_the_state_of_a_reload(app: AppHarness, seed: int) -> None:
    """P9: for owner, admin and an employee whose assignments and rights change, whatever happens to two clients."""
    rng = random.Random(seed)
    firm = await app.create_ready_firm()
    actions = RandomActions(firm, rng)
    actions.other_client_id = await firm.add_client()
    admin = await firm.add_member("admin", FirmRole.ADMIN)
    employee = await firm.add_member("employee", FirmRole.EMPLOYEE)
    await memberships.assign_client(app.services, firm.id, employee.id, firm.client_id)
    pages = [FirmPage(app.services, viewer) for viewer in (firm.owner, admin, employee)]
    for page in pages:
        await page.reload()
    for _ in range(8):
        for page in pages:
            async with follow_firm(app.services, page.viewer, page.after, query=CHANGES) as subscriber:
                for _ in range(rng.randint(1, 3)):
                    await actions.run_one()
                if rng.random() < 0.3:
                    await change_access(firm, rng, pages[2])
                await page.catch_up(subscriber)
        # While no page is connected.
        await actions.run_one()
    assert sum(page.changes for page in pages) >= 12
