"""How money moves for a payment or a prepayment. Each movement has causes of its own, so none can happen twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

import models
from ledger.reversals import unreversed_with_account
from ledger.transaction import LedgerTransaction
from models import AccountKind, CreditEntryKind, TransferCode

ProviderPayment = models.Payment | models.Prepayment


@dataclass(frozen=True, slots=True)
class LotAllocation:
    """What a payment from credits has of one lot: the transfer that took it, and what of it was not given back."""

    lot: models.Account
    transfer: models.Transfer
    remaining: int


async def reserve_on_invoice(transaction: LedgerTransaction, payment: models.Payment) -> None:
    """Set the payment's amount aside on its invoice: pending, no longer payable (D15)."""
    pending = await transaction.open_account(
        AccountKind.PENDING, client_id=payment.client_id, invoice_id=payment.invoice_id, payment_id=payment.id
    )
    await transaction.post(
        pending,
        await receivable_account(transaction, payment),
        payment.amount,
        TransferCode.PAYMENT_RESERVED,
        f"payment:{payment.id}:begun",
    )


async def release_from_invoice(transaction: LedgerTransaction, payment: models.Payment) -> None:
    """Make the payment's amount payable again."""
    begun = await _get_transfer(transaction, f"payment:{payment.id}:begun")
    pending = await payment_account(transaction, payment, AccountKind.PENDING)
    await transaction.post(
        await receivable_account(transaction, payment),
        pending,
        begun.amount,
        TransferCode.PAYMENT_RELEASED,
        f"payment:{payment.id}:begun:undone",
        reverses=begun,
    )


async def hold_credits(transaction: LedgerTransaction, payment: models.Payment) -> list[LotAllocation]:
    """Set the client's oldest credits aside for the payment: which money pays it is fixed from now on (D14, D16)."""
    held = await transaction.open_account(AccountKind.HELD, client_id=payment.client_id, payment_id=payment.id)
    missing = payment.amount
    parts = []
    for lot in await transaction.open_lots(payment.client_id, payment.amount):
        part = min(missing, lot.credits_posted - lot.debits_posted)
        taken = await transaction.post(
            lot, held, part, TransferCode.CREDITS_HELD, f"payment:{payment.id}:held:{lot.id}"
        )
        parts.append(LotAllocation(lot, taken, part))
        missing -= part
        if not missing:
            return parts
    message = "held more credits than there are"
    raise AssertionError(message)


async def release_hold(transaction: LedgerTransaction, payment: models.Payment) -> None:
    """Return held credits to the money they came from, at its original age."""
    held = await payment_account(transaction, payment, AccountKind.HELD)
    for part in await lot_allocations_of(transaction, payment):
        await transaction.post(
            held,
            part.lot,
            part.remaining,
            TransferCode.CREDITS_RELEASED,
            f"transfer:{part.transfer.id}:undone",
            reverses=part.transfer,
        )


async def receive_from_provider(transaction: LedgerTransaction, charge: ProviderPayment) -> None:
    """Money came from the provider: exactly the amount, once, as a lot of its own (D9)."""
    cash = await transaction.get_firm_account(AccountKind.CASH_PROVIDER)
    if isinstance(charge, models.Prepayment):
        kind, name = CreditEntryKind.PREPAYMENT, "prepayment"
        lot = await transaction.open_account(
            AccountKind.LOT, client_id=charge.client_id, prepayment_id=charge.id, source=kind
        )
        entry = models.CreditEntry(kind=kind, prepayment_id=charge.id, lot_id=lot.id)
    else:
        kind, name = CreditEntryKind.PAYMENT_RECEIVED, "payment"
        lot = await transaction.open_account(
            AccountKind.LOT, client_id=charge.client_id, payment_id=charge.id, source=kind
        )
        entry = models.CreditEntry(kind=kind, payment_id=charge.id, lot_id=lot.id)
    await transaction.post(
        cash, lot, charge.amount, TransferCode.MONEY_RECEIVED, f"{name}:{charge.id}:received", entry=entry
    )


async def receive_offline(
    transaction: LedgerTransaction, payment: models.Payment, received_on: dt.date, received_at: dt.datetime
) -> None:
    """Money came that no provider carried, for an invoice: a lot of its own, as old as the day it came (D14, D22)."""
    cash = await transaction.get_firm_account(AccountKind.CASH_OFFLINE)
    kind = CreditEntryKind.OFFLINE_PAYMENT
    lot = await transaction.open_account(
        AccountKind.LOT, client_id=payment.client_id, payment_id=payment.id, source=kind, opened_at=received_at
    )
    entry = models.CreditEntry(
        kind=kind,
        payment_id=payment.id,
        lot_id=lot.id,
        offline_method=payment.offline_method,
        received_on=received_on,
    )
    await transaction.post(
        cash, lot, payment.amount, TransferCode.MONEY_RECEIVED, f"payment:{payment.id}:received", entry=entry
    )


async def settle(
    transaction: LedgerTransaction,
    payment: models.Payment,
    *,
    is_reserved: bool,
    allocations: Sequence[LotAllocation] | None = None,
) -> None:
    """Pay the invoice with what the payment holds or received, and count it as earned.

    `begun`: the amount is pending on the invoice; else it is taken off what is payable. `held`: what it holds, where
    that has just been set aside.
    """
    by_credits = payment.paid_by is models.PaidBy.CREDITS
    source = await source_account(transaction, payment)
    target = (
        await payment_account(transaction, payment, AccountKind.PENDING)
        if is_reserved
        else await receivable_account(transaction, payment)
    )
    entry = models.CreditEntry(kind=CreditEntryKind.INVOICE_PAYMENT, payment_id=payment.id)
    settled = await transaction.post(
        source, target, payment.amount, TransferCode.PAYMENT_SETTLED, f"payment:{payment.id}:settled", entry=entry
    )
    parts = allocations or (await lot_allocations_of(transaction, payment) if by_credits else ())
    await recognize_revenue(
        transaction, settled, sum(part.remaining for part in parts if part.lot.source is CreditEntryKind.CREDIT_NOTE)
    )


async def recognize_revenue(
    transaction: LedgerTransaction, settlement: models.Transfer, from_credit_notes: int
) -> None:
    """Count what was settled as revenue, but for what credit notes paid: that was granted, not earned (D34)."""
    billed = await transaction.get_firm_account(AccountKind.BILLED_CLEARING)
    for kind, part in (
        (AccountKind.REVENUE, settlement.amount - from_credit_notes),
        (AccountKind.CREDIT_NOTES, from_credit_notes),
    ):
        if part:
            await transaction.post(
                billed,
                await transaction.get_firm_account(kind),
                part,
                TransferCode.REVENUE_RECOGNIZED,
                revenue_reference(settlement, kind),
            )


def revenue_reference(settlement: models.Transfer, kind: AccountKind) -> str:
    """The cause of the transfer that counts what was settled."""
    return f"{settlement.reference}:{kind.value.lower()}"


async def lot_allocations_of(transaction: LedgerTransaction, payment: models.Payment) -> list[LotAllocation]:
    """The lots whose money a payment from credits holds or has spent, and how much, the first taken first."""
    held = await payment_account(transaction, payment, AccountKind.HELD)
    of_held = models.Transfer.credit_id == held.id
    taken = await unreversed_with_account(
        transaction, models.Transfer.debit_id, of_held, models.Account.kind == AccountKind.LOT
    )
    return [LotAllocation(lot, transfer, left) for transfer, left, lot in taken]


async def source_account(transaction: LedgerTransaction, payment: models.Payment) -> models.Account:
    """The account of the payment that its money goes onto the invoice from: what it holds, or what came for it."""
    by_credits = payment.paid_by is models.PaidBy.CREDITS
    return await payment_account(transaction, payment, AccountKind.HELD if by_credits else AccountKind.LOT)


async def receivable_account(transaction: LedgerTransaction, owner: models.Payment | models.Invoice) -> models.Account:
    """The account of what is payable on an invoice."""
    invoice_id = owner.invoice_id if isinstance(owner, models.Payment) else owner.id
    return _require(await transaction.find_account(AccountKind.RECEIVABLE, invoice_id=invoice_id))


async def payment_account(transaction: LedgerTransaction, payment: models.Payment, kind: AccountKind) -> models.Account:
    """The payment's account of this kind."""
    return _require(await transaction.find_account(kind, payment_id=payment.id))


def _require(account: models.Account | None) -> models.Account:
    if account is None:
        message = "an account that was never opened"
        raise AssertionError(message)
    return account


async def find_transfer(transaction: LedgerTransaction, reference: str) -> models.Transfer | None:
    """The transfer of this cause, if the fact was booked."""
    return await transaction.session.scalar(
        select(models.Transfer).where(
            models.Transfer.firm_id == transaction.firm.id, models.Transfer.reference == reference
        )
    )


async def _get_transfer(transaction: LedgerTransaction, reference: str) -> models.Transfer:
    found = await find_transfer(transaction, reference)
    if found is None:
        message = f"not booked: {reference}"
        raise AssertionError(message)
    return found
