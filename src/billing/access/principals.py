"""Principals: a firm member, a client user, or the system. Each request loads or verifies its viewer."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

import models
from translation import DEFAULT_LOCALE


@dataclass(slots=True)
class SessionCheck:
    """The session that a cached viewer was authenticated by. Nothing is done for the viewer until it is verified."""

    token_digest: str
    is_verified: bool = False


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a firm. `rights` are the effective rights: an owner and an admin have all of them."""

    firm_id: uuid.UUID
    id: uuid.UUID
    role: models.FirmRole
    rights: frozenset[models.MemberRight]
    session_check: SessionCheck | None = field(default=None, compare=False, repr=False)
    """None if the member was authenticated by this request."""
    locale: str = field(default=DEFAULT_LOCALE, compare=False)
    """The language of the person, else of the firm: one of `translation.LOCALES`."""

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
    session_check: SessionCheck | None = field(default=None, compare=False, repr=False)
    """None if the user was authenticated by this request."""
    locale: str = field(default=DEFAULT_LOCALE, compare=False)
    """The language of the person, else of the firm: one of `translation.LOCALES`."""


@dataclass(frozen=True, slots=True)
class System:
    """The application itself (webhooks, expired payment windows, credits applied automatically), or the operator."""

    firm_id: uuid.UUID


RIGHT_COLUMNS = {
    models.MemberRight.MANAGE_PAYMENTS: "manage_payments",
    models.MemberRight.MANAGE_INVOICES: "manage_invoices",
    models.MemberRight.VIEW_ALL_CLIENTS: "view_all_clients",
    models.MemberRight.MANAGE_CLIENTS: "manage_clients",
}
"""The column of `models.FirmMember`, and of `models.Invitation`, that says whether an employee has the right."""

Viewer = Member | ClientUser
Actor = Member | ClientUser | System


def pending_check(actor: Actor) -> SessionCheck | None:
    """The session that still has to be verified before anything is done for the actor."""
    check = None if isinstance(actor, System) else actor.session_check
    return None if check is None or check.is_verified else check


def rights_of(member: models.FirmMember) -> frozenset[models.MemberRight]:
    """The member's effective rights."""
    return effective_rights(member.role, (getattr(member, column) for column in RIGHT_COLUMNS.values()))


def granted_rights(row: models.FirmMember | models.Invitation) -> frozenset[models.MemberRight]:
    """The rights that were granted individually to the member, or that an invitation will grant."""
    return frozenset(right for right, column in RIGHT_COLUMNS.items() if getattr(row, column))


def set_granted_rights(row: models.FirmMember | models.Invitation, rights: Collection[models.MemberRight]) -> None:
    """Grant exactly these rights to the member, or by the invitation."""
    for right, column in RIGHT_COLUMNS.items():
        setattr(row, column, right in rights)


def has_every_right(role: models.FirmRole) -> bool:
    """Whether members of this role have all rights, without being granted any."""
    return role in (models.FirmRole.OWNER, models.FirmRole.ADMIN)


def effective_rights(role: models.FirmRole, granted: Iterable[bool]) -> frozenset[models.MemberRight]:
    """All rights for an owner or an admin; otherwise those granted individually.

    `granted` says it for each right, in the order of `RIGHT_COLUMNS`.
    """
    if has_every_right(role):
        return frozenset(models.MemberRight)
    return frozenset(right for right, is_granted in zip(RIGHT_COLUMNS, granted, strict=True) if is_granted)
