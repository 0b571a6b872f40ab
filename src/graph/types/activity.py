"""Activity: who did what in a firm, when and why."""

import datetime as dt
from typing import Annotated, Any, TypeAlias

import strawberry
from sqlalchemy import ColumnElement, Select, and_, select

import models
from billing.access import activity_kinds, visibility
from graph import described, sqlquery
from graph.types import lazy
from graph.types.client import Client
from graph.types.credits import CreditEntry
from graph.types.dispute import Dispute
from graph.types.invitation import Invitation
from graph.types.invoice import Invoice
from graph.types.membership import FirmMember
from graph.types.node import Node
from graph.types.payment import Payment
from graph.types.prepayment import Prepayment
from graph.types.refund import Refund
from graph.types.settings import PaymentProvider, PaymentSettings
from graph.types.webhook import WebhookEndpoint

_SUBJECTS = {
    Invoice: models.SubjectType.INVOICE,
    Payment: models.SubjectType.PAYMENT,
    Prepayment: models.SubjectType.PREPAYMENT,
    Refund: models.SubjectType.REFUND,
    Dispute: models.SubjectType.DISPUTE,
    CreditEntry: models.SubjectType.CREDIT_ENTRY,
    Client: models.SubjectType.CLIENT,
    FirmMember: models.SubjectType.FIRM_MEMBER,
    Invitation: models.SubjectType.INVITATION,
    PaymentSettings: models.SubjectType.PAYMENT_SETTINGS,
    PaymentProvider: models.SubjectType.PAYMENT_PROVIDER,
    WebhookEndpoint: models.SubjectType.WEBHOOK_ENDPOINT,
}
"""The `subject_type` of the events about objects of each type."""

ActivitySubject: TypeAlias = Annotated[
    Invoice
    | Payment
    | Prepayment
    | Refund
    | Dispute
    | CreditEntry
    | Client
    | FirmMember
    | Invitation
    | PaymentSettings
    | PaymentProvider
    | WebhookEndpoint,
    strawberry.union("ActivitySubject", description="The object that an activity concerns."),
]


@sqlquery.source()
@described.object_type
class ActivityChange:
    """One field that an activity changed. Values are text in a form that does not depend on a language: amounts as
    decimals, enum values by name, lists in order and separated by commas.
    """

    field: str = sqlquery.column(
        "The field's name, as in this API. A field of an object follows the object's and a dot."
    )
    before: str | None = sqlquery.column(
        "The value before. Null for none. Of `assignedClients`: the clients that were removed."
    )
    after: str | None = sqlquery.column(
        "The value after. Null for none. Of `assignedClients`: the clients that were added."
    )


def _on_event(activity: Any, event: Any, _: sqlquery.CompileContext) -> ColumnElement[bool]:
    return and_(event.firm_id == activity.firm_id, event.seq == activity.seq)


def _changes(activity: Any, _: sqlquery.CompileContext) -> Select[*tuple[Any, ...]]:
    change = models.EventChange
    of_event = (change.firm_id == activity.firm_id, change.event_seq == activity.seq)
    columns = (change.field, change.before, change.after, change.position.label("ordinal"))
    return select(*columns).where(*of_event).correlate(activity)


@sqlquery.source(models.Event, visibility.activities)
@described.object_type
class Activity(Node):
    """An event that concerns money, invoices, clients, people or settings. Viewers see the activities of the clients
    that they see; only the owner and admins see those of settings and members.
    """

    kind: activity_kinds.ActivityKind = sqlquery.column(
        "The category of the activity.", lambda event, _: activity_kinds.activity_kind(event)
    )
    event: activity_kinds.ActivityEvent = sqlquery.column(
        "What happened.", lambda event, _: activity_kinds.activity_event(event)
    )
    at: dt.datetime = sqlquery.column("When it happened.")
    actor: lazy.Actor = sqlquery.to_one("Who did it.", _on_event)
    client: lazy.Client | None = sqlquery.to_one("The client whom it concerns. Null if it concerns the firm itself.")
    subject: ActivitySubject | None = sqlquery.to_one_of(
        "The object that the activity concerns, in its current state. Null if it is not known, or if the viewer cannot"
        " see it.",
        {type_.__name__: "subject_id" for type_ in _SUBJECTS},
        when={type_.__name__: ("subject_type", subject_type) for type_, subject_type in _SUBJECTS.items()},
    )
    reason: str | None = sqlquery.column("The reason that the actor gave. Clients can read it. Null if none was given.")
    changes: list[ActivityChange] = sqlquery.subquery(
        "The changed fields of settings, rights and clients, before and after. Empty for other activities.", _changes
    )
