"""Change feed: the ids of a client's objects that changed after a cursor, as far as the viewer can see them.

The feed is merged state, not a log: each changed object occurs once. So a page that resumes from a cursor ends in the
same state as a page that reloads, however much it has missed (P9).
"""

import dataclasses
import datetime as dt
import functools
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import aliased

import models
from billing.access import visibility
from billing.access.principals import ClientUser, Viewer
from billing.errors import NotFound
from billing.live import cursors
from billing.live.changed_rows import ARCHIVING_EVENTS, MAX_CHANGED_OBJECTS, ChangedRows, load_ids
from billing.live.cursors import Position
from billing.services import Snapshot

_MAX_EVENT_LAG = 10_000
"""With more events than this since the cursor, the page has to reload."""

_USER_EVENTS = ("client_user.added", "client_user.removed", "client_user.updated")
_CLIENT_EVENTS = (*_USER_EVENTS, "client.updated", *ARCHIVING_EVENTS)
"""Events that change a client and no object of it. A user who was removed and added again has the same row, so only the
event shows it.
"""

SILENT_EVENTS = ("password.set", "member.added", "invitation.sent", "invitation.resent", "invitation.revoked")
"""Events of no client in particular that change nothing on any page."""
MEMBER_EVENTS = ("member.updated", "member.rights_set", "member.removed", "ownership.transferred")
"""Events that change what members see and may do, and nothing that client users see."""
ENDPOINT_EVENTS = (
    "webhook_endpoint.added", "webhook_endpoint.updated", "webhook_endpoint.deleted", "webhook_endpoint.secret_rotated",
    "webhook_endpoint.redelivered", "webhook_endpoint.disabled",
)  # fmt: skip
"""Events that change only what the owner and the admins see of the firm, and nothing of a client."""


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
        """Whether any object changed or disappeared that the viewer can see, or could."""
        removed = (self.removed_users, self.removed_payments, self.removed_prepayments)
        return any((self.invoices, self.payments, self.prepayments, self.entries, *removed))


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

    @classmethod
    def of(cls, seq: int, at: dt.datetime | None, key: bytes) -> Self:
        """The head of a firm, from the number and time of its newest event, and the firm's key."""
        return cls(Position(seq, at), key)

    def cursor(self, followed_id: uuid.UUID) -> str:
        """The cursor of this head for the feed of one client or of the firm."""
        return cursors.encrypt_cursor(self.position, self.key, followed_id)

    def decode_cursor(self, followed_id: uuid.UUID, text: str) -> Position:
        """The position of a cursor of the client or the firm. Raises cursors.InvalidCursor."""
        return cursors.decrypt_cursor(text, self.key, followed_id)


head_firm, head_event = aliased(models.Firm, name="head_firm"), aliased(models.Event, name="head_event")
"""What `select_head` selects from."""


def select_head(viewer: Viewer) -> Select[*tuple[Any, ...]]:
    """Select no columns yet of the viewer's firm and its newest event, which every firm has.

    A statement that contains it reads the head in the snapshot of all else that it reads, so no later change is missed.
    """
    latest = (head_event.firm_id == head_firm.id) & (head_event.seq == head_firm.seq)
    heads = select().select_from(head_firm).join(head_event, latest)
    return heads.where(visibility.firms(viewer, head_firm))


async def load_head(snapshot: Snapshot, viewer: Viewer) -> FeedHead:
    """The head of the viewer's firm."""
    statement = select_head(viewer).add_columns(head_firm.seq, head_event.at, head_firm.cursor_key)
    (row,) = await snapshot.rows(statement)
    return FeedHead.of(*row)


async def find_changes(snapshot: Snapshot, viewer: Viewer, client_id: uuid.UUID, start: Position) -> Changes | Position:
    """What changed for the client after `start`; if nothing did that the viewer can see, the position to continue from.

    So nobody learns from the feed that something which they cannot see, such as a draft, exists or changed (P7). Raises
    NotFound if the viewer cannot see the client, or no longer can.
    """
    head = await load_head(snapshot, viewer)
    if head.position == start:
        return start
    reload = await must_reload(snapshot, viewer, head, start)
    changed_client_ids = {None} if reload else await _changed_client_ids(snapshot, viewer, client_id, start)
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


async def must_reload(snapshot: Snapshot, viewer: Viewer, head: FeedHead, start: Position) -> bool:
    """Whether a page has to reload, because there are too many events since its cursor, or the cursor's event does not
    exist any more: after a restore from backup, later events are gone.
    """
    if head.position.seq - start.seq > _MAX_EVENT_LAG:
        return True
    event = models.Event
    at = await snapshot.scalar(select(event.at).where(event.firm_id == viewer.firm_id, event.seq == start.seq))
    return at != start.at


async def _changed_client_ids(
    snapshot: Snapshot, viewer: Viewer, client_id: uuid.UUID, start: Position
) -> set[uuid.UUID | None]:
    """The client's id if an event since `start` concerns it, and None if one may concern every client.

    Neither for what changes nothing that the viewer can see: they do not learn that the firm's members changed (P7).
    """
    event = models.Event
    silent = (*SILENT_EVENTS, *ENDPOINT_EVENTS, *(MEMBER_EVENTS if isinstance(viewer, ClientUser) else ()))
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


async def _collect(snapshot: Snapshot, viewer: Viewer, no_changes: Changes, start: Position) -> Changes | None:
    """The ids of all changed objects; None if there are too many."""
    changed = ChangedRows(viewer.firm_id, (no_changes.client_id,), start)
    ids = functools.partial(load_ids, snapshot, viewer)
    payments = await ids(models.Payment, changed.payments(), visibility.payments)
    invoices = await ids(models.Invoice, changed.invoices(), visibility.invoices)
    prepayments = await ids(models.Prepayment, changed.prepayments(), visibility.payments)
    entries = await ids(models.CreditEntry, changed.entries(), visibility.rows_of_clients, models.CreditEntry.event_seq)
    if len(payments) + len(invoices) + len(prepayments) + len(entries) > MAX_CHANGED_OBJECTS:
        return None
    return dataclasses.replace(
        no_changes,
        invoices=invoices,
        payments=payments,
        prepayments=prepayments,
        entries=entries,
        removed_users=await snapshot.scalars(changed.removed_users()),
        removed_payments=await snapshot.scalars(changed.refused(models.Payment)),
        removed_prepayments=await snapshot.scalars(changed.refused(models.Prepayment)),
    )
