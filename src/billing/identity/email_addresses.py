"""Email addresses: when two of them are the same person's."""

import string

_ASCII_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


def normalize_email(address: str) -> str:
    """The form in which an address is stored and looked up: trimmed, with the ASCII letters in lower case.

    Other letters stay as they are. Unicode has letters whose lower case is an ASCII letter (the Kelvin sign becomes
    "k"), so folding them would let somebody receive another person's address.
    """
    return address.strip().translate(_ASCII_LOWER)
