"""Who is asking: a member of a firm, a client's user, or the system itself. Read afresh at each request."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

import models


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a firm, at this moment; `rights` is complete: an owner and an admin have all of them."""

    firm_id: uuid.UUID
    id: uuid.UUID
    role: models.FirmRole
    rights: frozenset[models.MemberRight]

    @property
    def can_view_all_clients(self) -> bool:
        """Whether all of the firm's clients are theirs to see, not only those assigned to them."""
        return models.MemberRight.VIEW_ALL_CLIENTS in self.rights


@dataclass(frozen=True, slots=True)
class ClientUser:
    """A user of one client, and of no other."""

    firm_id: uuid.UUID
    id: uuid.UUID
    client_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class System:
    """Nobody: a provider's message, an expired payment window, automatic application."""

    firm_id: uuid.UUID


Viewer = Member | ClientUser
Actor = Member | ClientUser | System


def rights_of(member: models.FirmMember) -> frozenset[models.MemberRight]:
    """All that the member may do: everything for an owner and an admin, else what was given one by one."""
    return effective_rights(member.role, member.manage_payments, member.manage_invoices, member.view_all_clients)


def effective_rights(
    role: models.FirmRole, manage_payments: bool, manage_invoices: bool, view_all_clients: bool
) -> frozenset[models.MemberRight]:
    """The same, of such a role and with these given."""
    if role in (models.FirmRole.OWNER, models.FirmRole.ADMIN):
        return frozenset(models.MemberRight)
    given = {
        models.MemberRight.MANAGE_PAYMENTS: manage_payments,
        models.MemberRight.MANAGE_INVOICES: manage_invoices,
        models.MemberRight.VIEW_ALL_CLIENTS: view_all_clients,
    }
    return frozenset(right for right, has in given.items() if has)
