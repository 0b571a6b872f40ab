"""The rule of texts that people write (D36): names, invoice numbers, descriptions, reasons, texts of a search."""

import re
import unicodedata

from billing.errors import InvalidInput
from translation import gettext as _

MAX_NAME_LENGTH = 200
# Any reordering of foreign text begins with one of these; marks that only set their own direction are not among them.
_REORDERING = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
_LINE_END = re.compile("\r\n?|[\u2028\u2029]")
# Shown as nothing, although their category is not Cf: joiners of graphemes, fillers, and selectors of a variant.
_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
# A composed character decomposes into at most three. Longer text is refused before the work of normalising it.
_MAX_DECOMPOSITION = 3
_NUMBER = re.compile("[0-9]+")
# Of Unicode's Stream-Safe Text Format: no language has more on one letter, and sorting them takes quadratic time.
_MAX_MARKS = 30


def parse_line(text: str, field: str, max_length: int) -> str:
    """The text in Unicode's form NFC, without white space around it. It can be empty.

    Raises InvalidInput if it is too long or has more than one line, and for control characters, bidirectional overrides
    and isolates, lone surrogates, and more than 30 combining marks in a row (D36). Joiners, emoji sequences and all
    kinds of spaces are text.
    """
    return _parse(text, field, max_length, several_lines=False)


def parse_lines(text: str, field: str, max_length: int) -> str:
    """As `parse_line`, but the text may have several lines and tabs. Each line end becomes a line feed."""
    return _parse(text, field, max_length, several_lines=True)


def _parse(text: str, field: str, max_length: int, *, several_lines: bool) -> str:
    if len(text) > _MAX_DECOMPOSITION * max_length:
        raise InvalidInput(field, _("Enter at most {count} characters.").format(count=max_length))
    if _has_too_many_marks(text):
        raise InvalidInput(field, _("This contains too many accents on one character."))
    normalized = unicodedata.normalize("NFC", _LINE_END.sub("\n", text)).strip()
    if len(normalized) > max_length:
        raise InvalidInput(field, _("Enter at most {count} characters.").format(count=max_length))
    if not several_lines and "\n" in normalized:
        raise InvalidInput(field, _("Enter this on one line."))
    allowed_controls = "\n\t" if several_lines else ""
    if not all(character in allowed_controls or _is_allowed(character) for character in normalized):
        raise InvalidInput(field, _("This contains a character that is not allowed."))
    return normalized


def _has_too_many_marks(text: str) -> bool:
    """Whether more than `_MAX_MARKS` combining marks follow each other."""
    if text.isascii():
        return False
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks > _MAX_MARKS:
            return True
    return False


def _is_allowed(character: str) -> bool:
    return (
        unicodedata.category(character) not in ("Cc", "Cs") and unicodedata.bidirectional(character) not in _REORDERING
    )


def parse_name(text: str, field: str) -> str:
    """The name of a firm, a client or a person, as `parse_line` returns it. Raises InvalidInput also if it is blank."""
    name = parse_line(text, field, MAX_NAME_LENGTH)
    if is_blank(name):
        raise InvalidInput(field, _("Enter a name of 1 to {count} characters.").format(count=MAX_NAME_LENGTH))
    return name


def is_storable(text: str) -> bool:
    """Whether both databases can store the text: it has neither a null character nor lone surrogates."""
    return not any(character == "\0" or "\ud800" <= character <= "\udfff" for character in text)


def is_blank(text: str) -> bool:
    """Whether nothing of the text can be seen."""
    return not appearance(text)


def appearance(text: str) -> str:
    """What is seen of the text, to compare it by: two invoices of a firm never have the same (D36).

    Compatibility forms become ordinary ones ("１" is "1"), all spaces one space; invisible characters are left out.
    """
    compatible = unicodedata.normalize("NFKC", text)
    visible = (character for character in compatible if unicodedata.category(character) != "Cf")
    return " ".join(_INVISIBLE.sub("", "".join(visible)).split())


def joint_search_key(*texts: str | None) -> str:
    """The key of several texts that are searched together, a line each: the text of a search, which has no line end,
    is found within one of them.
    """
    return "\n".join(search_key(text or "") for text in texts)


def search_key(text: str) -> str:
    """The text as it is searched in and for: its appearance, without the difference of capitals of any script (D36)."""
    return unicodedata.normalize("NFKC", appearance(text).casefold())


def natural_order_key(text: str, max_length: int) -> str:
    """The beginning of a key by which texts are ordered: numbers in them by their value, capitals as small letters.

    So "INV-9" precedes "INV-10". Each number is written without leading zeros, after the number of its digits.
    """
    return _NUMBER.sub(_with_digit_count, search_key(text))[:max_length]


def _with_digit_count(number: re.Match[str]) -> str:
    digits = number[0].lstrip("0")
    return f"{len(digits):04}{digits}"
