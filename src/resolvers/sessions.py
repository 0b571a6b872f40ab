"""Signing in and out."""

from typing import Annotated

import strawberry

from billing import sign_in as deed
from billing.actor import ClientUser
from graph import globalids, results, stored, texts
from graph.context import Info
from graph.inputs.session import SignInInput
from graph.types import session


async def sign_in(
    info: Info, input_: Annotated[SignInInput, strawberry.argument(name="input", description="Who wants to sign in.")]
) -> results.SignInResult | None:
    """Sign in: from then on, also for the rest of this operation, that seat asks."""
    seat_id = None
    if texts.given(input_.seat_id) is not None:
        seat_id = globalids.sought("Seat", str(input_.seat_id)) or deed.NO_SEAT
    context = info.context
    wish = deed.SignIn(
        email=texts.taken(input_.email, "email", texts.EMAIL),
        password=texts.taken(input_.password, "password", texts.PASSWORD),
        address=context.address,
        seat_id=seat_id,
    )
    signed_in = await context.done(deed.sign_in, context.services, wish)
    await context.session_opened(signed_in.viewer, signed_in.token, signed_in.expires_at, cookie=not input_.token)
    asking = signed_in.viewer
    viewer = stored.refer("ClientUser" if isinstance(asking, ClientUser) else "FirmMember", asking.id)
    return session.SignInPayload(viewer=viewer, access_token=signed_in.token if input_.token else None)


async def sign_out(info: Info) -> bool | None:
    """Sign out: whether somebody was signed in."""
    context = info.context
    ended = context.token is not None and await context.done(deed.sign_out, context.services, context.token)
    await context.session_closed()
    return ended
