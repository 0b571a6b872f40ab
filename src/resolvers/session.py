"""Signing in and out."""

from typing import Annotated

from billing.access.principals import ClientUser
from billing.identity import sign_in
from billing.identity.login_rate_limit import Origin
from graph import described, global_ids, input_validation, sqlquery
from graph.context import Info
from graph.inputs import session as inputs
from graph.payloads import session as payloads


async def start(
    info: Info, input_: Annotated[inputs.SignInInput, described.input_argument("The credentials.")]
) -> payloads.SignInResult | None:
    """Sign in with email address and password, to one membership. Sets the session cookie, or returns a bearer token.
    Attempts are rate-limited, and a request can contain one.
    """
    context, global_id = info.context, input_validation.none_if_unset(input_.seat_id)
    context.claim_credential_check()
    membership_id = None if global_id is None else global_ids.decode_as("Seat", global_id) or sign_in.NO_MEMBERSHIP
    command = sign_in.SignInCommand(
        email=input_validation.validate_opaque(input_.email, "email", input_validation.MAX_EMAIL_LENGTH),
        password=input_validation.validate_opaque(input_.password, "password", input_validation.MAX_PASSWORD_LENGTH),
        origin=Origin(context.address, context.device_token),
        membership_id=membership_id,
    )
    result = await context.run(sign_in.sign_in, context.services, command)
    await context.start_session(result, cookie=not input_.token)
    type_name = "ClientUser" if isinstance(result.viewer, ClientUser) else "FirmMember"
    return payloads.SignInPayload(
        viewer=sqlquery.object_ref(type_name, result.viewer.id), access_token=result.token if input_.token else None
    )


async def end(info: Info) -> bool | None:
    """End the session and delete its cookie. False if nobody was signed in."""
    context = info.context
    was_signed_in = context.token is not None and await context.run(sign_in.sign_out, context.services, context.token)
    await context.clear_session()
    return was_signed_in
