"""A backup of the books: a copy made while they are in use, verified before it is called one."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shlex
import sqlite3
import tempfile
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr
from sqlalchemy import URL, make_url

from billing.reporting import audit
from db import migrations
from ledger import InvariantViolation
from server import container
from server.settings import Settings


class BackupFailed(Exception):
    """There is no backup, and nothing is left behind. `str()` of it is for people."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A file that holds all of the books, at one instant; its audit found nothing."""

    file: Path
    bytes: int


async def create_backup(settings: Settings, file: Path) -> Backup:
    """Copy the SQLite database to a new file, in one state, while it is in use. Raise NotBackedUp and OutOfDate.

    The copy is verified (pages, foreign keys, schema, audit) under another name; only then has it its own, at once and
    for good: the file is all there or not there.
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
            size = await asyncio.to_thread(_finalize, copy, file)
        except (sqlite3.Error, OSError) as error:
            raise BackupFailed(str(error)) from error
    return Backup(file, size)


def _check_paths(source: Path, file: Path) -> None:
    if not source.exists():
        raise BackupFailed(f"there is no database at {source}")
    if file.exists():
        raise BackupFailed(f"{file} is there already: a backup overwrites nothing")
    if not file.parent.is_dir():
        raise BackupFailed(f"there is no folder {file.parent}")


def _copy(source: Path, copy: Path) -> None:
    """One state of it, the write-ahead log included; whoever writes meanwhile is not held up."""
    with contextlib.closing(sqlite3.connect(source, isolation_level=None)) as connection:
        connection.execute("PRAGMA busy_timeout=30000")
        connection.execute("VACUUM INTO ?", (str(copy),))
    with contextlib.closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        (sound,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        if sound != "ok":
            raise BackupFailed(f"the copy is not sound: {sound}")
        broken = connection.execute("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise BackupFailed(f"{len(broken)} rows of the copy point to nothing, the first in table {broken[0][0]}")


async def _verify(settings: Settings, copy: Path) -> None:
    address = URL.create("sqlite+aiosqlite", database=str(copy)).render_as_string()
    of_copy = settings.model_copy(update={"database_url": SecretStr(address)})
    opened = container.build_app(of_copy)
    try:
        await migrations.check_schema(opened.database.read_engine, of_copy.database)
        found = await audit.audit(opened.services)
    finally:
        await opened.database.close()
    if found:
        raise BackupFailed(_describe_findings(found))


def _describe_findings(findings: list[InvariantViolation]) -> str:
    first = findings[0]
    return (
        f"the books are not right, {len(findings)} findings, the first: {first.invariant}: {first.detail}. See `audit`"
    )


def _finalize(copy: Path, file: Path) -> int:
    """On the disk for good, under its own name. How many bytes."""
    # The audit opened the copy in WAL mode: a backup is one file.
    with contextlib.closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    copy.chmod(0o600)
    _fsync(copy)
    if file.exists():
        raise BackupFailed(f"{file} has come to be there meanwhile: a backup overwrites nothing")
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
    command = ["pg_dump", "--format=custom", f"--file={file}"]
    for option, value in (("host", source.host), ("port", source.port), ("username", source.username)):
        if value:
            command.append(f"--{option}={value}")
    command.append(source.database or "")
    return (
        "this command copies SQLite. PostgreSQL has its own: point-in-time recovery (pg_basebackup and WAL archiving),"
        f" or a dump: {shlex.join(command)}"
    )
