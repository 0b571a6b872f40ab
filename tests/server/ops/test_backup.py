"""A backup: one state of the books while they are in use, verified before it is called one."""

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
    made = tmp_path / "backups"
    made.mkdir()
    return made


async def test_backed_up_while_payments_go_on(
    app: AppHarness, settings: Settings, folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """P11: every copy is one state, with right books; restored, payments go on from there."""
    firm = await app.create_ready_firm()
    invoice = await firm.create_invoice("1000")
    await firm.prepay("500")
    made = 0
    stopped = asyncio.Event()

    async def pay() -> None:
        nonlocal made
        while not stopped.is_set():
            await firm.pay(invoice, "1")
            made += 1

    paying = asyncio.create_task(pay())
    paid = []
    for number in range(3):
        before = made
        backup = await create_backup(settings, folder / f"{number}.db")
        assert made > before
        with contextlib.closing(sqlite3.connect(backup.file)) as connection:
            ((found,),) = connection.execute("SELECT paid FROM invoice")
        paid.append(found)
        assert before * 100 <= found <= made * 100
        assert backup.bytes == backup.file.stat().st_size
    stopped.set()
    await paying
    assert sorted(one.name for one in folder.iterdir()) == ["0.db", "1.db", "2.db"]
    restored = tmp_path_factory.mktemp("restored")
    async with build_app(SqliteBackend(folder / "2.db"), restored) as other:
        again = Firm(other, firm.id, firm.client_id, firm.currency)
        again.owner, again.client_user = firm.owner, firm.client_user
        other.keys = 10_000
        await again.pay(invoice, "1")
        assert (await again.invoice(invoice)).paid == paid[2] + 100


async def backup_error(settings: Settings, file: Path, message: str) -> None:
    there = set(file.parent.iterdir()) if file.parent.exists() else set()
    with pytest.raises(BackupFailed, match=message):
        await create_backup(settings, file)
    assert (set(file.parent.iterdir()) if file.parent.exists() else set()) == there


async def test_nothing_is_overwritten(settings: Settings, folder: Path) -> None:
    """What is there stays; a folder that is not there is not made."""
    (folder / "old.db").write_text("mine")
    await backup_error(settings, folder / "old.db", "is there already")
    assert (folder / "old.db").read_text() == "mine"
    await backup_error(settings, folder / "nowhere" / "new.db", "there is no folder")
    gone = settings.model_copy(update={"database_url": SecretStr(f"sqlite+aiosqlite:///{folder}/none.db")})
    await backup_error(gone, folder / "new.db", "there is no database")


async def corrupt_ledger(house: AppHarness, firm: Firm) -> None:
    async with house.services.writes.begin() as session:
        await session.execute(update(models.Client).where(models.Client.id == firm.client_id).values(available=7))


async def orphan_row(house: AppHarness, _firm: Firm) -> None:
    file = make_url(house.database.url).database
    with contextlib.closing(sqlite3.connect(file or "", isolation_level=None)) as connection:
        connection.execute("UPDATE client_user SET person_id = 'nobody'")


@pytest.mark.parametrize(
    ("corrupt", "message"), [(corrupt_ledger, "the books are not right"), (orphan_row, "point to nothing")]
)
async def test_a_copy_that_is_not_right_is_no_backup(
    app: AppHarness,
    settings: Settings,
    folder: Path,
    corrupt: Callable[[AppHarness, Firm], Awaitable[None]],
    message: str,
) -> None:
    """Books that do not hold are told, and no file is left behind that looks like a backup."""
    app.skip_audit = True
    await corrupt(app, await app.create_firm())
    await backup_error(settings, folder / "new.db", message)


async def test_a_copy_at_another_version_is_no_backup(app: AppHarness, settings: Settings, folder: Path) -> None:
    """As with every start."""
    async with app.database.write_engine.begin() as connection:
        await connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
    with pytest.raises(migrations.SchemaOutOfDate):
        await create_backup(settings, folder / "new.db")
    assert list(folder.iterdir()) == []


async def test_postgresql_has_its_own_tools(settings: Settings, folder: Path) -> None:
    """Said with the command to run, and without the password."""
    url = SecretStr("postgresql+asyncpg://acompte:hunter2@db:5433/books")
    other = settings.model_copy(update={"database_url": url})
    with pytest.raises(BackupFailed) as told:
        await create_backup(other, folder / "new.db")
    assert "--host=db --port=5433 --username=acompte books" in str(told.value)
    assert "hunter2" not in str(told.value)


def test_the_command(sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says what it made, for nobody else to read, and exits 1 where it made nothing."""
    shutil.copy(sqlite_template, tmp_path / "acompte.db")
    monkeypatch.setenv("VAR", str(tmp_path))
    command = ("backup", str(tmp_path / "copy.db"))
    made = CliRunner().invoke(application, command)
    assert (made.exit_code, made.stdout.endswith("The books in it are right.\n")) == (0, True), made.output
    assert (tmp_path / "copy.db").stat().st_mode & 0o777 == 0o600
    again = CliRunner().invoke(application, command)
    assert (again.exit_code, again.stderr.startswith("Not backed up: "), again.stdout) == (1, True, "")
