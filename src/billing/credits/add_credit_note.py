"""A firm grants its client credits: for goodwill, for a mistake. They are spent like any, and never paid out (D26)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

import ledger
import models
from billing import amount_input, idempotency
from billing.access import visibility
from billing.access.policy import MANAGE_PAYMENTS, require_permission
from billing.access.principals import Viewer
from billing.services import Services
from billing.transaction import begin_transaction, get_visible_client

_MUTATION = "addCreditNote"


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
    operation = await idempotency.find_claim(services, viewer, _MUTATION, command.idempotency_key, command)
    if operation is None:
        try:
            return await _issue(services, viewer, command)
        except idempotency.AlreadyClaimed as twin:
            operation = twin.operation
    return await load_replayed_result(services, operation)


async def _issue(services: Services, viewer: Viewer, command: AddCreditNoteCommand) -> CreditEntryResult:
    async with begin_transaction(services, viewer, "credit_note.added", reason=command.reason) as transaction:
        await idempotency.check_unclaimed(transaction, viewer, _MUTATION, command.idempotency_key, command)
        client = await get_visible_client(transaction.session, visibility.clients(viewer), command.client_id)
        transaction.set_client(client.id)
        amount = amount_input.parse_amount(command.amount, transaction.currency, "amount")
        operation = await idempotency.claim(
            transaction, viewer, _MUTATION, command.idempotency_key, command, client_id=client.id
        )
        entry = await ledger.credit_notes.issue_credit_note(transaction, client.id, amount, operation)
        return CreditEntryResult(entry.id, client.id, replayed=False)


async def load_replayed_result(services: Services, operation: models.Operation) -> CreditEntryResult:
    """The entry that the operation made when it was asked for first."""
    async with services.reads() as session:
        found = await session.scalars(
            select(models.CreditEntry.id).where(
                models.CreditEntry.firm_id == operation.firm_id, models.CreditEntry.operation_id == operation.id
            )
        )
        return CreditEntryResult(found.one(), operation.client_id, replayed=True)
