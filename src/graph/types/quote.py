"""What paying an invoice would do now."""

from typing import TYPE_CHECKING, Annotated, Self, TypeAlias

import strawberry

from billing.payments import quote as quotes
from graph.types.money import Money


@strawberry.type(description="What paying would do now. Nothing is done, and nothing is set aside.")
class Quote:
    """What paying would do now."""

    amount: Money = strawberry.field(description="How much of the invoice would be paid.")
    from_credits: Money = strawberry.field(description="Of that, what credits pay.")
    charged: Money = strawberry.field(description="Of that, what is charged by card or bank debit.")
    amount_due_after: Money = strawberry.field(
        description="What is due of the invoice once this has settled. What other payments have under way is still due."
    )
    credits_after: Money = strawberry.field(description="The credits that can be used after it.")
    token: str = strawberry.field(
        description=(
            "Hand it to payInvoice: it is refused, with a new quote, if anything shown here has changed by then. It is"
            " good for this seat, this invoice and these arguments alone, and does not expire."
        )
    )

    @classmethod
    def of(cls, quote: quotes.Quote) -> Self:
        """The quote, told."""
        figures = quote.figures
        return cls(
            amount=Money.of(figures.amount),
            from_credits=Money.of(figures.from_credits),
            charged=Money.of(figures.charged),
            amount_due_after=Money.of(figures.amount_due_after),
            credits_after=Money.of(figures.credits_after),
            token=quote.token,
        )


if TYPE_CHECKING:
    from graph import user_errors

    QuoteResult: TypeAlias = (
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
        | user_errors.MethodUnavailable
    )
else:
    # The problems tell of operations, and those of invoices: Strawberry looks them up when the schema is built.
    def _problem(name: str) -> object:
        return Annotated[name, strawberry.lazy("graph.user_errors")]

    QuoteResult = Annotated[
        Quote
        | _problem("InvalidAmount")
        | _problem("InvalidInput")
        | _problem("AmountExceedsPayable")
        | _problem("AmountOutOfRange")
        | _problem("NothingPayable")
        | _problem("InsufficientCredits")
        | _problem("InvoiceNotPayable")
        | _problem("FullAmountNotPossible")
        | _problem("NoDepositDue")
        | _problem("MethodUnavailable"),
        strawberry.union("QuoteResult", description="What `quote` answers: the figures, or why it cannot be paid so."),
    ]
