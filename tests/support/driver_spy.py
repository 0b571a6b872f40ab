"""A database driver that calls a listener before each of its round trips."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Dialect
from sqlalchemy.ext.asyncio import AsyncSession

import models
from db.batch_writer import writer_for
from db.driver import DatabaseDriver
from db.write_transaction import WriteTransaction
from tests.support.firm import AppHarness
from tests.support.round_trips import LOCK

StatementListener = Callable[[Sequence[tuple[str, Any]]], Awaitable[None]]
"""Gets the SQL of the next round trip, with its values."""


async def ignore(_statements: Sequence[tuple[str, Any]]) -> None:
    """Do nothing."""


@dataclass
class DriverSpy:
    """A driver whose listeners are called before it reads, and before it begins, reads in or commits a transaction."""

    driver: DatabaseDriver
    on_query: StatementListener = ignore
    on_write: StatementListener = ignore
    open_transactions: int = 0
    """How many transactions hold a firm's lock."""

    @property
    def dialect(self) -> Dialect:
        return self.driver.dialect

    async def fetch(self, sql: str, values: Sequence[Any]) -> Sequence[Sequence[Any]]:
        await self.on_query([(sql, values)])
        return await self.driver.fetch(sql, values)

    def begin(
        self, firm_id: uuid.UUID, first_statement: tuple[str, Sequence[Any]] | None = None
    ) -> AbstractAsyncContextManager[WriteTransaction]:
        return self._begin(firm_id, first_statement)

    @asynccontextmanager
    async def _begin(self, firm_id: uuid.UUID, first_statement: tuple[str, Sequence[Any]] | None) -> AsyncIterator[Any]:
        await self.on_write([(LOCK, (firm_id,))])
        async with self.driver.begin(firm_id) as writes:
            self.open_transactions += 1
            try:
                if first_statement is not None:
                    # By itself also on SQLite, so that a rival can come between.
                    await self.on_query([first_statement])
                    writes.rows = await writes.fetch(*first_statement)
                yield _TransactionSpy(writes, self)
            finally:
                self.open_transactions -= 1


@dataclass(frozen=True)
class _TransactionSpy:
    writes: WriteTransaction
    spy: DriverSpy

    @property
    def rows(self) -> Sequence[Sequence[Any]]:
        return self.writes.rows

    @property
    def dialect(self) -> Dialect:
        return self.writes.dialect

    @property
    def session(self) -> AsyncSession:
        return self.writes.session

    async def fetch(self, sql: str, values: Sequence[Any]) -> Sequence[Sequence[Any]]:
        await self.spy.on_query([(sql, values)])
        return await self.writes.fetch(sql, values)

    async def commit(self, added: Iterable[models.Base] = (), changed: Iterable[models.Base] = ()) -> None:
        added, changed = list(added), list(changed)
        statements = writer_for(self.dialect).statements(added, changed)
        await self.spy.on_write([(each.sql, each.values) for each in statements])
        await self.writes.commit(added, changed)


@asynccontextmanager
async def spy_on_driver(
    app: AppHarness, *, on_query: StatementListener = ignore, on_write: StatementListener = ignore
) -> AsyncIterator[DriverSpy]:
    """Within the block, the listeners are called before each round trip of the application's driver."""
    services = app.services
    spy = DriverSpy(services.driver, on_query, on_write)
    app.services = dataclasses.replace(services, driver=spy)
    try:
        yield spy
    finally:
        app.services = services
