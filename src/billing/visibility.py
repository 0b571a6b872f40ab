"""Who may know of it: one WHERE clause for each type, for one viewer in one firm.

Roots, `node`, nested fields and the targets of mutations all ask through these, so that what is forbidden and what
does not exist are the same answer.
"""

from __future__ import annotations

import uuid

from sqlalchemy import ColumnElement, false, not_, select

import models
from billing.actor import Actor, ClientUser, Member, System
from billing.policy import OWNER_OR_ADMIN, may


def of_client(
    actor: Actor, firm_id: ColumnElement[uuid.UUID], client_id: ColumnElement[uuid.UUID]
) -> ColumnElement[bool]:
    """Whether a row of this firm and client is the actor's to see: all, those assigned, or the user's own."""
    own_firm = firm_id == actor.firm_id
    if isinstance(actor, System) or (isinstance(actor, Member) and actor.sees_all_clients):
        return own_firm
    if isinstance(actor, ClientUser):
        return own_firm & (client_id == actor.client_id)
    assigned = select(models.Assignment.client_id).where(
        models.Assignment.firm_id == actor.firm_id, models.Assignment.member_id == actor.id
    )
    return own_firm & client_id.in_(assigned)


def _column(attribute: object) -> ColumnElement[uuid.UUID]:
    """SQLAlchemy's mapped attributes are columns; its type hints do not say so."""
    return attribute  # type: ignore[return-value]  # pyright: ignore[reportReturnType]


def clients(actor: Actor) -> ColumnElement[bool]:
    """Clients of the actor's firm: all of them, those assigned, or the user's own."""
    return of_client(actor, _column(models.Client.firm_id), _column(models.Client.id))


def invoices_hidden(actor: Actor) -> ColumnElement[bool]:
    """Whether invoices are no matter of the actor's at all: a client's user, while the firm hides them."""
    if not isinstance(actor, ClientUser):
        return false()
    return (
        select(models.PaymentSettings.hide_invoices_from_clients)
        .where(models.PaymentSettings.firm_id == actor.firm_id)
        .scalar_subquery()
    )


def invoices(actor: Actor) -> ColumnElement[bool]:
    """Invoices of clients that the actor sees; for a client's user those issued, and none while the firm hides them."""
    rule = of_client(actor, _column(models.Invoice.firm_id), _column(models.Invoice.client_id))
    if isinstance(actor, ClientUser):
        rule = rule & models.Invoice.issued_on.is_not(None) & not_(invoices_hidden(actor))
    return rule


def payments(actor: Actor) -> ColumnElement[bool]:
    """Payments of clients that the actor sees."""
    return of_client(actor, _column(models.Payment.firm_id), _column(models.Payment.client_id))


def prepayments(actor: Actor) -> ColumnElement[bool]:
    """Prepayments of clients that the actor sees."""
    return of_client(actor, _column(models.Prepayment.firm_id), _column(models.Prepayment.client_id))


def refunds(actor: Actor) -> ColumnElement[bool]:
    """Refunds of clients that the actor sees."""
    return of_client(actor, _column(models.Refund.firm_id), _column(models.Refund.client_id))


def credit_entries(actor: Actor) -> ColumnElement[bool]:
    """Credit entries of clients that the actor sees."""
    return of_client(actor, _column(models.CreditEntry.firm_id), _column(models.CreditEntry.client_id))


def firms(actor: Actor) -> ColumnElement[bool]:
    """The actor's own firm."""
    return models.Firm.id == actor.firm_id


def members(actor: Actor) -> ColumnElement[bool]:
    """Members of the actor's firm, for owner and admin; else oneself, and nobody for a client's user."""
    own_firm = (models.FirmMember.firm_id == actor.firm_id) & models.FirmMember.removed_at.is_(None)
    if isinstance(actor, System):
        return own_firm
    if may(actor, OWNER_OR_ADMIN):
        return own_firm
    return own_firm & (models.FirmMember.id == actor.id) if isinstance(actor, Member) else false()


def client_users(actor: Actor) -> ColumnElement[bool]:
    """Users of clients that the actor sees."""
    return models.ClientUser.removed_at.is_(None) & of_client(
        actor, _column(models.ClientUser.firm_id), _column(models.ClientUser.client_id)
    )


def payment_settings(actor: Actor) -> ColumnElement[bool]:
    """The firm's payment settings: for owner and admin alone."""
    if isinstance(actor, System) or may(actor, OWNER_OR_ADMIN):
        return models.PaymentSettings.firm_id == actor.firm_id
    return false()


def provider_connections(actor: Actor) -> ColumnElement[bool]:
    """The firm's accounts at providers: for owner and admin alone."""
    if isinstance(actor, System) or may(actor, OWNER_OR_ADMIN):
        return models.ProviderConnection.firm_id == actor.firm_id
    return false()
