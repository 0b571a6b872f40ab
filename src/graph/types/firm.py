"""The firm."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Annotated, Any

import strawberry
from sqlalchemy import ColumnElement

import models
from billing.access import policy, visibility
from billing.reporting import money_report
from graph import filters, pagination, sqlquery
from graph.context import Context
from graph.scalars import CurrencyCode
from graph.types import lazy
from graph.types import money_report as report_type
from graph.types.node import Node


async def _money_report(
    ids: Sequence[uuid.UUID],
    context: Context,
    from_: Annotated[dt.date, strawberry.argument(name="from", description="The first day.")],
    to: Annotated[dt.date, strawberry.argument(description="The last day, which is included.")],
) -> list[Any]:
    facts = await context.firm_info()
    report = await money_report.money_report(context.snapshot, context.authenticated_viewer, facts, from_, to)
    return [report_type.MoneyReport.of(report, from_, to) for _ in ids]


def _on_firm(firm: Any, row: Any, _: sqlquery.CompileContext) -> ColumnElement[bool]:
    found: ColumnElement[bool] = row.firm_id == firm.id
    return found


@sqlquery.source(models.Firm, visibility.firms)
@strawberry.type(description="A professional firm: the viewer's own. Clients read its name, currency and time zone.")
class Firm(Node):
    """A professional firm."""

    name: str = sqlquery.column(description="The firm's name.")
    currency_code: CurrencyCode = sqlquery.column(
        lambda firm, _: firm.currency, description="The one currency of all its invoices, payments and credits."
    )
    time_zone: str = sqlquery.column(
        description='The time zone that its days go by (due dates, reports), by its IANA name: "Europe/Paris".'
    )
    payment_settings: lazy.PaymentSettings | None = sqlquery.to_one(
        _on_firm,
        access=policy.OWNER_OR_ADMIN,
        description="How the firm takes payments. For an OWNER and an ADMIN.",
    )
    members: list[lazy.FirmMember] | None = sqlquery.to_many(
        _on_firm,
        access=policy.OWNER_OR_ADMIN,
        description="All members of the firm, oldest first. For an OWNER and an ADMIN.",
    )
    clients: pagination.Connection[lazy.Client] | None = sqlquery.connection(
        _on_firm,
        filters.parse_client_list,
        access=policy.ANY_MEMBER,
        description="The clients that the viewer sees: all of them, or those assigned to an employee. Newest first.",
    )
    invoices: pagination.Connection[lazy.Invoice] | None = sqlquery.connection(
        _on_firm,
        filters.parse_invoice_list,
        access=policy.ANY_MEMBER,
        description="Invoices of the clients that the viewer sees, drafts included. Newest first.",
    )
    payments: pagination.Connection[lazy.Payment] | None = sqlquery.connection(
        _on_firm,
        filters.parse_payment_list,
        access=policy.ANY_MEMBER,
        description="Payments of the clients that the viewer sees. Newest first.",
    )
    prepayments: pagination.Connection[lazy.Prepayment] | None = sqlquery.connection(
        _on_firm,
        filters.parse_payment_list,
        access=policy.ANY_MEMBER,
        description="Prepayments of the clients that the viewer sees. Newest first.",
    )
    money_report: report_type.MoneyReport | None = sqlquery.resolved(
        _money_report,
        access=policy.OWNER_OR_ADMIN,
        description=(
            "Cash and revenue side by side, for days of the firm's time zone, both included. A last day before the"
            " first, or more than a hundred years after it, is refused with the code BAD_USER_INPUT. For an OWNER and"
            " an ADMIN."
        ),
    )
