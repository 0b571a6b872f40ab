"""A firm grants its client credits: for goodwill, for a mistake. They are spent like any, and never paid out (D26)."""

from __future__ import annotations

import functools
import uuid
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

import ledger
import models
from billing import amount_input
from billing.access import visibility
from billing.access.policy import MANAGE_PAYMENTS, require_permission
from billing.access.principals import Viewer
from billing.idempotency import KeyedCommand, run_once
from billing.services import Services
from billing.transaction import get_visible_client


@dataclass(frozen=True, slots=True)
class AddCreditNoteCommand:
    """The wish."""

    client_id: uuid.UUID
    amount: Decimal
    reason: str
    idempotency_key: str


@dataclass(frozen=True, slots=True)
class CreditEntryResult:
    """The entry that came of it; `replayed`: the key had been used for the same wish before."""

    entry_id: uuid.UUID
    client_id: uuid.UUID
    replayed: bool


async def add_credit_note(services: Services, viewer: Viewer, command: AddCreditNoteCommand) -> CreditEntryResult:
    """Grant the client credits. Raise NotFound, InvalidAmount, InvalidInput, IdempotencyConflict."""
    require_permission(viewer, MANAGE_PAYMENTS)
    keyed = KeyedCommand(viewer, "addCreditNote", command.idempotency_key, command)

    async def issue(transaction: ledger.LedgerTransaction) -> CreditEntryResult:
        client = await get_visible_client(transaction.session, visibility.clients(viewer), command.client_id)
        transaction.set_client(client.id)
        amount = amount_input.parse_amount(command.amount, transaction.currency, "amount")
        operation = await keyed.claim(transaction, client_id=client.id)
        entry = await ledger.credit_notes.issue_credit_note(transaction, client.id, amount, operation)
        return CreditEntryResult(entry.id, client.id, replayed=False)

    replay = functools.partial(load_replayed_result, services)
    return await run_once(services, keyed, "credit_note.added", issue, replay, reason=command.reason)


async def load_replayed_result(services: Services, operation: models.Operation) -> CreditEntryResult:
    """The entry that the operation made when it was requested first."""
    async with services.reads() as session:
        entry_ids = await session.scalars(
            select(models.CreditEntry.id).where(
                models.CreditEntry.firm_id == operation.firm_id, models.CreditEntry.operation_id == operation.id
            )
        )
        return CreditEntryResult(entry_ids.one(), operation.client_id, replayed=True)
