"""The money report."""

import datetime as dt
from typing import Self

import strawberry

from billing.reporting import money_report
from graph.types.money import Money


@strawberry.type(
    description=(
        "Cash and revenue for a period. Always: cashIn - refunds - disputed = revenue + creditsHeldAtEnd -"
        " creditsHeldAtStart - losses."
    )
)
class MoneyReport:
    """Cash and revenue for a period."""

    from_: dt.date = strawberry.field(name="from", description="The first date.")
    to: dt.date = strawberry.field(description="The last date, inclusive.")
    cash_in: Money = strawberry.field(
        description="Money received: through payment providers, before their fees, and offline."
    )
    refunds: Money = strawberry.field(
        description="Money refunded, less refunds that failed. Includes reversals of offline payments."
    )
    disputed: Money = strawberry.field(
        description="Money withdrawn by providers for disputes and returned bank debits, less what they reinstated."
    )
    losses: Money = strawberry.field(
        description="The part of it that exceeded the client's money and is the firm's loss, less what was recovered."
    )
    revenue: Money = strawberry.field(
        description=(
            "Money applied to invoices, less money unapplied from them. Neither issuing an invoice nor paying it from a"
            " credit note is revenue."
        )
    )
    credits_held_at_start: Money = strawberry.field(
        description="The clients' credits at the start of the first date, with reserved credits, without credit notes."
    )
    credits_held_at_end: Money = strawberry.field(description="The same at the end of the last date.")
    notes_unspent_at_end: Money = strawberry.field(
        description="The unspent amount of credit notes at the end of the last date."
    )

    @classmethod
    def of(cls, report: money_report.MoneyReport, first: dt.date, last: dt.date) -> Self:
        """Convert a report of the domain."""
        return cls(
            from_=first,
            to=last,
            cash_in=Money.of(report.cash_in),
            refunds=Money.of(report.refunds),
            disputed=Money.of(report.disputed),
            losses=Money.of(report.losses),
            revenue=Money.of(report.revenue),
            credits_held_at_start=Money.of(report.credits_held_at_start),
            credits_held_at_end=Money.of(report.credits_held_at_end),
            notes_unspent_at_end=Money.of(report.notes_unspent_at_end),
        )
