"""Lots of which something is left, in the order in which they are spent: the oldest first (D14)."""

from __future__ import annotations

import uuid

from sqlalchemy import ColumnElement, ScalarSelect, Select, bindparam, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

import models
from models import AccountKind

_PAGE_SIZE = 16
"""So many are read at first. Most clients have fewer, and who has more pays for reading them each time."""

IdExpression = uuid.UUID | ColumnElement[uuid.UUID] | ScalarSelect[uuid.UUID]


async def load_lots_covering(
    session: AsyncSession, firm_id: uuid.UUID, client_id: uuid.UUID, amount: int
) -> list[models.Account]:
    """The client's oldest lots that together have `amount` minor units, and a few more; all of them if they have not.

    What that costs depends on how many it takes, not on how many there are: each page is twice the one before.
    """
    found: list[models.Account] = []
    size = _PAGE_SIZE
    while True:
        read = (
            await session.scalars(select_oldest_lots(firm_id, client_id, size, after=found[-1] if found else None))
        ).all()
        found += read
        amount -= sum(lot.credits_posted - lot.debits_posted for lot in read)
        if amount <= 0 or len(read) < size:
            return found
        size *= 2


def select_oldest_lots(
    firm_id: IdExpression, client_id: IdExpression, size: int = _PAGE_SIZE, *, after: models.Account | None = None
) -> Select[models.Account]:
    """So many of the client's oldest lots that are not spent; with `after`, the next ones after this."""
    lot = models.Account
    statement = (
        select(lot)
        .where(
            lot.firm_id == firm_id,
            lot.client_id == client_id,
            is_kind(lot, AccountKind.LOT),
            lot.credits_posted > lot.debits_posted,
        )
        .order_by(lot.opened_at, lot.id)
        .limit(size)
    )
    return statement if after is None else statement.where(tuple_(lot.opened_at, lot.id) > (after.opened_at, after.id))


def is_kind(account: type[models.Account], kind: AccountKind) -> ColumnElement[bool]:
    """The kind, written into the statement: a plan that is made once for all values has no use for a partial index."""
    return account.kind == bindparam(None, kind, type_=account.kind.type, literal_execute=True)
