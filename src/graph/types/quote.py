"""What a payment of an invoice would do now."""

from typing import Self

from billing.payments import quote as quotes
from graph import described
from graph.types.money import Money, money_fields


@described.object_type
class Quote:
    """What a payment would do now. A quote changes and reserves nothing."""

    amount: Money = described.field("The amount of the invoice that would be paid.")
    from_credits: Money = described.field("The part that credits would pay.")
    charged: Money = described.field("The part that would be charged by card or bank debit.")
    amount_due_after: Money = described.field(
        "The amount due of the invoice after this payment has settled. Other payments in progress still count as due."
    )
    credits_after: Money = described.field("The available credits after this payment.")
    token: str = described.field(
        "Pass it to payInvoice as `quoteToken`: if any figure of this quote has changed by then, the payment is refused"
        " with a new quote. Valid for this viewer, this invoice and these arguments only; does not expire."
    )

    @classmethod
    def of(cls, quote: quotes.Quote) -> Self:
        """Convert a quote of the domain."""
        return cls(token=quote.token, **money_fields(quote.figures))
