"""What a dispute does to the books: money that the provider took, and gave back (D27)."""

from __future__ import annotations

from sqlalchemy import and_

import models
from ledger.payments import find_transfer
from ledger.reversals import reversal_reference, unreversed
from ledger.transaction import LedgerTransaction
from ledger.unapply import unspent_amount
from models import AccountKind, CreditEntryKind, TransferCode


def withdrawal_reference(dispute: models.Dispute) -> str:
    """The dispute's latest taking of the funds, as a cause."""
    return f"dispute:{dispute.id}:withdrawn:{dispute.withdrawals}"


async def withdraw(transaction: LedgerTransaction, dispute: models.Dispute, lot: models.Account) -> None:
    """The provider took the disputed funds: out of what is unspent of the lot; the rest is the firm's loss (D27)."""
    by = withdrawal_reference(dispute)
    cash = await transaction.get_firm_account(AccountKind.CASH_PROVIDER)
    part = min(dispute.amount, unspent_amount(lot))
    if part:
        await transaction.post(lot, cash, part, TransferCode.DISPUTE_WITHDRAWN, by, entry=_build_entry(dispute))
    if dispute.amount > part:
        loss = await transaction.get_firm_account(AccountKind.WRITE_OFFS)
        await transaction.post(loss, cash, dispute.amount - part, TransferCode.DISPUTE_LOSS, f"{by}:lost")


async def recover_dispute_loss(
    transaction: LedgerTransaction, dispute: models.Dispute, lot: models.Account, reference: str
) -> None:
    """What is unspent of the lot makes good the loss that the withdrawal left to the firm."""
    withdrawn = withdrawal_reference(dispute)
    loss = await transaction.get_firm_account(AccountKind.WRITE_OFFS)
    for lost, left in await unreversed(transaction, models.Transfer.reference == f"{withdrawn}:lost"):
        part = min(left, unspent_amount(lot))
        if part:
            cause = f"{withdrawn}:covered:{reference}"
            await transaction.post(
                lot, loss, part, TransferCode.DISPUTE_LOSS_RECOVERED, cause, entry=_build_entry(dispute), reverses=lost
            )


async def reinstate(
    transaction: LedgerTransaction, dispute: models.Dispute, lot: models.Account, reference: str
) -> None:
    """The provider gave the disputed funds back: what it had taken is there again (D27)."""
    withdrawn = withdrawal_reference(dispute)
    cash = await transaction.get_firm_account(AccountKind.CASH_PROVIDER)
    loss = await transaction.get_firm_account(AccountKind.WRITE_OFFS)
    loss_transfer = await find_transfer(transaction, f"{withdrawn}:lost")
    for lost, left in await unreversed(transaction, models.Transfer.reference == f"{withdrawn}:lost"):
        await transaction.post(
            cash, loss, left, TransferCode.DISPUTE_REINSTATED, reversal_reference(reference, lost), reverses=lost
        )
    taken = models.Transfer.reference == withdrawn
    if loss_transfer is not None:
        recovered = models.Transfer.code == TransferCode.DISPUTE_LOSS_RECOVERED
        taken |= and_(models.Transfer.reverses_id == loss_transfer.id, recovered)
    for made, left in await unreversed(transaction, models.Transfer.debit_id == lot.id, taken):
        await transaction.post(
            cash,
            lot,
            left,
            TransferCode.DISPUTE_REINSTATED,
            reversal_reference(reference, made),
            entry=_build_entry(dispute, made),
            reverses=made,
        )


def _build_entry(dispute: models.Dispute, reverses: models.Transfer | None = None) -> models.CreditEntry:
    return models.CreditEntry(
        kind=CreditEntryKind.DISPUTE,
        payment_id=dispute.payment_id,
        prepayment_id=dispute.prepayment_id,
        reverses_id=None if reverses is None else reverses.id,
    )
