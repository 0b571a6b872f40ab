"""Change feed: the ids of a client's objects that changed after a cursor, as far as the viewer can see them.

The feed is merged state, not a log: each changed object occurs once. So a page that resumes from a cursor ends in the
same state as a page that reloads, however much it has missed (P9).
"""

import dataclasses
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select

import models
from billing.access import visibility
from billing.access.principals import ClientUser, Viewer
from billing.errors import NotFound
from billing.live import cursors
from billing.live.cursors import Position
from billing.services import Snapshot
from models import AccountKind, InvoiceStatus, ProviderPayment

MAX_CHANGED_OBJECTS = 200
"""With more changed objects than this, the page has to reload."""

_MAX_EVENT_LAG = 10_000
"""With more events than this since the cursor, the page has to reload."""

_ARCHIVING_EVENTS = ("client.archived", "client.unarchived")
_USER_EVENTS = ("client_user.added", "client_user.removed", "client_user.updated")
_CLIENT_EVENTS = (*_USER_EVENTS, "client.updated", *_ARCHIVING_EVENTS)
"""What changes a client, and no object of it. A user who returns gets the same row back, without a trace."""

_SILENT_EVENTS = ("password.set", "member.added", "invitation.sent", "invitation.resent", "invitation.revoked")
"""Events of no client in particular that change nothing on any page."""
_MEMBER_EVENTS = ("member.updated", "member.rights_set", "member.removed", "ownership.transferred")
"""Events that change what members see and may do, and nothing that client users see."""


@dataclass(frozen=True, slots=True)
class Changes:
    """The ids of the client's objects that changed up to `position`; none with `reload`, when the page has to reload.

    What can disappear: client users who left, and payments and prepayments that the provider refused to create. Issued
    invoices are never deleted, and when a firm hides its invoices, pages reload.
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
    removed_payments: Sequence[uuid.UUID] = ()
    removed_prepayments: Sequence[uuid.UUID] = ()

    @property
    def has_objects(self) -> bool:
        """Whether the viewer can see that any object changed."""
        return any((self.invoices, self.payments, self.prepayments, self.entries, self.removed_users))


async def get_visible_client(snapshot: Snapshot, viewer: Viewer, client_id: uuid.UUID) -> models.Client:
    """The client. Raises NotFound if the viewer cannot see it."""
    statement = select(models.Client).where(models.Client.id == client_id, visibility.clients(viewer))
    client = await snapshot.scalar(statement)
    if client is None:
        raise NotFound
    return client


@dataclass(frozen=True, slots=True)
class FeedHead:
    """The newest event of a firm in a snapshot, and the key that encrypts its cursors."""

    position: Position
    key: bytes

    def cursor(self, client_id: uuid.UUID) -> str:
        """The cursor of this head for one client."""
        return cursors.encrypt_cursor(self.position, self.key, client_id)

    def decode_cursor(self, client_id: uuid.UUID, text: str) -> Position:
        """The position of a cursor of the client. Raises cursors.InvalidCursor."""
        return cursors.decrypt_cursor(text, self.key, client_id)


async def load_head(snapshot: Snapshot, viewer: Viewer) -> FeedHead:
    """The head of the viewer's firm."""
    firm, event = models.Firm, models.Event
    latest = (event.firm_id == firm.id) & (event.seq == firm.seq)
    statement = select(firm.seq, event.at, firm.cursor_key).outerjoin(event, latest).where(visibility.firms(viewer))
    ((seq, at, key),) = await snapshot.rows(statement)
    return FeedHead(Position(seq, at), key)


async def find_changes(snapshot: Snapshot, viewer: Viewer, client_id: uuid.UUID, start: Position) -> Changes | Position:
    """What changed for the client after `start`; if nothing did that the viewer can see, the position to continue from.

    So nobody learns from the feed that something which they cannot see, such as a draft, exists or changed (P7). Raises
    NotFound if the viewer cannot see the client, or no longer can.
    """
    head = await load_head(snapshot, viewer)
    if head.position == start:
        return start
    is_lost = head.position.seq - start.seq > _MAX_EVENT_LAG or not await _event_exists(snapshot, viewer, start)
    changed_client_ids = {None} if is_lost else await _changed_client_ids(snapshot, viewer, client_id, start)
    if not changed_client_ids:
        return head.position
    await get_visible_client(snapshot, viewer, client_id)
    no_changes = Changes(head.position, head.cursor(client_id), client_id)
    # An event without a client (settings, providers, rights) may concern every client.
    changes = None if None in changed_client_ids else await _collect(snapshot, viewer, no_changes, start)
    if changes is None:
        return dataclasses.replace(no_changes, reload=True)
    # All else that a page can show of a client, its balances included, changes with one of the collected objects.
    is_visible = changes.has_objects or await _client_changed(snapshot, viewer, client_id, start)
    return changes if is_visible else head.position


async def _event_exists(snapshot: Snapshot, viewer: Viewer, start: Position) -> bool:
    """Whether the event still exists: after a restore from backup, later events are gone."""
    event = models.Event
    at = await snapshot.scalar(select(event.at).where(event.firm_id == viewer.firm_id, event.seq == start.seq))
    return at == start.at


async def _changed_client_ids(
    snapshot: Snapshot, viewer: Viewer, client_id: uuid.UUID, start: Position
) -> set[uuid.UUID | None]:
    """The client's id if an event since `start` concerns it, and None if one may concern every client.

    Neither for what changes nothing that the viewer can see: they do not learn that the firm's members changed (P7).
    """
    event = models.Event
    silent = (*_SILENT_EVENTS, *_MEMBER_EVENTS) if isinstance(viewer, ClientUser) else _SILENT_EVENTS
    concerns_all = event.client_id.is_(None) & event.kind.not_in(silent)
    concerns_client = or_(event.client_id == client_id, concerns_all)
    is_new = (event.firm_id == viewer.firm_id, event.seq > start.seq)
    statement = select(event.client_id).where(*is_new, concerns_client)
    return set(await snapshot.scalars(statement.distinct()))


async def _client_changed(snapshot: Snapshot, viewer: Viewer, client_id: uuid.UUID, start: Position) -> bool:
    """Whether the client itself or its users changed since `start`."""
    event = models.Event
    is_new = (event.firm_id == viewer.firm_id, event.client_id == client_id, event.seq > start.seq)
    statement = select(event.seq).where(*is_new, event.kind.in_(_CLIENT_EVENTS)).limit(1)
    return await snapshot.scalar(statement) is not None


async def _collect(snapshot: Snapshot, viewer: Viewer, head: Changes, start: Position) -> Changes | None:
    """The ids of all changed objects; None if there are too many."""
    changed = _ChangedRows(viewer.firm_id, head.client_id, start)

    async def ids(row: Any, is_changed: ColumnElement[bool], is_visible: Any, *order: Any) -> Sequence[uuid.UUID]:
        statement = select(row.id).where(is_changed, is_visible(viewer, row)).order_by(*order, row.id)
        return await snapshot.scalars(statement.limit(MAX_CHANGED_OBJECTS + 1))

    payments = await ids(models.Payment, changed.payments(), visibility.payments)
    invoices = await ids(models.Invoice, changed.invoices(), visibility.invoices)
    prepayments = await ids(models.Prepayment, changed.prepayments(), visibility.payments)
    entries = await ids(models.CreditEntry, changed.entries(), visibility.rows_of_clients, models.CreditEntry.event_seq)
    if len(payments) + len(invoices) + len(prepayments) + len(entries) > MAX_CHANGED_OBJECTS:
        return None
    return dataclasses.replace(
        head,
        invoices=invoices,
        payments=payments,
        prepayments=prepayments,
        entries=entries,
        removed_users=await snapshot.scalars(changed.removed_users()),
        removed_payments=await snapshot.scalars(changed.refused(models.Payment)),
        removed_prepayments=await snapshot.scalars(changed.refused(models.Prepayment)),
    )


class _ChangedRows:
    """SQL conditions for the rows of a client whose GraphQL fields may differ from those at the start."""

    def __init__(self, firm_id: uuid.UUID, client_id: uuid.UUID, start: Position) -> None:
        self._firm_id, self._client_id, self._start = firm_id, client_id, start
        self._accounts = self._of_accounts(models.Account.id)
        self._lots = self._of_lots(models.Account.id)

    def payments(self) -> ColumnElement[bool]:
        """Changed payments, and those whose lots or holds changed."""
        payment = models.Payment
        moved = payment.id.in_(self._of_accounts(models.Account.payment_id))
        return self._is_own(payment) & ((payment.changed_seq > self._start.seq) | moved)

    def invoices(self) -> ColumnElement[bool]:
        """Changed invoices, and those whose actions depend on what changed: all payable ones if the client's credits
        did; with the drafts, if the client was archived or taken back.
        """
        invoice = models.Invoice
        payable = invoice.status.in_((InvoiceStatus.UNPAID, InvoiceStatus.PARTIALLY_PAID))
        issuable = invoice.status == InvoiceStatus.DRAFT
        has_other_actions = (payable & self._lots.exists()) | ((payable | issuable) & self._archivings().exists())
        return self._is_own(invoice) & ((invoice.changed_seq > self._start.seq) | has_other_actions)

    def prepayments(self) -> ColumnElement[bool]:
        """Changed prepayments, and those whose lots changed."""
        prepayment = models.Prepayment
        moved = prepayment.id.in_(self._of_lots(models.Account.prepayment_id))
        return self._is_own(prepayment) & ((prepayment.changed_seq > self._start.seq) | moved)

    def entries(self) -> ColumnElement[bool]:
        """New entries, and those whose lots changed."""
        entry = models.CreditEntry
        return self._is_own(entry) & ((entry.event_seq > self._start.seq) | entry.lot_id.in_(self._lots))

    def removed_users(self) -> Select[uuid.UUID]:
        """The ids of client users who were removed after the start."""
        user, start = models.ClientUser, self._start.at
        removed = (user.created_at <= start) & (user.removed_at >= start)
        return select(user.id).where(self._is_own(user), removed).order_by(user.id)

    def refused(self, charge: type[ProviderPayment]) -> Select[uuid.UUID]:
        """The ids of payments or prepayments that existed at the start and that the provider then refused to create."""
        refused = (charge.event_seq <= self._start.seq) & charge.refused_at.is_not(None)
        is_new = charge.changed_seq > self._start.seq
        return select(charge.id).where(self._is_own(charge), refused, is_new).order_by(charge.id)

    def _archivings(self) -> Select[int]:
        event = models.Event
        is_archiving = event.kind.in_(_ARCHIVING_EVENTS)
        return select(event.seq).where(self._is_own(event), event.seq > self._start.seq, is_archiving)

    def _is_own(self, row: Any) -> ColumnElement[bool]:
        own: ColumnElement[bool] = (row.firm_id == self._firm_id) & (row.client_id == self._client_id)
        return own

    def _of_accounts(self, column: Any) -> Select[uuid.UUID]:
        account = models.Account
        return select(column).where(self._is_own(account), account.changed_seq > self._start.seq, column.is_not(None))

    def _of_lots(self, column: Any) -> Select[uuid.UUID]:
        """Lots that changed, or whose money went to an account that changed."""
        account, transfer = models.Account, models.Transfer
        from_changed = transfer.credit_id.in_(self._accounts)
        debited = select(transfer.debit_id).where(transfer.firm_id == self._firm_id, from_changed)
        moved = (account.changed_seq > self._start.seq) | account.id.in_(debited)
        return select(column).where(self._is_own(account), account.kind == AccountKind.LOT, moved, column.is_not(None))
