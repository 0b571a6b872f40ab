"""Money: whole minor units of one currency. No floats; only `round_half_up` rounds (D11)."""

from money.amount import MAXIMUM_MINOR, InexactAmount, Money, round_half_up
from money.currency import UnknownCurrency, check_currency, currency_digits
