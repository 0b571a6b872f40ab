"""Texts that lists are searched for, and the SQL that finds them (D36)."""

from typing import Any

from sqlalchemy import ColumnElement, String

from billing import text_input
from billing.errors import InvalidInput
from graph import errors, pagination
from translation import gettext

MAX_SEARCH_LENGTH = 100


def parse_search(search: str | None) -> str | None:
    """The key to search for; None if the text is null or has no visible character (D36).

    Raises BadUserInput if it is too long or not one line.
    """
    if search is None:
        return None
    try:
        text = text_input.parse_line(search, "search", MAX_SEARCH_LENGTH)
    except InvalidInput as error:
        message = gettext("`search` must be text of one line and at most {count} characters.")
        raise errors.BadUserInput(message.format(count=MAX_SEARCH_LENGTH)) from error
    return text_input.search_key(text) or None


def contains(bind: pagination.BindFactory, column: Any) -> ColumnElement[bool]:
    """Whether the column of keys contains the search text (D36)."""
    pattern = bind(String(), lambda _, criteria: like_pattern(criteria.search))
    contains: ColumnElement[bool] = column.like(pattern, escape="/")
    return contains


def like_pattern(text: str) -> str:
    """The LIKE pattern for texts that contain the text literally."""
    for special in "/%_":
        text = text.replace(special, f"/{special}")
    return f"%{text}%"
