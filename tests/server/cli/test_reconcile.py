"""`acompte reconcile`: it says what it booked, what differs, and who did not answer."""

from __future__ import annotations

import pytest
from sqlalchemy import delete

import models
from billing.charges.reconciliation import ReconciliationCounts
from sandbox import Fault
from server import container as server_house
from server.cli import reconcile
from server.settings import Settings
from tests.support.firm import AppHarness


@pytest.fixture
def server_app(app: AppHarness, settings: Settings) -> server_house.App:
    return server_house.App(settings, app.database, app.services, app.sandbox)


async def test_it_says_what_it_booked(app: AppHarness, server_app: server_house.App) -> None:
    """D28, D29: a charge, a refund and a dispute that no message told of; the second time there is nothing."""
    firm = await app.create_ready_firm()
    for what in ("refund", "dispute"):
        prepayment = await firm.prepayment(await firm.prepay("100.00"))
        assert prepayment.connection_id is not None
        account = (await firm.connection(prepayment.connection_id)).account_id
        assert account is not None
        assert prepayment.intent_id is not None
        app.sandbox.run_control(what, account, payment_intent=prepayment.intent_id)
    unheard = await firm.start_prepayment("20.00")
    await firm.confirm(unheard, "pm_card_visa")
    async with app.services.writes.begin() as session:
        await session.execute(delete(models.Job))
    told = await reconcile.reconcile_accounts(server_app, 30)
    assert (told.compared, told.differences, told.unreachable) == (3, [], [])
    assert told.booked == ReconciliationCounts(imported=0, charges=1, refunds=1, disputes=1)
    assert (await reconcile.reconcile_accounts(server_app, 30)).booked == ReconciliationCounts(0, 0, 0, 0)


async def test_the_provider_is_down(app: AppHarness, server_app: server_house.App) -> None:
    """It says so in words."""
    await app.create_ready_firm()
    app.sandbox.faults.add(Fault("drop", method="*", times=100))
    told = await reconcile.reconcile_accounts(server_app, 30)
    (silent,) = told.unreachable
    assert silent.startswith("acct_")
    assert silent.partition(": could not be asked: ")[2].strip()
