"""Results of signing in, switching memberships and ending sessions."""

from typing import Annotated, TypeAlias

from graph import described, user_errors
from graph.types import membership as membership_types
from graph.types.session import Session


@described.object_type
class SignInPayload:
    """A successful sign-in."""

    viewer: membership_types.Viewer = described.field("The signed-in viewer.")
    access_token: str | None = described.field(
        "The session's token, to send as `Authorization: Bearer ...`, if the input of `signIn` has `token: true`, or"
        " that of `acceptInvitation` `accessToken: true`. Otherwise null: browsers receive an HttpOnly cookie, and"
        " `switchMembership` keeps the present token."
    )


SignInResult: TypeAlias = Annotated[
    SignInPayload | membership_types.SeatChoice | user_errors.SignInFailed, described.result_of("signIn")
]

SwitchMembershipResult: TypeAlias = Annotated[
    SignInPayload | user_errors.NotFound, described.result_of("switchMembership")
]


@described.object_type
class SessionsPayload:
    """The sessions that remain."""

    sessions: list[Session] = described.field("The person's sessions, the one that was used last first.")


RevokeSessionResult: TypeAlias = Annotated[SessionsPayload | user_errors.NotFound, described.result_of("revokeSession")]
