"""The numbers of payments and prepayments, as people read and search for them (D56)."""

from typing import Any

from sqlalchemy import String, case, cast, func, literal

import models

_DIGITS = 5
_ID_LENGTH = 32
_PROVISIONAL_LENGTH = 12


def payment_number(row: Any) -> Any:
    """The number of a payment or prepayment; of a table or an alias of it, the SQL expression for that. Never null.

    Of one that has settled "P-" and its number in the firm's series, with at least five digits: P-00042. Before that
    "T-" and the last 12 hexadecimal digits of its id, which are random: T-9F2C01D4E7AB. It changes once, on settling.
    """
    if isinstance(row, models.Payment | models.Prepayment):
        if row.number is None:
            return f"T-{row.id.hex[-_PROVISIONAL_LENGTH:].upper()}"
        return f"P-{row.number:0{_DIGITS}d}"
    digits = cast(row.number, String)
    padding = func.substr("0" * _DIGITS, func.length(digits) + 1, type_=String)
    hexadecimal = func.replace(cast(row.id, String), "-", "", type_=String)
    end = func.upper(func.substr(hexadecimal, _ID_LENGTH - _PROVISIONAL_LENGTH + 1), type_=String)
    return case((row.number.is_not(None), literal("P-") + padding + digits), else_=literal("T-") + end)
