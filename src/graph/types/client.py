"""A client of the firm, and what it is offered."""

import uuid
from typing import Self

import strawberry

import models
from billing import offers
from graph import connections, filters, globalids, lists
from graph.context import Info
from graph.types import credits as credit_types
from graph.types import firm as firm_type
from graph.types import invoice as invoice_type
from graph.types import links
from graph.types import payment as payment_type
from graph.types import people as people_types
from graph.types import prepayment as prepayment_type
from graph.types.money import Money, maybe
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
    def of(cls, offer: offers.Offer, *, invoices_hidden: bool) -> Self:
        """The offer, told."""
        return cls(
            available=offer.available,
            reason=offer.reason,
            methods=list(offer.methods),
            minimum=maybe(offer.minimum),
            maximum=maybe(offer.maximum),
            suggested_amount=None if invoices_hidden else maybe(offer.suggested_amount),
        )


async def _firm(info: Info) -> "firm_type.Firm":
    return firm_type.Firm.of(await info.context.loaders.firm())


async def _users(root: "Client", info: Info) -> "list[people_types.ClientUser]":
    found = await info.context.loaders.users_of_client.load(root.row.id)
    return [people_types.ClientUser.of(*each) for each in found]


async def _prepayment_offer(root: "Client", info: Info) -> PrepaymentOffer:
    loaders = info.context.loaders
    terms = await loaders.terms()
    offer = offers.prepayment_offer(await loaders.firm(), terms.settings, terms.connections, root.row)
    return PrepaymentOffer.of(offer, invoices_hidden=await loaders.invoices_hidden())


async def _invoices(
    root: "Client",
    info: Info,
    filter_: filters.InvoiceFilterArgument = strawberry.UNSET,
    first: connections.First = strawberry.UNSET,
    after: connections.After = strawberry.UNSET,
) -> "connections.Connection[invoice_type.Invoice] | None":
    page = connections.page(first, after)
    if await info.context.loaders.invoices_hidden():
        return None
    ask = lists.Ask(lists.INVOICES, page, root.row.id, await filters.of_invoices(filter_, info))
    return await connections.listed(info, ask, invoice_type.Invoice.of)


async def _amount_due(root: "Client", info: Info) -> Money | None:
    if await info.context.loaders.invoices_hidden():
        return None
    return Money.minor(root.row.due, await info.context.currency())


async def _payments(
    root: "Client",
    info: Info,
    filter_: filters.PaymentFilterArgument = strawberry.UNSET,
    first: connections.First = strawberry.UNSET,
    after: connections.After = strawberry.UNSET,
) -> "connections.Connection[payment_type.Payment]":
    wanted = await filters.of_payments(models.Payment, filter_, info)
    ask = lists.Ask(lists.PAYMENTS, connections.page(first, after), root.row.id, wanted)
    return await connections.listed(info, ask, payment_type.Payment.of)


async def _prepayments(
    root: "Client",
    info: Info,
    filter_: filters.PaymentFilterArgument = strawberry.UNSET,
    first: connections.First = strawberry.UNSET,
    after: connections.After = strawberry.UNSET,
) -> "connections.Connection[prepayment_type.Prepayment]":
    wanted = await filters.of_payments(models.Prepayment, filter_, info)
    ask = lists.Ask(lists.PREPAYMENTS, connections.page(first, after), root.row.id, wanted)
    return await connections.listed(info, ask, prepayment_type.Prepayment.of)


async def _changes_cursor(root: "Client", info: Info) -> str:
    return (await info.context.loaders.here()).cursor(root.row.id)


@strawberry.type(
    description=(
        "A client of the firm. Read by its own users, by an employee it is assigned to or who has VIEW_ALL_CLIENTS,"
        " by admins and the owner."
    )
)
class Client(Node):
    """A client of the firm."""

    row: strawberry.Private[models.Client]
    name: str = strawberry.field(description="The client's name.")
    firm: links.Firm = strawberry.field(resolver=_firm, description="The firm whose client it is.")
    users: list[links.ClientUser] = strawberry.field(
        resolver=_users, description="The people who sign in for this client, oldest first."
    )
    credit_account: links.CreditAccount = strawberry.field(
        description="The client's credits: money paid ahead, granted or returned."
    )
    prepayment_offer: PrepaymentOffer = strawberry.field(
        resolver=_prepayment_offer, description="Whether and how the client can pay ahead now."
    )
    invoices: connections.Connection[links.Invoice] | None = strawberry.field(
        resolver=_invoices,
        description=(
            "The client's invoices, newest first; its users see no drafts. Null for them while the firm hides invoices."
        ),
    )
    amount_due: Money | None = strawberry.field(
        resolver=_amount_due,
        description=(
            "What is not settled of all issued invoices. Null for the client's users while the firm hides invoices."
        ),
    )
    payments: connections.Connection[links.Payment] = strawberry.field(
        resolver=_payments, description="Payments of the client's invoices, newest first."
    )
    prepayments: connections.Connection[links.Prepayment] = strawberry.field(
        resolver=_prepayments, description="What the client paid ahead, or tried to, newest first."
    )

    changes_cursor: str = strawberry.field(
        resolver=_changes_cursor,
        description=(
            "Where this answer stands: subscribe to `clientChanges` after it, and nothing is missed. Opaque; another"
            " text each time."
        ),
    )

    @classmethod
    def of(cls, row: models.Client, currency: str) -> Self:
        """The client, told."""
        return cls(
            row=row,
            id=globalids.written("Client", row.id),
            name=row.name,
            credit_account=credit_types.CreditAccount.of(row, currency),
        )


async def by_id(own_id: uuid.UUID, info: Info) -> Client | None:
    """The client, if the viewer may know of it."""
    row = await info.context.loaders.clients.load(own_id)
    return None if row is None else Client.of(row, await info.context.currency())


async def required(own_id: uuid.UUID, info: Info) -> Client:
    """The client of something that the viewer may know of: then they may know of the client too."""
    found = await by_id(own_id, info)
    assert found is not None  # noqa: S101  (see visibility: whatever is of a client is seen with the client)
    return found
