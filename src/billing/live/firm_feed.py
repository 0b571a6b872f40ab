"""Change feed of a firm: the ids of all objects that changed after a cursor, as far as a member can see them (D64).

As in the feed of one client, it is merged state, not a log. A member who does not see all clients follows those
assigned to them, and learns nothing of others: not even that something happened.
"""

import dataclasses
import functools
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, false, func, or_, select

import models
from billing.access import visibility
from billing.access.policy import OWNER_OR_ADMIN, has_permission
from billing.access.principals import Member
from billing.live.change_feed import ENDPOINT_EVENTS, MEMBER_EVENTS, SILENT_EVENTS, load_head, must_reload
from billing.live.changed_rows import MAX_CHANGED_OBJECTS, ChangedRows, load_ids
from billing.live.cursors import Position
from billing.services import Snapshot

_ASSIGNMENT_EVENTS = ("client.assigned", "client.unassigned")


@dataclass(frozen=True, slots=True)
class FirmChanges:
    """The ids of the objects that changed up to `position`; none with `reload`, when the page has to reload.

    `clients` has the client of each changed object: its balance, offer and actions depend on its objects.
    """

    position: Position
    cursor: str
    reload: bool = False
    clients: Sequence[uuid.UUID] = ()
    invoices: Sequence[uuid.UUID] = ()
    payments: Sequence[uuid.UUID] = ()
    prepayments: Sequence[uuid.UUID] = ()
    refunds: Sequence[uuid.UUID] = ()
    disputes: Sequence[uuid.UUID] = ()
    notices: Sequence[uuid.UUID] = ()
    removed_users: Sequence[uuid.UUID] = ()
    removed_payments: Sequence[uuid.UUID] = ()
    removed_prepayments: Sequence[uuid.UUID] = ()

    @property
    def count(self) -> int:
        """How many objects the page has to merge."""
        of_payments = (self.payments, self.prepayments, self.refunds, self.disputes)
        return sum(map(len, (self.clients, self.invoices, *of_payments, self.notices)))


async def find_firm_changes(snapshot: Snapshot, viewer: Member, start: Position) -> FirmChanges | Position:
    """What changed after `start`; if nothing did that the member can see, the position to continue from."""
    head = await load_head(snapshot, viewer)
    if head.position == start:
        return start
    no_changes = FirmChanges(head.position, head.cursor(viewer.firm_id))
    if await must_reload(snapshot, viewer, head, start) or await _concerns_all(snapshot, viewer, start):
        return dataclasses.replace(no_changes, reload=True)
    changes = await _collect(snapshot, viewer, no_changes, start)
    if changes is None:
        return dataclasses.replace(no_changes, reload=True)
    return changes if changes.count else head.position


async def _concerns_all(snapshot: Snapshot, viewer: Member, start: Position) -> bool:
    """Whether an event since `start` may concern everything that the member sees: settings, providers, their rights.

    Only the owner and admins see other members. So for other viewers, events of other members and their assignments
    change nothing.
    """
    event = models.Event
    is_own = func.coalesce(event.subject_id == viewer.id, event.subject_id.is_(None))
    concerns_firm = and_(event.client_id.is_(None), event.kind.not_in(SILENT_EVENTS))
    concerns_viewer: ColumnElement[bool] = false()
    if not has_permission(viewer, OWNER_OR_ADMIN):
        concerns_firm = and_(concerns_firm, or_(event.kind.not_in((*MEMBER_EVENTS, *ENDPOINT_EVENTS)), is_own))
        concerns_viewer = and_(event.kind.in_(_ASSIGNMENT_EVENTS), is_own)
    is_new = (event.firm_id == viewer.firm_id, event.seq > start.seq)
    found = select(event.seq).where(*is_new, or_(concerns_firm, concerns_viewer)).limit(1)
    return await snapshot.scalar(found) is not None


async def _collect(snapshot: Snapshot, viewer: Member, no_changes: FirmChanges, start: Position) -> FirmChanges | None:
    """The ids of all changed objects; None if there are too many."""
    client, event, notice = models.Client, models.Event, models.Notice
    concerned = select(event.client_id).where(event.firm_id == viewer.firm_id, event.seq > start.seq)
    if not has_permission(viewer, OWNER_OR_ADMIN):
        concerned = concerned.where(event.kind.not_in(_ASSIGNMENT_EVENTS))
    is_concerned = (client.firm_id == viewer.firm_id) & client.id.in_(concerned.where(event.client_id.is_not(None)))
    ids = functools.partial(load_ids, snapshot, viewer)
    client_ids = await ids(client, is_concerned, visibility.clients)
    if len(client_ids) > MAX_CHANGED_OBJECTS:
        return None
    is_new_notice = (notice.firm_id == viewer.firm_id) & (notice.event_seq > start.seq)
    changed = ChangedRows(viewer.firm_id, client_ids, start)
    changes = dataclasses.replace(
        no_changes,
        clients=client_ids,
        invoices=await ids(models.Invoice, changed.invoices(), visibility.invoices),
        payments=await ids(models.Payment, changed.payments(), visibility.payments),
        prepayments=await ids(models.Prepayment, changed.prepayments(), visibility.payments),
        refunds=await ids(models.Refund, changed.refunds(), visibility.rows_of_clients),
        disputes=await ids(models.Dispute, changed.disputes(), visibility.rows_of_clients),
        notices=await ids(notice, is_new_notice, visibility.notices, notice.event_seq),
    )
    if changes.count > MAX_CHANGED_OBJECTS:
        return None
    return dataclasses.replace(
        changes,
        removed_users=await snapshot.scalars(changed.removed_users()),
        removed_payments=await snapshot.scalars(changed.refused(models.Payment)),
        removed_prepayments=await snapshot.scalars(changed.refused(models.Prepayment)),
    )
