"""Amounts of money."""

from decimal import Decimal
from typing import Self

import strawberry

import money
from graph import sqlquery
from graph.scalars import CurrencyCode


@sqlquery.source()
@strawberry.type(description="An exact amount of money.")
class Money:
    """An exact amount of money. The query compiler reads it from an expression in minor units."""

    amount: Decimal = sqlquery.column(
        lambda minor, compile_context: sqlquery.Amount(minor, compile_context.digits),
        description=(
            "The amount, with the currency's number of decimal places:"
            ' "250.00" for USD, "250" for JPY, "250.000" for KWD.'
        ),
    )
    currency_code: CurrencyCode = sqlquery.column(
        lambda _, compile_context: sqlquery.Constant(compile_context.currency),
        description="The currency, which is always the firm's.",
    )

    @classmethod
    def of(cls, value: money.Money) -> Self:
        """Convert an amount of the domain."""
        return cls(amount=value.decimal, currency_code=CurrencyCode(value.currency))


def to_optional_money(value: money.Money | None) -> Money | None:
    """Convert an amount of the domain, if there is one."""
    return None if value is None else Money.of(value)
