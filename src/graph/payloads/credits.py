"""Results of mutations that issue or reverse credits."""

from typing import Annotated, TypeAlias

import strawberry

from graph import user_errors
from graph.payloads import descriptions
from graph.types import credits as credit_types


@strawberry.type(description="Credits that were issued or reversed.")
class CreditPayload:
    """Credits that were issued or reversed."""

    credit_account: credit_types.CreditAccount = strawberry.field(description=descriptions.CREDIT_ACCOUNT)
    entry: credit_types.CreditEntry = strawberry.field(description="The new credit entry.")
    replayed: bool = strawberry.field(description=descriptions.REPLAYED)


CreditResult: TypeAlias = Annotated[
    CreditPayload
    | user_errors.NotFound
    | user_errors.InvalidAmount
    | user_errors.InvalidInput
    | user_errors.IdempotencyConflict,
    strawberry.union("CreditResult", description="The result of `addCreditNote`."),
]

ReverseCreditResult: TypeAlias = Annotated[
    CreditPayload
    | user_errors.NotFound
    | user_errors.NotRefundable
    | user_errors.InvalidAmount
    | user_errors.InvalidInput
    | user_errors.IdempotencyConflict,
    strawberry.union("ReverseCreditResult", description="The result of `reverseCredit`."),
]
