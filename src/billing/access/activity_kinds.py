"""Which events are activity, of which kind, and who can read them (D62): one table.

Every kind of event that the code records is in the table; `tests/billing/access/test_activity_kinds.py` finds them.
"""

import enum
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, case

import models
from billing.access.policy import ANY_MEMBER, ANY_VIEWER, MANAGE_CLIENTS, OWNER_OR_ADMIN, Permission, has_permission
from billing.access.principals import Actor, System
from models import SubjectType


class ActivityKind(enum.Enum):
    """What an activity is about."""

    PREPAYMENT = "PREPAYMENT"
    PAYMENT = "PAYMENT"
    REFUND = "REFUND"
    DISPUTE = "DISPUTE"
    CREDIT = "CREDIT"
    INVOICE = "INVOICE"
    SETTINGS = "SETTINGS"
    PEOPLE = "PEOPLE"
    CLIENT = "CLIENT"


@dataclass(frozen=True, slots=True)
class EventActivity:
    """The activity that an event of one kind is. `readers` see it, those of visible clients.

    `of_other_subject`: the kind of the activity if its subject is of that type.
    """

    kind: ActivityKind
    readers: Permission
    of_other_subject: tuple[SubjectType, ActivityKind] | None = None

    @property
    def kinds(self) -> frozenset[ActivityKind]:
        """The kinds that it can be of."""
        return frozenset({self.kind} if self.of_other_subject is None else {self.kind, self.of_other_subject[1]})


def _everybody(kind: ActivityKind) -> EventActivity:
    return EventActivity(kind, ANY_VIEWER)


_PAYMENT = _everybody(ActivityKind.PAYMENT)
_CHARGE = EventActivity(ActivityKind.PAYMENT, ANY_VIEWER, (SubjectType.PREPAYMENT, ActivityKind.PREPAYMENT))
_OFFLINE = EventActivity(ActivityKind.PAYMENT, ANY_VIEWER, (SubjectType.CREDIT_ENTRY, ActivityKind.CREDIT))
_REFUND = _everybody(ActivityKind.REFUND)
_CREDIT = _everybody(ActivityKind.CREDIT)
_CLIENT = _everybody(ActivityKind.CLIENT)
_USERS = _everybody(ActivityKind.PEOPLE)
_INVOICE = _everybody(ActivityKind.INVOICE)
_DRAFT = EventActivity(ActivityKind.INVOICE, ANY_MEMBER)
_STAFF = EventActivity(ActivityKind.PEOPLE, OWNER_OR_ADMIN)
_INVITATION = EventActivity(ActivityKind.PEOPLE, MANAGE_CLIENTS)
_SETTINGS = EventActivity(ActivityKind.SETTINGS, OWNER_OR_ADMIN)

EVENT_ACTIVITIES: Mapping[str, EventActivity | None] = {
    "prepayment.made": _everybody(ActivityKind.PREPAYMENT),
    "charge.processing": _CHARGE,
    "charge.succeeded": _CHARGE,
    "charge.canceled": _CHARGE,
    "charge.expired": _CHARGE,
    "charge.recovered": _CHARGE,
    "invoice.paid": _PAYMENT,
    "credits.applied": _PAYMENT,
    "payment.released": _PAYMENT,
    "offline_payment.recorded": _OFFLINE,
    "refund.made": _REFUND,
    "refund.pending": _REFUND,
    "refund.succeeded": _REFUND,
    "refund.failed": _REFUND,
    "refund.refused": _REFUND,
    "dispute.changed": _everybody(ActivityKind.DISPUTE),
    "credit_note.added": _CREDIT,
    "credit.reversed": _CREDIT,
    "invoice.issued": _INVOICE,
    "invoice.voided": _INVOICE,
    "invoice.corrected": _INVOICE,
    "invoice.created": _DRAFT,
    "invoice.updated": _DRAFT,
    "client.added": _CLIENT,
    "client.updated": _CLIENT,
    "client.archived": _CLIENT,
    "client.unarchived": _CLIENT,
    "client_user.added": _USERS,
    "client_user.updated": _USERS,
    "client_user.removed": _USERS,
    "client.assigned": _STAFF,
    "client.unassigned": _STAFF,
    "profile.updated": _STAFF,
    "ownership.transferred": _STAFF,
    "invitation.sent": _INVITATION,
    "invitation.resent": _INVITATION,
    "invitation.revoked": _INVITATION,
    "member.added": _STAFF,
    "member.updated": _STAFF,
    "member.role_set": _STAFF,
    "member.rights_set": _STAFF,
    "member.removed": _STAFF,
    "firm.updated": _SETTINGS,
    "settings.updated": _SETTINGS,
    "prepayment.enabled": _SETTINGS,
    "prepayment.disabled": _SETTINGS,
    "provider.connected": _SETTINGS,
    "provider.default": _SETTINGS,
    "provider.synced": _SETTINGS,
    "provider.disconnected": _SETTINGS,
    "webhook_endpoint.added": _SETTINGS,
    "webhook_endpoint.updated": _SETTINGS,
    "webhook_endpoint.deleted": _SETTINGS,
    "webhook_endpoint.secret_rotated": _SETTINGS,
    "webhook_endpoint.redelivered": _SETTINGS,
    "webhook_endpoint.disabled": _SETTINGS,
    # No activity: steps on the way, what never came about, and what is nobody else's business.
    "charge.opened": None,
    "charge.requires_action": None,
    "charge.refused": None,
    "invoice.overdue": None,
    "payment.stuck": None,
    "provider.opened": None,
    "provider.refused": None,
    "password.set": None,
}
"""By the kind of the event. None is no activity."""


def readable_event_kinds(actor: Actor) -> tuple[str, ...]:
    """The kinds of events that the actor can read as activity."""
    return tuple(
        kind
        for kind, activity in EVENT_ACTIVITIES.items()
        if activity is not None and (isinstance(actor, System) or has_permission(actor, activity.readers))
    )


def activity_kind(event: Any) -> ColumnElement[str]:
    """SQL: the name of the activity's kind, of an event that is one."""
    events: defaultdict[EventActivity, list[str]] = defaultdict(list)
    for event_kind, activity in EVENT_ACTIVITIES.items():
        if activity is not None:
            events[activity].append(event_kind)
    cases: list[tuple[ColumnElement[bool], str]] = []
    for activity, event_kinds in events.items():
        if activity.of_other_subject is not None:
            subject_type, kind = activity.of_other_subject
            cases.append((and_(event.kind.in_(event_kinds), event.subject_type == subject_type), kind.name))
        cases.append((event.kind.in_(event_kinds), activity.kind.name))
    return case(*cases)


def is_of_kind(event: Any, kinds: Collection[ActivityKind]) -> ColumnElement[bool]:
    """SQL: whether an event is activity of one of these kinds.

    Contains the predicate of the index of uncommon events, unless a common one can be of these kinds.
    """
    possible = [kind for kind, activity in EVENT_ACTIVITIES.items() if activity and activity.kinds & set(kinds)]
    is_meant = and_(event.kind.in_(possible), activity_kind(event).in_(sorted(kind.name for kind in kinds)))
    if set(possible).isdisjoint(models.COMMON_EVENT_KINDS):
        return and_(event.kind.not_in(models.COMMON_EVENT_KINDS), is_meant)
    return is_meant
