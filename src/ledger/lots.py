"""Unspent lots of a client, in the order in which they are spent: oldest first (D14)."""

import uuid

from sqlalchemy import ColumnElement, ScalarSelect, Select, bindparam, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

import models
from models import AccountKind

_PAGE_SIZE = 16
"""Lots in the first page. Most clients have fewer unspent lots."""

IdExpression = uuid.UUID | ColumnElement[uuid.UUID] | ScalarSelect[uuid.UUID]


def unspent_amount(lot: models.Account) -> int:
    """Return how much of the lot is neither spent nor held, in minor units."""
    return lot.credits_posted - lot.debits_posted


async def load_lots_covering(
    session: AsyncSession, firm_id: uuid.UUID, client_id: uuid.UUID, amount: int
) -> list[models.Account]:
    """Return the client's oldest unspent lots until they cover `amount` minor units; all, if they do not cover it.

    Reads pages of doubling size, so the cost depends on the lots needed, not on the lots that the client has.
    """
    lots: list[models.Account] = []
    size = _PAGE_SIZE
    while True:
        statement = select_oldest_lots(firm_id, client_id, size, after=lots[-1] if lots else None)
        page = (await session.scalars(statement)).all()
        lots += page
        amount -= sum(unspent_amount(lot) for lot in page)
        if amount <= 0 or len(page) < size:
            return lots
        size *= 2


def select_oldest_lots(
    firm_id: IdExpression, client_id: IdExpression, size: int = _PAGE_SIZE, *, after: models.Account | None = None
) -> Select[models.Account]:
    """Select the client's `size` oldest unspent lots, or with `after` the next ones after that lot."""
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
    """Compare the kind with a literal: PostgreSQL uses a partial index in a generic plan only if it is a literal."""
    return account.kind == bindparam(None, kind, type_=account.kind.type, literal_execute=True)
