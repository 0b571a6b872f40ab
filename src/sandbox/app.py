"""The stand-in as a whole: an ASGI app, a background loop, and what only tests may do."""

import asyncio
import collections.abc
import contextlib
import logging
import time
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.routing import Route

from sandbox import api, browser, confirmation, dashboard, events, faults, refunds, settings, store, webhooks
from sandbox.work import Work

_log = logging.getLogger("sandbox")
# Other processes write to the same file, and debits fall due: so it looks around by itself, too.
_ROUND_SECONDS = 0.25


class Sandbox:
    """A stand-in for Stripe with a database of its own."""

    def __init__(
        self,
        settings: settings.SandboxSettings,
        *,
        clock: collections.abc.Callable[[], float] = time.time,
        webhook_client: httpx.AsyncClient | None = None,
    ) -> None:
        self.settings = settings
        self.faults = faults.Faults()
        self.hold_webhooks = False
        """While set, nothing is delivered but what a test delivers itself."""
        self._clock = clock
        self._store = store.Store(settings.database)
        self._deliverer = webhooks.Deliverer(self._store, settings, clock, webhook_client)
        self._changed = asyncio.Event()
        served = browser.Browser(self._store, settings, clock, self._changed.set)
        endpoint = api.Api(self._store, settings, clock, self.faults, self._changed.set)
        self.app = Starlette(routes=[*served.routes(), Route("/v1/{path:path}", endpoint)])

    async def run(self) -> None:
        """Settle what is due and deliver what is due, until cancelled."""
        try:
            while True:
                self._changed.clear()
                try:
                    await self.tick()
                except Exception:
                    _log.exception("A round of the stand-in failed; the next one tries again.")
                with contextlib.suppress(TimeoutError):
                    # Not wait_for: before Python 3.12 it swallows a cancellation that comes at the same moment.
                    async with asyncio.timeout(_ROUND_SECONDS):
                        await self._changed.wait()
        finally:
            await self.aclose()

    async def tick(self) -> int:
        """One round: settle due debits and refunds, attempt due deliveries; gives how many of both."""
        now = self._clock()
        settled = 0
        with self._store.transaction(write=False) as tx:
            due = tx.execute(
                "SELECT 1 FROM settlement WHERE due_at <= ? UNION SELECT 1 FROM refund_end WHERE due_at <= ?", now, now
            ).fetchone()
        if due:
            with self._store.transaction() as tx:
                work = Work(tx, self.settings, now)
                settled = confirmation.settle_due(work) + refunds.settle_due(work)
        delivered = 0 if self.hold_webhooks else await self._deliverer.deliver_due()
        return settled + delivered

    async def aclose(self) -> None:
        """Let go of the HTTP client and of the file; using it again opens them again."""
        await self._deliverer.close()
        self._store.close()

    def events(self, *, account: str | None = None, kind: str | None = None) -> list[dict[str, Any]]:
        """Every event so far, oldest first."""
        with self._store.transaction(write=False) as tx:
            return events.list_all(tx, account, kind)

    async def deliver(self, event_id: str) -> int:
        """Deliver one event now, however often it was before; gives the endpoint's HTTP status."""
        return await self._deliverer.deliver(event_id)

    def run_control(self, control: str, account: str, **form: str | int) -> dict[str, Any]:
        """Do at once what a firm, a bank or a payer does beside the API: one of `dashboard.DEEDS`.

        Gives the refund or dispute as it is then. Raise ApiError where Stripe would not let it happen.
        """
        with self._store.transaction() as tx:
            work = Work(tx, self.settings, self._clock(), account)
            done = dashboard.run_control(work, control, {name: str(value) for name, value in form.items()})
        self._changed.set()
        return done

    def tamper(self, intent_id: str, **fields: Any) -> dict[str, Any]:
        """Change stored fields of an object behind everyone's back: no event, no checks."""
        with self._store.transaction() as tx:
            record = tx.find_anywhere(intent_id)
            if record is None:
                raise LookupError(intent_id)
            unknown = set(fields) - set(record.body)
            if unknown:
                raise AttributeError(f"{record.kind} has no {', '.join(sorted(unknown))}")
            record.body.update(fields)
            tx.save(record)
            return record.body
