"""Results of mutations on members and client users."""

from typing import Annotated, TypeAlias

from graph import described
from graph import user_errors as errors
from graph.payloads.clients import ClientPayload
from graph.payloads.firm import FirmPayload
from graph.types import lazy


@described.object_type
class MemberPayload:
    """A member who was changed."""

    member: lazy.FirmMember = described.field("The member after the change.")


UpdateMemberResult: TypeAlias = Annotated[
    MemberPayload | errors.NotFound | errors.MemberNotChangeable | errors.InvalidInput,
    described.result_of("updateMember"),
]

RemoveMemberResult: TypeAlias = Annotated[
    FirmPayload | errors.NotFound | errors.MemberNotChangeable, described.result_of("removeMember")
]

RemoveClientUserResult: TypeAlias = Annotated[ClientPayload | errors.NotFound, described.result_of("removeClientUser")]

TransferOwnershipResult: TypeAlias = Annotated[
    FirmPayload | errors.NotFound | errors.WrongPassword | errors.InvalidInput, described.result_of("transferOwnership")
]
