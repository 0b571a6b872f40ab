"""Signing in: to one seat of perhaps several."""

from typing import Self

import strawberry

import models
from billing.identity import sign_in
from graph import global_ids
from graph.types import people


@strawberry.type(description="Somebody is signed in, to one seat.")
class SignInPayload:
    """Somebody is signed in."""

    viewer: people.Viewer = strawberry.field(description="Whoever is signed in now.")
    access_token: str | None = strawberry.field(
        description=(
            "The session's token, to send as `Authorization: Bearer ...`; only when `token: true` asked for it. Null"
            " otherwise: a browser has its HttpOnly cookie."
        )
    )


@strawberry.type(description="One place where a person can sign in: a firm, or a client of one.")
class Seat:
    """One place where a person can sign in."""

    id: strawberry.ID = strawberry.field(description="Hand it to `signIn(seatId:)`.")
    firm_name: str = strawberry.field(description="The firm's name.")
    client_name: str | None = strawberry.field(description="The client's name, for a client's user; else null.")
    role: models.FirmRole | None = strawberry.field(description="The role in the firm, for a member; else null.")

    @classmethod
    def of(cls, membership: sign_in.Membership) -> Self:
        """The seat, told."""
        return cls(
            id=global_ids.encode("Seat", membership.id),
            firm_name=membership.firm_name,
            client_name=membership.client_name,
            role=membership.role,
        )


@strawberry.type(
    description="E-mail address and password are right, and this person has several seats: sign in again with one."
)
class SeatChoice:
    """One person, several seats."""

    seats: list[Seat] = strawberry.field(description="All of the person's seats.")

    @classmethod
    def of(cls, error: sign_in.MembershipSelectionRequired) -> Self:
        """The choice, told."""
        return cls(seats=[Seat.of(seat) for seat in error.memberships])
