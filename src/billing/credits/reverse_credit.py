"""Reverse the unspent part of a credit note, or of an offline payment that became credits (D26)."""

import functools
import uuid
from dataclasses import dataclass
from decimal import Decimal

import ledger
import models
from billing import amount_input
from billing.access import visibility
from billing.access.policy import MANAGE_PAYMENTS, require_permission
from billing.access.principals import Viewer
from billing.credits import allocations
from billing.credits.add_credit_note import CreditEntryResult, load_replayed_result
from billing.errors import InvalidInput, NotRefundable
from billing.idempotency import KeyedCommand, run_once
from billing.rows import get_visible
from billing.services import Services
from models import CreditEntryKind
from money import Money
from translation import gettext as _

_REVERSIBLE = (CreditEntryKind.CREDIT_NOTE, CreditEntryKind.OFFLINE_PAYMENT)


@dataclass(frozen=True, slots=True)
class ReverseCreditCommand:
    """Input of `reverseCredit`. `amount` defaults to all that is unspent."""

    entry_id: uuid.UUID
    amount: Decimal | None
    reason: str
    idempotency_key: str


async def reverse_credit(services: Services, viewer: Viewer, command: ReverseCreditCommand) -> CreditEntryResult:
    """Reverse a credit entry, up to what is unspent of it.

    Prepayments, provider payments and offline payments of invoices are refunded instead. Raises NotFound,
    NotRefundable, InvalidAmount, InvalidInput, IdempotencyConflict.
    """
    require_permission(viewer, MANAGE_PAYMENTS)
    keyed = KeyedCommand(viewer, "reverseCredit", command.idempotency_key, command)

    async def reverse(transaction: ledger.LedgerTransaction) -> CreditEntryResult:
        is_visible = visibility.rows_of_clients(viewer, models.CreditEntry)
        entry = await get_visible(transaction.session, models.CreditEntry, command.entry_id, is_visible)
        transaction.set_client(entry.client_id)
        if entry.kind not in _REVERSIBLE or entry.payment_id is not None or entry.lot_id is None:
            raise InvalidInput(
                "entryId",
                _(
                    "Only credit notes and offline payments recorded as credits can be reversed."
                    " Refund a payment instead."
                ),
            )
        lot = await transaction.session.get_one(models.Account, (transaction.firm.id, entry.lot_id))
        unspent = ledger.lots.unspent_amount(lot)
        amount = unspent
        if command.amount is not None:
            amount = amount_input.parse_amount(command.amount, transaction.currency, "amount")
        if not amount or amount > unspent:
            blocked_by = await allocations.load_lot_allocations(transaction.session, lot)
            message = None if unspent else _("Nothing of this credit is left to reverse.")
            raise NotRefundable(Money(unspent, transaction.currency), blocked_by, message)
        operation = await keyed.claim(transaction, client_id=entry.client_id)
        reversal = await ledger.credit_notes.reverse_credit(transaction, entry, lot, amount, operation)
        return CreditEntryResult(reversal.id, entry.client_id, replayed=False)

    replay = functools.partial(load_replayed_result, services)
    return await run_once(services, keyed, "credit.reversed", reverse, replay, reason=command.reason)
