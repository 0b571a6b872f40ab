"""A client of the firm, its prepayment offer, and its changes."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any, Self

import strawberry
from sqlalchemy import ColumnElement, and_, not_, select

import models
from billing.access import policy, visibility
from billing.access.principals import ClientUser
from billing.clients import rules
from billing.live import change_feed
from billing.prepayments import availability
from graph import activity_lists, described, global_ids, invoice_lists, pagination, payment_lists, sqlquery
from graph.shared_values import FEED_HEAD, PAYMENT_CONFIGURATION
from graph.types import lazy
from graph.types.money import Money, to_optional_money
from graph.types.node import Node


@described.object_type
class PrepaymentOffer:
    """Whether and how a client can prepay. Show "Make a prepayment" if `available`, otherwise `reason`."""

    available: bool = described.field("Whether a prepayment can be made now.")
    reason: str | None = described.field("Why not, as a message for clients. Null if it is available.")
    methods: list[models.PaymentMethod] = described.field("The payment methods. Empty if not available.")
    minimum: Money | None = described.field(
        "The smallest prepayment. Null if not available, or if the firm has set none and the payment provider's is not"
        " known, as in some currencies: what is too small is then answered with AmountOutOfRange."
    )
    maximum: Money | None = described.field("The largest prepayment. Null if not available.")
    suggested_amount: Money | None = described.field(
        "What the available credits lack of the amount that is payable on the client's invoices now, without payments"
        " in progress: at least `minimum`, at most `maximum`, and rounded up to an amount that can be charged. Null if"
        " the credits suffice, or if not available."
    )

    @classmethod
    def of(cls, offer: availability.PrepaymentOffer, *, invoices_hidden: bool) -> Self:
        """Convert an offer of the domain."""
        return cls(
            available=offer.available,
            reason=offer.reason,
            methods=list(offer.methods),
            minimum=to_optional_money(offer.minimum),
            maximum=to_optional_money(offer.maximum),
            suggested_amount=None if invoices_hidden else to_optional_money(offer.suggested_amount),
        )


_OFFER_COLUMNS = sqlquery.RowColumns(models.Client, "archived_at", "available", "due", "pending")


def _offer_values(client: Any, compile_context: sqlquery.CompileContext) -> Mapping[str, ColumnElement[Any]]:
    hidden = visibility.invoices_hidden(compile_context.viewer)
    return {"client": _OFFER_COLUMNS.of(client), "invoicesHidden": hidden}


def _prepayment_offer(values: Mapping[str, Any], context: sqlquery.ComputeContext) -> PrepaymentOffer:
    configuration, client = context.shared(PAYMENT_CONFIGURATION), _OFFER_COLUMNS.load(values["client"])
    settings, connections = configuration.settings, configuration.connections
    offer = availability.prepayment_offer(context.currency, settings, connections, client)
    return PrepaymentOffer.of(offer, invoices_hidden=values["invoicesHidden"])


_ACTION_COLUMNS = sqlquery.RowColumns(models.Client, "archived_at", "available", "held", "due", "pending")


def _action_values(client: Any, _: sqlquery.CompileContext) -> Mapping[str, ColumnElement[Any]]:
    return {"client": _ACTION_COLUMNS.of(client), "openPrepayments": rules.open_prepayment_total(client)}


def _actions(values: Mapping[str, Any], context: sqlquery.ComputeContext) -> list[rules.ClientAction]:
    configuration, client = context.shared(PAYMENT_CONFIGURATION), _ACTION_COLUMNS.load(values["client"])
    settings, connections = configuration.settings, configuration.connections
    return list(rules.allowed_actions(context.viewer, client, values["openPrepayments"], settings, connections))


def _changes_cursor(values: Mapping[str, Any], context: sqlquery.ComputeContext) -> str:
    return context.shared(FEED_HEAD).cursor(uuid.UUID(values["id"]))


def _is_assigned(client: Any, member: Any, _: sqlquery.CompileContext) -> ColumnElement[bool]:
    assignment = models.Assignment
    of_client = (assignment.firm_id == client.firm_id) & (assignment.client_id == client.id)
    assigned = select(assignment.member_id).where(of_client).correlate(client)
    return and_(member.firm_id == client.firm_id, member.id.in_(assigned))


def _are_invoices_visible(_: Any, compile_context: sqlquery.CompileContext) -> ColumnElement[bool] | None:
    """SQL: whether the viewer can see invoices; None if they always can."""
    viewer = compile_context.viewer
    return not_(visibility.invoices_hidden(viewer)) if isinstance(viewer, ClientUser) else None


@sqlquery.source(models.Client, visibility.clients)
@described.object_type
class Client(Node):
    """A client of the firm. Visible to its own users, to employees who are assigned to it or have VIEW_ALL_CLIENTS, and
    to admins and the owner.
    """

    name: str = sqlquery.column("The name.")
    email: str | None = sqlquery.column(
        "The email address for the client's own mail, in addition to its users' addresses. Null if there is none."
    )
    reference: str | None = sqlquery.column(
        "The firm's own number for the client, unique in the firm. Null if there is none."
    )
    archived_at: dt.datetime | None = sqlquery.column(
        "When the client was archived. Null if it is not. An archived client gets no invoices, credits or"
        " users, and cannot prepay."
    )
    assigned_members: list[lazy.FirmMember] | None = sqlquery.to_many(
        "The members whom the client is assigned to, oldest first. Employees without VIEW_ALL_CLIENTS see assigned"
        " clients only.",
        _is_assigned,
        permission=policy.OWNER_OR_ADMIN,
    )
    actions: list[rules.ClientAction] = sqlquery.computed(
        "The actions that the viewer can take now, to decide which buttons to show.",
        _action_values,
        _actions,
        shared=(PAYMENT_CONFIGURATION,),
    )
    firm: lazy.Firm = sqlquery.to_one("The firm.", lambda client, firm, _: firm.id == client.firm_id)
    users: list[lazy.ClientUser] = sqlquery.to_many("The users who sign in for this client, oldest first.")
    invitations: list[lazy.Invitation] | None = sqlquery.to_many(
        "All invitations of users of this client, in any status, oldest first.", permission=policy.MANAGE_CLIENTS
    )
    credit_account: lazy.CreditAccount = sqlquery.embedded("The client's credits: prepaid, granted or returned money.")
    prepayment_offer: PrepaymentOffer = sqlquery.computed(
        "Whether and how the client can prepay.", _offer_values, _prepayment_offer, shared=(PAYMENT_CONFIGURATION,)
    )
    invoices: pagination.Connection[lazy.Invoice] | None = sqlquery.connection(
        "The client's invoices, newest first unless another order is requested, without drafts for its users. Null for"
        " them while the firm hides invoices.",
        invoice_lists.parse_client_invoice_list,
        when=_are_invoices_visible,
    )
    amount_due: Money | None = sqlquery.money(
        "The total amount due of all issued invoices. Null for the client's users while the firm hides invoices.",
        lambda client, _: client.due,
        when=_are_invoices_visible,
    )
    payments: pagination.Connection[lazy.Payment] = sqlquery.connection(
        "The payments of the client's invoices, newest first.", payment_lists.parse_payment_list
    )
    prepayments: pagination.Connection[lazy.Prepayment] = sqlquery.connection(
        "The client's prepayments in any status, newest first.", payment_lists.parse_prepayment_list
    )
    activity: pagination.Connection[lazy.Activity] | None = sqlquery.connection(
        "The client's activities: who did what, when and why, newest first. The client's users do not see those of"
        " drafts; only the owner and admins see to which members the client is assigned.",
        activity_lists.parse_client_activity_list,
        order_by=lambda event: (event.seq, event.id),
    )
    changes_cursor: str = sqlquery.computed(
        "The opaque change cursor of this response. Subscribe to `clientChanges` after it to miss no change. The"
        " text differs in each response.",
        lambda client, _: {"id": client.id},
        _changes_cursor,
        shared=(FEED_HEAD,),
    )


@described.object_type
class ClientChange:
    """Changes of one client since the previous cursor: each changed object once, in its current state, to be merged
    into a normalized cache by its id.
    """

    cursor: str = described.field(
        "The opaque cursor of this event. After a lost connection, subscribe after it to miss no change."
    )
    reload: bool = described.field(
        "Whether the page has to be loaded again, because too much has changed, or what the viewer can see has. The"
        " lists are empty then."
    )
    client: Client = described.field("The client, with its current credits and prepayment offer.")
    invoices: list[lazy.Invoice] = described.field(
        "Invoices that changed, all payable invoices if the credits changed, and drafts as well if the client was"
        " archived or unarchived."
    )
    payments: list[lazy.Payment] = described.field("Payments that changed, or whose money was used or returned.")
    prepayments: list[lazy.Prepayment] = described.field(
        "Prepayments that changed, or whose money was used or returned."
    )
    entries: list[lazy.CreditEntry] = described.field("New credit entries, and entries whose `remaining` changed.")
    removed_ids: list[strawberry.ID] = described.field(
        "The ids of objects that the viewer can no longer see, to remove from caches: users who left the client, and"
        " payments and prepayments that the payment provider refused."
    )

    @classmethod
    def of(cls, changes: change_feed.Changes) -> Self:
        """Convert changes of the change feed."""
        return cls(
            cursor=changes.cursor,
            reload=changes.reload,
            client=sqlquery.object_ref("Client", changes.client_id),
            invoices=sqlquery.object_refs("Invoice", changes.invoices),
            payments=sqlquery.object_refs("Payment", changes.payments),
            prepayments=sqlquery.object_refs("Prepayment", changes.prepayments),
            entries=sqlquery.object_refs("CreditEntry", changes.entries),
            removed_ids=[
                *(global_ids.encode("ClientUser", user_id) for user_id in changes.removed_users),
                *(global_ids.encode("Payment", payment_id) for payment_id in changes.removed_payments),
                *(global_ids.encode("Prepayment", prepayment_id) for prepayment_id in changes.removed_prepayments),
            ],
        )
