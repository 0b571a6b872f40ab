"""Signing in and out, and the viewer's sessions."""

from typing import Annotated, Any

from billing import email_addresses
from billing.access.principals import ClientUser, Viewer
from billing.errors import NotFound
from billing.identity import passwords, revoke_session, sessions, sign_in, switch_membership
from graph import described, global_ids, input_validation, sqlquery
from graph.context import Info
from graph.inputs import session as inputs
from graph.payloads import session as payloads
from graph.types.membership import MEMBERSHIP_ID_TYPE
from graph.types.session import Session


async def start(
    info: Info, input_: Annotated[inputs.SignInInput, described.input_argument("The credentials.")]
) -> payloads.SignInResult | None:
    """Sign in with email address and password, to one membership. Sets the session cookie, or returns a bearer token.
    Attempts are rate-limited, and a request can contain one.
    """
    context, global_id = info.context, input_validation.none_if_unset(input_.seat_id)
    context.reserve_credential_check()
    membership_id = None
    if global_id is not None:
        membership_id = global_ids.decode_as(MEMBERSHIP_ID_TYPE, global_id) or sign_in.NO_MEMBERSHIP
    command = sign_in.SignInCommand(
        email=input_validation.validate_opaque(input_.email, "email", email_addresses.MAX_EMAIL_LENGTH),
        password=input_validation.validate_opaque(input_.password, "password", passwords.MAX_PASSWORD_LENGTH),
        origin=context.origin,
        membership_id=membership_id,
    )
    result = await context.run(sign_in.sign_in, context.services, command)
    await context.start_session(result, cookie=not input_.token)
    return payloads.SignInPayload(viewer=viewer_ref(result.viewer), access_token=result.token if input_.token else None)


def viewer_type_name(viewer: Viewer) -> str:
    """The name of the type of the viewer's own object."""
    return "ClientUser" if isinstance(viewer, ClientUser) else "FirmMember"


def viewer_ref(viewer: Viewer) -> Any:
    """Return a reference to the viewer's own object."""
    return sqlquery.object_ref(viewer_type_name(viewer), viewer.id)


async def end(info: Info) -> bool | None:
    """End the session and delete its cookie. False if nobody was signed in."""
    context = info.context
    was_signed_in = context.token is not None and await context.run(sessions.sign_out, context.services, context.token)
    await context.clear_session()
    return was_signed_in


async def list_own(info: Info) -> list[Session] | None:
    """Where the viewer's person is signed in, in any of their memberships; the session that was used last is the first.
    Empty for a person who only signs in through an identity provider.
    """
    context = info.context
    own = await sessions.list_sessions(context.services, context.authenticated_viewer, context.token)
    return [Session.of(session) for session in own]


async def revoke(
    info: Info, input_: Annotated[inputs.RevokeSessionInput, described.input_argument("The session to end.")]
) -> payloads.RevokeSessionResult | None:
    """End one of the viewer's own sessions, in whichever membership. Ending the current one is signing out."""
    context, session_id = info.context, global_ids.require("Session", input_.session_id)
    result = await context.run_for_viewer(revoke_session.revoke_session, session_id, context.token)
    if result.was_current:
        await context.clear_session()
    return payloads.SessionsPayload(sessions=[Session.of(session) for session in result.sessions])


async def switch(
    info: Info, input_: Annotated[inputs.SwitchMembershipInput, described.input_argument("The membership.")]
) -> payloads.SwitchMembershipResult | None:
    """Continue this session in another membership of the same person, without a password. Its cookie or bearer token
    stays the same, so `accessToken` is null. Open subscriptions of the session end if the new membership may not read
    what they follow.
    """
    context = info.context
    membership_id = global_ids.decode_as(MEMBERSHIP_ID_TYPE, input_.membership_id)
    if membership_id is None:
        raise NotFound
    viewer = await context.run_for_viewer(switch_membership.switch_membership, membership_id, context.token)
    await context.continue_as(viewer)
    return payloads.SignInPayload(viewer=viewer_ref(viewer), access_token=None)
