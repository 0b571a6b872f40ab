"""The firm, and its money report."""

import datetime as dt
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, Self

import models
from billing.access import policy, visibility
from billing.access.principals import Member
from billing.reporting import money_report
from graph import (
    activity_lists,
    client_lists,
    credit_lists,
    described,
    filters,
    invoice_lists,
    pagination,
    payment_lists,
    refund_lists,
    sqlquery,
)
from graph.context import Context
from graph.scalars import CurrencyCode, Locale
from graph.shared_values import FEED_HEAD
from graph.types import lazy
from graph.types.money import Money, money_fields
from graph.types.node import Node


@described.object_type
class MoneyReport:
    """Cash and revenue for a period. Always: cashIn - refunds - disputed = revenue + creditsHeldAtEnd -
    creditsHeldAtStart - losses.
    """

    from_: dt.date = described.field("The first date.", name="from")
    to: dt.date = described.field("The last date, inclusive.")
    cash_in: Money = described.field("Money received: through payment providers, before their fees, and offline.")
    refunds: Money = described.field(
        "Money refunded, less refunds that failed. Includes reversals of offline payments."
    )
    disputed: Money = described.field(
        "Money withdrawn by providers for disputes and returned bank debits, less what they reinstated."
    )
    losses: Money = described.field(
        "Refunds and disputes that exceeded the client's credits: write-offs, less what was recovered."
    )
    revenue: Money = described.field(
        "Money applied to invoices, less money unapplied from them. Neither issuing an invoice nor paying it from a"
        " credit note is revenue."
    )
    credits_held_at_start: Money = described.field(
        "The clients' credits at the start of the first date, with reserved credits, without credit notes."
    )
    credits_held_at_end: Money = described.field(
        "The clients' credits at the end of the last date, with reserved credits, without credit notes."
    )
    notes_unspent_at_end: Money = described.field("The unspent amount of credit notes at the end of the last date.")

    @classmethod
    def of(cls, report: money_report.MoneyReport, first: dt.date, last: dt.date) -> Self:
        """Convert a report of the domain."""
        return cls(from_=first, to=last, **money_fields(report))


async def _money_report(
    ids: Sequence[uuid.UUID],
    context: Context,
    from_: Annotated[dt.date, described.argument("The first date.", name="from")],
    to: Annotated[dt.date, described.argument("The last date, inclusive.")],
) -> list[Any]:
    firm_info = await context.firm_info()
    report = await money_report.money_report(context.snapshot, context.authenticated_viewer, firm_info, from_, to)
    return [MoneyReport.of(report, from_, to) for _ in ids]


def _changes_cursor(_: Mapping[str, Any], context: sqlquery.ComputeContext) -> str | None:
    viewer = context.viewer
    return context.shared(FEED_HEAD).cursor(viewer.firm_id) if isinstance(viewer, Member) else None


def _on_firm(firm: Any, row: Any, _: sqlquery.CompileContext) -> Any:
    return row.firm_id == firm.id


def _list_for_members(
    parse_arguments: Callable[..., pagination.ListArguments], description: str, **options: Any
) -> Any:
    return sqlquery.connection(description, parse_arguments, on=_on_firm, permission=policy.ANY_MEMBER, **options)


@sqlquery.source(models.Firm, visibility.firms)
@described.object_type
class Firm(Node):
    """The viewer's firm. Clients can read its name, currency, time zone, language and reply address."""

    name: str = sqlquery.column("The name.")
    currency_code: CurrencyCode = sqlquery.column(
        "The currency of all invoices, payments and credits.", lambda firm, _: firm.currency
    )
    time_zone: str = sqlquery.column(
        'The IANA name of the time zone of dates, such as due dates and reports: "Europe/Paris".'
    )
    locale: Locale = sqlquery.column(
        "The firm's language: of messages and mails to those who have not chosen one, and of texts on receipts."
    )
    reply_to: str | None = sqlquery.column(
        "The email address to which answers to the firm's mails go. Null if it has none."
    )
    payment_settings: lazy.PaymentSettings | None = sqlquery.to_one(
        "How the firm takes payments.", _on_firm, permission=policy.OWNER_OR_ADMIN
    )
    members: list[lazy.FirmMember] | None = sqlquery.to_many(
        "All members of the firm, oldest first.", _on_firm, permission=policy.OWNER_OR_ADMIN
    )
    webhook_endpoints: list[lazy.WebhookEndpoint] | None = sqlquery.to_many(
        "The firm's webhook endpoints, oldest first, without deleted ones.", _on_firm, permission=policy.OWNER_OR_ADMIN
    )
    clients: pagination.Connection[lazy.Client] | None = _list_for_members(
        client_lists.parse_client_list,
        "The clients that are visible to the viewer, newest first unless another order is requested. Archived ones are"
        " left out unless the filter asks for them.",
    )
    invoices: pagination.Connection[lazy.Invoice] | None = _list_for_members(
        invoice_lists.parse_firm_invoice_list,
        "The invoices of all visible clients, including drafts, newest first unless another order is requested.",
    )
    payments: pagination.Connection[lazy.Payment] | None = _list_for_members(
        payment_lists.parse_payment_list, "The payments of all visible clients, newest first."
    )
    prepayments: pagination.Connection[lazy.Prepayment] | None = _list_for_members(
        payment_lists.parse_prepayment_list, "The prepayments of all visible clients, newest first."
    )
    credit_entries: pagination.Connection[lazy.CreditEntry] | None = _list_for_members(
        credit_lists.parse_credit_entry_list,
        "All changes of the credits of all visible clients, newest first.",
        order_by=credit_lists.order_of_entries,
    )
    refunds: pagination.Connection[lazy.Refund] | None = _list_for_members(
        refund_lists.parse_refund_list, "The refunds of all visible clients, newest first, including failed ones."
    )
    invitations: pagination.Connection[lazy.Invitation] | None = sqlquery.connection(
        "All invitations to the firm and to its clients, in any status, newest first.",
        filters.parse_invitation_list,
        on=_on_firm,
        permission=policy.OWNER_OR_ADMIN,
    )
    disputes: pagination.Connection[lazy.Dispute] | None = _list_for_members(
        refund_lists.parse_dispute_list, "The disputes of all visible clients, newest first."
    )
    changes_cursor: str | None = sqlquery.computed(
        "The opaque change cursor of this response. Subscribe to `firmChanges` after it to miss no change. The text"
        " differs in each response. Null for a user of a client.",
        lambda *_: {},
        _changes_cursor,
        shared=(FEED_HEAD,),
    )
    activity: pagination.Connection[lazy.Activity] | None = sqlquery.connection(
        "Who did what, when and why, newest first.",
        activity_lists.parse_activity_list,
        on=_on_firm,
        order_by=lambda event: (event.seq, event.id),
        permission=policy.OWNER_OR_ADMIN,
    )
    money_report: MoneyReport | None = sqlquery.resolved(
        "Cash and revenue for a period, in the firm's time zone. A last date before the first, or more than a"
        " hundred years after it, is an error with the code BAD_USER_INPUT.",
        _money_report,
        permission=policy.OWNER_OR_ADMIN,
    )
