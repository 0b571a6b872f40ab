"""Derived tokens: the same for the same object and generation, another one for any other."""

from __future__ import annotations

import re
import uuid

from billing.derived_tokens import derive_token

ID = uuid.UUID("01946b00-0000-7000-8000-000000000001")


def test_token_is_an_hmac_of_purpose_id_and_generation() -> None:
    """D47: links of a mail that is sent again are the same, also after an update of the server."""
    token = derive_token(b"secret", "invitation", ID, 1)
    assert token == "Be1l_otrjNezjdnFizgHzfrmjzVKPM6KV37jnmzF8Zw"
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", token)


def test_any_other_argument_gives_another_token() -> None:
    """D47: a new generation makes earlier tokens worthless."""
    tokens = {
        derive_token(b"secret", "invitation", ID, 1),
        derive_token(b"other secret", "invitation", ID, 1),
        derive_token(b"secret", "password-reset", ID, 1),
        derive_token(b"secret", "invitation", uuid.UUID(int=ID.int + 1), 1),
        derive_token(b"secret", "invitation", ID, 2),
        derive_token(b"secret", "invitation", ID, 12),
    }
    assert len(tokens) == 6
