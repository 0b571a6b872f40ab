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


def remaining_amount(transfer: type[models.Transfer]) -> ColumnElement[int]:
    """SQL: how much of the transfer is not reversed yet."""
    reversal = aliased(models.Transfer)
    reversals = select(func.coalesce(func.sum(reversal.amount), 0)).where(
        reversal.firm_id == transfer.firm_id, reversal.reverses_id == transfer.id
    )
    return transfer.amount - reversals.scalar_subquery()


def _select_unreversed(transaction: LedgerTransaction) -> Select[models.Transfer, int]:
    transfer, remaining = models.Transfer, remaining_amount(models.Transfer)
    return (
        select(transfer, remaining)
        .where(transfer.firm_id == transaction.firm.id, remaining > 0)
        .order_by(transfer.event_seq, transfer.id)
    )


async def reverse(
    transaction: LedgerTransaction,
    transfer: models.Transfer,
    amount: int,
    code: TransferCode,
    cause_reference: str,
    *,
    debit: models.Account,
    entry: models.CreditEntry | None = None,
) -> None:
    """Move `amount` minor units of the transfer back from `debit` to the account that it debited.

    `cause_reference` names what causes the reversal; the reversal's own reference is built from it.
    """
    credit = await transaction.get(models.Account, transfer.debit_id)
    reference = f"{cause_reference}:undo:{transfer.id}"
    await transaction.post(debit, credit, amount, code, reference, entry=entry, reverses=transfer)


async def taken_from_client(
    transaction: LedgerTransaction, reference: str, loss: models.Transfer | None, recovery_code: TransferCode
) -> Unreversed:
    """Return what a refund or dispute took from the client: by the transfer `reference`, and to recover its loss."""
    is_taken = models.Transfer.reference == reference
    if loss is not None:
        is_taken |= (models.Transfer.reverses_id == loss.id) & (models.Transfer.code == recovery_code)
    return await unreversed(transaction, is_taken)


async def reverse_transfers(
    transaction: LedgerTransaction,
    transfers: Unreversed,
    amount: int,
    code: TransferCode,
    cause_reference: str,
    *,
    debit: models.Account,
    build_entry: Callable[[models.Transfer], models.CreditEntry] | None = None,
) -> None:
    """Reverse `amount` minor units of the transfers as `reverse` does, the latest first.

    `build_entry` builds the credit entry of a reversal that changes the client's balance.
    """
    for transfer, remaining in reversed(transfers):
        part = min(amount, remaining)
        if part:
            entry = build_entry(transfer) if build_entry else None
            await reverse(transaction, transfer, part, code, cause_reference, debit=debit, entry=entry)
        amount -= part
    if amount:
        raise AssertionError("reversed more than was posted")
