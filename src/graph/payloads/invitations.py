"""Results of mutations on invitations."""

from typing import Annotated, TypeAlias

from graph import described
from graph import user_errors as errors
from graph.payloads.session import SignInPayload
from graph.types import lazy


@described.object_type
class InvitePayload:
    """An invitation that was sent."""

    invitation: lazy.Invitation = described.field("The invitation as it is now.")
    replayed: bool = described.field(described.REPLAYED)


@described.object_type
class InvitationPayload:
    """An invitation that was changed."""

    invitation: lazy.Invitation = described.field("The invitation after the change.")


InviteResult: TypeAlias = Annotated[
    InvitePayload | errors.NotFound | errors.AlreadyMember | errors.InvalidInput | errors.IdempotencyConflict,
    described.result_of("inviteClientUser", "inviteMember", name="InviteResult"),
]

InvitationResult: TypeAlias = Annotated[
    InvitationPayload | errors.NotFound | errors.InvitationNotChangeable,
    described.result_of("resendInvitation", "revokeInvitation", name="InvitationResult"),
]

AcceptInvitationResult: TypeAlias = Annotated[
    SignInPayload | errors.TokenNotValid | errors.WrongPassword | errors.WeakPassword | errors.InvalidInput,
    described.result_of("acceptInvitation"),
]
