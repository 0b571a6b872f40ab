"""Ledger transactions without a use case, for tests of the ledger itself."""

from __future__ import annotations

import functools
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import Dialect, Uuid

import ledger
import models
from db.row_loader import LoadQuery, RowLoader
from models.base import NamedBind
from tests.support.firm import AppHarness


@asynccontextmanager
async def ledger_transaction(
    app: AppHarness, firm_id: uuid.UUID, kind: str = "test.posted"
) -> AsyncIterator[ledger.LedgerTransaction]:
    """Lock the firm, record an event of this kind, and commit at the end of the block unless it raises."""
    query = LoadQuery(_firm_loader(app.services.driver.dialect), {"firm": firm_id})
    async with app.services.driver.begin(firm_id, query.statement) as writes:
        transaction = ledger.LedgerTransaction.begin(writes, ledger.EventMeta(kind), app.clock(), query)
        yield transaction
        await transaction.commit()


@functools.cache
def _firm_loader(dialect: Dialect) -> RowLoader:
    return RowLoader(ledger.select_firm().where(models.Firm.id == NamedBind("firm", Uuid())), dialect)
