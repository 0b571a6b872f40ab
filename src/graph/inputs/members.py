"""Inputs of mutations on members and client users."""

import uuid

import strawberry

import models
from graph import described, errors, global_ids
from translation import gettext as _

MAX_ASSIGNED_CLIENTS = 500


def require_client_ids(client_ids: list[strawberry.ID]) -> frozenset[uuid.UUID]:
    """The database ids of clients to assign. Raises BadUserInput if there are too many, NotFound for another id."""
    if len(client_ids) > MAX_ASSIGNED_CLIENTS:
        raise errors.BadUserInput(_("`clientIds` must have at most {count} items.").format(count=MAX_ASSIGNED_CLIENTS))
    return frozenset(global_ids.require("Client", client_id) for client_id in client_ids)


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
        "All clients that are assigned to an employee from now on. Empty for an admin, who sees all clients. At most"
        f" {MAX_ASSIGNED_CLIENTS} ids."
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
