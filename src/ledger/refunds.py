"""What a refund does to the books: money set aside, paid out, and back where it was if that fails (D26)."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, select

import models
from ledger.payments import ProviderPayment, find_transfer
from ledger.reversals import reversal_reference, unreversed
from ledger.transaction import LedgerTransaction
from ledger.unapply import unspent_amount
from models import AccountKind, CreditEntryKind, PaidBy, TransferCode


async def hold_refund(transaction: LedgerTransaction, refund: models.Refund, lot: models.Account) -> None:
    """Set a refund's amount aside: out of what is unspent of the lot; what is beyond that is the firm's loss."""
    part = min(refund.amount, unspent_amount(lot))
    refund.lost = refund.amount - part
    held = await transaction.open_account(AccountKind.HELD, client_id=refund.client_id, refund_id=refund.id)
    if part:
        await transaction.post(lot, held, part, TransferCode.REFUND_HELD, f"refund:{refund.id}:held")


async def pay_refund(transaction: LedgerTransaction, refund: models.Refund, charge: ProviderPayment) -> None:
    """The refund was paid out: it is no longer the client's (D26)."""
    offline = isinstance(charge, models.Payment) and charge.paid_by is PaidBy.OFFLINE
    cash = await transaction.get_firm_account(AccountKind.CASH_OFFLINE if offline else AccountKind.CASH_PROVIDER)
    part = refund.amount - refund.lost
    if part:
        await transaction.post(
            await _held_account(transaction, refund),
            cash,
            part,
            TransferCode.REFUND_PAID,
            f"refund:{refund.id}:paid",
            entry=_build_entry(refund),
        )
    if refund.lost:
        loss = await transaction.get_firm_account(AccountKind.WRITE_OFFS)
        await transaction.post(loss, cash, refund.lost, TransferCode.REFUND_LOSS, _loss_reference(refund))
    charge.refunded += refund.amount


async def recover_refund_loss(
    transaction: LedgerTransaction, refund: models.Refund, lot: models.Account, reference: str
) -> None:
    """What is unspent of the lot makes good the loss that the refund left to the firm: it is set aside, or paid out."""
    part = min(refund.lost, unspent_amount(lot))
    if not part:
        return
    refund.lost -= part
    lost = await find_transfer(transaction, _loss_reference(refund))
    if lost is None:
        await transaction.post(
            lot,
            await _held_account(transaction, refund),
            part,
            TransferCode.REFUND_HELD,
            f"refund:{refund.id}:held:{reference}",
        )
        return
    loss = await transaction.get_firm_account(AccountKind.WRITE_OFFS)
    await transaction.post(
        lot,
        loss,
        part,
        TransferCode.REFUND_LOSS_RECOVERED,
        f"refund:{refund.id}:covered:{reference}",
        entry=_build_entry(refund),
        reverses=lost,
    )


async def reverse_refund(
    transaction: LedgerTransaction, refund: models.Refund, charge: ProviderPayment, lot: models.Account
) -> None:
    """The refund failed, before or after it was paid out: its money returns to where it was (D26)."""
    by = f"refund:{refund.id}:failed"
    held = await _held_account(transaction, refund)
    cash, loss = (
        await transaction.get_firm_account(AccountKind.CASH_PROVIDER),
        await transaction.get_firm_account(AccountKind.WRITE_OFFS),
    )
    loss_transfer = await find_transfer(transaction, _loss_reference(refund))
    paid = await unreversed(transaction, _paid_by_client(refund, loss_transfer))
    lost = await unreversed(transaction, models.Transfer.reference == _loss_reference(refund))
    for made, left in paid:
        back = held if made.debit_id == held.id else lot
        await transaction.post(
            cash,
            back,
            left,
            TransferCode.REFUND_REVERSED,
            reversal_reference(by, made),
            entry=_build_entry(refund, made),
            reverses=made,
        )
    for made, left in lost:
        await transaction.post(
            cash, loss, left, TransferCode.REFUND_REVERSED, reversal_reference(by, made), reverses=made
        )
    if paid or lost:
        charge.refunded -= refund.amount
    for made, left in await unreversed(
        transaction, models.Transfer.credit_id == held.id, models.Transfer.code == TransferCode.REFUND_HELD
    ):
        await transaction.post(
            held, lot, left, TransferCode.REFUND_REVERSED, reversal_reference(by, made), reverses=made
        )


def _loss_reference(refund: models.Refund) -> str:
    return f"refund:{refund.id}:lost"


def _paid_by_client(refund: models.Refund, loss: models.Transfer | None) -> ColumnElement[bool]:
    """Transfers that took the refund from the client's money: when it was paid, or later, to recover the loss."""
    paid = models.Transfer.reference == f"refund:{refund.id}:paid"
    if loss is None:
        return paid
    recovered = models.Transfer.code == TransferCode.REFUND_LOSS_RECOVERED
    return paid | and_(models.Transfer.reverses_id == loss.id, recovered)


async def _held_account(transaction: LedgerTransaction, refund: models.Refund) -> models.Account:
    found = await transaction.session.scalars(
        select(models.Account).where(
            models.Account.firm_id == transaction.firm.id, models.Account.refund_id == refund.id
        )
    )
    return found.one()


def _build_entry(refund: models.Refund, reverses: models.Transfer | None = None) -> models.CreditEntry:
    return models.CreditEntry(
        kind=CreditEntryKind.REFUND if reverses is None else CreditEntryKind.REVERSAL,
        payment_id=refund.payment_id,
        prepayment_id=refund.prepayment_id,
        reverses_id=None if reverses is None else reverses.id,
    )
