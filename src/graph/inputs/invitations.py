"""Inputs of mutations on invitations."""

import strawberry

import models
from billing import text_input
from billing.identity import passwords
from graph import described
from graph.inputs.members import MAX_ASSIGNED_CLIENTS
from graph.scalars import Locale

_NAME = f"The name of the person: 1 to {text_input.MAX_NAME_LENGTH} characters."
_LOCALE = "The language of the mail, and of the person's account if it is new. That of the request if omitted."


@described.input_type
class InviteClientUserInput:
    """Somebody to invite to a client."""

    client_id: strawberry.ID = described.field("The client.")
    email: str = described.field("The email address that the invitation is sent to.")
    name: str = described.field(_NAME)
    locale: Locale | None = described.optional(_LOCALE)
    idempotency_key: str = described.field(described.IDEMPOTENCY_KEY)


@described.input_type
class InviteMemberInput:
    """Somebody to invite to the firm."""

    email: str = described.field("The email address that the invitation is sent to.")
    name: str = described.field(_NAME)
    role: models.FirmRole = described.field("ADMIN or EMPLOYEE. See `transferOwnership` for a new owner.")
    rights: list[models.MemberRight] | None = described.optional(
        "The rights of an employee. None if omitted; an admin has every right without them."
    )
    client_ids: list[strawberry.ID] | None = described.optional(
        "The clients that are assigned to an employee. None if omitted; an admin sees all clients without them. At most"
        f" {MAX_ASSIGNED_CLIENTS} ids."
    )
    locale: Locale | None = described.optional(_LOCALE)
    idempotency_key: str = described.field(described.IDEMPOTENCY_KEY)


@described.input_type
class InvitationInput:
    """An invitation to send again or to revoke."""

    invitation_id: strawberry.ID = described.field("The invitation.")


@described.input_type
class AcceptInvitationInput:
    """An invitation to accept."""

    token: str = described.field("The token of the link in the mail.")
    password: str = described.field(
        f"The person's password or, if they have none, a new one of {passwords.MIN_PASSWORD_LENGTH} to"
        f" {passwords.MAX_PASSWORD_LENGTH} characters. Ignored on servers that do not sign in by password."
    )
    name: str | None = described.optional(
        "The name of somebody new, instead of the one in the invitation. A person who has an account keeps theirs."
    )
    access_token: bool = described.field(
        "Return a bearer token instead of setting a cookie. For programs; browsers omit it.", default=False
    )
