"""Undoing transfers, wholly or in part: each undoing is a new transfer that names what it reverses (D32)."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

import models
from ledger.transaction import LedgerTransaction
from models import TransferCode

Unreversed = Sequence[tuple[models.Transfer, int]]
"""Transfers, each with what of it was not undone, in minor units; the first made first."""


async def unreversed(transaction: LedgerTransaction, *which: ColumnElement[bool]) -> Unreversed:
    """The firm's transfers that match and are not wholly undone."""
    rows = await transaction.session.execute(_select_unreversed(transaction).where(*which))
    return [(row[0], int(row[1])) for row in rows]


async def unreversed_with_account(
    transaction: LedgerTransaction, account_id: InstrumentedAttribute[uuid.UUID], *which: ColumnElement[bool]
) -> Sequence[tuple[models.Transfer, int, models.Account]]:
    """The same, each with the account at this end of it, which may be asked for too."""
    account = models.Account
    at_end = and_(account.firm_id == models.Transfer.firm_id, account.id == account_id)
    rows = await transaction.session.execute(
        _select_unreversed(transaction).join(account, at_end).add_columns(account).where(*which)
    )
    return [(row[0], int(row[1]), row[2]) for row in rows]


def _select_unreversed(transaction: LedgerTransaction) -> Select[models.Transfer, int]:
    made, undone = models.Transfer, aliased(models.Transfer)
    back = (
        select(func.coalesce(func.sum(undone.amount), 0))
        .where(undone.firm_id == made.firm_id, undone.reverses_id == made.id)
        .scalar_subquery()
    )
    return (
        select(made, made.amount - back)
        .where(made.firm_id == transaction.firm.id, made.amount > back)
        .order_by(made.event_seq, made.id)
    )


async def reverse_transfers(
    transaction: LedgerTransaction,
    transfers: Unreversed,
    amount: int,
    code: TransferCode,
    reference: str,
    *,
    debit: models.Account,
    credit: models.Account,
    entry: Callable[[models.Transfer], models.CreditEntry] | None = None,
) -> None:
    """Undo `amount` minor units of what stands, the last made first. `by`: the cause, once for each transfer."""
    for transfer, left in reversed(transfers):
        part = min(amount, left)
        if part:
            told = entry(transfer) if entry else None
            await transaction.post(
                debit, credit, part, code, reversal_reference(reference, transfer), entry=told, reverses=transfer
            )
        amount -= part
    if amount:
        message = "undid more than was done"
        raise AssertionError(message)


def reversal_reference(reference: str, transfer: models.Transfer) -> str:
    """The cause of undoing a transfer, for a reason that is itself a fact."""
    return f"{reference}:undo:{transfer.id}"
