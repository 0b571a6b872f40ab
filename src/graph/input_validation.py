"""Text at the edge: what a database cannot take (NUL, lone surrogates), or not that much of, is refused here."""

from typing import TypeVar

import strawberry

from billing import errors, unset

T = TypeVar("T")

KEY = 255
REASON = 500
DESCRIPTION = 2000
LINE = 500
NUMBER = 40
NAME = 200
EMAIL = 254
PASSWORD = 1000
ADDRESS = 2000


def taken(text: str, field: str, longest: int) -> str:
    """The text as it came. Raise InvalidInput where it cannot be kept."""
    if len(text) > longest:
        raise errors.InvalidInput(field, f"This is too long: at most {longest} characters.")
    if any(letter == "\0" or "\ud800" <= letter <= "\udfff" for letter in text):
        raise errors.InvalidInput(field, "This holds a character that is no text.")
    return text


def maybe(text: str | None, field: str, longest: int) -> str | None:
    """The text as it came; None where it is null or left out. Raise InvalidInput where it cannot be kept."""
    return None if text is None or text is strawberry.UNSET else taken(text, field, longest)


def given(value: T | None) -> T | None:
    """The value; None where it is null or left out."""
    return None if value is strawberry.UNSET else value


def changed(value: T | None) -> T | unset.Unset | None:
    """The value of a change: null clears, and what is left out leaves as it is."""
    return unset.UNSET if value is strawberry.UNSET else value


def settled(value: T | None, field: str) -> T | unset.Unset:
    """The value of a change that cannot be cleared. Raise InvalidInput for null."""
    wanted = changed(value)
    if wanted is None:
        raise errors.InvalidInput(field, "This cannot be cleared.")
    return wanted
