"""Results of mutations that issue or reverse credits."""

from typing import Annotated, TypeAlias

from graph import described
from graph import user_errors as errors
from graph.types import lazy


@described.object_type
class CreditPayload:
    """Credits that were issued or reversed."""

    credit_account: lazy.CreditAccount = described.field(described.CREDIT_ACCOUNT)
    entry: lazy.CreditEntry = described.field("The new credit entry.")
    replayed: bool = described.field(described.REPLAYED)


CreditResult: TypeAlias = Annotated[
    CreditPayload | errors.NotFound | errors.InputErrors | errors.IdempotencyConflict,
    described.result_of("addCreditNote", name="CreditResult"),
]

ReverseCreditResult: TypeAlias = Annotated[
    CreditPayload | errors.NotFound | errors.NotRefundable | errors.InputErrors | errors.IdempotencyConflict,
    described.result_of("reverseCredit"),
]
