"""Who may do it. Which doors there are, and who may open each, is listed where the doors are; this decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, false, func

import models
from billing.access.principals import ClientUser, Viewer


class NotAuthenticated(Exception):
    """Nobody is signed in, and this is not for nobody."""


class PermissionDenied(Exception):
    """Somebody is signed in who may not do this, whatever the object."""


@dataclass(frozen=True, slots=True)
class Permission:
    """Any of the roles, or an employee with all of the rights (owner and admin have every right); or a client user."""

    roles: frozenset[models.FirmRole] = frozenset()
    rights: frozenset[models.MemberRight] = frozenset()
    client_user: bool = False


OWNER_OR_ADMIN = Permission(roles=frozenset({models.FirmRole.OWNER, models.FirmRole.ADMIN}))
ANY_MEMBER = Permission(roles=frozenset(models.FirmRole))
MANAGE_INVOICES = Permission(rights=frozenset({models.MemberRight.MANAGE_INVOICES}))
MANAGE_PAYMENTS = Permission(rights=frozenset({models.MemberRight.MANAGE_PAYMENTS}))
MAKE_PREPAYMENTS = Permission(rights=frozenset({models.MemberRight.MANAGE_PAYMENTS}), client_user=True)
PAY_INVOICES = Permission(
    rights=frozenset({models.MemberRight.MANAGE_PAYMENTS, models.MemberRight.MANAGE_INVOICES}), client_user=True
)
CANCEL_PAYMENTS = MAKE_PREPAYMENTS


def has_permission(viewer: Viewer, access: Permission) -> bool:
    """Whether the viewer, as they are now, has the access."""
    if isinstance(viewer, ClientUser):
        return access.client_user
    if viewer.role in access.roles:
        return True
    return bool(access.rights) and access.rights <= viewer.rights


def require_permission(viewer: Viewer | None, access: Permission) -> Viewer:
    """The viewer, when they have the access. Raise NotSignedIn or Denied."""
    if viewer is None:
        raise NotAuthenticated
    if not has_permission(viewer, access):
        raise PermissionDenied
    return viewer


def initiated_by(viewer: Viewer, event: Any) -> ColumnElement[bool]:
    """Whether it was the viewer who did it: a payment window is for whoever started that payment, and nobody else.

    For the database: true or false of every event, never unknown.
    """
    seat = event.client_user_id if isinstance(viewer, ClientUser) else event.member_id
    return func.coalesce(seat == viewer.id, false())
