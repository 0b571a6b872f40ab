"""The six webhooks of one payment in every order have the same result.

The provider advances to at least the newest event delivered so far; then its webhook is delivered, and the worker runs
its jobs. Finally all are delivered again, in order. `make test-long` tests every order.
"""

from __future__ import annotations

import itertools
import json
import random
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import models
from billing.payments.allocation import AmountChoice, PaymentSource
from billing.providers import webhooks
from models import PaymentMethod
from sandbox.webhooks import signature
from tests.stories.test_interleavings import Snapshots
from tests.support.actions import (
    account_balances,
    assert_money_report_balances,
    dispute_figures,
    refund_figures,
    run_control,
)
from tests.support.database_backends import DatabaseBackend
from tests.support.firm import WEBHOOK_SECRET, AppHarness, Firm
from tests.support.long_runs import IS_LONG

WEBHOOK_TYPES = (
    "payment_intent.created", "payment_intent.processing", "payment_intent.succeeded", "refund.created",
    "charge.dispute.created", "charge.dispute.closed",
)  # fmt: skip
LOST_STATE = {
    "ledger": {
        "BILLED_CLEARING": 70_00,
        "CASH_PROVIDER": -10_00,
        "RECEIVABLE": -70_00,
        "WRITE_OFFS": -20_00,
        "REVENUE": 30_00,
    },
    "lots": [0, 0],
    "credits": (0, 0),
    "invoice": ("PARTIALLY_PAID", 30_00, 0, 70_00),
    "card": ("SUCCEEDED", 0, 20_00),
    "part": ("SUCCEEDED", 30_00, 0),
    "refunds": [("SUCCEEDED", 20_00, 0)],
    "disputes": [("LOST", 70_00, 1, 0)],
}
WON_STATE = {
    **LOST_STATE,
    "ledger": {"BILLED_CLEARING": 20_00, "CASH_PROVIDER": -80_00, "RECEIVABLE": -20_00, "REVENUE": 80_00},
    "invoice": ("PARTIALLY_PAID", 80_00, 0, 20_00),
    "card": ("SUCCEEDED", 50_00, 20_00),
    "disputes": [("WON", 70_00, 1, 1)],
}


@dataclass
class PaymentLifecycle:
    """A card payment of 70 with 30 from credits; 20 of it are refunded in the dashboard, all of it is disputed."""

    firm: Firm
    account: str
    card: models.Payment
    split_payment_id: uuid.UUID
    outcome: str
    stage: int = 0
    dispute: str = ""

    async def advance_to(self, stage: int) -> None:
        """Make everything happen at the provider up to this event."""
        while self.stage < stage:
            self.stage += 1
            self.firm.app.clock.advance(seconds=1)
            await self._step()

    async def _step(self) -> None:
        sandbox, intent = self.firm.app.sandbox, str(self.card.intent_id)
        if self.stage == 1:
            sandbox.tamper(intent, status="processing")
        elif self.stage == 2:
            sandbox.tamper(intent, status="requires_payment_method")
            await self.firm.confirm(self.card, "pm_card_visa")
        elif self.stage == 3:
            await run_control(self.firm, "refund", self.card, amount=20_00)
        elif self.stage == 4:
            self.dispute = (await run_control(self.firm, "dispute", self.card))["id"]
        else:
            await run_control(self.firm, self.outcome, self.card, dispute=self.dispute)

    async def deliver(self, number: int) -> None:
        """Deliver the signed webhook, and run the due jobs."""
        app, kind = self.firm.app, WEBHOOK_TYPES[number]
        object_: dict[str, Any] = {"id": self.card.intent_id}
        if not kind.startswith("payment_intent"):
            object_ = {"id": "irrelevant", "payment_intent": self.card.intent_id}
        event = {"type": kind, "account": self.account, "livemode": False, "data": {"object": object_}}
        body = json.dumps(event)
        now = app.clock()
        notice = app.services.provider.parse_webhook(
            body.encode(), signature(body, WEBHOOK_SECRET, int(now.timestamp())), now
        )
        assert notice is not None
        assert await webhooks.handle_webhook(app.services, notice)
        await app.run_due_jobs()

    async def final_state(self) -> dict[str, Any]:
        """Everything that must not depend on the order."""
        card, credits_payment = await self.firm.payment(self.card.id), await self.firm.payment(self.split_payment_id)
        return {
            "ledger": await account_balances(self.firm),
            "lots": await self.firm.lot_balances(),
            "credits": await self.firm.credits(),
            "invoice": await self.firm.invoice_figures(card.invoice_id),
            "card": (card.status.value, card.applied, card.refunded),
            "part": (credits_payment.status.value, credits_payment.applied, credits_payment.refunded),
            "refunds": await refund_figures(self.firm),
            "disputes": await dispute_figures(self.firm),
        }


async def start_lifecycle(app: AppHarness, outcome: str) -> PaymentLifecycle:
    firm = await app.create_prepaid_firm("30.00")
    invoice = await firm.create_invoice("100.00")
    card, credits_payment = await firm.pay(invoice, AmountChoice.REMAINING, PaymentSource.CREDITS, PaymentMethod.CARD)
    assert card.connection_id is not None
    account = (await firm.connection(card.connection_id)).account_id
    assert account is not None
    return PaymentLifecycle(firm, account, card, credits_payment.id, outcome)


def webhook_orders(outcome: str) -> Iterator[Sequence[int]]:
    """Every order, and 300 random ones with duplicates and omissions; or a sample."""
    rng = random.Random(outcome)
    orders = list(itertools.permutations(range(6)))
    yield from orders if IS_LONG else rng.sample(orders, 2)
    for _ in range(300 if IS_LONG else 1):
        yield [rng.randrange(6) for _ in range(rng.randint(1, 9))]


@pytest.mark.parametrize(("outcome", "expected"), [("win", WON_STATE), ("lose", LOST_STATE)])
async def test_every_order_has_the_same_result(
    app: AppHarness, database_backend: DatabaseBackend, tmp_path: Path, outcome: str, expected: dict[str, Any]
) -> None:
    """P2, D9, D23, D27, D28: state is fetched, so order, duplicates and losses make no difference."""
    lifecycle = await start_lifecycle(app, outcome)
    snapshots = Snapshots(app, database_backend, tmp_path / "sandbox.db")
    await snapshots.save("started")
    start_time, count = app.clock.now, 0
    for order in webhook_orders(outcome):
        await snapshots.restore("started")
        lifecycle.stage, app.clock.now = 0, start_time
        for number in (*order, *range(6)):
            await lifecycle.advance_to(number)
            await lifecycle.deliver(number)
        assert await lifecycle.final_state() == expected, order
        await assert_money_report_balances(lifecycle.firm)
        count += 1
        if count % 20 == 1:
            await app.audit()
    assert count == (1020 if IS_LONG else 3)
