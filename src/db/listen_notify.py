"""PostgreSQL's NOTIFY and LISTEN, which carry notifications between the processes that share a database.

NOTIFY is sent on a connection of its own, not in the transactions that it reports: inside them it would make the
commits of all firms wait for one another. A notification that is lost is made up for by polling
(`billing.live.poller`).
"""

import asyncio
from typing import Any, Protocol

import asyncpg
from sqlalchemy import make_url

from db import retries
from db.auto_reset_event import AutoResetEvent

CHANNEL = "acompte"
_RECONNECT_SECONDS = 1.0
_MIN_INTERVAL_SECONDS = 0.02
_KEEPALIVE_SECONDS = 15.0
_TIMEOUT_SECONDS = 10


class Hub(Protocol):
    """The notifications of one process: it publishes its own to the others, and receives theirs."""

    def connect(self, publish: Any) -> None:
        """Notifications can be published from now on; earlier ones of other processes may have been missed."""

    def disconnect(self) -> None:
        """Notifications reach no other process any more."""

    def receive(self, payload: str) -> None:
        """Handle a notification of another process."""


class ListenNotify:
    """Publishes the notifications of this process's hub to all other processes, and hands it theirs."""

    def __init__(self, url: str, hub: Hub) -> None:
        self._address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        self._hub = hub
        self._outgoing: set[str] = set()
        self._has_outgoing = AutoResetEvent()
        self._outage = retries.OutageLog("notifications of other processes are not received")

    async def run(self) -> None:
        """Stay connected, reconnecting after each failure, until cancelled."""
        while True:
            try:
                await self._run_connection()
            except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                self._outage.report(error)
            await asyncio.sleep(_RECONNECT_SECONDS)

    async def _run_connection(self) -> None:
        connection: Any = await asyncpg.connect(self._address, timeout=_TIMEOUT_SECONDS)
        try:
            own_pid = connection.get_server_pid()
            await connection.add_listener(
                CHANNEL, lambda _, pid, __, payload: None if pid == own_pid else self._hub.receive(payload)
            )
            self._hub.connect(self._publish)
            self._outage.reset()
            while True:
                await self._has_outgoing.wait(_KEEPALIVE_SECONDS)
                payloads, self._outgoing = list(self._outgoing), set()
                # Without payloads this is a keepalive: it notices a connection that is gone.
                statement = "SELECT pg_notify($1, payload) FROM unnest($2::text[]) AS payload"
                await connection.fetch(statement, CHANNEL, payloads, timeout=_TIMEOUT_SECONDS)
                # Under load one round trip carries many notifications.
                await asyncio.sleep(_MIN_INTERVAL_SECONDS)
        finally:
            self._hub.disconnect()
            self._outgoing.clear()
            connection.terminate()

    def _publish(self, payload: str) -> None:
        self._outgoing.add(payload)
        self._has_outgoing.set()


def create_listener(url: str, hub: Hub) -> ListenNotify | None:
    """LISTEN and NOTIFY on this database; None where it has neither (SQLite)."""
    return ListenNotify(url, hub) if make_url(url).get_backend_name() == "postgresql" else None
