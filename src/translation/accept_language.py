"""The header `Accept-Language` of HTTP (RFC 9110): which language a reader asks for."""

import functools
import re

from translation.catalog import find_locale

MAX_LENGTH = 1000
"""Characters of the header that are read; browsers send less than a hundred."""

_RANGE = re.compile(
    r"\s*(?P<tag>[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*|\*)\s*(?:;\s*[qQ]\s*=\s*(?P<quality>[01](?:\.[0-9]{0,3})?)\s*)?"
)


@functools.lru_cache(maxsize=1000)
def requested_locale(header: str) -> str | None:
    """The locale that the header asks for most, of those that there are texts in. None if it names none of them, or
    any language (`*`) before them. What is not a language range is skipped.
    """
    ranges = [match for part in header[:MAX_LENGTH].split(",") if (match := _RANGE.fullmatch(part)) is not None]
    for range_ in sorted(ranges, key=_quality, reverse=True):  # stable: equal ones stay in the order of the header
        if range_["tag"] == "*" or not _quality(range_):
            return None
        locale = find_locale(range_["tag"])
        if locale is not None:
            return locale
    return None


def _quality(range_: re.Match[str]) -> float:
    return min(float(range_["quality"] or 1), 1.0)
