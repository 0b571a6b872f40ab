"""Email addresses: which are valid, and when two of them are the same person's."""

import string

from billing.errors import InvalidInput

MAX_EMAIL_LENGTH = 254
_ASCII_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


def normalize_email(address: str) -> str:
    """The form in which an address is stored and looked up: trimmed, with the ASCII letters in lower case.

    Other letters stay as they are. Unicode has letters whose lower case is an ASCII letter (the Kelvin sign becomes
    "k"), so folding them would let somebody receive another person's address.
    """
    return address.strip().translate(_ASCII_LOWER)


def check_email(address: str, field: str) -> None:
    """Raise InvalidInput unless the text, without white space around it, can be an email address."""
    email = address.strip()
    local, _, domain = email.partition("@")
    is_plain = email.isprintable() and " " not in email
    if not local or not domain or "@" in domain or not is_plain or len(email) > MAX_EMAIL_LENGTH:
        raise InvalidInput(field, f"{email!r} is not an email address.")
