"""Sums of money, as the API tells them."""

from decimal import Decimal
from typing import Self

import strawberry

import money
from graph import sqlquery
from graph.scalars import CurrencyCode


@sqlquery.source()
@strawberry.type(description="A sum of money: exact, and never a float.")
class Money:
    """A sum of money. From the database it is told from an expression of minor units."""

    amount: Decimal = sqlquery.column(
        lambda minor, telling: sqlquery.Amount(minor, telling.digits),
        description=(
            'The sum, always with the currency\'s own number of digits: "250.00" USD, "250" JPY, "250.000" KWD.'
        ),
    )
    currency_code: CurrencyCode = sqlquery.column(
        lambda _, telling: sqlquery.Constant(telling.currency),
        description="The currency it is in: always the firm's.",
    )

    @classmethod
    def of(cls, value: money.Money) -> Self:
        """The value, told."""
        return cls(amount=value.decimal, currency_code=CurrencyCode(value.currency))


def to_optional_money(value: money.Money | None) -> Money | None:
    """The value, told, where there is one."""
    return None if value is None else Money.of(value)
