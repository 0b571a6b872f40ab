"""A client pays ahead: a sum of their choice, by one of the methods offered, for no invoice (D7 to D10)."""

from __future__ import annotations

import dataclasses
import uuid
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

import ledger
import models
from billing import idempotency
from billing.access import visibility
from billing.access.policy import PREPAYS, require
from billing.access.principals import ClientUser, Viewer
from billing.charges import lifecycle
from billing.errors import AmountOutOfRange, InvalidInput, MethodUnavailable, ProviderUnavailable, Refusal
from billing.payments import allocation
from billing.prepayments import availability
from billing.services import Services
from billing.transaction import settings_of, transaction, visible_client
from models import JobKind, PaymentMethod, PaymentStatus

_MUTATION = "makePrepayment"


class PrepaymentUnavailable(Refusal):
    """The firm does not take prepayments now. The client is not told why (D7)."""

    def __init__(self) -> None:
        super().__init__("Prepayments are not available at the moment. Please ask your firm.")


@dataclass(frozen=True, slots=True)
class MakePrepayment:
    """The wish. `client_id` None: a client user's own client."""

    client_id: uuid.UUID | None
    amount: Decimal
    method: PaymentMethod
    idempotency_key: str


@dataclass(frozen=True, slots=True)
class Made:
    """What came of it; `replayed`: the key had been used for the same wish before."""

    prepayment_id: uuid.UUID
    client_id: uuid.UUID
    replayed: bool


async def make_prepayment(services: Services, viewer: Viewer, wish: MakePrepayment) -> Made:
    """Ask the client for the sum. Nothing is credited until the provider says that the money came (D8).

    Raise NotFound, PrepaymentUnavailable, MethodUnavailable, InvalidAmount, AmountOutOfRange, InvalidInput,
    IdempotencyConflict, ProviderUnavailable, ProviderRefused.
    """
    require(viewer, PREPAYS)
    if wish.client_id is None and isinstance(viewer, ClientUser):
        wish = dataclasses.replace(wish, client_id=viewer.client_id)
    operation = await idempotency.claimed(services, viewer, _MUTATION, wish.idempotency_key, wish)
    replayed = operation is not None
    if operation is None:
        try:
            operation = await _write_down(services, viewer, wish)
        except idempotency.Claimed as twin:
            operation, replayed = twin.operation, True
    prepayment_id = await _prepayment_of(services, operation)
    await lifecycle.ask(services, JobKind.SYNC_PREPAYMENT, viewer.firm_id, prepayment_id)
    return Made(prepayment_id, operation.client_id, replayed)


async def _write_down(services: Services, viewer: Viewer, wish: MakePrepayment) -> models.Operation:
    async with transaction(services, viewer, "prepayment.made") as book:
        await idempotency.refuse_twin(book, viewer, _MUTATION, wish.idempotency_key, wish)
        if wish.client_id is None:
            raise InvalidInput("clientId", "Which client is it for?")
        client = await visible_client(book.session, visibility.clients(viewer), wish.client_id)
        book.concerns(client.id)
        amount, connection = await _decide(book, wish)
        operation = await idempotency.claim(book, viewer, _MUTATION, wish.idempotency_key, wish, client_id=client.id)
        prepayment = models.Prepayment(
            firm_id=book.firm.id,
            id=models.new_id(),
            client_id=client.id,
            operation_id=operation.id,
            event_seq=book.seq,
            amount=amount,
            refunded=0,
            method=wish.method,
            status=PaymentStatus.CREATING,
            connection_id=connection.id,
            created_at=book.now,
        )
        await lifecycle.write_down(book, prepayment)
        return operation


async def _decide(book: ledger.Book, wish: MakePrepayment) -> tuple[int, models.ProviderConnection]:
    settings, connections = await settings_of(book.session, book.firm.id)
    default = availability.default_connection(settings, connections)
    if default is None or not availability.prepayment_available(settings, connections):
        raise PrepaymentUnavailable
    methods = availability.offered_for_prepayment(settings, connections)
    if wish.method not in methods:
        raise MethodUnavailable(methods)
    amount = allocation.parse(wish.amount, book.currency, "amount")
    minimum, maximum = availability.prepayment_range(book.currency, settings)
    if not minimum.minor <= amount <= maximum.minor:
        message = f"A prepayment can be {minimum.written()} to {maximum.written()}."
        raise AmountOutOfRange(message, minimum, maximum)
    allocation.check_charge(amount, wish.method, methods, book.currency)
    return amount, default


async def _prepayment_of(services: Services, operation: models.Operation) -> uuid.UUID:
    async with services.reads() as session:
        found = await session.scalars(
            select(models.Prepayment.id).where(
                models.Prepayment.firm_id == operation.firm_id, models.Prepayment.operation_id == operation.id
            )
        )
        prepayment_id = found.one_or_none()
    if prepayment_id is None:
        raise ProviderUnavailable  # refused to a twin at this moment, and the key given back: asking again is safe
    return prepayment_id
