"""Inputs of mutations that issue or reverse credits."""

from decimal import Decimal

import strawberry

from graph.inputs import descriptions


@strawberry.input(description="A credit note to issue.")
class AddCreditNoteInput:
    """A credit note to issue."""

    client_id: strawberry.ID = strawberry.field(description="The client that receives the credits.")
    amount: Decimal = strawberry.field(description="The amount, in the firm's currency.")
    reason: str = strawberry.field(description=descriptions.REASON)
    idempotency_key: str = strawberry.field(description=descriptions.IDEMPOTENCY_KEY)


@strawberry.input(description="Credits to reverse.")
class ReverseCreditInput:
    """Credits to reverse."""

    entry_id: strawberry.ID = strawberry.field(
        description="The credit entry to reverse: a credit note, or an offline payment recorded as credits."
    )
    amount: Decimal | None = strawberry.field(
        default=strawberry.UNSET,
        description="The amount, in the firm's currency. If omitted, everything that is unspent.",
    )
    reason: str = strawberry.field(description=descriptions.REASON)
    idempotency_key: str = strawberry.field(description=descriptions.IDEMPOTENCY_KEY)
