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
    if input_validation.given(input_.seat_id) is not None:
        seat_id = global_ids.sought("Seat", str(input_.seat_id)) or deed.NO_SEAT
    context = info.context
    wish = deed.SignIn(
        email=input_validation.taken(input_.email, "email", input_validation.EMAIL),
        password=input_validation.taken(input_.password, "password", input_validation.PASSWORD),
        address=context.address,
        seat_id=seat_id,
    )
    signed_in = await context.done(deed.sign_in, context.services, wish)
    await context.session_opened(signed_in.viewer, signed_in.token, signed_in.expires_at, cookie=not input_.token)
    asking = signed_in.viewer
    viewer = sqlquery.refer("ClientUser" if isinstance(asking, ClientUser) else "FirmMember", asking.id)
    return session.SignInPayload(viewer=viewer, access_token=signed_in.token if input_.token else None)


async def sign_out(info: Info) -> bool | None:
    """Sign out: whether somebody was signed in."""
    context = info.context
    ended = context.token is not None and await context.done(deed.sign_out, context.services, context.token)
    await context.session_closed()
    return ended
