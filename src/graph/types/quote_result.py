"""The union that `Invoice.quote` returns. User errors have quotes too, so it is not in `graph.types.quote`."""

from typing import Annotated, TypeAlias

import strawberry

from graph import user_errors
from graph.types.quote import Quote

QuoteResult: TypeAlias = Annotated[
    Quote
    | user_errors.InvalidAmount
    | user_errors.InvalidInput
    | user_errors.AmountExceedsPayable
    | user_errors.AmountOutOfRange
    | user_errors.NothingPayable
    | user_errors.InsufficientCredits
    | user_errors.InvoiceNotPayable
    | user_errors.FullAmountNotPossible
    | user_errors.NoDepositDue
    | user_errors.MethodUnavailable,
    strawberry.union(
        "QuoteResult",
        description="The result of `quote`: the figures, or the reason why it cannot be paid.",
    ),
]
