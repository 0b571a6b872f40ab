"""Ledger side of refunds: credits held, paid out, and returned to their lot if the refund fails (D26)."""

from sqlalchemy import select

import models
from ledger.lots import unspent_amount
from ledger.payments import PaymentOrPrepayment, find_transfer
from ledger.reversals import reverse, taken_from_client, unreversed
from ledger.transaction import LedgerTransaction
from models import AccountKind, CreditEntryKind, PaidBy, TransferCode


async def hold_refund(transaction: LedgerTransaction, refund: models.Refund, lot: models.Account) -> None:
    """Hold the refund's amount, up to the unspent part of the lot. The rest is the firm's loss, `refund.lost`."""
    held_amount = min(refund.amount, unspent_amount(lot))
    refund.lost = refund.amount - held_amount
    held = await transaction.open_account(AccountKind.HELD, client_id=refund.client_id, refund_id=refund.id)
    if held_amount:
        await transaction.post(lot, held, held_amount, TransferCode.REFUND_HELD, f"refund:{refund.id}:held")


async def pay_refund(transaction: LedgerTransaction, refund: models.Refund, payment: PaymentOrPrepayment) -> None:
    """Post that the refund was paid out: the held amount from the client's credits, the loss as a write-off (D26)."""
    is_offline = isinstance(payment, models.Payment) and payment.paid_by is PaidBy.OFFLINE
    cash = await transaction.get_firm_account(AccountKind.CASH_OFFLINE if is_offline else AccountKind.CASH_PROVIDER)
    held_amount = refund.amount - refund.lost
    if held_amount:
        await transaction.post(
            await _held_account(transaction, refund),
            cash,
            held_amount,
            TransferCode.REFUND_PAID,
            f"refund:{refund.id}:paid",
            entry=_build_entry(refund),
        )
    if refund.lost:
        write_offs = await transaction.get_firm_account(AccountKind.WRITE_OFFS)
        await transaction.post(write_offs, cash, refund.lost, TransferCode.REFUND_LOSS, _loss_reference(refund))
    payment.refunded += refund.amount


async def recover_refund_loss(
    transaction: LedgerTransaction, refund: models.Refund, lot: models.Account, cause_reference: str
) -> None:
    """Reduce the refund's loss by the unspent part of the lot: hold it, or reverse the write-off if already paid.

    `cause_reference` names what made that part unspent; the transfer's reference is built from it.
    """
    recovered = min(refund.lost, unspent_amount(lot))
    if not recovered:
        return
    refund.lost -= recovered
    loss = await find_transfer(transaction, _loss_reference(refund))
    if loss is None:
        held = await _held_account(transaction, refund)
        await transaction.post(
            lot, held, recovered, TransferCode.REFUND_HELD, f"refund:{refund.id}:held:{cause_reference}"
        )
        return
    await transaction.post(
        lot,
        await transaction.get_firm_account(AccountKind.WRITE_OFFS),
        recovered,
        TransferCode.REFUND_LOSS_RECOVERED,
        f"refund:{refund.id}:covered:{cause_reference}",
        entry=_build_entry(refund),
        reverses=loss,
    )


async def reverse_refund(transaction: LedgerTransaction, refund: models.Refund, payment: PaymentOrPrepayment) -> None:
    """Reverse a refund that failed, before or after it was paid out: its money returns to the lot (D26)."""
    reference = f"refund:{refund.id}:failed"
    held = await _held_account(transaction, refund)
    cash = await transaction.get_firm_account(AccountKind.CASH_PROVIDER)
    loss = await find_transfer(transaction, _loss_reference(refund))
    paid = await taken_from_client(transaction, f"refund:{refund.id}:paid", loss, TransferCode.REFUND_LOSS_RECOVERED)
    lost = await unreversed(transaction, models.Transfer.reference == _loss_reference(refund))
    if paid or lost:
        payment.refunded -= refund.amount
    code = TransferCode.REFUND_REVERSED
    for transfer, remaining in paid:
        entry = _build_entry(refund, transfer)
        await reverse(transaction, transfer, remaining, code, reference, debit=cash, entry=entry)
    for transfer, remaining in lost:
        await reverse(transaction, transfer, remaining, code, reference, debit=cash)
    is_hold = (models.Transfer.credit_id == held.id) & (models.Transfer.code == TransferCode.REFUND_HELD)
    for transfer, remaining in await unreversed(transaction, is_hold):
        await reverse(transaction, transfer, remaining, code, reference, debit=held)


def _loss_reference(refund: models.Refund) -> str:
    return f"refund:{refund.id}:lost"


async def _held_account(transaction: LedgerTransaction, refund: models.Refund) -> models.Account:
    held = select(models.Account).filter_by(firm_id=refund.firm_id, refund_id=refund.id)
    return (await transaction.session.scalars(held)).one()


def _build_entry(refund: models.Refund, reverses: models.Transfer | None = None) -> models.CreditEntry:
    return models.CreditEntry(
        kind=CreditEntryKind.REFUND if reverses is None else CreditEntryKind.REVERSAL,
        payment_id=refund.payment_id,
        prepayment_id=refund.prepayment_id,
        reverses_id=None if reverses is None else reverses.id,
    )
