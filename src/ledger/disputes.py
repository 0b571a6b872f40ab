"""Ledger side of disputes: funds that the provider withdraws (chargebacks) and reinstates, and the loss (D27)."""

import models
from ledger.lots import unspent_amount
from ledger.payments import find_transfer
from ledger.reversals import reverse, taken_from_client, unreversed
from ledger.transaction import LedgerTransaction
from models import AccountKind, CreditEntryKind, TransferCode


def withdrawal_reference(dispute: models.Dispute) -> str:
    """Return the reference of the dispute's latest withdrawal."""
    return f"dispute:{dispute.id}:withdrawn:{dispute.withdrawals}"


def _loss_reference(dispute: models.Dispute) -> str:
    return f"{withdrawal_reference(dispute)}:lost"


async def withdraw(transaction: LedgerTransaction, dispute: models.Dispute, lot: models.Account) -> None:
    """Post the withdrawal of the disputed amount: from the unspent part of the lot, the rest as a write-off (D27)."""
    reference = withdrawal_reference(dispute)
    cash = await transaction.get_firm_account(AccountKind.CASH_PROVIDER)
    from_lot = min(dispute.amount, unspent_amount(lot))
    if from_lot:
        entry = _build_entry(dispute)
        await transaction.post(lot, cash, from_lot, TransferCode.DISPUTE_WITHDRAWN, reference, entry=entry)
    if dispute.amount > from_lot:
        write_offs = await transaction.get_firm_account(AccountKind.WRITE_OFFS)
        loss = dispute.amount - from_lot
        await transaction.post(write_offs, cash, loss, TransferCode.DISPUTE_LOSS, _loss_reference(dispute))


async def recover_dispute_loss(
    transaction: LedgerTransaction, dispute: models.Dispute, lot: models.Account, cause_reference: str
) -> None:
    """Reverse the write-off of the latest withdrawal, as far as the unspent part of the lot covers it.

    `cause_reference` names what made that part unspent; the transfer's reference is built from it.
    """
    withdrawal = withdrawal_reference(dispute)
    write_offs = await transaction.get_firm_account(AccountKind.WRITE_OFFS)
    for loss, remaining in await unreversed(transaction, models.Transfer.reference == _loss_reference(dispute)):
        recovered = min(remaining, unspent_amount(lot))
        if recovered:
            await transaction.post(
                lot,
                write_offs,
                recovered,
                TransferCode.DISPUTE_LOSS_RECOVERED,
                f"{withdrawal}:covered:{cause_reference}",
                entry=_build_entry(dispute),
                reverses=loss,
            )


async def reinstate(transaction: LedgerTransaction, dispute: models.Dispute, cause_reference: str) -> None:
    """Post the reinstatement of the disputed funds: reverse the latest withdrawal and its write-off (D27).

    `cause_reference` names the reinstatement; the references of the reversals are built from it.
    """
    withdrawal, code = withdrawal_reference(dispute), TransferCode.DISPUTE_REINSTATED
    cash = await transaction.get_firm_account(AccountKind.CASH_PROVIDER)
    loss = await find_transfer(transaction, _loss_reference(dispute))
    for transfer, remaining in await unreversed(transaction, models.Transfer.reference == _loss_reference(dispute)):
        await reverse(transaction, transfer, remaining, code, cause_reference, debit=cash)
    for transfer, remaining in await taken_from_client(
        transaction, withdrawal, loss, TransferCode.DISPUTE_LOSS_RECOVERED
    ):
        entry = _build_entry(dispute, transfer)
        await reverse(transaction, transfer, remaining, code, cause_reference, debit=cash, entry=entry)


def _build_entry(dispute: models.Dispute, reverses: models.Transfer | None = None) -> models.CreditEntry:
    return models.CreditEntry(
        kind=CreditEntryKind.DISPUTE,
        payment_id=dispute.payment_id,
        prepayment_id=dispute.prepayment_id,
        reverses_id=None if reverses is None else reverses.id,
    )
