"""Input of signing in."""

import strawberry


@strawberry.input(description="Credentials to sign in with.")
class SignInInput:
    """Credentials to sign in with."""

    email: str = strawberry.field(description="The email address; case does not matter.")
    password: str = strawberry.field(description="The password.")
    seat_id: strawberry.ID | None = strawberry.field(
        default=strawberry.UNSET,
        description="For a person with several memberships: the `id` of one of those listed by SeatChoice.",
    )
    token: bool = strawberry.field(
        default=False,
        description="Return a bearer token instead of setting a cookie. For programs; browsers omit it.",
    )
