"""What changed for one client since a moment, as one viewer may see it: a state, and no log of what led to it.

Whatever happened in between is merged: each object comes once, as it is now. So it does not matter how much of it a
page has missed, and a page that goes on from a cursor ends where a page that is read anew would (P9).
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select

import models
from billing.access import visibility
from billing.access.principals import Viewer
from billing.errors import NotFound
from billing.live import cursors
from billing.live.cursors import Position
from billing.services import Snapshot
from models import AccountKind, InvoiceStatus

MAX_CHANGED_OBJECTS = 200
"""So many objects are told one by one; where there are more, the page had better be read anew."""

_MAX_EVENT_LAG = 10_000
"""So many events of the firm are looked through."""


@dataclass(frozen=True, slots=True)
class Changes:
    """The client, and the ids of all of its objects that changed, up to `position`. With `reload`, none: read the page
    anew.

    `removed_users`: seats of the client that were taken away. Nothing else ever goes: an issued invoice stays, and
    where a firm begins to hide its invoices, pages are read anew.
    """

    position: Position
    cursor: str
    client_id: uuid.UUID
    reload: bool = False
    invoices: Sequence[uuid.UUID] = ()
    payments: Sequence[uuid.UUID] = ()
    prepayments: Sequence[uuid.UUID] = ()
    entries: Sequence[uuid.UUID] = ()
    removed_users: Sequence[uuid.UUID] = ()


async def get_visible_client(snapshot: Snapshot, viewer: Viewer, client_id: uuid.UUID) -> models.Client:
    """The client, if the viewer may know of it. Raise NotFound."""
    client = await snapshot.scalar(
        select(models.Client).where(models.Client.id == client_id, visibility.clients(viewer))
    )
    if client is None:
        raise NotFound
    return client


@dataclass(frozen=True, slots=True)
class FeedHead:
    """Where a firm is in a snapshot, and the key that seals it."""

    position: Position
    key: bytes

    def cursor(self, client_id: uuid.UUID) -> str:
        """It, for the pages of one client."""
        return cursors.encrypt_cursor(self.position, self.key, client_id)

    def decode_cursor(self, client_id: uuid.UUID, text: str) -> Position:
        """What a page goes on from. Raise cursors.NoCursor for what is no cursor of this client."""
        return cursors.decrypt_cursor(text, self.key, client_id)


async def load_head(snapshot: Snapshot, viewer: Viewer) -> FeedHead:
    """Where the viewer's firm is."""
    firm, event = models.Firm, models.Event
    latest = (event.firm_id == firm.id) & (event.seq == firm.seq)
    statement = select(firm.seq, event.at, firm.cursor_key).outerjoin(event, latest).where(visibility.firms(viewer))
    ((seq, at, key),) = await snapshot.rows(statement)
    return FeedHead(Position(seq, at), key)


async def find_changes(snapshot: Snapshot, viewer: Viewer, client_id: uuid.UUID, start: Position) -> Changes | Position:
    """What changed for the client after `start`; where nothing did, the position to go on from.

    Raise NotFound where the viewer may not know of the client (any more).
    """
    reached = await load_head(snapshot, viewer)
    if reached.position == start:
        return start
    lost = reached.position.seq - start.seq > _MAX_EVENT_LAG or not await _event_exists(snapshot, viewer, start)
    concerned = {None} if lost else await _changed_client_ids(snapshot, viewer, client_id, start)
    if not concerned:
        return reached.position
    await get_visible_client(snapshot, viewer, client_id)
    found = Changes(reached.position, reached.cursor(client_id), client_id)
    # What concerns no client may concern all of them: settings, providers, somebody's rights.
    whole = None if None in concerned else await _collect(snapshot, viewer, found, start)
    return whole or Changes(found.position, found.cursor, client_id, reload=True)


async def _event_exists(snapshot: Snapshot, viewer: Viewer, start: Position) -> bool:
    """Whether the event is in these books: a backup that was restored knows nothing of what came after it."""
    event = models.Event
    at = await snapshot.scalar(select(event.at).where(event.firm_id == viewer.firm_id, event.seq == start.seq))
    return at == start.at


async def _changed_client_ids(
    snapshot: Snapshot, viewer: Viewer, client_id: uuid.UUID, start: Position
) -> set[uuid.UUID | None]:
    """Of what happened since, the client if it was concerned, and None where it was no client in particular."""
    event = models.Event
    statement = select(event.client_id).where(
        event.firm_id == viewer.firm_id,
        event.seq > start.seq,
        or_(event.client_id == client_id, event.client_id.is_(None)),
    )
    return set(await snapshot.scalars(statement.distinct()))


async def _collect(snapshot: Snapshot, viewer: Viewer, head: Changes, start: Position) -> Changes | None:
    """All that changed, told one by one; None where that is too much."""
    of = _ChangedRows(viewer.firm_id, head.client_id, start)
    payment, invoice, prepayment, entry = models.Payment, models.Invoice, models.Prepayment, models.CreditEntry

    async def ids(statement: Select[uuid.UUID], *order: Any) -> Sequence[uuid.UUID]:
        return await snapshot.scalars(statement.order_by(*order).limit(MAX_CHANGED_OBJECTS + 1))

    payments = await ids(select(payment.id).where(of.payments(), visibility.payments(viewer)), payment.id)
    invoices = await ids(select(invoice.id).where(of.invoices(), visibility.invoices(viewer)), invoice.id)
    prepayments = await ids(
        select(prepayment.id).where(of.prepayments(), visibility.prepayments(viewer)), prepayment.id
    )
    entries = await ids(
        select(entry.id).where(of.entries(), visibility.credit_entries(viewer)), entry.event_seq, entry.id
    )
    if len(payments) + len(invoices) + len(prepayments) + len(entries) > MAX_CHANGED_OBJECTS:
        return None
    return Changes(
        head.position,
        head.cursor,
        head.client_id,
        invoices=invoices,
        payments=payments,
        prepayments=prepayments,
        entries=entries,
        removed_users=await snapshot.scalars(of.removed_users()),
    )


class _ChangedRows:
    """Which rows of a client are told otherwise than at the start: they changed, or what they are told by did."""

    def __init__(self, firm_id: uuid.UUID, client_id: uuid.UUID, start: Position) -> None:
        self._firm_id, self._client_id, self._start = firm_id, client_id, start
        self._accounts = self._of_accounts(models.Account.id)
        self._lots = self._of_lots(models.Account.id)

    def payments(self) -> ColumnElement[bool]:
        """Those whose money moved, too: what is left of it, what it was funded by."""
        payment = models.Payment
        own = (payment.firm_id == self._firm_id) & (payment.client_id == self._client_id)
        moved = payment.id.in_(self._of_accounts(models.Account.payment_id))
        return own & ((payment.changed_seq > self._start.seq) | moved)

    def invoices(self) -> ColumnElement[bool]:
        """All that can be paid, too, when credits came or went: what can be done with them depends on that."""
        invoice = models.Invoice
        own = (invoice.firm_id == self._firm_id) & (invoice.client_id == self._client_id)
        payable = invoice.status.in_((InvoiceStatus.UNPAID, InvoiceStatus.PARTIALLY_PAID))
        return own & ((invoice.changed_seq > self._start.seq) | (payable & self._lots.exists()))

    def prepayments(self) -> ColumnElement[bool]:
        """Those whose money moved, too."""
        prepayment = models.Prepayment
        own = (prepayment.firm_id == self._firm_id) & (prepayment.client_id == self._client_id)
        moved = prepayment.id.in_(self._of_lots(models.Account.prepayment_id))
        return own & ((prepayment.changed_seq > self._start.seq) | moved)

    def entries(self) -> ColumnElement[bool]:
        """New ones, and those whose money moved: what of it remains."""
        entry = models.CreditEntry
        own = (entry.firm_id == self._firm_id) & (entry.client_id == self._client_id)
        return own & ((entry.event_seq > self._start.seq) | entry.lot_id.in_(self._lots))

    def removed_users(self) -> Select[uuid.UUID]:
        """Seats that were there at the start."""
        user, start = models.ClientUser, self._start.at
        own = (user.firm_id == self._firm_id) & (user.client_id == self._client_id)
        return select(user.id).where(own, user.created_at <= start, user.removed_at >= start).order_by(user.id)

    def _of_accounts(self, column: Any) -> Select[uuid.UUID]:
        account = models.Account
        return select(column).where(
            account.firm_id == self._firm_id,
            account.client_id == self._client_id,
            account.changed_seq > self._start.seq,
            column.is_not(None),
        )

    def _of_lots(self, column: Any) -> Select[uuid.UUID]:
        """Sums that came in, and went on or came back, or what they went to went on."""
        account, transfer = models.Account, models.Transfer
        went = select(transfer.debit_id).where(
            transfer.firm_id == self._firm_id, transfer.credit_id.in_(self._accounts)
        )
        return select(column).where(
            account.firm_id == self._firm_id,
            account.client_id == self._client_id,
            account.kind == AccountKind.LOT,
            (account.changed_seq > self._start.seq) | account.id.in_(went),
            column.is_not(None),
        )
