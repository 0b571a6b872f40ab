"""A firm grants its client credits: for goodwill, for a mistake. They are spent like any, and never paid out (D26)."""

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
from billing.payments import allocation
from billing.services import Services
from billing.transaction import transaction, visible_client

_MUTATION = "addCreditNote"


@dataclass(frozen=True, slots=True)
class AddCreditNote:
    """The wish."""

    client_id: uuid.UUID
    amount: Decimal
    reason: str
    idempotency_key: str


@dataclass(frozen=True, slots=True)
class Credited:
    """The entry that came of it; `replayed`: the key had been used for the same wish before."""

    entry_id: uuid.UUID
    client_id: uuid.UUID
    replayed: bool


async def add_credit_note(services: Services, viewer: Viewer, wish: AddCreditNote) -> Credited:
    """Grant the client credits. Raise NotFound, InvalidAmount, InvalidInput, IdempotencyConflict."""
    require(viewer, MANAGES_PAYMENTS)
    operation = await idempotency.claimed(services, viewer, _MUTATION, wish.idempotency_key, wish)
    if operation is None:
        try:
            return await _grant(services, viewer, wish)
        except idempotency.Claimed as twin:
            operation = twin.operation
    return await credited_before(services, operation)


async def _grant(services: Services, viewer: Viewer, wish: AddCreditNote) -> Credited:
    async with transaction(services, viewer, "credit_note.added", reason=wish.reason) as book:
        await idempotency.refuse_twin(book, viewer, _MUTATION, wish.idempotency_key, wish)
        client = await visible_client(book.session, visibility.clients(viewer), wish.client_id)
        book.concerns(client.id)
        amount = allocation.parse(wish.amount, book.currency, "amount")
        operation = await idempotency.claim(book, viewer, _MUTATION, wish.idempotency_key, wish, client_id=client.id)
        entry = await ledger.credit_notes.grant(book, client.id, amount, operation)
        return Credited(entry.id, client.id, replayed=False)


async def credited_before(services: Services, operation: models.Operation) -> Credited:
    """The entry that the operation made when it was asked for first."""
    async with services.reads() as session:
        found = await session.scalars(
            select(models.CreditEntry.id).where(
                models.CreditEntry.firm_id == operation.firm_id, models.CreditEntry.operation_id == operation.id
            )
        )
        return Credited(found.one(), operation.client_id, replayed=True)
