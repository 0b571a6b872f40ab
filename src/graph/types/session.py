"""The choice among several memberships when signing in."""

from typing import Self

import strawberry

import models
from billing.identity import sign_in
from graph import described, global_ids


@described.object_type
class Seat:
    """A membership: a person's access to a firm as a member, or to a client as its user."""

    id: strawberry.ID = described.field("The id to pass to `signIn` as `seatId`.")
    firm_name: str = described.field("The name of the firm.")
    client_name: str | None = described.field("The name of the client. Null for a member of the firm.")
    role: models.FirmRole | None = described.field("The role in the firm. Null for a client's user.")

    @classmethod
    def of(cls, membership: sign_in.Membership) -> Self:
        """Convert a membership."""
        return cls(
            id=global_ids.encode("Seat", membership.id),
            firm_name=membership.firm_name,
            client_name=membership.client_name,
            role=membership.role,
        )


@described.object_type
class SeatChoice:
    """The email address and password are correct, and the person has several memberships. Sign in again with one of
    them.
    """

    seats: list[Seat] = described.field("All memberships of the person.")

    @classmethod
    def of(cls, error: sign_in.MembershipSelectionRequired) -> Self:
        """Convert the domain error."""
        return cls(seats=[Seat.of(membership) for membership in error.memberships])
