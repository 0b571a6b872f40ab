"""The oracle's fields of activities."""

from __future__ import annotations

from typing import Any

import models
from tests.oracle import pagination
from tests.oracle.resolver_context import ResolverContext
from tests.oracle.values import read_global_id
from tests.oracle.vocabulary import Arguments, Field, TypedRow, column_field, visible_reference

_SUBJECTS: dict[str, tuple[str, type]] = {
    "INVOICE": ("Invoice", models.Invoice),
    "PAYMENT": ("Payment", models.Payment),
    "PREPAYMENT": ("Prepayment", models.Prepayment),
    "REFUND": ("Refund", models.Refund),
    "DISPUTE": ("Dispute", models.Dispute),
    "CREDIT_ENTRY": ("CreditEntry", models.CreditEntry),
    "CLIENT": ("Client", models.Client),
    "FIRM_MEMBER": ("FirmMember", models.FirmMember),
    "INVITATION": ("Invitation", models.Invitation),
    "WEBHOOK_ENDPOINT": ("WebhookEndpoint", models.WebhookEndpoint),
    "PAYMENT_PROVIDER": ("PaymentProvider", models.ProviderConnection),
}
_SETTINGS = ("firm", "settings", "provider", "webhook_endpoint")


def kind_of(event: models.Event) -> str:
    """The kind of the activity that an event is."""
    noun, _, verb = event.kind.partition(".")
    subject = None if event.subject_type is None else event.subject_type.name
    if noun in ("charge", "offline_payment"):
        return {"PREPAYMENT": "PREPAYMENT", "CREDIT_ENTRY": "CREDIT"}.get(str(subject), "PAYMENT")
    if event.kind in ("invoice.paid", "credits.applied", "payment.released"):
        return "PAYMENT"
    if noun in _SETTINGS or verb in ("enabled", "disabled"):
        return "SETTINGS"
    if noun in ("member", "profile", "ownership", "invitation", "client_user") or verb in ("assigned", "unassigned"):
        return "PEOPLE"
    return {"credit_note": "CREDIT"}.get(noun, noun.upper())


def _event_name(event: models.Event) -> str:
    noun, _, verb = event.kind.partition(".")
    return f"{'provider_payment' if noun == 'charge' else noun}_{verb}".upper()


def _subject(context: ResolverContext, event: models.Event, _arguments: Arguments) -> TypedRow | None:
    if event.subject_type is None:
        return None
    if event.subject_type is models.SubjectType.PAYMENT_SETTINGS:
        settings = context.visible_or_none(context.rows.settings)
        return None if settings is None else TypedRow("PaymentSettings", settings)
    if event.subject_type.name not in _SUBJECTS:
        return None
    type_name, model = _SUBJECTS[event.subject_type.name]
    row = context.visible_or_none(context.rows.by_id(model, event.subject_id))
    return None if row is None else TypedRow(type_name, row)


def _page(context: ResolverContext, events: list[Any], arguments: Arguments) -> pagination.Page:
    visible = [event for event in events if context.is_visible(event)]
    return pagination.activities(context, visible, arguments)


def list_of_firm(context: ResolverContext, _firm: Any, arguments: Arguments) -> pagination.Page:
    """The activities of the firm that match the filter."""
    filter_ = arguments.get("filter") or {}
    kinds, start, end = filter_.get("kind"), filter_.get("from"), filter_.get("to")
    actor, client = filter_.get("actorId"), filter_.get("clientId")
    actor_id = None if actor is None else read_global_id(actor)
    client_id = None if client is None else read_global_id(client)

    def matches(event: models.Event) -> bool:
        return (
            (kinds is None or kind_of(event) in kinds)
            and (actor is None or actor_id in (("FirmMember", event.member_id), ("ClientUser", event.client_user_id)))
            and (client is None or client_id == ("Client", event.client_id))
            and (start is None or start <= event.at)
            and (end is None or event.at < end)
        )

    return _page(context, [event for event in context.rows.where(models.Event) if matches(event)], arguments)


def list_of_client(context: ResolverContext, client: models.Client, arguments: Arguments) -> pagination.Page:
    """The activities that concern a client."""
    return _page(context, context.rows.where(models.Event, client_id=client.id), arguments)


FIELDS: dict[str, dict[str, Field]] = {
    "Activity": {
        "kind": lambda _context, event, _: kind_of(event),
        "event": lambda _context, event, _: _event_name(event),
        "at": column_field("at"),
        "actor": lambda _context, event, _: event,
        "client": visible_reference(models.Client, "client_id"),
        "subject": _subject,
        "reason": column_field("reason"),
        "changes": lambda context, event, _: context.rows.where(models.EventChange, event_seq=event.seq),
    },
    "ActivityChange": {
        "field": column_field("field"),
        "before": column_field("before"),
        "after": column_field("after"),
    },
}
