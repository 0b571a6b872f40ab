"""Files of the server belong to its user alone."""

from __future__ import annotations

import asyncio
import os
import stat
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from server.cli.main import application
from tests.support.server_process import ServerProcess


def run(folder: Path, *command: str) -> Result:
    return CliRunner().invoke(application, command, env={"VAR": str(folder)})


def modes(folder: Path) -> dict[str, str]:
    """The permissions of the folder and of each file in it."""
    paths = {".": folder, **{path.name: path for path in folder.iterdir()}}
    return {name: f"{stat.S_IMODE(path.stat().st_mode):o}" for name, path in paths.items()}


@pytest.fixture(autouse=True)
def _wide_umask() -> None:
    os.umask(0o022)


def test_new_files_are_readable_by_their_user_only(tmp_path: Path) -> None:
    """Whatever the umask was, and it is that again afterwards; a second command warns of nothing."""
    folder = tmp_path / "var"
    assert run(folder, "migrate").exit_code == 0
    assert os.umask(0o022) == 0o022
    backup = run(folder, "backup", str(folder / "copy.db"))
    assert (backup.exit_code, backup.stderr) == (0, "")
    assert modes(folder) == {".": "700", "acompte.db": "600", "copy.db": "600", "token-secret": "600"}


async def test_files_of_a_running_server_are_readable_by_their_user_only(tmp_path: Path) -> None:
    """The write-ahead logs and the Stripe simulator's database as well."""
    server = ServerProcess(tmp_path)
    assert (await asyncio.to_thread(server.invoke, "migrate")).exit_code == 0
    await server.start()
    try:
        found = modes(tmp_path)
    finally:
        server.stop()
    written_by_the_test = {found.pop("server.log"), found.pop("banner.txt")}
    assert written_by_the_test == {"644"}
    assert {"acompte.db", "acompte.db-wal", "acompte.db-shm", "acompte.db-serving", "sandbox.db"} <= found.keys()
    assert found.pop(".") == "700"
    assert set(found.values()) == {"600"}


def test_open_files_are_warned_of(tmp_path: Path) -> None:
    """The database, its -wal and -shm, the simulator's database and the folder, each with what to do about it."""
    folder = tmp_path / "a folder"
    run(folder, "migrate")
    names = ("acompte.db", "acompte.db-shm", "acompte.db-wal", "sandbox.db", "sandbox.db-wal")
    for mode in (0o644, 0o640, 0o604, 0o660):
        for name in names:
            (folder / name).touch()
            (folder / name).chmod(mode)
        folder.chmod(0o750)
        listed = run(folder, "list-firms")
        assert listed.exit_code == 0
        assert listed.stderr.splitlines() == [
            f"Warning: other users of this machine have access to {path}. To revoke that access: chmod go= '{path}'"
            for path in (folder, *(folder / name for name in names))
        ], oct(mode)
    for path in (folder, *folder.iterdir()):
        path.chmod(stat.S_IMODE(path.stat().st_mode) & 0o700)
    assert run(folder, "list-firms").stderr == ""
