"""Signals between the processes that share a PostgreSQL database: told by NOTIFY, heard by LISTEN.

They are sent on a connection of their own, and not in the transactions that they tell of: a NOTIFY makes commits wait
for one another, in all firms. One that is lost is made up for by looking (`billing.watch`).
"""

from __future__ import annotations

import asyncio
import uuid
from typing import Any

import asyncpg
import structlog
from sqlalchemy import make_url

from billing import outages
from billing.signals import Signal, Signals, Waiter

_log = structlog.get_logger()

CHANNEL = "acompte"
_AGAIN_SECONDS = 1.0
_ALIVE_SECONDS = 15.0
_PATIENCE_SECONDS = 10


class Carrier:
    """Carries the signals of this process to all others, and theirs to this one."""

    def __init__(self, url: str, signals: Signals) -> None:
        self._address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        self._signals = signals
        self._to_tell: set[Signal] = set()
        self._called = Waiter()
        self._outage = outages.Told("signals of other processes are not heard")

    async def run(self) -> None:
        """Connect, again and again if it has to be. Ends when it is cancelled."""
        while True:
            try:
                await self._carry()
            except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                self._outage.met(error)
            await asyncio.sleep(_AGAIN_SECONDS)

    async def _carry(self) -> None:
        connection: Any = await asyncpg.connect(self._address, timeout=_PATIENCE_SECONDS)
        try:
            own = connection.get_server_pid()
            await connection.add_listener(CHANNEL, lambda _, pid, __, text: None if pid == own else self._hear(text))
            self._signals.tell_others = self._tell
            self._outage.over()
            # What was told before was not heard.
            self._signals.look_everywhere()
            while True:
                await self._called.wait(_ALIVE_SECONDS)
                texts, self._to_tell = [_written(each) for each in self._to_tell], set()
                # With nothing to tell it is how a connection that is gone is noticed.
                statement = "SELECT pg_notify($1, each) FROM unnest($2::text[]) AS each"
                await connection.fetch(statement, CHANNEL, texts, timeout=_PATIENCE_SECONDS)
        finally:
            self._signals.tell_others = None
            self._to_tell.clear()
            connection.terminate()

    def _tell(self, signal: Signal) -> None:
        self._to_tell.add(signal)
        self._called.call()

    def _hear(self, text: str) -> None:
        signal = _read(text)
        if signal is None:
            _log.warning("signal that cannot be read", text=text[:100])
        else:
            self._signals.heard(signal)


def carrier(url: str, signals: Signals) -> Carrier | None:
    """The carrier for this database; None where it has no signals."""
    return Carrier(url, signals) if make_url(url).get_backend_name() == "postgresql" else None


def _written(signal: Signal) -> str:
    return f"{signal.firm_id or ''}/{signal.client_id or ''}"


def _read(text: str) -> Signal | None:
    firm_id, _, client_id = text.partition("/")
    try:
        return Signal(uuid.UUID(firm_id) if firm_id else None, uuid.UUID(client_id) if client_id else None)
    except ValueError:
        return None
