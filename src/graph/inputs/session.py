"""What signing in takes."""

import strawberry


@strawberry.input(description="Who wants to sign in.")
class SignInInput:
    """Who wants to sign in."""

    email: str = strawberry.field(description="The e-mail address, in any case.")
    password: str = strawberry.field(description="The password.")
    seat_id: strawberry.ID | None = strawberry.field(
        default=strawberry.UNSET,
        description="For somebody with several seats: the `id` of one of those that SeatChoice listed.",
    )
    token: bool = strawberry.field(
        default=False,
        description="Answer with a bearer token, and set no cookie. For programs; a browser leaves it out.",
    )
