"""The straight way to the database, with somebody beside it who is told of every trip."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Dialect

from db import batch_writer
from db.guarded_write import DatabaseDriver
from tests.support.firm import AppHarness, Firm

StatementListener = Callable[[Sequence[tuple[str, Any]]], Awaitable[None]]
"""What is called with each text and its values, before they go on their way."""


async def ignore(_texts: Sequence[tuple[str, Any]]) -> None:
    """Nobody minds."""


@dataclass(frozen=True)
class DriverSpy:
    """Goes where the other goes, and says so first."""

    driver: DatabaseDriver
    on_query: StatementListener = ignore
    on_write: StatementListener = ignore

    @property
    def dialect(self) -> Dialect:
        return self.driver.dialect

    def firm_lock(self, firm_id: Any) -> AbstractAsyncContextManager[None]:
        return self.driver.firm_lock(firm_id)

    async def fetch(self, sql: str, values: Sequence[Any]) -> Sequence[Sequence[Any]]:
        await self.on_query([(sql, values)])
        return await self.driver.fetch(sql, values)

    async def write(self, statements: Sequence[batch_writer.DriverStatement]) -> bool:
        await self.on_write([(each.text, each.values) for each in statements])
        return await self.driver.write(statements)


@asynccontextmanager
async def spy_on_driver(
    house: AppHarness, *, on_query: StatementListener = ignore, on_write: StatementListener = ignore
) -> AsyncIterator[None]:
    """Within the block, all that the house's deeds send straight to the database passes by."""
    services = house.services
    house.services = dataclasses.replace(services, driver=DriverSpy(services.driver, on_query, on_write))
    try:
        yield
    finally:
        house.services = services


def in_another_process(house: AppHarness) -> AppHarness:
    """The same house as another process has it: the same database, and nobody there knows whose turn it is here."""
    database = house.database
    services = dataclasses.replace(house.services, driver=database.create_driver())
    return dataclasses.replace(house, services=services, keys=house.keys + 1000)


def in_app(firm: Firm, house: AppHarness) -> Firm:
    """The firm, as it is asked in that house."""
    other = Firm(house, firm.id, firm.client_id, firm.currency)
    other.owner, other.client_user = firm.owner, firm.client_user
    return other
