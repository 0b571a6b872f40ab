"""Ledger side of disputes: funds that the provider withdraws (chargebacks) and reinstates, and the loss (D27)."""

from sqlalchemy import and_

import models
from ledger.lots import unspent_amount
from ledger.payments import find_transfer
from ledger.reversals import reversal_reference, unreversed
from ledger.transaction import LedgerTransaction
from models import AccountKind, CreditEntryKind, TransferCode


def withdrawal_reference(dispute: models.Dispute) -> str:
    """Return the reference of the dispute's latest withdrawal."""
    return f"dispute:{dispute.id}:withdrawn:{dispute.withdrawals}"


async def withdraw(transaction: LedgerTransaction, dispute: models.Dispute, lot: models.Account) -> None:
    """Post the withdrawal of the disputed amount: from the unspent part of the lot, the rest as a write-off (D27)."""
    reference = withdrawal_reference(dispute)
    cash = await transaction.get_firm_account(AccountKind.CASH_PROVIDER)
    from_lot = min(dispute.amount, unspent_amount(lot))
    if from_lot:
        await transaction.post(
            lot, cash, from_lot, TransferCode.DISPUTE_WITHDRAWN, reference, entry=_build_entry(dispute)
        )
    if dispute.amount > from_lot:
        write_offs = await transaction.get_firm_account(AccountKind.WRITE_OFFS)
        loss = dispute.amount - from_lot
        await transaction.post(write_offs, cash, loss, TransferCode.DISPUTE_LOSS, f"{reference}:lost")


async def recover_dispute_loss(
    transaction: LedgerTransaction, dispute: models.Dispute, lot: models.Account, reference: str
) -> None:
    """Reverse the write-off of the latest withdrawal, as far as the unspent part of the lot covers it."""
    withdrawal = withdrawal_reference(dispute)
    write_offs = await transaction.get_firm_account(AccountKind.WRITE_OFFS)
    for loss, remaining in await unreversed(transaction, models.Transfer.reference == f"{withdrawal}:lost"):
        recovered = min(remaining, unspent_amount(lot))
        if recovered:
            await transaction.post(
                lot,
                write_offs,
                recovered,
                TransferCode.DISPUTE_LOSS_RECOVERED,
                f"{withdrawal}:covered:{reference}",
                entry=_build_entry(dispute),
                reverses=loss,
            )


async def reinstate(
    transaction: LedgerTransaction, dispute: models.Dispute, lot: models.Account, reference: str
) -> None:
    """Post the reinstatement of the disputed funds: reverse the latest withdrawal and its write-off (D27)."""
    withdrawal = withdrawal_reference(dispute)
    cash = await transaction.get_firm_account(AccountKind.CASH_PROVIDER)
    write_offs = await transaction.get_firm_account(AccountKind.WRITE_OFFS)
    loss = await find_transfer(transaction, f"{withdrawal}:lost")
    for transfer, remaining in await unreversed(transaction, models.Transfer.reference == f"{withdrawal}:lost"):
        await transaction.post(
            cash,
            write_offs,
            remaining,
            TransferCode.DISPUTE_REINSTATED,
            reversal_reference(reference, transfer),
            reverses=transfer,
        )
    is_from_lot = models.Transfer.reference == withdrawal
    if loss is not None:
        is_recovery = models.Transfer.code == TransferCode.DISPUTE_LOSS_RECOVERED
        is_from_lot |= and_(models.Transfer.reverses_id == loss.id, is_recovery)
    for transfer, remaining in await unreversed(transaction, models.Transfer.debit_id == lot.id, is_from_lot):
        await transaction.post(
            cash,
            lot,
            remaining,
            TransferCode.DISPUTE_REINSTATED,
            reversal_reference(reference, transfer),
            entry=_build_entry(dispute, transfer),
            reverses=transfer,
        )


def _build_entry(dispute: models.Dispute, reverses: models.Transfer | None = None) -> models.CreditEntry:
    return models.CreditEntry(
        kind=CreditEntryKind.DISPUTE,
        payment_id=dispute.payment_id,
        prepayment_id=dispute.prepayment_id,
        reverses_id=None if reverses is None else reverses.id,
    )
