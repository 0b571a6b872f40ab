"""What is charged: by the Stripe simulator, and in the ledger."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from db.engines import Database
from sandbox import SimulatorSettings, StripeSimulator
from tests.stories.test_repeated_kills import received_at_stripe, wait_until_recorded
from tests.support.server_process import ServerProcess


@dataclass(frozen=True)
class Charges:
    """The charges of one server and its simulator."""

    server: ServerProcess

    @asynccontextmanager
    async def expect(self, *amounts: int) -> AsyncIterator[None]:
        """Assert that inside the block exactly these amounts, in minor units, are charged, for as many payments, and
        that the ledger has them all.
        """
        simulator = StripeSimulator(
            SimulatorSettings(self.server.folder / "sandbox.db", self.server.url, None, "unused")
        )
        before, intents = received_at_stripe(simulator), self._intent_count(simulator)
        yield
        after = received_at_stripe(simulator)
        charged = sorted(amount for intent, amount in after.items() if intent not in before)
        assert (charged, self._intent_count(simulator) - intents) == (sorted(amounts), len(amounts))
        await simulator.aclose()
        ledger = Database(self.server.database_url)
        await wait_until_recorded(ledger, after)
        await ledger.close()
        await self.server.audit()

    def _intent_count(self, simulator: StripeSimulator) -> int:
        return len(simulator.events(kind="payment_intent.created"))
