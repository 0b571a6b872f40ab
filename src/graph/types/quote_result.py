"""The union that `Invoice.quote` returns. User errors have quotes too, so it is not in `graph.types.quote`."""

from typing import Annotated, TypeAlias

import strawberry

from graph import user_errors as errors
from graph.types.quote import Quote

QuoteResult: TypeAlias = Annotated[
    Quote | errors.InputErrors | errors.AmountExceedsPayable | errors.AmountOutOfRange | errors.NothingPayable
    | errors.InsufficientCredits | errors.InvoiceNotPayable | errors.FullAmountNotPossible | errors.NoDepositDue
    | errors.MethodUnavailable,
    strawberry.union(
        "QuoteResult", description="The result of `quote`: the figures, or the reason why it cannot be paid."
    ),
]  # fmt: skip
