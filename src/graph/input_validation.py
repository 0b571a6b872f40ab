"""Validation of text inputs, and the meaning of omitted and null fields.

NUL characters and lone surrogates are rejected, because a database cannot store them, and so is text that is too long.
"""

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


def is_storable(text: str) -> bool:
    """Whether both databases can store the text."""
    return not any(character == "\0" or "\ud800" <= character <= "\udfff" for character in text)


def validate_text(text: str, field: str, max_length: int) -> str:
    """Return the text unchanged. Raises InvalidInput if it is too long or cannot be stored."""
    if len(text) > max_length:
        raise errors.InvalidInput(field, f"Enter at most {max_length} characters.")
    if not is_storable(text):
        raise errors.InvalidInput(field, "This contains a character that is not allowed.")
    return text


def validate_optional_text(text: str | None, field: str, max_length: int) -> str | None:
    """Return the text unchanged, or None if it is null or omitted. Raises InvalidInput as `validate_text` does."""
    return validate_text_change(none_if_unset(text), field, max_length)


def validate_text_change(change: str | T, field: str, max_length: int) -> str | T:
    """Return a change of a text field unchanged. Raises InvalidInput as `validate_text` does."""
    return validate_text(change, field, max_length) if isinstance(change, str) else change


def validate_reason(text: str) -> str:
    """Return the reason of a mutation unchanged. Raises InvalidInput if it is blank, too long or cannot be stored."""
    if not text.strip():
        raise errors.InvalidInput("reason", "Enter a reason.")
    return validate_text(text, "reason", MAX_REASON_LENGTH)


def validate_idempotency_key(key: str) -> str:
    """Return the key unchanged. Raises InvalidInput if it is too long or cannot be stored."""
    return validate_text(key, "idempotencyKey", MAX_IDEMPOTENCY_KEY_LENGTH)


def none_if_unset(value: T | None) -> T | None:
    """The value; None if it is null or omitted."""
    return None if value is strawberry.UNSET else value


def to_change(value: T | None) -> T | unset.Unset | None:
    """A field of a change: null clears it, an omitted field is `unset.UNSET` and stays unchanged."""
    return unset.UNSET if value is strawberry.UNSET else value


def to_non_null_change(value: T | None, field: str) -> T | unset.Unset:
    """A field of a change that cannot be cleared. Raises InvalidInput if it is null."""
    change = to_change(value)
    if change is None:
        raise errors.InvalidInput(field, "This field cannot be cleared.")
    return change
