"""What came back of payments and prepayments, and whose money is where, read in batches."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, select

import models
from billing import trace, visibility
from billing.actor import Viewer
from billing.services import Snapshot
from graph.batches import DataLoader

_BATCH = 500

Refunds = list[models.Refund]
Uses = list[trace.Use]


class ReturnLoaders:
    """One set for each snapshot."""

    def __init__(self, snapshot: Snapshot, viewer: Viewer) -> None:
        self._snapshot = snapshot
        self._viewer = viewer
        refund = models.Refund
        self.refunds = self._one(refund.id)
        self.refund_of_operation = self._one(refund.operation_id)
        self.of_payment = self._many(refund.payment_id)
        self.of_prepayment = self._many(refund.prepayment_id)
        self.dispute_of_payment = self._latest_dispute(models.Dispute.payment_id)
        self.dispute_of_prepayment = self._latest_dispute(models.Dispute.prepayment_id)
        self.left_of_payment = DataLoader(load_fn=self._left_of_payments, max_batch_size=_BATCH)
        self.uses_of_prepayment = DataLoader(load_fn=self._uses_of_prepayments, max_batch_size=_BATCH)
        self.funding_of_payment = DataLoader(load_fn=self._funding_of_payments, max_batch_size=_BATCH)

    async def _read(self, column: Any, ids: Sequence[uuid.UUID]) -> Sequence[models.Refund]:
        statement = select(models.Refund).where(column.in_(ids), visibility.refunds(self._viewer))
        return await self._snapshot.scalars(statement.order_by(models.Refund.id))

    def _one(self, column: Any) -> DataLoader[uuid.UUID, models.Refund | None]:
        async def load(ids: list[uuid.UUID]) -> list[models.Refund | None]:
            found = {getattr(row, column.key): row for row in await self._read(column, ids)}
            return [found.get(each) for each in ids]

        return DataLoader(load_fn=load, max_batch_size=_BATCH)

    def _many(self, column: Any) -> DataLoader[uuid.UUID, Refunds]:
        """Refunds by what they refund, oldest first."""

        async def load(ids: list[uuid.UUID]) -> list[Refunds]:
            found = defaultdict(list)
            for row in await self._read(column, ids):
                found[getattr(row, column.key)].append(row)
            return [found[each] for each in ids]

        return DataLoader(load_fn=load, max_batch_size=_BATCH)

    def _latest_dispute(self, column: Any) -> DataLoader[uuid.UUID, models.Dispute | None]:
        """The newest dispute of rows that were already found visible."""

        async def load(ids: list[uuid.UUID]) -> list[models.Dispute | None]:
            statement = select(models.Dispute).where(models.Dispute.firm_id == self._viewer.firm_id, column.in_(ids))
            rows = await self._snapshot.scalars(statement.order_by(models.Dispute.id))
            found = {getattr(row, column.key): row for row in rows}
            return [found.get(each) for each in ids]

        return DataLoader(load_fn=load, max_batch_size=_BATCH)

    async def _left_of_payments(self, ids: list[uuid.UUID]) -> list[int]:
        """What is unspent of the money that came for payments, in minor units."""
        account = models.Account
        statement = select(account.payment_id, account.credits - account.debits).where(
            account.firm_id == self._viewer.firm_id,
            account.kind == models.AccountKind.LOT,
            account.payment_id.in_(ids),
        )
        found = {row[0]: int(row[1]) for row in await self._snapshot.rows(statement)}
        return [found.get(each, 0) for each in ids]

    async def _uses_of_prepayments(self, ids: list[uuid.UUID]) -> list[Uses]:
        """What prepayments that were already found visible paid."""
        found = defaultdict(list)
        for use in await self._uses(trace.of_prepayments(ids), settled=True):
            found[use.prepayment_id].append(use)
        return [found[each] for each in ids]

    async def _funding_of_payments(self, ids: list[uuid.UUID]) -> list[Uses]:
        """Whose money payments that were already found visible have, reserved or spent."""
        found = defaultdict(list)
        for use in await self._uses(trace.by_payments(ids), settled=False):
            found[use.payment_id].append(use)
        return [found[each] for each in ids]

    async def _uses(self, which: ColumnElement[bool], *, settled: bool) -> list[trace.Use]:
        rows = await self._snapshot.rows(trace.uses(self._viewer.firm_id, settled=settled).where(which))
        return [trace.Use(row[0], row[1], row[2], int(row[3])) for row in rows]
