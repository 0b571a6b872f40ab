"""`acompte reconcile`: it says what it booked, what differs, and who did not answer."""

from __future__ import annotations

import pytest
from sqlalchemy import delete

import models
from billing.charges.reconciliation import Booked
from sandbox import Fault
from server import container as server_house
from server.cli import reconcile
from server.settings import Settings
from tests.support.firm import House


@pytest.fixture
def served(house: House, settings: Settings) -> server_house.House:
    return server_house.House(settings, house.database, house.services, house.sandbox)


async def test_it_says_what_it_booked(house: House, served: server_house.House) -> None:
    """D28, D29: a charge, a refund and a dispute that no message told of; the second time there is nothing."""
    firm = await house.ready_firm()
    for what in ("refund", "dispute"):
        prepayment = await firm.prepayment(await firm.prepay("100.00"))
        assert prepayment.connection_id is not None
        account = (await firm.connection(prepayment.connection_id)).account_id
        assert account is not None
        assert prepayment.intent_id is not None
        house.sandbox.dashboard(what, account, payment_intent=prepayment.intent_id)
    unheard = await firm.ask_prepayment("20.00")
    await firm.confirm(unheard, "pm_card_visa")
    async with house.services.writes.begin() as session:
        await session.execute(delete(models.Job))
    told = await reconcile.look_over(served, 30)
    assert (told.compared, told.found, told.silent) == (3, [], [])
    assert told.booked == Booked(recovered=0, charges=1, refunds=1, disputes=1)
    assert (await reconcile.look_over(served, 30)).booked == Booked(0, 0, 0, 0)


async def test_the_provider_is_down(house: House, served: server_house.House) -> None:
    """It says so in words."""
    await house.ready_firm()
    house.sandbox.faults.add(Fault("drop", method="*", times=100))
    told = await reconcile.look_over(served, 30)
    (silent,) = told.silent
    assert silent.startswith("acct_")
    assert silent.partition(": could not be asked: ")[2].strip()
