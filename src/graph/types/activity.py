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
"""The types of subjects that the API has, and what the event says."""

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
    strawberry.union("ActivitySubject", description="What an activity is about."),
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
    before: str | None = sqlquery.column("The value before. Null for none.")
    after: str | None = sqlquery.column("The value after. Null for none.")


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
    """One thing that somebody did, or that happened by itself: with money, invoices, clients, people or settings. Each
    viewer sees that of the clients they see; settings and members are for the owner and admins.
    """

    kind: activity_kinds.ActivityKind = sqlquery.column(
        "What it is about.", lambda event, _: activity_kinds.activity_kind(event)
    )
    event: activity_kinds.ActivityEvent = sqlquery.column(
        "What happened.", lambda event, _: activity_kinds.activity_event(event)
    )
    at: dt.datetime = sqlquery.column("When it happened.")
    actor: lazy.Actor = sqlquery.to_one("Who did it.", _on_event)
    client: lazy.Client | None = sqlquery.to_one("The client whom it concerns. Null if it concerns the firm itself.")
    subject: ActivitySubject | None = sqlquery.to_one_of(
        "What it is about, as that is now. Null if it is not known, or if the viewer cannot see it.",
        {type_.__name__: "subject_id" for type_ in _SUBJECTS},
        when={type_.__name__: ("subject_type", subject_type) for type_, subject_type in _SUBJECTS.items()},
    )
    reason: str | None = sqlquery.column("The reason that the actor gave. Clients can read it. Null if none was given.")
    changes: list[ActivityChange] = sqlquery.subquery(
        "What changed in settings, rights and clients: what it was, and what it is. Empty for other activities.",
        _changes,
    )
