"""The database: one engine that only reads, one that writes, set up so that nothing acknowledged is ever lost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import make_url
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.util import await_only, greenlet_spawn

from server import postgresql, sqlite

_ENGINES = {"sqlite+aiosqlite": sqlite.engine, "postgresql+asyncpg": postgresql.engine}
_PATIENCE_SECONDS = 30.0
_FETCH = {"sqlite": sqlite.fetch, "postgresql": postgresql.fetch}
# How often live pages look at what other processes did. PostgreSQL says so besides.
_LOOK_SECONDS = {"sqlite": 0.5, "postgresql": 2.0}


class Database:
    """Sessions for reading (a snapshot each, no locks) and for writing (everything or nothing).

    `patience`: seconds until whoever waits for a connection or a lock is told that the server is busy. Raise
    ValueError where the address is of no database that can be used.
    """

    def __init__(self, url: str, *, patience: float = _PATIENCE_SECONDS) -> None:
        self.url = url
        parsed = make_url(url)
        engine = _ENGINES.get(parsed.drivername)
        if engine is None:
            message = f"DATABASE_URL has to begin with {' or '.join(f'{name}://' for name in _ENGINES)}"
            raise ValueError(message)
        self._fetch = _FETCH[parsed.get_backend_name()]
        self.look_seconds = _LOOK_SECONDS[parsed.get_backend_name()]
        self.write_engine = engine(parsed, writes=True, patience=patience)
        self.read_engine = engine(parsed, writes=False, patience=patience)
        self.writes = async_sessionmaker(self.write_engine, expire_on_commit=False)
        self.reads: async_sessionmaker[AsyncSession] = async_sessionmaker(
            self.read_engine, expire_on_commit=False, autoflush=False
        )

    async def text(self, statement: str, values: Sequence[Any]) -> str:
        """The text of the one value of one statement that reads, in this database's own words: in one round trip.

        By the driver itself: no transaction has to be begun and ended for one statement, which is a snapshot alone.
        Where that fails, it is asked once more in the ordinary way: on another connection, and told as all are told.
        """
        try:
            return await self._text(statement, values)
        except (PoolTimeout, OSError):
            raise
        except Exception:
            async with self.read_engine.connect() as connection:
                return str((await connection.exec_driver_sql(statement, tuple(values))).scalar_one())

    async def _text(self, statement: str, values: Sequence[Any]) -> str:
        pool, fetch = self.read_engine.sync_engine.pool, self._fetch

        def ask() -> str:
            pooled = pool.connect()
            try:
                found: str = await_only(fetch(pooled.driver_connection, statement, values))
            except BaseException:
                pooled.invalidate()
                raise
            pooled.close()
            return found

        return await greenlet_spawn(ask)

    async def close(self) -> None:
        """Give all connections back to the database."""
        await self.write_engine.dispose()
        await self.read_engine.dispose()
