"""Permissions: which members and client users may run a use case.

Every use case of a member or client user calls `require_permission`, unless any viewer may run it: then `visibility`
alone decides what they can change. `graph.permissions` checks the same `Permission` for each GraphQL field.
`OWNER_OR_ADMIN` keeps employees from, among others, the payment settings, the providers, the webhooks, the members and
the money report.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, false, func

import models
from billing.access.principals import ClientUser, Viewer


class NotAuthenticated(Exception):
    """The request has no signed-in viewer, and the operation needs one."""


class PermissionDenied(Exception):
    """The viewer lacks the permission, whatever the object."""


@dataclass(frozen=True, slots=True)
class Permission:
    """Granted to each of: a member with one of `roles`; a member with all of `rights`; a client user, if `client_user`.

    An owner and an admin have every right (`principals.rights_of`), so a permission with rights needs no roles.
    """

    roles: frozenset[models.FirmRole] = frozenset()
    rights: frozenset[models.MemberRight] = frozenset()
    client_user: bool = False


OWNER = Permission(roles=frozenset({models.FirmRole.OWNER}))
OWNER_OR_ADMIN = Permission(roles=frozenset({models.FirmRole.OWNER, models.FirmRole.ADMIN}))
ANY_MEMBER = Permission(roles=frozenset(models.FirmRole))
ANY_VIEWER = Permission(roles=frozenset(models.FirmRole), client_user=True)
MANAGE_INVOICES = Permission(rights=frozenset({models.MemberRight.MANAGE_INVOICES}))
MANAGE_CLIENTS = Permission(rights=frozenset({models.MemberRight.MANAGE_CLIENTS}))
MANAGE_PAYMENTS = Permission(rights=frozenset({models.MemberRight.MANAGE_PAYMENTS}))
MAKE_PREPAYMENTS = Permission(rights=frozenset({models.MemberRight.MANAGE_PAYMENTS}), client_user=True)
PAY_INVOICES = Permission(
    rights=frozenset({models.MemberRight.MANAGE_PAYMENTS, models.MemberRight.MANAGE_INVOICES}), client_user=True
)
# Who can pay an invoice has MANAGE_PAYMENTS or is a client user, and so can cancel the payment as well.
CANCEL_PAYMENTS = MAKE_PREPAYMENTS


def has_permission(viewer: Viewer, permission: Permission) -> bool:
    """Whether the viewer has the permission."""
    if isinstance(viewer, ClientUser):
        return permission.client_user
    if viewer.role in permission.roles:
        return True
    return bool(permission.rights) and permission.rights <= viewer.rights


def require_permission(viewer: Viewer | None, permission: Permission) -> Viewer:
    """Return the viewer. Raises NotAuthenticated, or PermissionDenied if they lack the permission."""
    if viewer is None:
        raise NotAuthenticated
    if not has_permission(viewer, permission):
        raise PermissionDenied
    return viewer


def is_initiator(viewer: Viewer, event: Any) -> ColumnElement[bool]:
    """SQL: whether the viewer triggered the event. Never NULL.

    Only the initiator of a payment can open its payment window.
    """
    membership_id = event.client_user_id if isinstance(viewer, ClientUser) else event.member_id
    return func.coalesce(membership_id == viewer.id, false())
