"""Validation of text inputs, and the meaning of omitted and null fields.

Texts that people write follow `billing.text_input`. Keys, passwords and the like must be storable, and stay unchanged.
"""

from typing import TypeVar

import strawberry

from billing import errors, idempotency, text_input, unset
from translation import gettext as _

T = TypeVar("T")

MAX_REASON_LENGTH = 500
MAX_MEMO_LENGTH = 500
MAX_DESCRIPTION_LENGTH = 2000
MAX_LINE_DESCRIPTION_LENGTH = 500
MAX_INVOICE_NUMBER_LENGTH = 40
MAX_URL_LENGTH = 2000
MAX_TIME_ZONE_LENGTH = 64
MAX_LOCALE_LENGTH = 35


def validate_opaque(text: str, field: str, max_length: int) -> str:
    """Return a key, password, address or URL unchanged. Raises InvalidInput if it is too long or cannot be stored."""
    if len(text) > max_length:
        raise errors.InvalidInput(field, _("Enter at most {count} characters.").format(count=max_length))
    if not text_input.is_storable(text):
        raise errors.InvalidInput(field, _("This contains a character that is not allowed."))
    return text


def validate_password(password: str, field: str) -> str:
    """Return a password unchanged. Raises InvalidInput if it cannot be stored; how long it may be is a rule of the
    domain.
    """
    return validate_opaque(password, field, len(password))


def validate_optional_opaque(text: str | None, field: str, max_length: int) -> str | None:
    """Return the text unchanged, or None if it is null or omitted. Raises InvalidInput as `validate_opaque` does."""
    value = none_if_unset(text)
    return None if value is None else validate_opaque(value, field, max_length)


def validate_opaque_change(change: str | T, field: str, max_length: int) -> str | T:
    """Return a change of a key, password, address or URL. Raises InvalidInput as `validate_opaque` does."""
    return validate_opaque(change, field, max_length) if isinstance(change, str) else change


def validate_line_change(change: str | T, field: str, max_length: int) -> str | T:
    """Return a change of a text of one line, normalized. Raises InvalidInput as `text_input.parse_line` does."""
    return text_input.parse_line(change, field, max_length) if isinstance(change, str) else change


def validate_lines_change(change: str | T, field: str, max_length: int) -> str | T:
    """Return a change of a text of several lines, normalized. Raises InvalidInput as `text_input.parse_lines` does."""
    return text_input.parse_lines(change, field, max_length) if isinstance(change, str) else change


def validate_reason(text: str) -> str:
    """Return the reason of a mutation, normalized. Raises InvalidInput if it is blank or not a text of one line."""
    reason = text_input.parse_line(text, "reason", MAX_REASON_LENGTH)
    if text_input.is_blank(reason):
        raise errors.InvalidInput("reason", _("Enter a reason."))
    return reason


def validate_memo(text: str | None) -> str | None:
    """Return the memo of a prepayment, normalized; None if it is null, omitted or blank (D58).

    Raises InvalidInput if it is not a text of one line.
    """
    value = none_if_unset(text)
    memo = None if value is None else text_input.parse_line(value, "memo", MAX_MEMO_LENGTH)
    return None if memo is None or text_input.is_blank(memo) else memo


def validate_idempotency_key(key: str) -> str:
    """Return the key unchanged. Raises InvalidInput if it is too long or cannot be stored."""
    return validate_opaque(key, "idempotencyKey", idempotency.MAX_KEY_LENGTH)


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
        raise errors.InvalidInput(field, _("This field cannot be cleared."))
    return change
