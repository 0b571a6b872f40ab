"""Credits that come from no provider: credit notes, and offline money recorded as credits (D22, D26)."""

import datetime as dt
import uuid

import models
from ledger.payments import get_transfer, post_to_new_lot
from ledger.transaction import LedgerTransaction
from models import AccountKind, CreditEntryKind, TransferCode


async def issue_credit_note(
    transaction: LedgerTransaction, client_id: uuid.UUID, amount: int, operation: models.Operation
) -> models.CreditEntry:
    """Grant credits as a lot of their own: neither cash nor, when used, revenue (D34)."""
    entry = models.CreditEntry(kind=CreditEntryKind.CREDIT_NOTE, operation_id=operation.id)
    return await post_to_new_lot(transaction, AccountKind.CREDIT_NOTES, client_id, amount, entry)


async def record_offline_credit(
    transaction: LedgerTransaction,
    client_id: uuid.UUID,
    amount: int,
    method: models.OfflineMethod,
    received_on: dt.date,
    received_at: dt.datetime,
    operation: models.Operation,
) -> models.CreditEntry:
    """Record offline money as a lot that is spent in the order of the day it was received (D14, D22)."""
    kind = CreditEntryKind.OFFLINE_PAYMENT
    entry = models.CreditEntry(kind=kind, offline_method=method, received_on=received_on, operation_id=operation.id)
    cash = AccountKind.CASH_OFFLINE
    return await post_to_new_lot(transaction, cash, client_id, amount, entry, received_at=received_at)


async def reverse_credit(
    transaction: LedgerTransaction,
    entry: models.CreditEntry,
    lot: models.Account,
    amount: int,
    operation: models.Operation,
) -> models.CreditEntry:
    """Reverse `amount` of the unspent part of a credit note or of offline credits (D26)."""
    issued = await get_transfer(transaction, f"credit:{lot.id}")
    source = await transaction.session.get_one(models.Account, (transaction.firm.id, issued.debit_id))
    reversal = models.CreditEntry(kind=CreditEntryKind.REVERSAL, reverses_id=entry.id, operation_id=operation.id)
    reference = f"credit:{lot.id}:reversed:{operation.id}"
    code = TransferCode.CREDIT_REVERSED
    await transaction.post(lot, source, amount, code, reference, entry=reversal, reverses=issued)
    return reversal
