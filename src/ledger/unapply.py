"""Take settled payments off their invoices, for a refund or a dispute, and reapply them (D26 to D28)."""

import uuid
from collections.abc import Sequence

from sqlalchemy import ColumnElement, select

import models
from ledger import payments
from ledger.lots import unspent_amount
from ledger.reversals import reverse, reverse_transfers, unreversed, unreversed_with_account
from ledger.transaction import LedgerTransaction
from models import AccountKind, CreditEntryKind, TransferCode


async def applications_of(transaction: LedgerTransaction, lot: models.Account) -> Sequence[tuple[models.Payment, int]]:
    """Return the payments that hold money of the lot or have applied it to their invoice, the latest first.

    Each comes with the amount of that lot, in minor units.
    """
    amounts: dict[uuid.UUID, int] = {}
    transfer = models.Transfer
    transfers = await unreversed_with_account(transaction, transfer.credit_id, transfer.debit_id == lot.id)
    for _, remaining, target in reversed(transfers):
        payment_id = lot.payment_id if target.kind is not AccountKind.HELD else target.payment_id
        is_application = target.kind in (AccountKind.HELD, AccountKind.RECEIVABLE, AccountKind.PENDING)
        if is_application and payment_id is not None:
            amounts[payment_id] = amounts.get(payment_id, 0) + remaining
    return await _load_payments(transaction, amounts)


async def _load_payments(
    transaction: LedgerTransaction, amounts: dict[uuid.UUID, int]
) -> Sequence[tuple[models.Payment, int]]:
    return [
        (await transaction.session.get_one(models.Payment, (transaction.firm.id, payment_id)), amount)
        for payment_id, amount in amounts.items()
    ]


async def unapply(
    transaction: LedgerTransaction,
    payment: models.Payment,
    amount: int,
    cause_reference: str,
    *,
    lot: models.Account | None = None,
) -> None:
    """Take `amount` of a settled payment off its invoice: that part is due again, and no longer revenue.

    The money returns to the lots it came from, which keep their age, the last taken first; with `lot`, only to that
    one. `cause_reference` names the refund or the dispute; the references of the reversals are built from it.
    """
    source = await payments.source_account(transaction, payment)
    is_from_credits = source.kind is not AccountKind.LOT
    allocations = (
        _take_latest(await payments.lot_allocations_of(transaction, payment), amount, lot) if is_from_credits else []
    )
    await _reverse_settlements(transaction, payment, source, amount, cause_reference)
    credit_note = CreditEntryKind.CREDIT_NOTE
    from_credit_notes = sum(taken for allocation, taken in allocations if allocation.lot.source is credit_note)
    await _reverse_revenue(transaction, payment, source, amount, from_credit_notes, cause_reference)
    code = TransferCode.PAYMENT_UNAPPLIED
    for allocation, taken in allocations:
        await reverse(transaction, allocation.transfer, taken, code, cause_reference, debit=source)


def _take_latest(
    allocations: Sequence[payments.LotAllocation], amount: int, lot: models.Account | None
) -> list[tuple[payments.LotAllocation, int]]:
    """Divide the amount among the allocations, the latest first; with `lot`, among those of that lot."""
    chosen = []
    for allocation in reversed(allocations):
        taken = min(amount, allocation.remaining) if lot is None or allocation.lot.id == lot.id else 0
        if taken:
            chosen.append((allocation, taken))
        amount -= taken
    return chosen


async def _reverse_settlements(
    transaction: LedgerTransaction, payment: models.Payment, source: models.Account, amount: int, cause_reference: str
) -> None:
    def build_entry(settlement: models.Transfer) -> models.CreditEntry:
        return models.CreditEntry(kind=CreditEntryKind.REVERSAL, payment_id=payment.id, reverses_id=settlement.id)

    settlements = await unreversed(transaction, *_is_settlement(payment, source))
    await reverse_transfers(
        transaction,
        settlements,
        amount,
        TransferCode.PAYMENT_UNAPPLIED,
        cause_reference,
        debit=await payments.receivable_account(transaction, payment),
        build_entry=build_entry,
    )


async def _reverse_revenue(
    transaction: LedgerTransaction,
    payment: models.Payment,
    source: models.Account,
    amount: int,
    from_credit_notes: int,
    cause_reference: str,
) -> None:
    settlements = await transaction.session.scalars(
        select(models.Transfer).where(models.Transfer.firm_id == transaction.firm.id, *_is_settlement(payment, source))
    )
    # Wholly reversed settlements, too: revenue may be reversed in another order than settlements.
    all_settlements = settlements.all()
    for kind, part in (
        (AccountKind.REVENUE, amount - from_credit_notes),
        (AccountKind.CREDIT_NOTES, from_credit_notes),
    ):
        if part:
            references = [payments.revenue_reference(settlement, kind) for settlement in all_settlements]
            await reverse_transfers(
                transaction,
                await unreversed(transaction, models.Transfer.reference.in_(references)),
                part,
                TransferCode.PAYMENT_UNAPPLIED,
                cause_reference,
                debit=await transaction.get_firm_account(kind),
            )


def _is_settlement(payment: models.Payment, source: models.Account) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    invoice_accounts = select(models.Account.id).where(
        models.Account.firm_id == payment.firm_id, models.Account.invoice_id == payment.invoice_id
    )
    return models.Transfer.debit_id == source.id, models.Transfer.credit_id.in_(invoice_accounts)


async def _load_unapplied(
    transaction: LedgerTransaction, lot: models.Account, cause_reference: str
) -> Sequence[tuple[models.Payment, int]]:
    """Return the payments unapplied for this cause and the amounts that returned to the lot, in the order unapplied.

    The parts of a payment that was reapplied before are summed.
    """
    is_debited = (models.Account.firm_id == models.Transfer.firm_id) & (models.Account.id == models.Transfer.debit_id)
    rows = await transaction.session.execute(
        select(models.Transfer, models.Account)
        .join(models.Account, is_debited)
        .where(
            models.Transfer.firm_id == transaction.firm.id,
            models.Transfer.credit_id == lot.id,
            models.Transfer.reference.startswith(f"{cause_reference}:undo:", autoescape=True),
            models.Account.kind.in_((AccountKind.HELD, AccountKind.RECEIVABLE)),
        )
        .order_by(models.Transfer.event_seq, models.Transfer.id)
    )
    amounts: dict[uuid.UUID, int] = {}
    for transfer, source in rows.all():
        payment_id = source.payment_id or lot.payment_id
        if payment_id is not None:
            amounts[payment_id] = amounts.get(payment_id, 0) + transfer.amount
    return await _load_payments(transaction, amounts)


async def reapply(
    transaction: LedgerTransaction, lot: models.Account, unapply_cause_reference: str, cause_reference: str
) -> None:
    """Reapply the lot's money that was unapplied for `unapply_cause_reference`, the last unapplied first (D27).

    An invoice takes at most what is payable on it. The rest stays as credits. `cause_reference` names what makes the
    money available again; the transfers' references are built from it.
    """
    for payment, amount in reversed(await _load_unapplied(transaction, lot, unapply_cause_reference)):
        receivable = await payments.receivable_account(transaction, payment)
        reapplied = min(
            amount,
            receivable.debits_posted - receivable.credits_posted,
            unspent_amount(lot),
            payment.amount - payment.refunded - payment.applied,
        )
        if reapplied <= 0:
            continue
        reference = f"{cause_reference}:again:{payment.id}"
        source = lot
        if lot.payment_id != payment.id:
            source = await payments.payment_account(transaction, payment, AccountKind.HELD)
            await transaction.post(lot, source, reapplied, TransferCode.PAYMENT_REAPPLIED, f"{reference}:held")
        entry = models.CreditEntry(kind=CreditEntryKind.INVOICE_PAYMENT, payment_id=payment.id)
        settlement = await transaction.post(
            source, receivable, reapplied, TransferCode.PAYMENT_REAPPLIED, reference, entry=entry
        )
        is_credit_note = lot.source is CreditEntryKind.CREDIT_NOTE
        await payments.recognize_revenue(transaction, settlement, reapplied if is_credit_note else 0)
