"""Result of signing in."""

from typing import Annotated, TypeAlias

from graph import described, user_errors
from graph.types import membership as membership_types


@described.object_type
class SignInPayload:
    """A successful sign-in."""

    viewer: membership_types.Viewer = described.field("The signed-in viewer.")
    access_token: str | None = described.field(
        "The session's token, to send as `Authorization: Bearer ...`, if the input has `token: true`. Otherwise null:"
        " browsers receive an HttpOnly cookie."
    )


SignInResult: TypeAlias = Annotated[
    SignInPayload | membership_types.SeatChoice | user_errors.SignInFailed, described.result_of("signIn")
]
