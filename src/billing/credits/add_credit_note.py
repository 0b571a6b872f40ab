"""Add a credit note: credits that the firm grants. They are spent like other credits and never paid out (D26)."""

import functools
import uuid
from dataclasses import dataclass
from decimal import Decimal

import ledger
import models
from billing import amount_input
from billing.access.policy import MANAGE_PAYMENTS, require_permission
from billing.access.principals import Viewer
from billing.active_clients import get_active_client
from billing.idempotency import KeyedCommand, claimed_client_id, run_once
from billing.notices.add_notice import add_notice
from billing.rows import get_claimed
from billing.services import Services
from models import NoticeKind


@dataclass(frozen=True, slots=True)
class AddCreditNoteCommand:
    """Input of `addCreditNote`."""

    client_id: uuid.UUID
    amount: Decimal
    reason: str
    idempotency_key: str


@dataclass(frozen=True, slots=True)
class CreditEntryResult:
    """A new credit entry; `replayed` tells whether the idempotency key was used before with the same input."""

    entry_id: uuid.UUID
    client_id: uuid.UUID
    replayed: bool


async def add_credit_note(services: Services, viewer: Viewer, command: AddCreditNoteCommand) -> CreditEntryResult:
    """Grant credits to the client. Raises NotFound, InvalidAmount, InvalidInput, IdempotencyConflict."""
    require_permission(viewer, MANAGE_PAYMENTS)
    keyed = KeyedCommand(viewer, "addCreditNote", command.idempotency_key, command)

    async def issue(transaction: ledger.LedgerTransaction) -> CreditEntryResult:
        client = await get_active_client(transaction.session, viewer, command.client_id)
        transaction.set_client(client.id)
        amount = amount_input.parse_amount(command.amount, transaction.currency, "amount")
        operation = await keyed.claim(transaction, client_id=client.id)
        entry = await ledger.credit_notes.issue_credit_note(transaction, client.id, amount, operation)
        await add_notice(transaction, NoticeKind.CREDIT_ADDED, entry, amount=amount)
        return CreditEntryResult(entry.id, client.id, replayed=False)

    replay = functools.partial(load_replayed_result, services)
    return await run_once(services, keyed, "credit_note.added", issue, replay, reason=command.reason)


async def load_replayed_result(services: Services, operation: models.Operation) -> CreditEntryResult:
    """Return the result of the request that claimed the key, marked as replayed."""
    entry = await get_claimed(services, models.CreditEntry, operation)
    return CreditEntryResult(entry.id, claimed_client_id(operation), replayed=True)
