"""The database: one engine that only reads, one that writes, set up so that nothing acknowledged is ever lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

_READERS = 8
_PATIENCE_SECONDS = 30


class Database:
    """Sessions for reading (a snapshot each, no locks) and for writing (begun with the lock)."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        if self.is_sqlite:
            file = make_url(url).database
            if not file or file == ":memory:":
                message = "SQLite needs a file: readers and the writer are different connections"
                raise ValueError(message)
            Path(file).parent.mkdir(parents=True, exist_ok=True)
        # SQLite has one writer at a time: waiting for the pool's one connection is fair, waiting for the file is not.
        self.write_engine = self._engine(pool_size=1 if self.is_sqlite else 10, writes=True)
        self.read_engine = self._engine(pool_size=_READERS, writes=False)
        self.writes = async_sessionmaker(self.write_engine, expire_on_commit=False)
        self.reads: async_sessionmaker[AsyncSession] = async_sessionmaker(
            self.read_engine, expire_on_commit=False, autoflush=False
        )

    def _engine(self, *, pool_size: int, writes: bool) -> AsyncEngine:
        engine = create_async_engine(
            self.url, pool_size=pool_size, max_overflow=0, pool_timeout=_PATIENCE_SECONDS, hide_parameters=True
        )
        if self.is_sqlite:
            _prepare_sqlite(engine, writes=writes)
        return engine

    async def close(self) -> None:
        """Give all connections back to the database."""
        await self.write_engine.dispose()
        await self.read_engine.dispose()


def _prepare_sqlite(engine: AsyncEngine, *, writes: bool) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def connect(connection: Any, _record: Any) -> None:
        # The driver would begin transactions by itself, late and without the lock: we begin them.
        connection.isolation_level = None
        cursor = connection.cursor()
        pragmas = ["journal_mode=WAL", "foreign_keys=ON", f"busy_timeout={_PATIENCE_SECONDS * 1000}"]
        # FULL: what was acknowledged survives a power cut.
        pragmas.append("synchronous=FULL" if writes else "query_only=ON")
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
