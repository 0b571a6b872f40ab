"""What a dispute does to the books: money that the provider took, and gave back (D27)."""

from __future__ import annotations

import models
from ledger.reversals import reversal_reference, unreversed
from ledger.transaction import LedgerTransaction
from ledger.unapply import unspent_amount
from models import AccountKind, CreditEntryKind


def withdrawal_reference(dispute: models.Dispute) -> str:
    """The dispute's latest taking of the funds, as a cause."""
    return f"dispute:{dispute.id}:withdrawn:{dispute.withdrawals}"


async def withdraw(transaction: LedgerTransaction, dispute: models.Dispute, lot: models.Account) -> None:
    """The provider took the disputed funds: out of what is unspent of the lot; the rest is the firm's loss (D27)."""
    by = withdrawal_reference(dispute)
    cash = await transaction.get_firm_account(AccountKind.CASH_PROVIDER)
    part = min(dispute.amount, unspent_amount(lot))
    if part:
        await transaction.post(lot, cash, part, by, entry=_build_entry(dispute))
    if dispute.amount > part:
        loss = await transaction.get_firm_account(AccountKind.WRITE_OFFS)
        await transaction.post(loss, cash, dispute.amount - part, f"{by}:lost")


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
            await transaction.post(lot, loss, part, cause, entry=_build_entry(dispute), reverses=lost)


async def reinstate(
    transaction: LedgerTransaction, dispute: models.Dispute, lot: models.Account, reference: str
) -> None:
    """The provider gave the disputed funds back: what it had taken is there again (D27)."""
    withdrawn = withdrawal_reference(dispute)
    cash = await transaction.get_firm_account(AccountKind.CASH_PROVIDER)
    loss = await transaction.get_firm_account(AccountKind.WRITE_OFFS)
    for lost, left in await unreversed(transaction, models.Transfer.reference == f"{withdrawn}:lost"):
        await transaction.post(cash, loss, left, reversal_reference(reference, lost), reverses=lost)
    taken = models.Transfer.reference == withdrawn
    covered = models.Transfer.reference.startswith(f"{withdrawn}:covered:", autoescape=True)
    for made, left in await unreversed(transaction, models.Transfer.debit_id == lot.id, taken | covered):
        await transaction.post(
            cash, lot, left, reversal_reference(reference, made), entry=_build_entry(dispute, made), reverses=made
        )


def _build_entry(dispute: models.Dispute, reverses: models.Transfer | None = None) -> models.CreditEntry:
    return models.CreditEntry(
        kind=CreditEntryKind.DISPUTE,
        payment_id=dispute.payment_id,
        prepayment_id=dispute.prepayment_id,
        reverses_id=None if reverses is None else reverses.id,
    )
