"""Inputs of mutations that issue or reverse credits."""

from decimal import Decimal

import strawberry

from graph import described


@described.input_type
class AddCreditNoteInput:
    """A credit note to issue."""

    client_id: strawberry.ID = described.field("The client that receives the credits.")
    amount: Decimal = described.field("The amount, in the firm's currency.")
    reason: str = described.field(described.REASON)
    idempotency_key: str = described.field(described.IDEMPOTENCY_KEY)


@described.input_type
class ReverseCreditInput:
    """Credits to reverse."""

    entry_id: strawberry.ID = described.field(
        "The credit entry to reverse: a credit note, or an offline payment recorded as credits."
    )
    amount: Decimal | None = described.optional(
        "The amount, in the firm's currency. If omitted, everything that is unspent."
    )
    reason: str = described.field(described.REASON)
    idempotency_key: str = described.field(described.IDEMPOTENCY_KEY)
