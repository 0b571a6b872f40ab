"""Invitations, and what their links show."""

import datetime as dt
from typing import Any, Self

from sqlalchemy import ColumnElement

import models
from billing.access import visibility
from billing.identity import accept_invitation, invitations
from graph import described, sqlquery
from graph.types import lazy
from graph.types.actor import on_event
from graph.types.membership import rights_of_row
from graph.types.node import Node
from models.base import Instant


def _status(invitation: Any, compile_context: sqlquery.CompileContext) -> ColumnElement[str]:
    return invitations.status_sql(invitation, compile_context.bind(Instant(), lambda request: request.now))


@sqlquery.source(models.Invitation, visibility.invitations)
@described.object_type
class Invitation(Node):
    """An invitation of somebody to the firm or to one of its clients. Admins and the owner see all of them, employees
    with MANAGE_CLIENTS those to clients that they see.
    """

    email: str = sqlquery.column("The address that it was sent to, in lower case.")
    name: str = sqlquery.column("The name of the person, as whoever invited them entered it.")
    role: models.FirmRole | None = sqlquery.column("The role of the member to be. Null for a client's user.")
    rights: list[models.MemberRight] | None = sqlquery.column(
        "The rights of the member to be. Null for a client's user.", rights_of_row
    )
    client: lazy.Client | None = sqlquery.to_one("The client. Null for a member to be.")
    status: invitations.InvitationStatus = sqlquery.column("The status.", _status)
    expires_at: dt.datetime = sqlquery.column("Until when it can be accepted. Sending it again makes that later.")
    created_at: dt.datetime = sqlquery.column("When it was first sent.")
    actor: lazy.Actor = sqlquery.to_one("Who invited the person.", on_event)


@described.object_type
class InvitationPreview:
    """What the page of an invitation shows before it is accepted."""

    firm_name: str = described.field("The name of the firm.")
    client_name: str | None = described.field("The name of the client. Null for a member to be.")
    role: models.FirmRole | None = described.field("The role of the member to be. Null for a client's user.")
    email: str = described.field("The address that was invited.")
    name: str = described.field("The name of the person. Somebody new can change it when accepting.")
    needs_password: bool = described.field(
        "Whether the person chooses a password when accepting. False if the person has a password, which is then"
        " required, and on servers that do not sign in by password."
    )

    @classmethod
    def of(cls, preview: accept_invitation.InvitationPreview) -> Self:
        """Convert a preview of the domain."""
        return cls(
            firm_name=preview.firm_name,
            client_name=preview.client_name,
            role=preview.role,
            email=preview.email,
            name=preview.name,
            needs_password=preview.needs_password,
        )
