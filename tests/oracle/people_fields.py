"""The oracle's fields of members, client users and invitations."""

from __future__ import annotations

from typing import Any

import models
from billing.access.principals import rights_of
from tests.oracle import notices, pagination
from tests.oracle.resolver_context import ResolverContext
from tests.oracle.values import global_id
from tests.oracle.vocabulary import Arguments, Field, column_field, firm_of_viewer, person_field, visible_reference


def _rights(row: Any) -> list[models.MemberRight]:
    return [right for right in models.MemberRight if right in rights_of(row)]


def _memberships(context: ResolverContext, row: Any, _arguments: Arguments) -> list[dict[str, Any]] | None:
    """Those of the viewer, of whatever firm: members of firms by their name, then users of clients."""
    if row.id != context.authenticated_viewer.id:
        return None
    firms = {firm.id: firm for firm in context.all_rows.tables[models.Firm]}
    clients = {client.id: client for client in context.all_rows.tables[models.Client]}
    found: list[tuple[Any, str | None]] = [(member, None) for member in context.all_rows.tables[models.FirmMember]]
    found += [(user, clients[user.client_id].name) for user in context.all_rows.tables[models.ClientUser]]
    return [
        {
            "id": global_id("Seat", own.id),
            "firmName": firms[own.firm_id].name,
            "clientName": client_name,
            "role": getattr(own, "role", None),
            "isCurrent": own.id == row.id,
        }
        for own, client_name in found
        if own.person_id == row.person_id and own.removed_at is None
    ]


def _status(context: ResolverContext, row: models.Invitation, _arguments: Arguments) -> str:
    if row.accepted_at is not None:
        return "ACCEPTED"
    if row.revoked_at is not None:
        return "REVOKED" if row.revoked_at < row.expires_at else "EXPIRED"
    return "EXPIRED" if row.expires_at <= context.now else "PENDING"


_MEMBERSHIP: dict[str, Field] = {
    "name": person_field("name"),
    "email": person_field("email"),
    "locale": person_field("locale"),
    "memberships": _memberships,
    **notices.PREFERENCES,
}

FIELDS: dict[str, dict[str, Field]] = {
    "FirmMember": {
        **_MEMBERSHIP,
        "role": column_field("role"),
        "rights": lambda _context, row, _: _rights(row),
        "firm": firm_of_viewer,
        "assignedClients": pagination.assigned_clients,
    },
    "ClientUser": {**_MEMBERSHIP, "client": visible_reference(models.Client, "client_id")},
    "Membership": {
        name: lambda _context, membership, _, name=name: membership[name]  # type: ignore[misc]
        for name in ("id", "firmName", "clientName", "role", "isCurrent")
    },
    "Invitation": {
        "email": column_field("email"),
        "name": column_field("name"),
        "role": column_field("role"),
        "rights": lambda _context, row, _: None if row.role is None else _rights(row),
        "client": visible_reference(models.Client, "client_id"),
        "status": _status,
        "expiresAt": column_field("expires_at"),
        "createdAt": column_field("created_at"),
        "actor": lambda context, row, _: context.rows.events[row.event_seq],
    },
}
