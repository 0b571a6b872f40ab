"""Principals: a firm member, a client user, or the system. Loaded from the database for each request."""

import uuid
from dataclasses import dataclass

import models


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a firm. `rights` are the effective rights: an owner and an admin have all of them."""

    firm_id: uuid.UUID
    id: uuid.UUID
    role: models.FirmRole
    rights: frozenset[models.MemberRight]

    @property
    def can_view_all_clients(self) -> bool:
        """Whether the member sees all clients of the firm, not only those assigned to them."""
        return models.MemberRight.VIEW_ALL_CLIENTS in self.rights


@dataclass(frozen=True, slots=True)
class ClientUser:
    """A user of one client."""

    firm_id: uuid.UUID
    id: uuid.UUID
    client_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class System:
    """The application itself: webhooks, expired payment windows, credits applied automatically."""

    firm_id: uuid.UUID


Viewer = Member | ClientUser
Actor = Member | ClientUser | System


def rights_of(member: models.FirmMember) -> frozenset[models.MemberRight]:
    """The member's effective rights."""
    return effective_rights(member.role, member.manage_payments, member.manage_invoices, member.view_all_clients)


def effective_rights(
    role: models.FirmRole, manage_payments: bool, manage_invoices: bool, view_all_clients: bool
) -> frozenset[models.MemberRight]:
    """All rights for an owner or an admin; otherwise those granted individually."""
    if role in (models.FirmRole.OWNER, models.FirmRole.ADMIN):
        return frozenset(models.MemberRight)
    granted = {
        models.MemberRight.MANAGE_PAYMENTS: manage_payments,
        models.MemberRight.MANAGE_INVOICES: manage_invoices,
        models.MemberRight.VIEW_ALL_CLIENTS: view_all_clients,
    }
    return frozenset(right for right, is_granted in granted.items() if is_granted)
