"""A client of the firm, and what it is offered."""

import uuid
from collections.abc import Sequence
from typing import Any, Self

import strawberry
from sqlalchemy import ColumnElement, not_, select

import models
from billing.access import visibility
from billing.access.principals import ClientUser
from billing.live import change_feed
from billing.prepayments import availability
from graph import filters, pagination, sqlquery
from graph.context import Context
from graph.types import joins, lazy
from graph.types.money import Money, to_optional_money
from graph.types.node import Node


@strawberry.type(
    description='What stands behind the link "Make a prepayment": show it exactly when `available`, else `reason`.'
)
class PrepaymentOffer:
    """Whether and how a client can pay ahead now."""

    available: bool = strawberry.field(description="Whether a prepayment can be made now.")
    reason: str | None = strawberry.field(
        description="Why not, politely and fit for clients. Null when it is available."
    )
    methods: list[models.PaymentMethod] = strawberry.field(description="The ways to pay. Empty when not available.")
    minimum: Money | None = strawberry.field(description="The smallest prepayment. Null when not available.")
    maximum: Money | None = strawberry.field(description="The largest prepayment. Null when not available.")
    suggested_amount: Money | None = strawberry.field(
        description=(
            "What the client owes now, less the credits it has. Null when nothing is missing, and for a client's user"
            " while the firm hides invoices."
        )
    )

    @classmethod
    def of(cls, offer: availability.PrepaymentOffer, *, invoices_hidden: bool) -> Self:
        """The offer, told."""
        return cls(
            available=offer.available,
            reason=offer.reason,
            methods=list(offer.methods),
            minimum=to_optional_money(offer.minimum),
            maximum=to_optional_money(offer.maximum),
            suggested_amount=None if invoices_hidden else to_optional_money(offer.suggested_amount),
        )


async def _prepayment_offer(ids: Sequence[uuid.UUID], context: Context) -> list[Any]:
    terms, found = await context.payment_configuration(), await context.load_rows(models.Client, ids)
    currency = (await context.firm_info()).currency
    hidden = await context.snapshot.scalar(select(visibility.invoices_hidden(context.authenticated_viewer)))
    return [
        PrepaymentOffer.of(
            availability.prepayment_offer(currency, terms.settings, terms.connections, found[own_id]),
            invoices_hidden=bool(hidden),
        )
        for own_id in ids
    ]


async def _changes_cursor(ids: Sequence[uuid.UUID], context: Context) -> list[Any]:
    here = await change_feed.load_head(context.snapshot, context.authenticated_viewer)
    return [here.cursor(own_id) for own_id in ids]


def _are_invoices_visible(_: Any, compile_context: sqlquery.CompileContext) -> ColumnElement[bool] | None:
    """Whether invoices are told at all; None where they always are."""
    viewer = compile_context.viewer
    return not_(visibility.invoices_hidden(viewer)) if isinstance(viewer, ClientUser) else None


@sqlquery.source(models.Client, visibility.clients)
@strawberry.type(
    description=(
        "A client of the firm. Read by its own users, by an employee it is assigned to or who has VIEW_ALL_CLIENTS,"
        " by admins and the owner."
    )
)
class Client(Node):
    """A client of the firm."""

    name: str = sqlquery.column(description="The client's name.")
    firm: lazy.Firm = sqlquery.to_one(
        lambda client, firm, _: firm.id == client.firm_id, description="The firm whose client it is."
    )
    users: list[lazy.ClientUser] = sqlquery.to_many(
        joins.on_reverse_foreign_key("client_id"), description="The people who sign in for this client, oldest first."
    )
    credit_account: lazy.CreditAccount = sqlquery.embedded(
        description="The client's credits: money paid ahead, granted or returned."
    )
    prepayment_offer: PrepaymentOffer = sqlquery.resolved(
        _prepayment_offer, description="Whether and how the client can pay ahead now."
    )
    invoices: pagination.Connection[lazy.Invoice] | None = sqlquery.connection(
        joins.on_reverse_foreign_key("client_id"),
        filters.parse_invoice_list,
        when=_are_invoices_visible,
        description=(
            "The client's invoices, newest first; its users see no drafts. Null for them while the firm hides invoices."
        ),
    )
    amount_due: Money | None = sqlquery.money(
        lambda client, _: client.due,
        when=_are_invoices_visible,
        description=(
            "What is not settled of all issued invoices. Null for the client's users while the firm hides invoices."
        ),
    )
    payments: pagination.Connection[lazy.Payment] = sqlquery.connection(
        joins.on_reverse_foreign_key("client_id"),
        filters.parse_payment_list,
        description="Payments of the client's invoices, newest first.",
    )
    prepayments: pagination.Connection[lazy.Prepayment] = sqlquery.connection(
        joins.on_reverse_foreign_key("client_id"),
        filters.parse_payment_list,
        description="What the client paid ahead, or tried to, newest first.",
    )

    changes_cursor: str = sqlquery.resolved(
        _changes_cursor,
        description=(
            "Where this answer stands: subscribe to `clientChanges` after it, and nothing is missed. Opaque; another"
            " text each time."
        ),
    )
