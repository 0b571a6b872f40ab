"""Results of mutations that issue or reverse credits."""

from typing import Annotated, TypeAlias

import strawberry

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
    strawberry.union("CreditResult", description="The result of `addCreditNote`."),
]

ReverseCreditResult: TypeAlias = Annotated[
    CreditPayload | errors.NotFound | errors.NotRefundable | errors.InputErrors | errors.IdempotencyConflict,
    strawberry.union("ReverseCreditResult", description="The result of `reverseCredit`."),
]
