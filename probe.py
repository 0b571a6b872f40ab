from __future__ import annotations
import pytest
from billing.payments.allocation import AmountChoice, PaymentSource
from tests.support.firm import AppHarness
from tests.support.round_trips import record_round_trips
async def test_probe(app: AppHarness) -> None:
    firm = await app.create_ready_firm()
    await firm.prepay("100.00")
    inv = await firm.create_invoice("50.00")
    await firm.pay(inv, "5.00")
    with record_round_trips() as log:
        await firm.pay(inv, "6.00")
    for t in log.round_trips: print(t.connection % 1000, [s[:150] for s in t.statements])
    print("----")
    with record_round_trips() as log:
        await firm.pay(inv, "6.00", PaymentSource.CARD)
    for t in log.round_trips: print(t.connection % 1000, [s[:150] for s in t.statements])
