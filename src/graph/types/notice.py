"""Notices of what happened."""

import datetime as dt
import json
from collections.abc import Mapping
from typing import Annotated, Any, TypeAlias

import strawberry
from sqlalchemy import ColumnElement, Text, type_coerce

import models
from billing.access import visibility
from billing.access.principals import ClientUser
from billing.notices import read_state, texts
from graph import described, pagination, sqlquery
from graph.types import lazy
from graph.types.credits import CreditEntry
from graph.types.dispute import Dispute
from graph.types.invoice import Invoice
from graph.types.node import Node
from graph.types.payment import Payment
from graph.types.prepayment import Prepayment
from graph.types.refund import Refund
from graph.types.settings import PaymentProvider

NoticeSubject: TypeAlias = Annotated[
    Payment | Prepayment | Refund | Dispute | Invoice | CreditEntry | PaymentProvider,
    strawberry.union("NoticeSubject", description="The object that a notice concerns."),
]


def _text_values(notice: Any, compile_context: sqlquery.CompileContext) -> Mapping[str, ColumnElement[Any]]:
    viewer = compile_context.viewer
    hidden = visibility.invoices_hidden(viewer)
    return {
        "kind": notice.kind,
        "arguments": type_coerce(notice.arguments, Text()),
        "hidesInvoices": hidden if isinstance(viewer, ClientUser) else sqlquery.Constant(value=False),
    }


def _text(values: Mapping[str, Any], context: sqlquery.ComputeContext) -> str:
    return texts.notice_text(
        models.NoticeKind[values["kind"]],
        json.loads(values["arguments"]),
        context.currency,
        for_client=isinstance(context.viewer, ClientUser),
        hides_invoices=values["hidesInvoices"],
    )


@sqlquery.source(models.Notice, visibility.notices)
@described.object_type
class Notice(Node):
    """A message to the viewer about an event. The kind decides who can read it; viewers get notices of the clients that
    they see.
    """

    kind: models.NoticeKind = sqlquery.column("The event that it reports.")
    text: str = sqlquery.computed(
        "A sentence in the reader's language. Names and amounts are as they were then.", _text_values, _text
    )
    created_at: dt.datetime = sqlquery.column("When it happened.")
    read_at: dt.datetime | None = sqlquery.column(
        "When the viewer marked it as read. Null while it is unread.",
        lambda notice, compile_context: read_state.read_at(compile_context.viewer, notice),
    )
    client: lazy.Client | None = sqlquery.to_one("The client. Null for a notice about the firm itself.")
    subject: NoticeSubject | None = sqlquery.to_one_of(
        "The object that the notice concerns. Null for PREPAYMENT_UNAVAILABLE and WEBHOOK_ENDPOINT_DISABLED, and if the"
        " viewer cannot see it.",
        {
            "Payment": "payment_id",
            "Prepayment": "prepayment_id",
            "Refund": "refund_id",
            "Dispute": "dispute_id",
            "Invoice": "invoice_id",
            "CreditEntry": "entry_id",
            "PaymentProvider": "connection_id",
        },
    )


@described.object_type
class NoticeConnection(pagination.Connection[Notice]):
    """A page of notices, newest first."""

    unread_count: int = sqlquery.column(
        "How many notices the viewer has not read, whatever the filter and the page. Counts at most"
        f" {read_state.MAX_UNREAD_COUNT}.",
        lambda _, compile_context: read_state.unread_count(compile_context.viewer),
    )
