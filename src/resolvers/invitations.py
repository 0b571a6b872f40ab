"""Invitations."""

import uuid
from collections.abc import Iterable, Iterator
from typing import Annotated

from strawberry.types.nodes import SelectedField, Selection

from billing import email_addresses
from billing.access import policy
from billing.identity import (
    accept_invitation,
    invitations,
    invite_client_user,
    invite_member,
    resend_invitation,
    revoke_invitation,
)
from billing.identity.passwords import WrongPassword
from graph import described, global_ids, input_validation, sqlquery
from graph.context import Info
from graph.inputs import invitations as inputs
from graph.inputs.members import require_client_ids
from graph.payloads import invitations as payloads
from graph.payloads.session import SignInPayload
from graph.types.invitation import InvitationPreview
from models import MemberRight
from resolvers.session import viewer_ref


async def preview(
    info: Info, token: Annotated[str, described.argument("The token of the link in the mail.")]
) -> InvitationPreview | None:
    """The content of an invitation, to show before it is accepted. Null if the token cannot be used, for whatever
    reason.
    """
    found = await accept_invitation.preview_invitation(info.context.services, token)
    return None if found is None else InvitationPreview.of(found)


async def invite_user(
    info: Info, input_: Annotated[inputs.InviteClientUserInput, described.input_argument("Who is invited to what.")]
) -> payloads.InviteResult | None:
    """Send somebody an invitation to become a user of the client. It can be accepted until its `expiresAt`."""
    command = invite_client_user.InviteClientUserCommand(
        client_id=global_ids.require("Client", input_.client_id),
        email=_parse_email(input_.email),
        name=input_.name,
        locale=input_validation.none_if_unset(input_.locale),
        idempotency_key=input_validation.validate_idempotency_key(input_.idempotency_key),
    )
    return _invite_payload(await info.context.run_for_viewer(invite_client_user.invite_client_user, command))


async def invite_to_firm(
    info: Info, input_: Annotated[inputs.InviteMemberInput, described.input_argument("Who is invited as what.")]
) -> payloads.InviteResult | None:
    """Send somebody an invitation to become a member of the firm. It can be accepted until its `expiresAt`."""
    client_ids = input_validation.none_if_unset(input_.client_ids) or []
    command = invite_member.InviteMemberCommand(
        email=_parse_email(input_.email),
        name=input_.name,
        role=input_.role,
        rights=sort_rights(input_validation.none_if_unset(input_.rights) or ()),
        client_ids=tuple(sorted(require_client_ids(client_ids))),
        locale=input_validation.none_if_unset(input_.locale),
        idempotency_key=input_validation.validate_idempotency_key(input_.idempotency_key),
    )
    return _invite_payload(await info.context.run_for_viewer(invite_member.invite_member, command))


def sort_rights(rights: Iterable[MemberRight]) -> tuple[MemberRight, ...]:
    """The rights as a set in a fixed order, so that equal inputs are equal commands."""
    return tuple(right for right in MemberRight if right in set(rights))


def _parse_email(address: str) -> str:
    return input_validation.validate_opaque(address, "email", email_addresses.MAX_EMAIL_LENGTH)


def _invite_payload(result: invitations.InviteResult) -> payloads.InvitePayload:
    invitation = sqlquery.object_ref("Invitation", result.invitation_id)
    return payloads.InvitePayload(invitation=invitation, replayed=result.replayed)


async def resend(
    info: Info, input_: Annotated[inputs.InvitationInput, described.input_argument("The invitation to send again.")]
) -> payloads.InvitationResult | None:
    """Send a pending or expired invitation again, unless it was revoked or replaced after it expired. It gets a new
    link and a new `expiresAt`; the old link is no longer valid.
    """
    invitation_id = global_ids.require("Invitation", input_.invitation_id)
    return _payload(await info.context.run_for_viewer(resend_invitation.resend_invitation, invitation_id))


async def revoke(
    info: Info, input_: Annotated[inputs.InvitationInput, described.input_argument("The invitation to revoke.")]
) -> payloads.InvitationResult | None:
    """Revoke an invitation, so that it can no longer be accepted. An expired one keeps its status. Revoking it again
    returns the same result.
    """
    invitation_id = global_ids.require("Invitation", input_.invitation_id)
    return _payload(await info.context.run_for_viewer(revoke_invitation.revoke_invitation, invitation_id))


def _payload(invitation_id: uuid.UUID) -> payloads.InvitationPayload:
    return payloads.InvitationPayload(invitation=sqlquery.object_ref("Invitation", invitation_id))


async def accept(
    info: Info, input_: Annotated[inputs.AcceptInvitationInput, described.input_argument("The link and a password.")]
) -> payloads.AcceptInvitationResult | None:
    """Accept an invitation, and sign in as the new member or user. Sets the session cookie, or returns a bearer token.
    Attempts are rate-limited like sign-ins, and a request can contain one.
    """
    context = info.context
    if not context.services.passwords_enabled:
        _require_own_fields(info)
    context.reserve_credential_check(WrongPassword)
    command = accept_invitation.AcceptInvitationCommand(
        token=input_.token,
        password=input_validation.validate_password(input_.password, "password"),
        name=input_validation.none_if_unset(input_.name),
        origin=context.origin,
    )
    result = await context.run(accept_invitation.accept_invitation, context.services, command)
    if result.session is None:
        await context.answer_as(result.viewer)
        return SignInPayload(viewer=viewer_ref(result.viewer), access_token=None)
    await context.start_session(result.session, cookie=not input_.access_token)
    return SignInPayload(
        viewer=viewer_ref(result.viewer), access_token=result.session.token if input_.access_token else None
    )


def _require_own_fields(info: Info) -> None:
    """Check that nothing but the new viewer's own fields is read: only the identity provider signs them in (D40).

    Raises NotAuthenticated if an object is selected below the viewer, before anything is accepted.
    """
    payload = _fields_of(selection for field in info.selected_fields for selection in field.selections)
    viewers = (selection for field in payload if field.name == "viewer" for selection in field.selections)
    if any(field.selections for field in _fields_of(viewers)):
        raise policy.NotAuthenticated


def _fields_of(selections: Iterable[Selection]) -> Iterator[SelectedField]:
    """The fields of the selections, and of the fragments among them."""
    for selection in selections:
        if isinstance(selection, SelectedField):
            yield selection
        else:
            yield from _fields_of(selection.selections)
