"""Visibility: one WHERE clause per type that selects the rows an actor can see.

Root fields, `node`, nested fields, targets of mutations and live events all use these clauses, so a forbidden object
and a missing one give the same answer. Each function takes the mapped class or an alias of it.
"""

import uuid
from typing import Any

from sqlalchemy import ColumnElement, and_, false, not_, or_, select

import models
from billing.access.notice_audiences import INVOICE_KINDS, available_kinds
from billing.access.policy import OWNER_OR_ADMIN, has_permission
from billing.access.principals import Actor, ClientUser, Member, System


def client_scope(
    actor: Actor, firm_id: ColumnElement[uuid.UUID], client_id: ColumnElement[uuid.UUID]
) -> ColumnElement[bool]:
    """SQL: whether the actor can see rows of this firm and client: all clients, those assigned, or the user's own."""
    own_firm = firm_id == actor.firm_id
    if isinstance(actor, System) or (isinstance(actor, Member) and actor.can_view_all_clients):
        return own_firm
    if isinstance(actor, ClientUser):
        return own_firm & (client_id == actor.client_id)
    assigned = select(models.Assignment.client_id).where(
        models.Assignment.firm_id == actor.firm_id, models.Assignment.member_id == actor.id
    )
    return own_firm & client_id.in_(assigned)


def clients(actor: Actor, client: Any = models.Client) -> ColumnElement[bool]:
    """Clients of the actor's firm: all, those assigned to an employee, or a client user's own."""
    return client_scope(actor, client.firm_id, client.id)


def invoices_hidden(actor: Actor) -> ColumnElement[bool]:
    """SQL: whether the firm hides all invoices from the actor. Only ever true for a client user."""
    if not isinstance(actor, ClientUser):
        return false()
    return (
        select(models.PaymentSettings.hide_invoices_from_clients)
        .where(models.PaymentSettings.firm_id == actor.firm_id)
        .scalar_subquery()
    )


def invoices(actor: Actor, invoice: Any = models.Invoice) -> ColumnElement[bool]:
    """Invoices of visible clients. A client user sees issued invoices only, and none while the firm hides them."""
    clause = client_scope(actor, invoice.firm_id, invoice.client_id)
    if isinstance(actor, ClientUser):
        clause = clause & invoice.issued_on.is_not(None) & not_(invoices_hidden(actor))
    return clause


def rows_of_clients(actor: Actor, row: Any) -> ColumnElement[bool]:
    """Refunds and credit entries of visible clients."""
    return client_scope(actor, row.firm_id, row.client_id)


def payments(actor: Actor, row: Any = models.Payment) -> ColumnElement[bool]:
    """Payments, or prepayments, of visible clients, without those that the provider refused to create (D30)."""
    came_about: ColumnElement[bool] = row.refused_at.is_(None)
    return came_about & rows_of_clients(actor, row)


def notices(actor: Actor, notice: Any = models.Notice) -> ColumnElement[bool]:
    """Notices of visible clients and of the firm, of the kinds that the actor may hear of (D50)."""
    is_of_client = client_scope(actor, notice.firm_id, notice.client_id)
    if isinstance(actor, System):
        return is_of_client
    is_readable = notice.kind.in_(available_kinds(actor))
    if not isinstance(actor, ClientUser):
        return and_(is_of_client, is_readable)
    is_shown = or_(notice.kind.not_in(INVOICE_KINDS), not_(invoices_hidden(actor)))
    return and_(is_of_client, is_readable, is_shown)


def firms(actor: Actor, firm: Any = models.Firm) -> ColumnElement[bool]:
    """The actor's own firm."""
    own: ColumnElement[bool] = firm.id == actor.firm_id
    return own


def members(actor: Actor, member: Any = models.FirmMember) -> ColumnElement[bool]:
    """Current members of the firm for an owner or admin, only oneself for an employee, none for a client user."""
    own_firm: ColumnElement[bool] = (member.firm_id == actor.firm_id) & member.removed_at.is_(None)
    if isinstance(actor, System) or has_permission(actor, OWNER_OR_ADMIN):
        return own_firm
    return own_firm & (member.id == actor.id) if isinstance(actor, Member) else false()


def client_users(actor: Actor, user: Any = models.ClientUser) -> ColumnElement[bool]:
    """Current users of visible clients."""
    present: ColumnElement[bool] = user.removed_at.is_(None)
    return present & client_scope(actor, user.firm_id, user.client_id)


def webhook_endpoints(actor: Actor, endpoint: Any = models.WebhookEndpoint) -> ColumnElement[bool]:
    """The firm's webhook endpoints that are not deleted, for its owner and admins only."""
    present: ColumnElement[bool] = endpoint.deleted_at.is_(None)
    return present & rows_for_managers(actor, endpoint)


def webhook_deliveries(actor: Actor, delivery: Any = models.WebhookDelivery) -> ColumnElement[bool]:
    """The deliveries to visible webhook endpoints."""
    endpoint = models.WebhookEndpoint
    present = select(endpoint.id).where(endpoint.firm_id == actor.firm_id, endpoint.deleted_at.is_(None))
    return and_(rows_for_managers(actor, delivery), delivery.endpoint_id.in_(present))


def rows_for_managers(actor: Actor, row: Any) -> ColumnElement[bool]:
    """The firm's payment settings and provider connections, for its owner and admins only."""
    if isinstance(actor, System) or has_permission(actor, OWNER_OR_ADMIN):
        own: ColumnElement[bool] = row.firm_id == actor.firm_id
        return own
    return false()
