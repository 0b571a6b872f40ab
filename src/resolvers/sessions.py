"""Signing in and out."""

from typing import Annotated

import strawberry

from billing.access.principals import ClientUser
from billing.identity import sign_in as deed
from graph import global_ids, input_validation, sqlquery
from graph.context import Info
from graph.inputs.session import SignInInput
from graph.payloads import results
from graph.types import session


async def sign_in(
    info: Info, input_: Annotated[SignInInput, strawberry.argument(name="input", description="Who wants to sign in.")]
) -> results.SignInResult | None:
    """Sign in: from then on, also for the rest of this operation, that seat asks."""
    seat_id = None
    if input_validation.none_if_unset(input_.seat_id) is not None:
        seat_id = global_ids.decode_as("Seat", str(input_.seat_id)) or deed.NO_MEMBERSHIP
    context = info.context
    wish = deed.SignInCommand(
        email=input_validation.validate_text(input_.email, "email", input_validation.MAX_EMAIL_LENGTH),
        password=input_validation.validate_text(input_.password, "password", input_validation.MAX_PASSWORD_LENGTH),
        ip_address=context.address,
        membership_id=seat_id,
    )
    signed_in = await context.run(deed.sign_in, context.services, wish)
    await context.start_session(signed_in.viewer, signed_in.token, signed_in.expires_at, cookie=not input_.token)
    asking = signed_in.viewer
    viewer = sqlquery.object_ref("ClientUser" if isinstance(asking, ClientUser) else "FirmMember", asking.id)
    return session.SignInPayload(viewer=viewer, access_token=signed_in.token if input_.token else None)


async def sign_out(info: Info) -> bool | None:
    """Sign out: whether somebody was signed in."""
    context = info.context
    ended = context.token is not None and await context.run(deed.sign_out, context.services, context.token)
    await context.end_session()
    return ended
