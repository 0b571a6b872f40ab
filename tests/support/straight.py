"""The straight way to the database, with somebody beside it who is told of every trip."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Dialect

from db import batch_writer
from db.guarded_write import Direct
from tests.support.firm import Firm, House

Told = Callable[[Sequence[tuple[str, Any]]], Awaitable[None]]
"""What is called with each text and its values, before they go on their way."""


async def nothing(_texts: Sequence[tuple[str, Any]]) -> None:
    """Nobody minds."""


@dataclass(frozen=True)
class Watched:
    """Goes where the other goes, and says so first."""

    direct: Direct
    asking: Told = nothing
    writing: Told = nothing

    @property
    def dialect(self) -> Dialect:
        return self.direct.dialect

    def turn(self, firm_id: Any) -> AbstractAsyncContextManager[None]:
        return self.direct.turn(firm_id)

    async def ask(self, text: str, values: Sequence[Any]) -> Sequence[Sequence[Any]]:
        await self.asking([(text, values)])
        return await self.direct.ask(text, values)

    async def write(self, statements: Sequence[batch_writer.Statement]) -> bool:
        await self.writing([(each.text, each.values) for each in statements])
        return await self.direct.write(statements)


@asynccontextmanager
async def watched(house: House, *, asking: Told = nothing, writing: Told = nothing) -> AsyncIterator[None]:
    """Within the block, all that the house's deeds send straight to the database passes by."""
    services = house.services
    house.services = dataclasses.replace(services, direct=Watched(services.direct, asking, writing))
    try:
        yield
    finally:
        house.services = services


def of_another_process(house: House) -> House:
    """The same house as another process has it: the same database, and nobody there knows whose turn it is here."""
    database = house.database
    services = dataclasses.replace(house.services, direct=database.straight())
    return dataclasses.replace(house, services=services, keys=house.keys + 1000)


def with_house(firm: Firm, house: House) -> Firm:
    """The firm, as it is asked in that house."""
    other = Firm(house, firm.id, firm.client_id, firm.currency)
    other.owner, other.client_user = firm.owner, firm.client_user
    return other
