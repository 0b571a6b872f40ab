"""Delivery of events to the webhook endpoint: signed, leased, retried for three days."""

import asyncio
import collections.abc
import dataclasses
import hashlib
import hmac
import itertools
import logging
import operator

import httpx

from sandbox import events, settings, store

_log = logging.getLogger("sandbox")
_TIMEOUT_SECONDS = 10.0
# Longer than an attempt. If a process dies, another retries after the lease.
_LEASE_SECONDS = 30.0
_BACKOFF_SECONDS = (1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600)
_GIVE_UP_SECONDS = 3 * 24 * 3600
_BATCH = 100
_SUCCESS_STATUSES = frozenset(map(str, range(200, 300)))


def signature(payload: str, secret: str, timestamp: int) -> str:
    """Stripe-Signature header for this body."""
    mac = hmac.new(secret.encode(), f"{timestamp}.{payload}".encode(), hashlib.sha256)
    return f"t={timestamp},v1={mac.hexdigest()}"


@dataclasses.dataclass(frozen=True)
class _Delivery:
    event: str
    account: str
    payload: str
    attempts: int
    created: float
    leased_until: float


class Deliverer:
    """Sends due events. Several processes may do so at once."""

    def __init__(
        self,
        database: store.Store,
        config: settings.SimulatorSettings,
        clock: collections.abc.Callable[[], float],
        client: httpx.AsyncClient | None,
    ) -> None:
        self._store = database
        self._settings = config
        self._clock = clock
        self._client = client
        self._own_client: httpx.AsyncClient | None = None

    async def deliver_due(self) -> int:
        """Attempt all due deliveries. Returns their number."""
        leased = self._lease()
        account = operator.attrgetter("account")
        by_account = itertools.groupby(sorted(leased, key=account), key=account)
        # A slow response for one account must not delay the others.
        await asyncio.gather(*[self._send_in_order(list(deliveries)) for _, deliveries in by_account])
        return len(leased)

    async def deliver(self, event: str) -> int:
        """Send one event now, even if it is not due or was delivered before. Returns the endpoint's HTTP status."""
        with self._store.transaction(write=False) as tx:
            row = tx.execute("SELECT body FROM object WHERE id = ? AND kind = ?", event, events.KIND).fetchone()
        if row is None:
            raise LookupError(event)
        status = await self._send(row[0])
        if str(status) in _SUCCESS_STATUSES:
            self._finish(event, str(status))
        return status

    async def close(self) -> None:
        """Close the HTTP client, if it was created here."""
        if self._own_client is not None:
            await self._own_client.aclose()
            self._own_client = None

    def _lease(self) -> list[_Delivery]:
        now = self._clock()
        until = now + _LEASE_SECONDS
        leased = []
        with self._store.transaction(write=False) as tx:
            if not self._due(tx, now):
                return []
        with self._store.transaction() as tx:
            for event, account, payload, attempts, created in self._due(tx, now):
                tx.execute("UPDATE delivery SET leased_until = ? WHERE event = ?", until, event)
                leased.append(_Delivery(event, account, payload, attempts, created, until))
        return leased

    def _due(self, tx: store.Transaction, now: float) -> list[tuple[str, str, str, int, float]]:
        return tx.execute(
            "SELECT d.event, d.account, o.body, d.attempts, d.created FROM delivery d JOIN object o ON o.id = d.event "
            "WHERE d.finished_at IS NULL AND d.due_at <= ? AND d.leased_until <= ? ORDER BY d.seq LIMIT ?",
            now,
            now,
            _BATCH,
        ).fetchall()

    async def _send_in_order(self, deliveries: list[_Delivery]) -> None:
        for delivery in deliveries:
            if not self._renew_lease(delivery):
                continue
            try:
                result = str(await self._send(delivery.payload))
            except Exception as error:
                _log.warning("Delivering %s failed.", delivery.event, exc_info=error)
                result = type(error).__name__
            if result in _SUCCESS_STATUSES:
                self._finish(delivery.event, result)
            else:
                self._reschedule(delivery, result)

    def _renew_lease(self, delivery: _Delivery) -> bool:
        # Deliveries before it may have taken longer than the lease, so another process may have it.
        with self._store.transaction() as tx:
            cursor = tx.execute(
                "UPDATE delivery SET leased_until = ? WHERE event = ? AND leased_until = ? AND finished_at IS NULL",
                self._clock() + _LEASE_SECONDS,
                delivery.event,
                delivery.leased_until,
            )
            return cursor.rowcount == 1

    async def _send(self, payload: str) -> int:
        if self._settings.webhook_url is None:
            raise LookupError("webhook_url is not set")
        client = self._client or self._own_client
        if client is None:
            client = self._own_client = httpx.AsyncClient(trust_env=False)
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Stripe-Signature": signature(payload, self._settings.webhook_secret, int(self._clock())),
            "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
        }
        response = await client.post(
            self._settings.webhook_url, content=payload.encode(), headers=headers, timeout=_TIMEOUT_SECONDS
        )
        return response.status_code

    def _finish(self, event: str, result: str) -> None:
        with self._store.transaction() as tx:
            tx.execute(
                "UPDATE delivery SET finished_at = ?, attempts = attempts + 1, last_answer = ? WHERE event = ?",
                self._clock(),
                result,
                event,
            )

    def _reschedule(self, delivery: _Delivery, result: str) -> None:
        now = self._clock()
        delay = _BACKOFF_SECONDS[min(delivery.attempts, len(_BACKOFF_SECONDS) - 1)]
        abandoned_at = now if now + delay > delivery.created + _GIVE_UP_SECONDS else None
        with self._store.transaction() as tx:
            tx.execute(
                "UPDATE delivery SET attempts = attempts + 1, due_at = ?, leased_until = 0, finished_at = ?, "
                "last_answer = ? WHERE event = ?",
                now + delay,
                abandoned_at,
                result,
                delivery.event,
            )
