"""Backups of a SQLite database in use: consistent and verified."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import sqlite3
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import make_url, update
from typer.testing import CliRunner

import models
from db import migrations
from server.cli.main import application
from server.ops.backup import BackupFailed, create_backup
from server.settings import Settings
from tests.support.database_backends import SqliteBackend
from tests.support.firm import AppHarness, Firm, build_app


@pytest.fixture
def settings(app: AppHarness, tmp_path: Path) -> Settings:
    return Settings(database_url=SecretStr(app.database.url), var=tmp_path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "backups"
    path.mkdir()
    return path


async def test_backup_during_payments(
    app: AppHarness, settings: Settings, folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """P11: every copy is one consistent state, and payments continue on a restored one."""
    firm = await app.create_ready_firm()
    invoice = await firm.create_invoice("1000")
    await firm.prepay("500")
    payment_count = 0
    stopped = asyncio.Event()

    async def pay() -> None:
        nonlocal payment_count
        while not stopped.is_set():
            await firm.pay(invoice, "1")
            payment_count += 1

    paying = asyncio.create_task(pay())
    paid_in_copies = []
    for number in range(3):
        before = payment_count
        file = folder / f"{number}.db"
        size = await create_backup(settings, file)
        copied = payment_count
        while payment_count == copied:  # one may be in the copy that has not returned yet
            await asyncio.sleep(0.001)
        with contextlib.closing(sqlite3.connect(file)) as connection:
            ((paid,),) = connection.execute("SELECT paid FROM invoice")
        paid_in_copies.append(paid)
        assert before * 100 <= paid <= payment_count * 100
        assert size == file.stat().st_size
    stopped.set()
    await paying
    assert sorted(file.name for file in folder.iterdir()) == ["0.db", "1.db", "2.db"]
    async with build_app(SqliteBackend(folder / "2.db"), tmp_path_factory.mktemp("restored")) as restored_app:
        restored = Firm(restored_app, firm.id, firm.client_id, firm.currency)
        restored.owner, restored.client_user = firm.owner, firm.client_user
        restored_app.keys = 10_000
        await restored.pay(invoice, "1")
        assert (await restored.invoice(invoice)).paid == paid_in_copies[2] + 100


async def assert_backup_fails(settings: Settings, file: Path, message: str) -> None:
    """Assert that no backup is made, and no file is created or removed."""
    before = set(file.parent.iterdir()) if file.parent.exists() else set()
    with pytest.raises(BackupFailed, match=message):
        await create_backup(settings, file)
    assert (set(file.parent.iterdir()) if file.parent.exists() else set()) == before


async def test_nothing_is_overwritten(settings: Settings, folder: Path) -> None:
    """An existing file is kept, and a missing directory is not created."""
    (folder / "old.db").write_text("mine")
    await assert_backup_fails(settings, folder / "old.db", "already exists")
    assert (folder / "old.db").read_text() == "mine"
    await assert_backup_fails(settings, folder / "missing" / "new.db", "there is no directory")
    no_database = settings.model_copy(update={"database_url": SecretStr(f"sqlite+aiosqlite:///{folder}/none.db")})
    await assert_backup_fails(no_database, folder / "new.db", "there is no database")


async def corrupt_ledger(app: AppHarness, firm: Firm) -> None:
    async with app.services.writes.begin() as session:
        await session.execute(update(models.Client).where(models.Client.id == firm.client_id).values(available=7))


async def orphan_row(app: AppHarness, _firm: Firm) -> None:
    file = make_url(app.database.url).database
    with contextlib.closing(sqlite3.connect(file or "", isolation_level=None)) as connection:
        connection.execute("UPDATE client_user SET person_id = 'nobody'")


@pytest.mark.parametrize(
    ("corrupt", "message"), [(corrupt_ledger, "the ledger violates"), (orphan_row, "foreign key violations")]
)
async def test_a_corrupt_copy_is_deleted(
    app: AppHarness,
    settings: Settings,
    folder: Path,
    corrupt: Callable[[AppHarness, Firm], Awaitable[None]],
    message: str,
) -> None:
    """A violated invariant or foreign key is reported, and no file is left."""
    app.skip_audit = True
    await corrupt(app, await app.create_firm())
    await assert_backup_fails(settings, folder / "new.db", message)


async def test_backup_needs_an_up_to_date_schema(app: AppHarness, settings: Settings, folder: Path) -> None:
    async with app.database.write_engine.begin() as connection:
        await connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
    with pytest.raises(migrations.SchemaOutOfDate):
        await create_backup(settings, folder / "new.db")
    assert list(folder.iterdir()) == []


async def test_postgresql_needs_pg_dump(settings: Settings, folder: Path) -> None:
    """The error names the command to run, without the password."""
    url = SecretStr("postgresql+asyncpg://acompte:hunter2@db:5433/acompte")
    with pytest.raises(BackupFailed) as raised:
        await create_backup(settings.model_copy(update={"database_url": url}), folder / "new.db")
    assert "--host=db --port=5433 --username=acompte acompte" in str(raised.value)
    assert "hunter2" not in str(raised.value)


def test_backup_command(sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The backup is readable by its owner only. The command exits 1 if it made none."""
    shutil.copy(sqlite_template, tmp_path / "acompte.db")
    monkeypatch.setenv("VAR", str(tmp_path))
    command = ("backup", str(tmp_path / "copy.db"))
    first = CliRunner().invoke(application, command)
    assert (first.exit_code, first.stdout.endswith(" bytes, verified.\n")) == (0, True), first.output
    assert (tmp_path / "copy.db").stat().st_mode & 0o777 == 0o600
    second = CliRunner().invoke(application, command)
    assert (second.exit_code, second.stderr.startswith("Not backed up: "), second.stdout) == (1, True, "")
