"""The firm."""

import datetime as dt
from typing import Annotated, Self

import strawberry

import models
from billing import money_report, policy
from graph import connections, doors, filters, globalids, lists, texts
from graph.context import Info
from graph.scalars import CurrencyCode
from graph.types import client as client_type
from graph.types import invoice as invoice_type
from graph.types import links
from graph.types import money_report as report_type
from graph.types import payment as payment_type
from graph.types import people as people_types
from graph.types import prepayment as prepayment_type
from graph.types import settings as settings_type
from graph.types.node import Node


async def _payment_settings(info: Info) -> "settings_type.PaymentSettings | None":
    return await settings_type.of_firm(info)


async def _members(info: Info) -> "list[people_types.FirmMember] | None":
    return [people_types.FirmMember.of(*each) for each in await info.context.loaders.members_of_firm()]


async def _clients(
    info: Info,
    search: filters.Search = strawberry.UNSET,
    first: connections.First = strawberry.UNSET,
    after: connections.After = strawberry.UNSET,
) -> "connections.Connection[client_type.Client] | None":
    wanted = filters.Clients(filters.text(texts.given(search)))
    ask = lists.Ask(lists.CLIENTS, connections.page(first, after), filter=wanted)
    return await connections.listed(info, ask, client_type.Client.of)


async def _invoices(
    info: Info,
    filter_: filters.InvoiceFilterArgument = strawberry.UNSET,
    first: connections.First = strawberry.UNSET,
    after: connections.After = strawberry.UNSET,
) -> "connections.Connection[invoice_type.Invoice] | None":
    wanted = await filters.of_invoices(filter_, info)
    ask = lists.Ask(lists.INVOICES, connections.page(first, after), filter=wanted)
    return await connections.listed(info, ask, invoice_type.Invoice.of)


async def _payments(
    info: Info,
    filter_: filters.PaymentFilterArgument = strawberry.UNSET,
    first: connections.First = strawberry.UNSET,
    after: connections.After = strawberry.UNSET,
) -> "connections.Connection[payment_type.Payment] | None":
    wanted = await filters.of_payments(models.Payment, filter_, info)
    ask = lists.Ask(lists.PAYMENTS, connections.page(first, after), filter=wanted)
    return await connections.listed(info, ask, payment_type.Payment.of)


async def _prepayments(
    info: Info,
    filter_: filters.PaymentFilterArgument = strawberry.UNSET,
    first: connections.First = strawberry.UNSET,
    after: connections.After = strawberry.UNSET,
) -> "connections.Connection[prepayment_type.Prepayment] | None":
    wanted = await filters.of_payments(models.Prepayment, filter_, info)
    ask = lists.Ask(lists.PREPAYMENTS, connections.page(first, after), filter=wanted)
    return await connections.listed(info, ask, prepayment_type.Prepayment.of)


async def _money_report(
    info: Info,
    from_: Annotated[dt.date, strawberry.argument(name="from", description="The first day.")],
    to: Annotated[dt.date, strawberry.argument(description="The last day, which is included.")],
) -> report_type.MoneyReport | None:
    context = info.context
    firm = await context.loaders.firm()
    report = await money_report.money_report(context.snapshot, context.who, firm, from_, to)
    return report_type.MoneyReport.of(report, from_, to)


@strawberry.type(description="A professional firm: the viewer's own. Clients read its name, currency and time zone.")
class Firm(Node):
    """A professional firm."""

    name: str = strawberry.field(description="The firm's name.")
    currency_code: CurrencyCode = strawberry.field(
        description="The one currency of all its invoices, payments and credits."
    )
    time_zone: str = strawberry.field(
        description='The time zone that its days go by (due dates, reports), by its IANA name: "Europe/Paris".'
    )
    payment_settings: links.PaymentSettings | None = doors.guarded(
        _payment_settings,
        access=policy.OWNER_OR_ADMIN,
        description="How the firm takes payments. For an OWNER and an ADMIN.",
    )
    members: list[links.FirmMember] | None = doors.guarded(
        _members,
        access=policy.OWNER_OR_ADMIN,
        description="All members of the firm, oldest first. For an OWNER and an ADMIN.",
    )
    clients: connections.Connection[links.Client] | None = doors.guarded(
        _clients,
        access=policy.ANY_MEMBER,
        description="The clients that the viewer sees: all of them, or those assigned to an employee. Newest first.",
    )
    invoices: connections.Connection[links.Invoice] | None = doors.guarded(
        _invoices,
        access=policy.ANY_MEMBER,
        description="Invoices of the clients that the viewer sees, drafts included. Newest first.",
    )
    payments: connections.Connection[links.Payment] | None = doors.guarded(
        _payments,
        access=policy.ANY_MEMBER,
        description="Payments of the clients that the viewer sees. Newest first.",
    )
    prepayments: connections.Connection[links.Prepayment] | None = doors.guarded(
        _prepayments,
        access=policy.ANY_MEMBER,
        description="Prepayments of the clients that the viewer sees. Newest first.",
    )
    money_report: report_type.MoneyReport | None = doors.guarded(
        _money_report,
        access=policy.OWNER_OR_ADMIN,
        description=(
            "Cash and revenue side by side, for days of the firm's time zone, both included. A last day before the"
            " first, or more than a hundred years after it, is refused with the code BAD_USER_INPUT. For an OWNER and"
            " an ADMIN."
        ),
    )

    @classmethod
    def of(cls, row: models.Firm) -> Self:
        """The firm, told."""
        return cls(
            id=globalids.written("Firm", row.id),
            name=row.name,
            currency_code=CurrencyCode(row.currency),
            time_zone=row.time_zone,
        )
