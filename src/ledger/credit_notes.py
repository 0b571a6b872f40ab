"""Credits that no provider brought: notes that the firm grants, and offline money booked as credits (D22, D26)."""

from __future__ import annotations

import datetime as dt
import uuid

import models
from ledger.payments import find_transfer
from ledger.transaction import LedgerTransaction
from models import AccountKind, CreditEntryKind, TransferCode


async def issue_credit_note(
    transaction: LedgerTransaction, client_id: uuid.UUID, amount: int, operation: models.Operation
) -> models.CreditEntry:
    """The firm grants credits: a lot of their own, neither cash nor, when used, revenue (D34)."""
    lot = await transaction.open_account(AccountKind.LOT, client_id=client_id, source=CreditEntryKind.CREDIT_NOTE)
    entry = models.CreditEntry(kind=CreditEntryKind.CREDIT_NOTE, lot_id=lot.id, operation_id=operation.id)
    await transaction.post(
        await transaction.get_firm_account(AccountKind.CREDIT_NOTES),
        lot,
        amount,
        TransferCode.CREDIT_ISSUED,
        f"credit:{lot.id}",
        entry=entry,
    )
    return entry


async def record_offline_credit(
    transaction: LedgerTransaction,
    client_id: uuid.UUID,
    amount: int,
    method: models.OfflineMethod,
    received_on: dt.date,
    received_at: dt.datetime,
    operation: models.Operation | None,
) -> models.CreditEntry:
    """Offline money becomes credits, as old as the day it came (D14, D22)."""
    kind = CreditEntryKind.OFFLINE_PAYMENT
    lot = await transaction.open_account(AccountKind.LOT, client_id=client_id, source=kind, opened_at=received_at)
    entry = models.CreditEntry(
        kind=kind,
        lot_id=lot.id,
        offline_method=method,
        received_on=received_on,
        operation_id=None if operation is None else operation.id,
    )
    await transaction.post(
        await transaction.get_firm_account(AccountKind.CASH_OFFLINE),
        lot,
        amount,
        TransferCode.CREDIT_ISSUED,
        f"credit:{lot.id}",
        entry=entry,
    )
    return entry


async def reverse_credit(
    transaction: LedgerTransaction,
    entry: models.CreditEntry,
    lot: models.Account,
    amount: int,
    operation: models.Operation,
) -> models.CreditEntry:
    """Take back `amount` of what is unspent of a note, or give back so much of offline money (D26)."""
    origin = await find_transfer(transaction, f"credit:{lot.id}")
    if origin is None:
        message = "only notes and offline money booked as credits are reversed"
        raise AssertionError(message)
    source = await transaction.session.get_one(models.Account, (transaction.firm.id, origin.debit_id))
    told = models.CreditEntry(kind=CreditEntryKind.REVERSAL, reverses_id=entry.id, operation_id=operation.id)
    cause = f"credit:{lot.id}:reversed:{operation.id}"
    await transaction.post(lot, source, amount, TransferCode.CREDIT_REVERSED, cause, entry=told, reverses=origin)
    return told
