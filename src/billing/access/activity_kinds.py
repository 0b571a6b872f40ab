"""Which events are activity, of which kind, and who can read them (D62): one table.

Every kind of event that the code records is in the table; `tests/billing/access/test_activity_kinds.py` finds them.
"""

import enum
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Self

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
    """What the activity shows for events of one kind. `readers` can read them, each of the clients that they see.

    `of_other_subject`: a type of subject, and the activity's kind if the event has a subject of that type.
    """

    kind: ActivityKind
    readers: Permission
    of_other_subject: tuple[SubjectType, ActivityKind] | None = None

    @property
    def kinds(self) -> frozenset[ActivityKind]:
        """All kinds that the activity can have: `kind`, and that of the other subject."""
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
_OWNER_OR_ADMIN = EventActivity(ActivityKind.PEOPLE, OWNER_OR_ADMIN)
_INVITATION = EventActivity(ActivityKind.PEOPLE, MANAGE_CLIENTS)
_SETTINGS = EventActivity(ActivityKind.SETTINGS, OWNER_OR_ADMIN)


class ActivityEvent(enum.Enum):
    """What happened: the events that are activity, by the kind of the event."""

    activity: EventActivity

    def __new__(cls, event_kind: str, activity: EventActivity) -> Self:
        """A member whose value is the kind of the event."""
        member = object.__new__(cls)
        member._value_ = event_kind
        member.activity = activity
        return member

    PREPAYMENT_MADE = "prepayment.made", _everybody(ActivityKind.PREPAYMENT)
    PROVIDER_PAYMENT_PROCESSING = "charge.processing", _CHARGE
    PROVIDER_PAYMENT_SUCCEEDED = "charge.succeeded", _CHARGE
    PROVIDER_PAYMENT_CANCELED = "charge.canceled", _CHARGE
    PROVIDER_PAYMENT_EXPIRED = "charge.expired", _CHARGE
    PROVIDER_PAYMENT_RECOVERED = "charge.recovered", _CHARGE
    INVOICE_PAID = "invoice.paid", _PAYMENT
    CREDITS_APPLIED = "credits.applied", _PAYMENT
    PAYMENT_RELEASED = "payment.released", _PAYMENT
    OFFLINE_PAYMENT_RECORDED = "offline_payment.recorded", _OFFLINE
    REFUND_MADE = "refund.made", _REFUND
    REFUND_PENDING = "refund.pending", _REFUND
    REFUND_SUCCEEDED = "refund.succeeded", _REFUND
    REFUND_FAILED = "refund.failed", _REFUND
    REFUND_REFUSED = "refund.refused", _REFUND
    DISPUTE_CHANGED = "dispute.changed", _everybody(ActivityKind.DISPUTE)
    CREDIT_NOTE_ADDED = "credit_note.added", _CREDIT
    CREDIT_REVERSED = "credit.reversed", _CREDIT
    INVOICE_ISSUED = "invoice.issued", _INVOICE
    INVOICE_VOIDED = "invoice.voided", _INVOICE
    INVOICE_CORRECTED = "invoice.corrected", _INVOICE
    INVOICE_CREATED = "invoice.created", _DRAFT
    INVOICE_UPDATED = "invoice.updated", _DRAFT
    CLIENT_ADDED = "client.added", _CLIENT
    CLIENT_UPDATED = "client.updated", _CLIENT
    CLIENT_ARCHIVED = "client.archived", _CLIENT
    CLIENT_UNARCHIVED = "client.unarchived", _CLIENT
    CLIENT_USER_ADDED = "client_user.added", _USERS
    CLIENT_USER_UPDATED = "client_user.updated", _USERS
    CLIENT_USER_REMOVED = "client_user.removed", _USERS
    CLIENT_ASSIGNED = "client.assigned", _OWNER_OR_ADMIN
    CLIENT_UNASSIGNED = "client.unassigned", _OWNER_OR_ADMIN
    PROFILE_UPDATED = "profile.updated", _OWNER_OR_ADMIN
    OWNERSHIP_TRANSFERRED = "ownership.transferred", _OWNER_OR_ADMIN
    INVITATION_SENT = "invitation.sent", _INVITATION
    INVITATION_RESENT = "invitation.resent", _INVITATION
    INVITATION_REVOKED = "invitation.revoked", _INVITATION
    MEMBER_ADDED = "member.added", _OWNER_OR_ADMIN
    MEMBER_UPDATED = "member.updated", _OWNER_OR_ADMIN
    MEMBER_ROLE_SET = "member.role_set", _OWNER_OR_ADMIN
    MEMBER_RIGHTS_SET = "member.rights_set", _OWNER_OR_ADMIN
    MEMBER_REMOVED = "member.removed", _OWNER_OR_ADMIN
    FIRM_UPDATED = "firm.updated", _SETTINGS
    SETTINGS_UPDATED = "settings.updated", _SETTINGS
    PREPAYMENT_ENABLED = "prepayment.enabled", _SETTINGS
    PREPAYMENT_DISABLED = "prepayment.disabled", _SETTINGS
    PROVIDER_CONNECTED = "provider.connected", _SETTINGS
    PROVIDER_DEFAULT = "provider.default", _SETTINGS
    PROVIDER_SYNCED = "provider.synced", _SETTINGS
    PROVIDER_DISCONNECTED = "provider.disconnected", _SETTINGS
    WEBHOOK_ENDPOINT_ADDED = "webhook_endpoint.added", _SETTINGS
    WEBHOOK_ENDPOINT_UPDATED = "webhook_endpoint.updated", _SETTINGS
    WEBHOOK_ENDPOINT_DELETED = "webhook_endpoint.deleted", _SETTINGS
    WEBHOOK_ENDPOINT_SECRET_ROTATED = "webhook_endpoint.secret_rotated", _SETTINGS
    WEBHOOK_ENDPOINT_REDELIVERED = "webhook_endpoint.redelivered", _SETTINGS
    WEBHOOK_ENDPOINT_DISABLED = "webhook_endpoint.disabled", _SETTINGS


_NO_ACTIVITY = (
    "charge.opened",
    "charge.requires_action",
    "charge.refused",
    "invoice.overdue",
    "payment.stuck",
    "provider.opened",
    "provider.refused",
    "password.set",
)
"""Events that are not shown: intermediate states of a provider payment or account, requests that the provider refused,
events that only carry a notice, and password changes.
"""

EVENT_ACTIVITIES: Mapping[str, EventActivity | None] = {
    **{event.value: event.activity for event in ActivityEvent},
    **dict.fromkeys(_NO_ACTIVITY),
}
"""By the kind of the event. None is no activity."""


def readable_event_kinds(actor: Actor) -> tuple[str, ...]:
    """The kinds of events that the actor can read as activity."""
    return tuple(
        kind
        for kind, activity in EVENT_ACTIVITIES.items()
        if activity is not None and (isinstance(actor, System) or has_permission(actor, activity.readers))
    )


def activity_event(event: Any) -> ColumnElement[str]:
    """SQL: the name of the `ActivityEvent` that an event is."""
    return case({each.value: each.name for each in ActivityEvent}, value=event.kind)


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
