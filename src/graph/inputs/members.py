"""Inputs of mutations on members and client users."""

import strawberry

import models
from graph import described


@described.input_type
class UpdateMemberInput:
    """Changes to a member. Omitted fields stay unchanged; none can be null."""

    member_id: strawberry.ID = described.field("The member to change.")
    role: models.FirmRole | None = described.optional(
        "ADMIN or EMPLOYEE. Whoever becomes an admin loses rights and clients that were given to them individually."
    )
    rights: list[models.MemberRight] | None = described.optional(
        "All rights that an employee has from now on. Empty for an admin, who has every right."
    )
    client_ids: list[strawberry.ID] | None = described.optional(
        "All clients that are assigned to an employee from now on. Empty for an admin, who sees all clients."
    )


@described.input_type
class RemoveMemberInput:
    """A member to remove."""

    member_id: strawberry.ID = described.field("The member to remove.")


@described.input_type
class RemoveClientUserInput:
    """A client's user to remove."""

    client_user_id: strawberry.ID = described.field("The user to remove.")


@described.input_type
class TransferOwnershipInput:
    """A new owner of the firm."""

    member_id: strawberry.ID = described.field("The member who becomes the owner.")
    password: str = described.field("The password of the present owner.")
