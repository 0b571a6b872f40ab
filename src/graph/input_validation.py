"""Text at the edge: what a database cannot take (NUL, lone surrogates), or not that much of, is refused here."""

from typing import TypeVar

import strawberry

from billing import errors, unset

T = TypeVar("T")

MAX_IDEMPOTENCY_KEY_LENGTH = 255
MAX_REASON_LENGTH = 500
MAX_DESCRIPTION_LENGTH = 2000
MAX_LINE_DESCRIPTION_LENGTH = 500
MAX_INVOICE_NUMBER_LENGTH = 40
MAX_NAME_LENGTH = 200
MAX_EMAIL_LENGTH = 254
MAX_PASSWORD_LENGTH = 1000
MAX_URL_LENGTH = 2000


def validate_text(text: str, field: str, max_length: int) -> str:
    """The text as it came. Raise InvalidInput where it cannot be kept."""
    if len(text) > max_length:
        raise errors.InvalidInput(field, f"This is too long: at most {max_length} characters.")
    if any(letter == "\0" or "\ud800" <= letter <= "\udfff" for letter in text):
        raise errors.InvalidInput(field, "This holds a character that is no text.")
    return text


def validate_optional_text(text: str | None, field: str, max_length: int) -> str | None:
    """The text as it came; None where it is null or left out. Raise InvalidInput where it cannot be kept."""
    return None if text is None or text is strawberry.UNSET else validate_text(text, field, max_length)


def none_if_unset(value: T | None) -> T | None:
    """The value; None where it is null or left out."""
    return None if value is strawberry.UNSET else value


def to_change(value: T | None) -> T | unset.Unset | None:
    """The value of a change: null clears, and what is left out leaves as it is."""
    return unset.UNSET if value is strawberry.UNSET else value


def to_non_null_change(value: T | None, field: str) -> T | unset.Unset:
    """The value of a change that cannot be cleared. Raise InvalidInput for null."""
    wanted = to_change(value)
    if wanted is None:
        raise errors.InvalidInput(field, "This cannot be cleared.")
    return wanted
