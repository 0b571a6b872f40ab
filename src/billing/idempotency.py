"""Idempotency keys: a key is claimed in the transaction of its effect, and identifies the command's input (D30)."""

from __future__ import annotations

import dataclasses
import enum
import functools
import hashlib
import json
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import ColumnElement, Dialect, String, Uuid, delete, false, update

import ledger
import models
from billing.access import visibility
from billing.access.principals import Actor, System, Viewer
from billing.errors import IdempotencyConflict, InvalidInput
from billing.rows import get_visible
from billing.services import Services
from billing.transaction import AlreadyClaimed, begin_transaction
from db.row_loader import LoadQuery, RowLoader
from models.base import NamedBind
from translation import gettext as _

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T")

MAX_KEY_LENGTH = 255


@dataclass(frozen=True, slots=True)
class KeyedCommand:
    """A command of a viewer, with the idempotency key that it came with."""

    viewer: Viewer
    mutation: str
    key: str
    command: DataclassInstance

    async def claim(
        self,
        transaction: ledger.LedgerTransaction,
        *,
        client_id: uuid.UUID | None = None,
        invoice_id: uuid.UUID | None = None,
    ) -> models.Operation:
        """Claim the key in the transaction of the command's effect; with a client if the command concerns one."""
        operation = models.Operation(
            firm_id=transaction.firm.id,
            id=models.new_id(),
            membership_id=self.viewer.id,
            key=self.key,
            mutation=self.mutation,
            fingerprint=fingerprint(self.mutation, self.command),
            client_id=client_id,
            invoice_id=invoice_id,
            created_at=transaction.now,
        )
        await transaction.add(operation)
        return operation


async def run_once(
    services: Services,
    keyed: KeyedCommand,
    event_kind: str,
    handle: Callable[[ledger.LedgerTransaction], Awaitable[T]],
    replay: Callable[[models.Operation], Awaitable[T]],
    *,
    reason: str | None = None,
    query: LoadQuery | None = None,
) -> T:
    """Run `handle` in a transaction of the viewer's firm, unless the key was claimed before (D30).

    `handle` claims the key. If the key was claimed for the same input, nothing is written, and the result is that of
    `replay`, which gets the claimed operation. `query` loads what `handle` decides on: it is one of
    `ledger.select_firm`, and its first entity the operation. Raises InvalidInput for a malformed key,
    IdempotencyConflict for a key with another input, and NotFound if the viewer may not see the operation's client any
    more.
    """
    viewer = keyed.viewer
    if not 1 <= len(keyed.key) <= MAX_KEY_LENGTH:
        raise InvalidInput(
            "idempotencyKey", _("The key must have 1 to {count} characters.").format(count=MAX_KEY_LENGTH)
        )
    query = query or LoadQuery(
        _loader(services.driver.dialect), {"firm": viewer.firm_id, "membership": viewer.id, "key": keyed.key}
    )
    try:
        async with begin_transaction(services, viewer, event_kind, reason=reason, query=query) as transaction:
            claimed: models.Operation | None = transaction.loaded[0][1]
            if claimed is not None:
                raise AlreadyClaimed(claimed)
            return await handle(transaction)
    except AlreadyClaimed as error:
        operation = error.operation
    if operation.client_id is not None:
        async with services.reads() as session:
            await get_visible(session, models.Client, operation.client_id, visibility.clients(viewer))
    if operation.fingerprint != fingerprint(keyed.mutation, keyed.command):
        raise IdempotencyConflict(operation)
    return await replay(operation)


def claimed_client_id(operation: models.Operation) -> uuid.UUID:
    """The client of a claimed operation. Only for mutations that claim their key with a client."""
    assert operation.client_id is not None  # noqa: S101  (the mutation claims its key with the client)
    return operation.client_id


@functools.cache
def _loader(dialect: Dialect) -> RowLoader:
    firm, operation = models.Firm, models.Operation
    statement = (
        ledger.select_firm(operation)
        .outerjoin(
            operation,
            (operation.firm_id == firm.id)
            & (operation.membership_id == NamedBind("membership", Uuid()))
            & (operation.key == NamedBind("key", String())),
        )
        .where(firm.id == NamedBind("firm", Uuid()))
    )
    return RowLoader(statement, dialect)


def fingerprint(mutation: str, command: DataclassInstance) -> str:
    """Return a digest that is equal for equal commands only. 250.0 and 250.00 are the same amount."""
    canonical = _ENCODER.encode([mutation, command])
    return hashlib.sha256(canonical.encode()).hexdigest()


def _canonicalize(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        # Left out while it has its default, a field that was added later does not change the digest of older input.
        command_type: Any = type(value)
        fields = [(name, default, getattr(value, name)) for name, default in _fields(command_type)]
        return {name: set_value for name, default, set_value in fields if set_value != default}
    if isinstance(value, Decimal):
        text = f"{value:f}"  # not normalize(), which rounds to the context's 28 digits
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, enum.Enum):
        return str(value.value)
    return str(value)


@functools.cache
def _fields(command_type: type[Any]) -> list[tuple[str, Any]]:
    """The names of a command's fields, with their defaults."""
    return [(field.name, field.default) for field in dataclasses.fields(command_type)]


_ENCODER = json.JSONEncoder(default=_canonicalize, sort_keys=True)


def own_operations(actor: Actor, operation: Any = models.Operation) -> ColumnElement[bool]:
    """Return the condition for operations of the actor's own keys (D31)."""
    is_own_firm: ColumnElement[bool] = operation.firm_id == actor.firm_id
    return false() if isinstance(actor, System) else is_own_firm & (operation.membership_id == actor.id)


async def release(
    transaction: ledger.LedgerTransaction, row: models.Payment | models.Prepayment | models.Refund
) -> None:
    """Release the key of a command that the provider refused, so that it can be used again (D30)."""
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
