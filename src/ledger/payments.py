"""Ledger side of payments and prepayments: reserve, hold credits, receive money, settle, release.

Every step has a reference of its own, so no step can be posted twice.
"""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

import models
from ledger.lots import unspent_amount
from ledger.reversals import unreversed_with_account
from ledger.transaction import LedgerTransaction
from models import AccountKind, CreditEntryKind, ProviderPayment, TransferCode

PaymentOrPrepayment = models.Payment | models.Prepayment
"""Also a payment from credits or offline, unlike `models.ProviderPayment`."""


@dataclass(frozen=True, slots=True)
class LotAllocation:
    """What a payment from credits took from one lot: the transfer, and how much of it is not reversed."""

    lot: models.Account
    transfer: models.Transfer
    remaining: int


async def reserve_on_invoice(transaction: LedgerTransaction, payment: models.Payment) -> None:
    """Reserve the payment's amount on its invoice: pending, no longer payable (D15)."""
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
    """Reverse `reserve_on_invoice`: the payment's amount is payable again."""
    reservation = await get_transfer(transaction, f"payment:{payment.id}:begun")
    pending = await payment_account(transaction, payment, AccountKind.PENDING)
    await transaction.post(
        await receivable_account(transaction, payment),
        pending,
        reservation.amount,
        TransferCode.PAYMENT_RELEASED,
        f"payment:{payment.id}:begun:undone",
        reverses=reservation,
    )


async def hold_credits(transaction: LedgerTransaction, payment: models.Payment) -> list[LotAllocation]:
    """Hold the client's oldest credits for the payment. From now on it is fixed which lots pay it (D14, D16)."""
    held = await transaction.open_account(AccountKind.HELD, client_id=payment.client_id, payment_id=payment.id)
    missing = payment.amount
    allocations = []
    for lot in await transaction.load_unspent_lots(payment.client_id, payment.amount):
        part = min(missing, unspent_amount(lot))
        reference = f"payment:{payment.id}:held:{lot.id}"
        transfer = await transaction.post(lot, held, part, TransferCode.CREDITS_HELD, reference)
        allocations.append(LotAllocation(lot, transfer, part))
        missing -= part
        if not missing:
            return allocations
    raise AssertionError("held more credits than are available")


async def release_hold(transaction: LedgerTransaction, payment: models.Payment) -> None:
    """Return held credits to their lots, which keep their age."""
    held = await payment_account(transaction, payment, AccountKind.HELD)
    for allocation in await lot_allocations_of(transaction, payment):
        await transaction.post(
            held,
            allocation.lot,
            allocation.remaining,
            TransferCode.CREDITS_RELEASED,
            f"transfer:{allocation.transfer.id}:undone",
            reverses=allocation.transfer,
        )


async def post_to_new_lot(
    transaction: LedgerTransaction,
    source: AccountKind,
    client_id: uuid.UUID,
    amount: int,
    entry: models.CreditEntry,
    *,
    received_at: dt.datetime | None = None,
) -> models.CreditEntry:
    """Post `amount` from the firm's account `source` to a new lot, which `entry` names, and return the entry.

    The lot is as old as `received_at`, or new (D14).
    """
    lot = await transaction.open_account(
        AccountKind.LOT,
        client_id=client_id,
        source=entry.kind,
        payment_id=entry.payment_id,
        prepayment_id=entry.prepayment_id,
        opened_at=received_at or transaction.now,
    )
    entry.lot_id = lot.id
    code, reference = TransferCode.CREDIT_ISSUED, f"credit:{lot.id}"
    if entry.payment_id or entry.prepayment_id:
        noun = "payment" if entry.payment_id else "prepayment"
        code, reference = TransferCode.MONEY_RECEIVED, f"{noun}:{entry.payment_id or entry.prepayment_id}:received"
    await transaction.post(await transaction.get_firm_account(source), lot, amount, code, reference, entry=entry)
    return entry


async def receive_from_provider(transaction: LedgerTransaction, payment: ProviderPayment) -> None:
    """Post the money received from the provider as a new lot of exactly the payment's amount, once (D9)."""
    if isinstance(payment, models.Prepayment):
        entry = models.CreditEntry(kind=CreditEntryKind.PREPAYMENT, prepayment_id=payment.id)
    else:
        entry = models.CreditEntry(kind=CreditEntryKind.PAYMENT_RECEIVED, payment_id=payment.id)
    await post_to_new_lot(transaction, AccountKind.CASH_PROVIDER, payment.client_id, payment.amount, entry)


async def receive_offline(
    transaction: LedgerTransaction, payment: models.Payment, received_on: dt.date, received_at: dt.datetime
) -> None:
    """Post offline money for an invoice as a new lot, ordered by the day it was received (D14, D22)."""
    entry = models.CreditEntry(
        kind=CreditEntryKind.OFFLINE_PAYMENT,
        payment_id=payment.id,
        offline_method=payment.offline_method,
        received_on=received_on,
    )
    cash, amount = AccountKind.CASH_OFFLINE, payment.amount
    await post_to_new_lot(transaction, cash, payment.client_id, amount, entry, received_at=received_at)


def mark_settled(transaction: LedgerTransaction, payment: PaymentOrPrepayment, received_on: dt.date | None) -> None:
    """Record that the payment or prepayment settles now, and give it the firm's next number, without gaps (D56).

    `received_on` is the day its money came, in the firm's time zone; None for a payment from credits.
    """
    transaction.firm.last_payment_number += 1
    payment.number = transaction.firm.last_payment_number
    payment.settled_at, payment.received_on = transaction.now, received_on


async def settle(
    transaction: LedgerTransaction,
    payment: models.Payment,
    *,
    is_reserved: bool,
    allocations: Sequence[LotAllocation] | None = None,
) -> None:
    """Apply the payment's held or received money to its invoice, and recognize it as revenue.

    `is_reserved`: the amount is pending on the invoice; otherwise it is payable. `allocations`: the result of
    `hold_credits`, if the caller has it.
    """
    is_from_credits = payment.paid_by is models.PaidBy.CREDITS
    source = await source_account(transaction, payment)
    target = (
        await payment_account(transaction, payment, AccountKind.PENDING)
        if is_reserved
        else await receivable_account(transaction, payment)
    )
    entry = models.CreditEntry(kind=CreditEntryKind.INVOICE_PAYMENT, payment_id=payment.id)
    settlement = await transaction.post(
        source, target, payment.amount, TransferCode.PAYMENT_SETTLED, f"payment:{payment.id}:settled", entry=entry
    )
    (await transaction.get(models.Invoice, payment.invoice_id)).last_paid_at = transaction.now
    allocations = allocations or (await lot_allocations_of(transaction, payment) if is_from_credits else ())
    from_credit_notes = sum(
        allocation.remaining for allocation in allocations if allocation.lot.source is CreditEntryKind.CREDIT_NOTE
    )
    await recognize_revenue(transaction, settlement, from_credit_notes)


async def recognize_revenue(
    transaction: LedgerTransaction, settlement: models.Transfer, from_credit_notes: int
) -> None:
    """Recognize a settlement as revenue, except the part that credit notes paid: it was granted, not earned (D34)."""
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
    """Return the reference of the transfer that recognizes the settlement in the account of this kind."""
    return f"{settlement.reference}:{kind.value.lower()}"


async def lot_allocations_of(transaction: LedgerTransaction, payment: models.Payment) -> list[LotAllocation]:
    """Return which lots a payment from credits holds or has spent, and how much of each, in the order taken."""
    held = await payment_account(transaction, payment, AccountKind.HELD)
    transfer, is_lot = models.Transfer, models.Account.kind == AccountKind.LOT
    transfers = await unreversed_with_account(transaction, transfer.debit_id, transfer.credit_id == held.id, is_lot)
    return [LotAllocation(lot, spent, remaining) for spent, remaining, lot in transfers]


async def source_account(transaction: LedgerTransaction, payment: models.Payment) -> models.Account:
    """Return the account that pays the invoice: the payment's hold if it is from credits, else its own lot."""
    is_from_credits = payment.paid_by is models.PaidBy.CREDITS
    return await payment_account(transaction, payment, AccountKind.HELD if is_from_credits else AccountKind.LOT)


async def receivable_account(transaction: LedgerTransaction, owner: models.Payment | models.Invoice) -> models.Account:
    """Return the receivable account of the invoice, or of the payment's invoice. Its balance is what is payable."""
    invoice_id = owner.invoice_id if isinstance(owner, models.Payment) else owner.id
    return _require(await transaction.find_account(AccountKind.RECEIVABLE, invoice_id=invoice_id))


async def payment_account(transaction: LedgerTransaction, payment: models.Payment, kind: AccountKind) -> models.Account:
    """Return the payment's account of this kind, which must exist."""
    return _require(await transaction.find_account(kind, payment_id=payment.id))


def _require(account: models.Account | None) -> models.Account:
    if account is None:
        raise AssertionError("the account was never opened")
    return account


async def find_lot(transaction: LedgerTransaction, payment: PaymentOrPrepayment) -> models.Account | None:
    """Return the lot of the money received for the payment; None if none was received, or it is paid from credits."""
    owner = "prepayment_id" if isinstance(payment, models.Prepayment) else "payment_id"
    lot = {"firm_id": payment.firm_id, owner: payment.id, "kind": AccountKind.LOT}
    return await transaction.session.scalar(select(models.Account).filter_by(**lot))


async def find_transfer(transaction: LedgerTransaction, reference: str) -> models.Transfer | None:
    """Return the firm's transfer with this reference, or None if it was not posted."""
    posted = select(models.Transfer).filter_by(firm_id=transaction.firm.id, reference=reference)
    return await transaction.session.scalar(posted)


async def get_transfer(transaction: LedgerTransaction, reference: str) -> models.Transfer:
    """Return the firm's transfer with this reference, which must have been posted."""
    transfer = await find_transfer(transaction, reference)
    if transfer is None:
        raise AssertionError(f"not posted: {reference}")
    return transfer
