"""The money report."""

import datetime as dt
from typing import Self

from billing.reporting import money_report
from graph import described
from graph.types.money import Money, money_fields


@described.object_type
class MoneyReport:
    """Cash and revenue for a period. Always: cashIn - refunds - disputed = revenue + creditsHeldAtEnd -
    creditsHeldAtStart - losses.
    """

    from_: dt.date = described.field("The first date.", name="from")
    to: dt.date = described.field("The last date, inclusive.")
    cash_in: Money = described.field("Money received: through payment providers, before their fees, and offline.")
    refunds: Money = described.field(
        "Money refunded, less refunds that failed. Includes reversals of offline payments."
    )
    disputed: Money = described.field(
        "Money withdrawn by providers for disputes and returned bank debits, less what they reinstated."
    )
    losses: Money = described.field(
        "The part of it that exceeded the client's money and is the firm's loss, less what was recovered."
    )
    revenue: Money = described.field(
        "Money applied to invoices, less money unapplied from them. Neither issuing an invoice nor paying it from a"
        " credit note is revenue."
    )
    credits_held_at_start: Money = described.field(
        "The clients' credits at the start of the first date, with reserved credits, without credit notes."
    )
    credits_held_at_end: Money = described.field("The same at the end of the last date.")
    notes_unspent_at_end: Money = described.field("The unspent amount of credit notes at the end of the last date.")

    @classmethod
    def of(cls, report: money_report.MoneyReport, first: dt.date, last: dt.date) -> Self:
        """Convert a report of the domain."""
        return cls(from_=first, to=last, **money_fields(report))
