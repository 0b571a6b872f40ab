"""`acompte reconcile` reports recorded payments, differences and unreachable accounts."""

from __future__ import annotations

import pytest
from sqlalchemy import delete

import models
from billing.charges.reconciliation import ReconciliationCounts
from sandbox import Fault
from server import container
from server.cli import reconcile
from server.settings import Settings
from tests.support.firm import AppHarness


@pytest.fixture
def server_app(app: AppHarness, settings: Settings) -> container.App:
    return container.App(settings, app.database, app.services, app.sandbox)


async def test_missing_payments_are_recorded(app: AppHarness, server_app: container.App) -> None:
    """D28, D29: a payment, a refund and a dispute without a webhook are recorded once."""
    firm = await app.create_ready_firm()
    for control in ("refund", "dispute"):
        prepayment = await firm.prepayment(await firm.prepay("100.00"))
        assert prepayment.connection_id is not None
        account = (await firm.connection(prepayment.connection_id)).account_id
        assert account is not None
        assert prepayment.intent_id is not None
        app.sandbox.run_control(control, account, payment_intent=prepayment.intent_id)
    await firm.confirm(await firm.start_prepayment("20.00"), "pm_card_visa")
    async with app.services.writes.begin() as session:
        await session.execute(delete(models.Job))
    result = await reconcile.reconcile_accounts(server_app, 30)
    assert (result.compared, result.differences, result.failures) == (3, [], [])
    assert result.recorded == ReconciliationCounts(imported=0, provider_payments=1, refunds=1, disputes=1)
    assert (await reconcile.reconcile_accounts(server_app, 30)).recorded == ReconciliationCounts(0, 0, 0, 0)


async def test_provider_outage_is_reported(app: AppHarness, server_app: container.App) -> None:
    await app.create_ready_firm()
    app.sandbox.faults.add(Fault("drop", method="*", times=100))
    result = await reconcile.reconcile_accounts(server_app, 30)
    (failure,) = result.failures
    assert failure.startswith("acct_")
    assert failure.partition(": could not be read: ")[2].strip()
