"""Transfers as tests compare them: kind of the debit account, kind of the credit account, minor units."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import aliased

import models
from tests.support.firm import Firm

TransferList = list[tuple[str, str, int]]


@dataclass
class Journal:
    """The transfers of a firm, in portions."""

    firm: Firm
    last_seq: int = 0

    async def new_transfers(self) -> TransferList:
        """Return the transfers posted since the last call, in order."""
        debit, credit = aliased(models.Account), aliased(models.Account)
        transfer = models.Transfer
        async with self.firm.app.services.reads() as session:
            rows = await session.execute(
                select(transfer.event_seq, debit.kind, credit.kind, transfer.amount)
                .join(debit, (debit.firm_id == transfer.firm_id) & (debit.id == transfer.debit_id))
                .join(credit, (credit.firm_id == transfer.firm_id) & (credit.id == transfer.credit_id))
                .where(transfer.firm_id == self.firm.id, transfer.event_seq > self.last_seq)
                .order_by(transfer.event_seq, transfer.id)
            )
            transfers = [(row[1].value, row[2].value, row[3]) for row in rows]
        self.last_seq = await self.firm.event_seq()
        return transfers
