"""Online backup of a SQLite database, verified before it gets its name."""

import asyncio
import contextlib
import os
import shlex
import sqlite3
import tempfile
from pathlib import Path

from pydantic import SecretStr
from sqlalchemy import URL, make_url

from billing.reporting import audit
from db import migrations
from server import container
from server.settings import Settings


class BackupFailed(Exception):
    """No backup was made, and no file is left. `str()` is a message for the operator."""


async def create_backup(settings: Settings, file: Path) -> int:
    """Copy the SQLite database, which may be in use, to a new file, and return the file's size in bytes.

    The copy is verified (pages, foreign keys, schema, audit) under a temporary name and then renamed, so that `file`
    is either complete or does not exist. Raises BackupFailed and SchemaOutOfDate.
    """
    source = make_url(settings.database)
    if source.get_backend_name() != "sqlite" or source.database is None:
        raise BackupFailed(_pg_dump_advice(source, file))
    _check_paths(Path(source.database), file)
    with tempfile.TemporaryDirectory(prefix=".acompte-backup-", dir=file.parent) as folder:
        copy = Path(folder) / "copy.db"
        try:
            await asyncio.to_thread(_copy, Path(source.database), copy)
            await _verify(settings, copy)
            return await asyncio.to_thread(_finalize, copy, file)
        except (sqlite3.Error, OSError) as error:
            raise BackupFailed(str(error)) from error


def _check_paths(source: Path, file: Path) -> None:
    if not source.exists():
        raise BackupFailed(f"there is no database at {source}")
    if file.exists():
        raise BackupFailed(f"{file} already exists")
    if not file.parent.is_dir():
        raise BackupFailed(f"there is no directory {file.parent}")


def _copy(source: Path, copy: Path) -> None:
    """Copy one consistent state, including the write-ahead log, without blocking writers."""
    with contextlib.closing(sqlite3.connect(source, isolation_level=None)) as connection:
        connection.execute("PRAGMA busy_timeout=30000")
        connection.execute("VACUUM INTO ?", (str(copy),))
    with contextlib.closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        (integrity,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        if integrity != "ok":
            raise BackupFailed(f"the copy is corrupt: {integrity}")
        violations = connection.execute("PRAGMA foreign_key_check").fetchall()
        if violations:
            raise BackupFailed(f"{len(violations)} foreign key violations, the first in table {violations[0][0]}")


async def _verify(settings: Settings, copy: Path) -> None:
    url = URL.create("sqlite+aiosqlite", database=str(copy)).render_as_string()
    copy_settings = settings.model_copy(update={"database_url": SecretStr(url)})
    app = container.build_app(copy_settings)
    try:
        await migrations.check_schema(app.database.read_engine, copy_settings.database)
        violations = await audit.audit(app.services)
    finally:
        await app.database.close()
    if violations:
        first = violations[0]
        raise BackupFailed(
            f"the ledger violates {len(violations)} invariants, the first: {first.invariant}: {first.detail}."
            " See `acompte audit`"
        )


def _finalize(copy: Path, file: Path) -> int:
    """Rename the copy durably. Returns its size in bytes."""
    # The audit left the copy in WAL mode, which uses more than one file.
    with contextlib.closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    copy.chmod(0o600)
    _fsync(copy)
    if file.exists():
        raise BackupFailed(f"{file} already exists")
    copy.rename(file)
    _fsync(file.parent)
    return file.stat().st_size


def _fsync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _pg_dump_advice(source: URL, file: Path) -> str:
    connection = {"host": source.host, "port": source.port, "username": source.username}
    options = [f"--{option}={value}" for option, value in connection.items() if value]
    command = shlex.join(["pg_dump", "--format=custom", f"--file={file}", *options, source.database or ""])
    return (
        "this command is for SQLite. For PostgreSQL use point-in-time recovery (pg_basebackup and WAL archiving) or"
        f" a dump: {command}"
    )
