"""Sums of money, as the API tells them."""

from decimal import Decimal
from typing import Self

import strawberry

import money
from graph.scalars import CurrencyCode


@strawberry.type(description="A sum of money: exact, and never a float.")
class Money:
    """A sum of money."""

    amount: Decimal = strawberry.field(
        description='The sum, always with the currency\'s own number of digits: "250.00" USD, "250" JPY, "250.000" KWD.'
    )
    currency_code: CurrencyCode = strawberry.field(description="The currency it is in: always the firm's.")

    @classmethod
    def of(cls, value: money.Money) -> Self:
        """The value, told."""
        return cls(amount=value.decimal, currency_code=CurrencyCode(value.currency))

    @classmethod
    def minor(cls, minor: int, currency: str) -> Self:
        """So many minor units of the currency."""
        return cls.of(money.Money(minor, currency))


def maybe(value: money.Money | None) -> Money | None:
    """The value, told, where there is one."""
    return None if value is None else Money.of(value)
