"""Email addresses: which are valid, and when two of them are the same person's."""

import string

from billing.errors import InvalidInput
from translation import gettext as _

MAX_EMAIL_LENGTH = 254
_ASCII_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


def normalize_email(address: str) -> str:
    """The form in which an address is stored and looked up: trimmed, with the ASCII letters in lower case.

    Other letters stay as they are. Unicode has letters whose lower case is an ASCII letter (the Kelvin sign becomes
    "k"), so folding them would let somebody receive another person's address.
    """
    return address.strip().translate(_ASCII_LOWER)


def parse_email(text: str, field: str) -> str:
    """The address, without white space around it. Raises InvalidInput unless the text can be an email address."""
    address = text.strip()
    local, _at, domain = address.partition("@")
    is_plain = address.isprintable() and " " not in address
    if not local or not domain or "@" in domain or not is_plain or len(address) > MAX_EMAIL_LENGTH:
        raise InvalidInput(field, _("Enter a valid email address."))
    return address
