"""A money transaction: the firm locked, the event written, everything or nothing."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress

from prometheus_client import Counter
from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

import ledger
import models
from billing.access.principals import Actor, ClientUser, Member
from billing.errors import NotFound, Refusal
from billing.services import Services
from db import batch_writer
from db.guarded_write import Collided

_TRANSACTIONS = Counter(
    "acompte_transactions",
    "Transactions in a firm: committed, refused, nothing to do, failed, or collided and begun again with its lock.",
    ["outcome"],
)
_OUTCOMES = {
    outcome: _TRANSACTIONS.labels(outcome) for outcome in ("committed", "refused", "nothing", "failed", "collided")
}


def act(actor: Actor, kind: str, *, client_id: uuid.UUID | None = None, reason: str | None = None) -> ledger.Act:
    """Who does what, as the ledger writes it down (D32)."""
    return ledger.Act(
        kind=kind,
        member_id=actor.id if isinstance(actor, Member) else None,
        client_user_id=actor.id if isinstance(actor, ClientUser) else None,
        client_id=client_id,
        reason=reason,
    )


class NothingToDo(Exception):
    """Somebody else was first: end the transaction as if it had never begun, its event included."""


@asynccontextmanager
async def transaction(
    services: Services, actor: Actor, kind: str, *, client_id: uuid.UUID | None = None, reason: str | None = None
) -> AsyncIterator[ledger.Book]:
    """The actor's firm, locked until the block ends: commit at its end, nothing at all on any exception.

    NothingToDo ends the block quietly; every other exception goes on.
    """
    with suppress(NothingToDo), _counted():
        async with services.writes.begin() as session:
            what = act(actor, kind, client_id=client_id, reason=reason)
            book = await ledger.Book.open(session, actor.firm_id, what, services.clock())
            yield book
        services.signals.firm_changed(actor.firm_id, book.event.client_id)


@asynccontextmanager
async def draft(
    services: Services, actor: Actor, kind: str, firm: models.Firm, read: Iterable[models.Base]
) -> AsyncIterator[ledger.Book]:
    """The same without the lock, on rows that were read in one go: written at the block's end, or not at all.

    Raise Collided where somebody else wrote in the firm since it was read, and ledger.Unforeseen where the block asks
    for something that was not: then nothing was written, and the firm has to be locked.
    """
    with _counted():
        book = ledger.Book.draft(firm, act(actor, kind), services.clock(), read)
        yield book
        if not await services.direct.write(book.statements(batch_writer.writer(services.direct.dialect))):
            raise Collided
        services.signals.firm_changed(actor.firm_id, book.event.client_id)


@contextmanager
def _counted() -> Iterator[None]:
    outcome = "failed"
    try:
        yield
        outcome = "committed"
    except NothingToDo:
        outcome = "nothing"
        raise
    except Refusal:
        outcome = "refused"
        raise
    except (Collided, ledger.Unforeseen):
        outcome = "collided"
        raise
    finally:
        _OUTCOMES[outcome].inc()


async def visible_client(session: AsyncSession, visible: ColumnElement[bool], client_id: uuid.UUID) -> models.Client:
    """The client, where the clause lets it be seen. Raise NotFound."""
    found = await session.scalar(select(models.Client).where(models.Client.id == client_id, visible))
    if found is None:
        raise NotFound
    return found


async def visible_invoice(session: AsyncSession, visible: ColumnElement[bool], invoice_id: uuid.UUID) -> models.Invoice:
    """The invoice, where the clause lets it be seen. Raise NotFound."""
    found = await session.scalar(select(models.Invoice).where(models.Invoice.id == invoice_id, visible))
    if found is None:
        raise NotFound
    return found


async def client_of(session: AsyncSession, firm_id: uuid.UUID, client_id: uuid.UUID) -> models.Client:
    """The client that one of the firm's rows points to."""
    return (
        await session.scalars(
            select(models.Client).where(models.Client.firm_id == firm_id, models.Client.id == client_id)
        )
    ).one()


async def settings_of(
    session: AsyncSession, firm_id: uuid.UUID
) -> tuple[models.PaymentSettings, Sequence[models.ProviderConnection]]:
    """The firm's payment settings and all its connections."""
    settings = await session.scalars(select(models.PaymentSettings).where(models.PaymentSettings.firm_id == firm_id))
    connections = await session.scalars(
        select(models.ProviderConnection)
        .where(models.ProviderConnection.firm_id == firm_id)
        .order_by(models.ProviderConnection.id)
    )
    return settings.one(), connections.all()
