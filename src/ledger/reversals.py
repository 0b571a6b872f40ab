"""Reversals: transfers that undo others, wholly or in part, and name what they reverse (D32)."""

import uuid
from collections.abc import Callable, Sequence

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

import models
from ledger.transaction import LedgerTransaction
from models import TransferCode

Unreversed = Sequence[tuple[models.Transfer, int]]
"""Transfers in posting order, each with the amount that is not reversed yet, in minor units."""


async def unreversed(transaction: LedgerTransaction, *criteria: ColumnElement[bool]) -> Unreversed:
    """Return the firm's transfers that match the criteria and are not wholly reversed."""
    rows = await transaction.session.execute(_select_unreversed(transaction).where(*criteria))
    return [(row[0], int(row[1])) for row in rows]


async def unreversed_with_account(
    transaction: LedgerTransaction, account_id: InstrumentedAttribute[uuid.UUID], *criteria: ColumnElement[bool]
) -> Sequence[tuple[models.Transfer, int, models.Account]]:
    """Like `unreversed`, with the account on one side: `account_id` is `Transfer.debit_id` or `Transfer.credit_id`.

    The criteria may refer to that account.
    """
    account = models.Account
    is_side = and_(account.firm_id == models.Transfer.firm_id, account.id == account_id)
    rows = await transaction.session.execute(
        _select_unreversed(transaction).join(account, is_side).add_columns(account).where(*criteria)
    )
    return [(row[0], int(row[1]), row[2]) for row in rows]


def _select_unreversed(transaction: LedgerTransaction) -> Select[models.Transfer, int]:
    transfer, reversal = models.Transfer, aliased(models.Transfer)
    reversed_amount = (
        select(func.coalesce(func.sum(reversal.amount), 0))
        .where(reversal.firm_id == transfer.firm_id, reversal.reverses_id == transfer.id)
        .scalar_subquery()
    )
    return (
        select(transfer, transfer.amount - reversed_amount)
        .where(transfer.firm_id == transaction.firm.id, transfer.amount > reversed_amount)
        .order_by(transfer.event_seq, transfer.id)
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
    """Reverse `amount` minor units of the transfers, the latest first.

    `reference` names the reason; each reversal's own reference is made from it. `entry` builds the credit entry of a
    reversal that changes the client's balance.
    """
    for transfer, remaining in reversed(transfers):
        part = min(amount, remaining)
        if part:
            await transaction.post(
                debit,
                credit,
                part,
                code,
                reversal_reference(reference, transfer),
                entry=entry(transfer) if entry else None,
                reverses=transfer,
            )
        amount -= part
    if amount:
        message = "reversed more than was posted"
        raise AssertionError(message)


def reversal_reference(reference: str, transfer: models.Transfer) -> str:
    """Return the reference of a transfer's reversal for the reason that `reference` names."""
    return f"{reference}:undo:{transfer.id}"
