"""Inputs of signing in, and of what one does with a session."""

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


@described.input_type
class SwitchMembershipInput:
    """A membership to continue in."""

    membership_id: strawberry.ID = described.field("The `id` of one of `memberships`.")


@described.input_type
class RevokeSessionInput:
    """A session to end."""

    session_id: strawberry.ID = described.field("The `id` of one of `sessions`.")
