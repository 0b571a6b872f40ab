"""Cash and revenue, side by side."""

import datetime as dt
from typing import Self

import strawberry

from billing.reporting import money_report
from graph.types.money import Money


@strawberry.type(
    description=(
        "Cash and revenue side by side, for days of the firm's time zone. Always: cashIn - refunds - disputed = revenue"
        " + creditsHeldAtEnd - creditsHeldAtStart - losses."
    )
)
class MoneyReport:
    """Cash and revenue, side by side."""

    from_: dt.date = strawberry.field(name="from", description="The first day.")
    to: dt.date = strawberry.field(description="The last day, which is included.")
    cash_in: Money = strawberry.field(
        description="Money that came: through payment providers, before their fees, and offline."
    )
    refunds: Money = strawberry.field(
        description="Money given back, less refunds that failed. Offline money that was taken back is in it."
    )
    disputed: Money = strawberry.field(
        description="Money that a provider took after a dispute or a bounced debit, less what it gave back."
    )
    losses: Money = strawberry.field(
        description="What of that the firm bears itself, as it was not there any more; less what was made good."
    )
    revenue: Money = strawberry.field(
        description=(
            "Money applied to invoices, less money taken off them. Issuing an invoice is no revenue, and what credit"
            " notes pay is none."
        )
    )
    credits_held_at_start: Money = strawberry.field(
        description="Clients' credits as the first day began, those set aside included, without unspent credit notes."
    )
    credits_held_at_end: Money = strawberry.field(description="The same, when the last day was over.")
    notes_unspent_at_end: Money = strawberry.field(
        description="What of credit notes was not spent when the last day was over."
    )

    @classmethod
    def of(cls, report: money_report.MoneyReport, first: dt.date, last: dt.date) -> Self:
        """The report, told."""
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
