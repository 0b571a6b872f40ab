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
    def of(cls, seat: sign_in.Seat) -> Self:
        """The seat, told."""
        return cls(
            id=global_ids.written("Seat", seat.id),
            firm_name=seat.firm_name,
            client_name=seat.client_name,
            role=seat.role,
        )


@strawberry.type(
    description="E-mail address and password are right, and this person has several seats: sign in again with one."
)
class SeatChoice:
    """One person, several seats."""

    seats: list[Seat] = strawberry.field(description="All of the person's seats.")

    @classmethod
    def of(cls, refusal: sign_in.SeveralSeats) -> Self:
        """The choice, told."""
        return cls(seats=[Seat.of(seat) for seat in refusal.seats])
