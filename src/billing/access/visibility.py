"""Visibility: one WHERE clause per type that selects the rows an actor can see.

Root fields, `node`, nested fields, targets of mutations and live events all use these clauses, so a forbidden object
and a missing one give the same answer. Each function takes the mapped class or an alias of it.
"""

import uuid
from typing import Any

from sqlalchemy import ColumnElement, and_, false, not_, or_, select
from sqlalchemy.orm import aliased

import models
from billing.access.activity_kinds import readable_event_kinds
from billing.access.notice_audiences import INVOICE_KINDS, readable_notice_kinds
from billing.access.policy import MANAGE_CLIENTS, OWNER_OR_ADMIN, has_permission
from billing.access.principals import Actor, ClientUser, Member, System
from models import SubjectType


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
    """Refunds, disputes and credit entries of visible clients."""
    return client_scope(actor, row.firm_id, row.client_id)


def payments(actor: Actor, row: Any = models.Payment) -> ColumnElement[bool]:
    """Payments, or prepayments, of visible clients, without those that the provider refused to create (D30)."""
    is_not_refused: ColumnElement[bool] = row.refused_at.is_(None)
    return is_not_refused & rows_of_clients(actor, row)


def notices(actor: Actor, notice: Any = models.Notice) -> ColumnElement[bool]:
    """Notices of visible clients and of the firm, of the kinds that the actor can read (D50)."""
    is_of_client = client_scope(actor, notice.firm_id, notice.client_id)
    if isinstance(actor, System):
        return is_of_client
    is_readable = notice.kind.in_(readable_notice_kinds(actor))
    if not isinstance(actor, ClientUser):
        return and_(is_of_client, is_readable)
    is_shown = or_(notice.kind.not_in(INVOICE_KINDS), not_(invoices_hidden(actor)))
    return and_(is_of_client, is_readable, is_shown)


def activities(actor: Actor, event: Any = models.Event) -> ColumnElement[bool]:
    """Events that are activity, of kinds that the actor can read, of visible clients and of the firm (D62).

    Nobody sees what the provider refused to create (D30), and a client user nothing of an invoice that they cannot see.
    """
    is_readable = event.kind.in_(readable_event_kinds(actor))
    subjects = [
        select(model.id).where(
            model.firm_id == event.firm_id, model.id == event.subject_id, model.refused_at.is_not(None)
        )
        for model in (aliased(models.Payment), aliased(models.Prepayment))
    ]
    is_payment_or_prepayment = event.subject_type.in_((SubjectType.PAYMENT, SubjectType.PREPAYMENT))
    is_not_refused = not_(and_(is_payment_or_prepayment, or_(*(refused.exists() for refused in subjects))))
    clauses = [client_scope(actor, event.firm_id, event.client_id), is_readable, is_not_refused]
    if isinstance(actor, Member) and not has_permission(actor, OWNER_OR_ADMIN):
        # A member who sees all clients sees nothing of the firm itself.
        clauses.append(event.client_id.is_not(None))
    if isinstance(actor, ClientUser):
        invoice = aliased(models.Invoice)
        shown = select(invoice.id).where(invoice.id == event.subject_id, invoices(actor, invoice)).exists()
        clauses.append(or_(event.subject_type.is_(None), event.subject_type != SubjectType.INVOICE, shown))
    return and_(*clauses)


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


def invitations(actor: Actor, invitation: Any = models.Invitation) -> ColumnElement[bool]:
    """All invitations of the firm for an owner or admin; with MANAGE_CLIENTS, those of users of visible clients."""
    if isinstance(actor, System) or has_permission(actor, OWNER_OR_ADMIN):
        own_firm: ColumnElement[bool] = invitation.firm_id == actor.firm_id
        return own_firm
    if not has_permission(actor, MANAGE_CLIENTS):
        return false()
    is_of_client: ColumnElement[bool] = invitation.client_id.is_not(None)
    return is_of_client & client_scope(actor, invitation.firm_id, invitation.client_id)


def webhook_endpoints(actor: Actor, endpoint: Any = models.WebhookEndpoint) -> ColumnElement[bool]:
    """The firm's webhook endpoints that are not deleted, for its owner and admins only."""
    present: ColumnElement[bool] = endpoint.deleted_at.is_(None)
    return present & rows_for_owner_and_admins(actor, endpoint)


def webhook_deliveries(actor: Actor, delivery: Any = models.WebhookDelivery) -> ColumnElement[bool]:
    """The deliveries to visible webhook endpoints."""
    endpoint = models.WebhookEndpoint
    present = select(endpoint.id).where(endpoint.firm_id == actor.firm_id, endpoint.deleted_at.is_(None))
    return and_(rows_for_owner_and_admins(actor, delivery), delivery.endpoint_id.in_(present))


def rows_for_owner_and_admins(actor: Actor, row: Any) -> ColumnElement[bool]:
    """The firm's payment settings, provider connections, webhook endpoints and their deliveries, for its owner and
    admins only.
    """
    if isinstance(actor, System) or has_permission(actor, OWNER_OR_ADMIN):
        own: ColumnElement[bool] = row.firm_id == actor.firm_id
        return own
    return false()
