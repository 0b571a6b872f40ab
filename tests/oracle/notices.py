"""The oracle's fields of notices."""

from __future__ import annotations

from typing import Any

import models
from billing.access.principals import ClientUser
from billing.notices import preferences, texts
from tests.oracle import pagination
from tests.oracle.resolver_context import ResolverContext
from tests.oracle.vocabulary import Arguments, Field, TypedRow, column_field, visible_reference

_SUBJECTS = {
    "Payment": (models.Payment, "payment_id"),
    "Prepayment": (models.Prepayment, "prepayment_id"),
    "Refund": (models.Refund, "refund_id"),
    "Dispute": (models.Dispute, "dispute_id"),
    "Invoice": (models.Invoice, "invoice_id"),
    "CreditEntry": (models.CreditEntry, "entry_id"),
    "PaymentProvider": (models.ProviderConnection, "connection_id"),
}


def _subject(context: ResolverContext, notice: models.Notice, _arguments: Arguments) -> TypedRow | None:
    for type_name, (model, column) in _SUBJECTS.items():
        row = context.visible_or_none(context.rows.by_id(model, getattr(notice, column)))
        if row is not None:
            return TypedRow(type_name, row)
    return None


def _text(context: ResolverContext, notice: models.Notice, _arguments: Arguments) -> str:
    is_client_user = isinstance(context.viewer, ClientUser)
    currency, hidden = context.rows.firm.currency, context.invoices_hidden
    return texts.notice_text(notice.kind, notice.arguments, currency, for_client=is_client_user, hides_invoices=hidden)


def _preferences(context: ResolverContext, row: Any, _arguments: Arguments) -> preferences.NoticePreferences | None:
    viewer = context.authenticated_viewer
    if row.id != viewer.id:
        return None
    chosen = context.rows.where(models.NoticePreference, membership_id=viewer.id)
    return preferences.NoticePreferences.of(viewer, {choice.kind: choice.by_email for choice in chosen})


PREFERENCES: dict[str, Field] = {"noticePreferences": _preferences}

FIELDS: dict[str, dict[str, Field]] = {
    "Notice": {
        "kind": column_field("kind"),
        "text": _text,
        "createdAt": column_field("created_at"),
        "readAt": lambda context, notice, _: pagination.notice_read_at(context, notice),
        "client": visible_reference(models.Client, "client_id"),
        "subject": _subject,
    },
    "NoticeConnection": {"unreadCount": lambda context, _page, _: pagination.count_unread_notices(context)},
    "NoticePreferencesPayload": {"email": column_field("email"), "available": column_field("available")},
}
