"""The secret from which the tokens of links in mails and the secrets of webhook endpoints are derived.

It is TOKEN_SECRET, or in the demo the content of a file in VAR.
"""

import os
import secrets
from pathlib import Path

from server.settings import Settings

_FILE = "token-secret"


def load_token_secret(settings: Settings) -> bytes:
    """Return TOKEN_SECRET. Without it, return the content of a file in VAR that only its user can read.

    The first process that needs the file creates it, complete; the others read what the first one wrote.
    """
    if settings.token_secret is not None:
        return settings.token_secret.get_secret_value().encode()
    path = settings.var / _FILE
    if not path.exists():
        _create(path)
    return path.read_bytes()


def _create(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    complete = path.with_name(f"{path.name}-{secrets.token_hex(8)}")
    with os.fdopen(os.open(complete, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(32))
        file.flush()
        os.fsync(file.fileno())
    try:
        path.hardlink_to(complete)
    except FileExistsError:
        pass
    finally:
        complete.unlink()
