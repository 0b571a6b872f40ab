"""The simulator: an ASGI application, a background loop, and controls for tests."""

import asyncio
import collections.abc
import contextlib
import logging
import time
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.routing import Route

from sandbox import api, browser, confirmation, dashboard, events, faults, mail, refunds, settings, store, webhooks
from sandbox.request_context import RequestContext

_log = logging.getLogger("sandbox")
# Polling finds due debits and what other processes wrote to the same file.
_ROUND_SECONDS = 0.25


class StripeSimulator:
    """A simulator of Stripe with a database of its own."""

    def __init__(
        self,
        settings: settings.SimulatorSettings,
        *,
        clock: collections.abc.Callable[[], float] = time.time,
        webhook_client: httpx.AsyncClient | None = None,
    ) -> None:
        self.settings = settings
        self.faults = faults.Faults()
        self.hold_webhooks = False
        """While true, webhooks are only sent by `deliver`."""
        self._clock = clock
        self._store = store.Store(settings.database)
        self._deliverer = webhooks.Deliverer(self._store, settings, clock, webhook_client)
        self._changed = asyncio.Event()
        pages = browser.PageRoutes(self._store, settings, clock, self._changed.set)
        endpoint = api.Api(self._store, settings, clock, self.faults, self._changed.set)
        mails = mail.MailPages(settings.mail_folder, settings.base_url).routes() if settings.mail_folder else []
        self.app = Starlette(routes=[*pages.routes(), *mails, Route("/v1/{path:path}", endpoint)])

    async def run(self) -> None:
        """Run `tick` repeatedly until cancelled."""
        try:
            while True:
                self._changed.clear()
                try:
                    await self.tick()
                except Exception:
                    _log.exception("A round of the Stripe simulator failed. The next round tries again.")
                with contextlib.suppress(TimeoutError):
                    # Before Python 3.12, wait_for can swallow a concurrent cancellation.
                    async with asyncio.timeout(_ROUND_SECONDS):
                        await self._changed.wait()
        finally:
            await self.aclose()

    async def tick(self) -> int:
        """Settle due debits and refunds and send due webhooks. Returns the number of both."""
        now = self._clock()
        settled = 0
        with self._store.transaction(write=False) as tx:
            due = tx.execute(
                "SELECT 1 FROM settlement WHERE due_at <= ? UNION SELECT 1 FROM refund_end WHERE due_at <= ?", now, now
            ).fetchone()
        if due:
            with self._store.transaction() as tx:
                context = RequestContext(tx, self.settings, now)
                settled = confirmation.settle_due(context) + refunds.settle_due(context)
        delivered = 0 if self.hold_webhooks else await self._deliverer.deliver_due()
        return settled + delivered

    async def aclose(self) -> None:
        """Close the HTTP client and the file; they reopen when used."""
        await self._deliverer.close()
        self._store.close()

    def events(self, *, account: str | None = None, kind: str | None = None) -> list[dict[str, Any]]:
        """All events, oldest first."""
        with self._store.transaction(write=False) as tx:
            return events.list_all(tx, account, kind)

    async def deliver(self, event_id: str) -> int:
        """Send one event now, even if it was delivered before. Returns the endpoint's HTTP status."""
        return await self._deliverer.deliver(event_id)

    def run_control(self, control: str, account: str, **form: str | int) -> dict[str, Any]:
        """Perform one of `dashboard.CONTROLS`: what a firm does in its dashboard, or a bank or payer does.

        Returns the refund or dispute. Raises ApiError if Stripe would not allow it.
        """
        with self._store.transaction() as tx:
            context = RequestContext(tx, self.settings, self._clock(), account)
            result = dashboard.run_control(context, control, {name: str(value) for name, value in form.items()})
        self._changed.set()
        return result

    def tamper(self, intent_id: str, **fields: Any) -> dict[str, Any]:
        """Change fields of a stored object without checks and events."""
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
