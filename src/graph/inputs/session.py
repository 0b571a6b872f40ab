"""Input of signing in."""

import strawberry

from graph import described


@described.input_type
class SignInInput:
    """Credentials to sign in with."""

    email: str = described.field("The email address; case does not matter.")
    password: str = described.field("The password.")
    seat_id: strawberry.ID | None = described.optional(
        "For a person with several memberships: the `id` of one of those listed by SeatChoice."
    )
    token: bool = described.field(
        "Return a bearer token instead of setting a cookie. For programs; browsers omit it.", default=False
    )
