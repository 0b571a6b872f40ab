"""Money that comes off invoices because it goes back, and is put back where it does not (D26 to D28)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import select

import models
from ledger.payments import (
    LotAllocation,
    ProviderPayment,
    lot_allocations_of,
    payment_account,
    receivable_account,
    recognize_revenue,
    revenue_reference,
    source_account,
)
from ledger.reversals import reversal_reference, reverse_transfers, unreversed, unreversed_with_account
from ledger.transaction import LedgerTransaction
from models import AccountKind, CreditEntryKind, TransferCode


async def find_lot(transaction: LedgerTransaction, charge: ProviderPayment) -> models.Account | None:
    """The lot of what came for the charge; None until it came, and for payments from credits."""
    of = models.Account.prepayment_id if isinstance(charge, models.Prepayment) else models.Account.payment_id
    return await transaction.session.scalar(
        select(models.Account).where(
            models.Account.firm_id == transaction.firm.id, of == charge.id, models.Account.kind == AccountKind.LOT
        )
    )


def unspent_amount(lot: models.Account) -> int:
    """What of the lot's money is neither spent nor set aside, in minor units."""
    return lot.credits_posted - lot.debits_posted


async def applications_of(transaction: LedgerTransaction, lot: models.Account) -> Sequence[tuple[models.Payment, int]]:
    """The payments that have some of the lot's money, held or on their invoice, and how much: the last first."""
    onward = (AccountKind.HELD, AccountKind.RECEIVABLE, AccountKind.PENDING)
    found: dict[uuid.UUID, int] = {}
    taken = await unreversed_with_account(transaction, models.Transfer.credit_id, models.Transfer.debit_id == lot.id)
    for _, left, target in reversed(taken):
        payment_id = lot.payment_id if target.kind is not AccountKind.HELD else target.payment_id
        if target.kind in onward and payment_id is not None:
            found[payment_id] = found.get(payment_id, 0) + left
    return await _load_payments(transaction, found)


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
    reference: str,
    *,
    lot: models.Account | None = None,
) -> None:
    """Take `amount` of a settled payment off its invoice, which is due again by that part.

    Its money returns to where it came from, at its original age, the last taken first; only to the lot `of` where
    that is given. `by` is the cause: a refund, a dispute.
    """
    source = await source_account(transaction, payment)
    chosen = (
        []
        if source.kind is AccountKind.LOT
        else _take_latest(await lot_allocations_of(transaction, payment), amount, lot)
    )
    onto = models.Transfer.credit_id.in_(
        select(models.Account.id).where(
            models.Account.firm_id == transaction.firm.id, models.Account.invoice_id == payment.invoice_id
        )
    )
    settled = await unreversed(transaction, models.Transfer.debit_id == source.id, onto)
    ever = await transaction.session.scalars(
        select(models.Transfer).where(
            models.Transfer.firm_id == transaction.firm.id, models.Transfer.debit_id == source.id, onto
        )
    )
    all_settled = ever.all()

    def entry(of_transfer: models.Transfer) -> models.CreditEntry:
        return models.CreditEntry(kind=CreditEntryKind.REVERSAL, payment_id=payment.id, reverses_id=of_transfer.id)

    due = await receivable_account(transaction, payment)
    await reverse_transfers(
        transaction, settled, amount, TransferCode.PAYMENT_UNAPPLIED, reference, debit=due, credit=source, entry=entry
    )
    noted = sum(taken for part, taken in chosen if part.lot.source is CreditEntryKind.CREDIT_NOTE)
    billed = await transaction.get_firm_account(AccountKind.BILLED_CLEARING)
    for kind, part_of_it in ((AccountKind.REVENUE, amount - noted), (AccountKind.CREDIT_NOTES, noted)):
        if part_of_it:
            causes = [revenue_reference(one, kind) for one in all_settled]
            earned = await unreversed(transaction, models.Transfer.reference.in_(causes))
            await reverse_transfers(
                transaction,
                earned,
                part_of_it,
                TransferCode.PAYMENT_UNAPPLIED,
                reference,
                debit=await transaction.get_firm_account(kind),
                credit=billed,
            )
    for part, taken in chosen:
        await transaction.post(
            source,
            part.lot,
            taken,
            TransferCode.PAYMENT_UNAPPLIED,
            reversal_reference(reference, part.transfer),
            reverses=part.transfer,
        )


def _take_latest(
    allocations: Sequence[LotAllocation], amount: int, lot: models.Account | None
) -> list[tuple[LotAllocation, int]]:
    """So much of the parts, the last taken first."""
    chosen = []
    for part in reversed(allocations):
        taken = min(amount, part.remaining) if lot is None or part.lot.id == lot.id else 0
        if taken:
            chosen.append((part, taken))
        amount -= taken
    return chosen


async def unapplied_by(
    transaction: LedgerTransaction, lot: models.Account, reference: str
) -> Sequence[tuple[models.Payment, int]]:
    """What was taken off invoices for this cause and came back to the lot: payments and amounts, the first first.

    A payment that was paid again before may have had its part in several pieces: it is one here.
    """
    rows = await transaction.session.execute(
        select(models.Transfer, models.Account)
        .join(
            models.Account,
            (models.Account.firm_id == models.Transfer.firm_id) & (models.Account.id == models.Transfer.debit_id),
        )
        .where(
            models.Transfer.firm_id == transaction.firm.id,
            models.Transfer.credit_id == lot.id,
            models.Transfer.reference.startswith(f"{reference}:undo:", autoescape=True),
            models.Account.kind.in_((AccountKind.HELD, AccountKind.RECEIVABLE)),
        )
        .order_by(models.Transfer.event_seq, models.Transfer.id)
    )
    found: dict[uuid.UUID, int] = {}
    for transfer, debited in rows.all():
        payment_id = debited.payment_id or lot.payment_id
        if payment_id is not None:
            found[payment_id] = found.get(payment_id, 0) + transfer.amount
    return await _load_payments(transaction, found)


async def reapply(transaction: LedgerTransaction, lot: models.Account, unapply_reference: str, reference: str) -> None:
    """Pay the invoices again that the cause `off` had taken the lot's money off, up to what they still ask for.

    The last taken off is the first paid again; what no invoice asks for stays as credits (D27).
    """
    for payment, amount in reversed(await unapplied_by(transaction, lot, unapply_reference)):
        due = await receivable_account(transaction, payment)
        again = min(
            amount,
            due.debits_posted - due.credits_posted,
            unspent_amount(lot),
            payment.amount - payment.refunded - payment.applied,
        )
        if again <= 0:
            continue
        source = lot
        if lot.payment_id != payment.id:
            source = await payment_account(transaction, payment, AccountKind.HELD)
            await transaction.post(
                lot, source, again, TransferCode.PAYMENT_REAPPLIED, f"{reference}:again:{payment.id}:held"
            )
        entry = models.CreditEntry(kind=CreditEntryKind.INVOICE_PAYMENT, payment_id=payment.id)
        settled = await transaction.post(
            source, due, again, TransferCode.PAYMENT_REAPPLIED, f"{reference}:again:{payment.id}", entry=entry
        )
        await recognize_revenue(transaction, settled, again if lot.source is CreditEntryKind.CREDIT_NOTE else 0)
