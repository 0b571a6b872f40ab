"""One wish pays once: a key is claimed in the same transaction as its effect, and tells its input apart (D30)."""

from __future__ import annotations

import dataclasses
import enum
import hashlib
import json
import uuid
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, delete, false, select, update

import ledger
import models
from billing.access import visibility
from billing.access.principals import Actor, System, Viewer
from billing.errors import IdempotencyConflict, InvalidInput
from billing.services import Services
from billing.transaction import get_visible_client

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_MAX_KEY_LENGTH = 255


class AlreadyClaimed(Exception):
    """The key was claimed before, by the same seat, for the same input: answer with what came of it."""

    def __init__(self, operation: models.Operation) -> None:
        super().__init__(operation.key)
        self.operation = operation


def fingerprint(mutation: str, command: DataclassInstance) -> str:
    """A digest that is equal for the same wish and no other; 250.0 and 250.00 are the same amount."""
    canonical = json.dumps([mutation, command], default=_canonicalize, sort_keys=True)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _canonicalize(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if isinstance(value, Decimal):
        written = f"{value:f}"  # not normalize(): it rounds to the context's 28 digits
        return written.rstrip("0").rstrip(".") if "." in written else written
    if isinstance(value, enum.Enum):
        return str(value.value)
    return str(value)


def select_claim(viewer: Viewer, key: str) -> Select[models.Operation]:
    """What the key was claimed for, by whoever sent it: nobody else's key is found (D31)."""
    return select(models.Operation).where(
        models.Operation.firm_id == viewer.firm_id,
        models.Operation.membership_id == viewer.id,
        models.Operation.key == key,
    )


def own_operations(actor: Actor, operation: Any = models.Operation) -> ColumnElement[bool]:
    """What the actor's own keys were claimed for, and nobody else's (D31)."""
    found: ColumnElement[bool] = operation.firm_id == actor.firm_id
    return false() if isinstance(actor, System) else found & (operation.membership_id == actor.id)


def validate_key(key: str) -> None:
    """Raise InvalidInput for what is no key."""
    if not 1 <= len(key) <= _MAX_KEY_LENGTH:
        raise InvalidInput("idempotencyKey", f"The key has to have 1 to {_MAX_KEY_LENGTH} characters.")


async def find_claim(
    services: Services, viewer: Viewer, mutation: str, key: str, command: DataclassInstance
) -> models.Operation | None:
    """What the viewer's key was claimed for, if it was. Takes no lock. Raise IdempotencyConflict, InvalidInput."""
    validate_key(key)
    async with services.reads() as session:
        found = await session.scalar(select_claim(viewer, key))
        if found is None:
            return None
        # Whoever may not know of the client any more is told nothing of what they did for it.
        await get_visible_client(session, visibility.clients(viewer), found.client_id)
    return _verify_fingerprint(found, mutation, command)


async def claim(
    transaction: ledger.LedgerTransaction,
    viewer: Viewer,
    mutation: str,
    key: str,
    command: DataclassInstance,
    *,
    client_id: uuid.UUID,
    invoice_id: uuid.UUID | None = None,
) -> models.Operation:
    """Claim the key for the transaction's effect. Raise Claimed where a twin was first, and IdempotencyConflict."""
    operation = models.Operation(
        firm_id=transaction.firm.id,
        id=models.new_id(),
        membership_id=viewer.id,
        key=key,
        mutation=mutation,
        fingerprint=fingerprint(mutation, command),
        client_id=client_id,
        invoice_id=invoice_id,
        created_at=transaction.now,
    )
    await transaction.add(operation)
    return operation


async def check_unclaimed(
    transaction: ledger.LedgerTransaction, viewer: Viewer, mutation: str, key: str, command: DataclassInstance
) -> None:
    """With the firm locked, before anything is decided: raise Claimed or IdempotencyConflict where a twin was first."""
    found = await transaction.session.scalar(select_claim(viewer, key))
    if found is not None:
        # It is told after this transaction has been undone, which would take its values along.
        transaction.session.expunge(found)
        raise AlreadyClaimed(_verify_fingerprint(found, mutation, command))


async def release(
    transaction: ledger.LedgerTransaction, row: models.Payment | models.Prepayment | models.Refund
) -> None:
    """Give a key back whose wish the provider refused: a refusal claims nothing (D30)."""
    operation_id = row.operation_id
    if operation_id is None:
        return
    for table in (models.Payment, models.Prepayment, models.Refund):
        await transaction.session.execute(
            update(table)
            .where(table.firm_id == transaction.firm.id, table.operation_id == operation_id)
            .values(operation_id=None)
        )
    await transaction.session.execute(
        delete(models.Operation).where(
            models.Operation.firm_id == transaction.firm.id, models.Operation.id == operation_id
        )
    )


def _verify_fingerprint(operation: models.Operation, mutation: str, command: DataclassInstance) -> models.Operation:
    if operation.fingerprint != fingerprint(mutation, command):
        raise IdempotencyConflict(operation)
    return operation
