"""Transactions of use cases: they lock the firm, record an event, and write everything or nothing."""

import datetime as dt
import functools
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress

from prometheus_client import Counter
from sqlalchemy import Dialect, Uuid
from sqlalchemy.exc import NoResultFound

import ledger
import models
from billing import firm_cache
from billing.access.policy import NotAuthenticated
from billing.access.principals import Actor, ClientUser, Member, System, pending_check
from billing.errors import DomainError
from billing.services import Services
from db.row_loader import LoadQuery, RowLoader
from db.write_transaction import WriteTransaction
from models.base import NamedBind

_TRANSACTIONS = Counter(
    "acompte_transactions",
    "Transactions of firms, by outcome: committed, refused, nothing (nothing to change), failed.",
    ["outcome"],
)
_OUTCOMES = {outcome: _TRANSACTIONS.labels(outcome) for outcome in ("committed", "refused", "nothing", "failed")}


def build_event_meta(
    actor: Actor, kind: str, *, client_id: uuid.UUID | None = None, reason: str | None = None
) -> ledger.EventMeta:
    """Return who does what, for the ledger's event (D32)."""
    return ledger.EventMeta(
        kind=kind,
        member_id=actor.id if isinstance(actor, Member) else None,
        client_user_id=actor.id if isinstance(actor, ClientUser) else None,
        client_id=client_id,
        reason=reason,
    )


class Unchanged(Exception):
    """There is nothing to change. The transaction is rolled back, its event included."""


class AlreadyClaimed(Exception):
    """The idempotency key was claimed before. The transaction is rolled back."""

    def __init__(self, operation: models.Operation) -> None:
        super().__init__(operation.key)
        self.operation = operation


@asynccontextmanager
async def begin_transaction(
    services: Services,
    actor: Actor,
    kind: str,
    *,
    client_id: uuid.UUID | None = None,
    reason: str | None = None,
    query: LoadQuery | None = None,
) -> AsyncIterator[ledger.LedgerTransaction]:
    """Lock the actor's firm and load what `query` selects, or else the firm alone; commit when the block ends.

    `query` is one of `ledger.select_firm`. For a cached viewer it has to verify the session; NotAuthenticated is raised
    if that has changed. Any exception rolls back everything; Unchanged ends the block quietly, every other
    exception is raised.
    """
    meta = build_event_meta(actor, kind, client_id=client_id, reason=reason)
    query = query or LoadQuery(_firm_loader(services.driver.dialect), {"firm": actor.firm_id})
    with suppress(Unchanged), _count_outcome():
        async with services.driver.begin(actor.firm_id, query.statement) as writes:
            transaction = _begin(writes, actor, meta, services.clock(), query)
            yield transaction
            await transaction.commit()
        services.notifications.notify_firm_changed(actor.firm_id, transaction.event.client_id)
        firm = transaction.firm
        firm_cache.cache_firm_info(services, firm.id, firm_cache.FirmInfo(firm.currency, firm.time_zone))


def _begin(
    writes: WriteTransaction, actor: Actor, meta: ledger.EventMeta, now: dt.datetime, query: LoadQuery
) -> ledger.LedgerTransaction:
    check = None if isinstance(actor, System) else actor.session_check
    if check is None or "digest" not in query.values:
        if pending_check(actor) is not None:
            raise AssertionError("the query of a cached viewer's transaction has to verify the session")
        return ledger.LedgerTransaction.begin(writes, meta, now, query)
    try:
        transaction = ledger.LedgerTransaction.begin(writes, meta, now, query)
    except NoResultFound:
        raise NotAuthenticated from None
    check.is_verified = True
    return transaction


@functools.cache
def _firm_loader(dialect: Dialect) -> RowLoader:
    return RowLoader(ledger.select_firm().where(models.Firm.id == NamedBind("firm", Uuid())), dialect)


@contextmanager
def _count_outcome() -> Iterator[None]:
    outcome = "failed"
    try:
        yield
        outcome = "committed"
    except (Unchanged, AlreadyClaimed):
        outcome = "nothing"
        raise
    except (DomainError, NotAuthenticated):
        outcome = "refused"
        raise
    finally:
        _OUTCOMES[outcome].inc()
