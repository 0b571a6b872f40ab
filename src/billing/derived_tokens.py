"""Secrets that are computed again when they are needed, and so are stored nowhere."""

import base64
import hashlib
import hmac
import uuid


def derive_token(secret: bytes, purpose: str, id_: uuid.UUID, generation: int) -> str:
    """Return the token of an object: 43 characters, safe in URLs, the same for the same arguments.

    `secret` is `Services.token_secret`. `purpose` separates uses ("invitation"), and a new `generation` makes the
    object's earlier tokens worthless. It is an HMAC-SHA256: from any number of tokens, no other one can be computed.
    """
    message = f"{purpose}\0{id_.hex}\0{generation}".encode()
    return base64.urlsafe_b64encode(hmac.digest(secret, message, hashlib.sha256)).rstrip(b"=").decode()
