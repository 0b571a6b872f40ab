"""The secret of the tokens in links: a setting, or in the demo a file."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pydantic import SecretStr

from server.container import build_app
from server.settings import Settings
from server.token_secret import load_token_secret


def test_setting_is_the_secret(tmp_path: Path) -> None:
    """No file is created."""
    settings = Settings(var=tmp_path / "var", token_secret=SecretStr("s" * 32))
    assert load_token_secret(settings) == b"s" * 32
    assert build_app(settings).services.token_secret == b"s" * 32
    assert not (tmp_path / "var" / "token-secret").exists()


def test_demo_creates_a_secret_once(tmp_path: Path) -> None:
    """In a file that only its user can read; several processes at once agree on it."""
    settings = Settings(var=tmp_path / "var")
    with ThreadPoolExecutor(8) as threads:
        secrets = set(threads.map(lambda _: load_token_secret(settings), range(50)))
    (secret,) = secrets
    assert len(secret) == 43
    (file,) = (tmp_path / "var").iterdir()
    assert (file.name, stat.S_IMODE(file.stat().st_mode)) == ("token-secret", 0o600)
    assert load_token_secret(settings) == secret
    assert load_token_secret(Settings(var=tmp_path / "other")) != secret
