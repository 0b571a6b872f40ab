"""Amounts of money."""

import dataclasses
from decimal import Decimal
from typing import Any, Self

import money
from graph import described, sqlquery
from graph.scalars import CurrencyCode


# The query compiler reads it from an expression in minor units.
@sqlquery.source()
@described.object_type
class Money:
    """An exact amount of money."""

    amount: Decimal = sqlquery.column(
        "The amount, with the currency's number of decimal places:"
        ' "250.00" for USD, "250" for JPY, "250.000" for KWD.',
        lambda minor, compile_context: sqlquery.Amount(minor, compile_context.digits),
    )
    currency_code: CurrencyCode = sqlquery.column(
        "The currency, which is always the firm's.",
        lambda _, compile_context: sqlquery.Constant(compile_context.currency),
    )

    @classmethod
    def of(cls, value: money.Money) -> Self:
        """Convert an amount of the domain."""
        return cls(amount=value.decimal, currency_code=CurrencyCode(value.currency))


def to_optional_money(value: money.Money | None) -> Money | None:
    """Convert an amount of the domain, if there is one."""
    return None if value is None else Money.of(value)


def money_fields(figures: Any) -> dict[str, Money]:
    """Convert the fields of a dataclass of the domain that has only amounts."""
    return {field.name: Money.of(getattr(figures, field.name)) for field in dataclasses.fields(figures)}
