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
from billing.errors import DomainError, NotFound
from billing.services import Services
from db import batch_writer
from db.guarded_write import ConcurrentWrite

_TRANSACTIONS = Counter(
    "acompte_transactions",
    "Transactions in a firm: committed, refused, nothing to do, failed, or collided and begun again with its lock.",
    ["outcome"],
)
_OUTCOMES = {
    outcome: _TRANSACTIONS.labels(outcome) for outcome in ("committed", "refused", "nothing", "failed", "collided")
}


def build_event_meta(
    actor: Actor, kind: str, *, client_id: uuid.UUID | None = None, reason: str | None = None
) -> ledger.EventMeta:
    """Who does what, as the ledger writes it down (D32)."""
    return ledger.EventMeta(
        kind=kind,
        member_id=actor.id if isinstance(actor, Member) else None,
        client_user_id=actor.id if isinstance(actor, ClientUser) else None,
        client_id=client_id,
        reason=reason,
    )


class Unchanged(Exception):
    """Somebody else was first: end the transaction as if it had never begun, its event included."""


@asynccontextmanager
async def begin_transaction(
    services: Services, actor: Actor, kind: str, *, client_id: uuid.UUID | None = None, reason: str | None = None
) -> AsyncIterator[ledger.LedgerTransaction]:
    """The actor's firm, locked until the block ends: commit at its end, nothing at all on any exception.

    NothingToDo ends the block quietly; every other exception goes on.
    """
    with suppress(Unchanged), _count_outcome():
        async with services.writes.begin() as session:
            what = build_event_meta(actor, kind, client_id=client_id, reason=reason)
            transaction = await ledger.LedgerTransaction.begin(session, actor.firm_id, what, services.clock())
            yield transaction
        services.notifications.notify_firm_changed(actor.firm_id, transaction.event.client_id)


@asynccontextmanager
async def begin_optimistic_transaction(
    services: Services, actor: Actor, kind: str, firm: models.Firm, rows: Iterable[models.Base]
) -> AsyncIterator[ledger.LedgerTransaction]:
    """The same without the lock, on rows that were read in one go: written at the block's end, or not at all.

    Raise Collided where somebody else wrote in the firm since it was read, and ledger.Unforeseen where the block asks
    for something that was not: then nothing was written, and the firm has to be locked.
    """
    with _count_outcome():
        transaction = ledger.LedgerTransaction.from_snapshot(
            firm, build_event_meta(actor, kind), services.clock(), rows
        )
        yield transaction
        if not await services.driver.write(
            transaction.build_statements(batch_writer.writer_for(services.driver.dialect))
        ):
            raise ConcurrentWrite
        services.notifications.notify_firm_changed(actor.firm_id, transaction.event.client_id)


@contextmanager
def _count_outcome() -> Iterator[None]:
    outcome = "failed"
    try:
        yield
        outcome = "committed"
    except Unchanged:
        outcome = "nothing"
        raise
    except DomainError:
        outcome = "refused"
        raise
    except (ConcurrentWrite, ledger.NotPrefetched):
        outcome = "collided"
        raise
    finally:
        _OUTCOMES[outcome].inc()


async def get_visible_client(
    session: AsyncSession, visibility_clause: ColumnElement[bool], client_id: uuid.UUID
) -> models.Client:
    """The client, where the clause lets it be seen. Raise NotFound."""
    found = await session.scalar(select(models.Client).where(models.Client.id == client_id, visibility_clause))
    if found is None:
        raise NotFound
    return found


async def get_visible_invoice(
    session: AsyncSession, visibility_clause: ColumnElement[bool], invoice_id: uuid.UUID
) -> models.Invoice:
    """The invoice, where the clause lets it be seen. Raise NotFound."""
    found = await session.scalar(select(models.Invoice).where(models.Invoice.id == invoice_id, visibility_clause))
    if found is None:
        raise NotFound
    return found


async def get_client(session: AsyncSession, firm_id: uuid.UUID, client_id: uuid.UUID) -> models.Client:
    """The client that one of the firm's rows points to."""
    return (
        await session.scalars(
            select(models.Client).where(models.Client.firm_id == firm_id, models.Client.id == client_id)
        )
    ).one()


async def load_payment_settings(
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
