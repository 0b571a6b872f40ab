"""What a payment of an invoice would do now."""

from typing import Self

import strawberry

from billing.payments import quote as quotes
from graph.types.money import Money


@strawberry.type(description="What a payment would do now. A quote changes and reserves nothing.")
class Quote:
    """What a payment would do now."""

    amount: Money = strawberry.field(description="The amount of the invoice that would be paid.")
    from_credits: Money = strawberry.field(description="The part that credits would pay.")
    charged: Money = strawberry.field(description="The part that would be charged by card or bank debit.")
    amount_due_after: Money = strawberry.field(
        description=(
            "The amount due of the invoice after this payment has settled. Other payments in progress still count as"
            " due."
        )
    )
    credits_after: Money = strawberry.field(description="The available credits after this payment.")
    token: str = strawberry.field(
        description=(
            "Pass it to payInvoice as `quoteToken`: if any figure of this quote has changed by then, the payment is"
            " refused with a new quote. Valid for this viewer, this invoice and these arguments only; does not expire."
        )
    )

    @classmethod
    def of(cls, quote: quotes.Quote) -> Self:
        """Convert a quote of the domain."""
        figures = quote.figures
        return cls(
            amount=Money.of(figures.amount),
            from_credits=Money.of(figures.from_credits),
            charged=Money.of(figures.charged),
            amount_due_after=Money.of(figures.amount_due_after),
            credits_after=Money.of(figures.credits_after),
            token=quote.token,
        )
