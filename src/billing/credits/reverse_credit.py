"""What is unspent of a credit note is taken back, or of offline money booked as credits is given back (D26)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

import ledger
import models
from billing import idempotency
from billing.access import visibility
from billing.access.policy import MANAGES_PAYMENTS, require
from billing.access.principals import Viewer
from billing.credits import allocations
from billing.credits.add_credit_note import Credited, credited_before
from billing.errors import InvalidInput, NotFound, NotRefundable
from billing.payments import allocation
from billing.services import Services
from billing.transaction import transaction
from models import CreditEntryKind
from money import Money

_MUTATION = "reverseCredit"
_REVERSIBLE = (CreditEntryKind.CREDIT_NOTE, CreditEntryKind.OFFLINE_PAYMENT)


@dataclass(frozen=True, slots=True)
class ReverseCredit:
    """The wish. `amount` None: all that is unspent."""

    entry_id: uuid.UUID
    amount: Decimal | None
    reason: str
    idempotency_key: str


async def reverse_credit(services: Services, viewer: Viewer, wish: ReverseCredit) -> Credited:
    """Take the credits back, up to what is unspent of them.

    Money that a provider brought is refunded instead, and so is an offline payment of an invoice. Raise NotFound,
    NotRefundable, InvalidAmount, InvalidInput, IdempotencyConflict.
    """
    require(viewer, MANAGES_PAYMENTS)
    operation = await idempotency.claimed(services, viewer, _MUTATION, wish.idempotency_key, wish)
    if operation is None:
        try:
            return await _reverse(services, viewer, wish)
        except idempotency.Claimed as twin:
            operation = twin.operation
    return await credited_before(services, operation)


async def _reverse(services: Services, viewer: Viewer, wish: ReverseCredit) -> Credited:
    async with transaction(services, viewer, "credit.reversed", reason=wish.reason) as book:
        await idempotency.refuse_twin(book, viewer, _MUTATION, wish.idempotency_key, wish)
        entry = await book.session.scalar(
            select(models.CreditEntry).where(models.CreditEntry.id == wish.entry_id, visibility.credit_entries(viewer))
        )
        if entry is None:
            raise NotFound
        book.concerns(entry.client_id)
        if entry.kind not in _REVERSIBLE or entry.payment_id is not None or entry.lot_id is None:
            raise InvalidInput(
                "entryId",
                "Only a credit note, or offline money booked as credits, is reversed. Refund a payment instead.",
            )
        lot = await book.session.get_one(models.Account, (book.firm.id, entry.lot_id))
        unspent = ledger.unapply.unspent(lot)
        amount = unspent if wish.amount is None else allocation.parse(wish.amount, book.currency, "amount")
        if not amount or amount > unspent:
            raise NotRefundable(Money(unspent, book.currency), await allocations.uses_of_lot(book.session, lot))
        operation = await idempotency.claim(
            book, viewer, _MUTATION, wish.idempotency_key, wish, client_id=entry.client_id
        )
        reversal = await ledger.credit_notes.reverse(book, entry, lot, amount, operation)
        return Credited(reversal.id, entry.client_id, replayed=False)
