"""The database: one engine that only reads, one that writes, set up so that nothing acknowledged is ever lost."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import QueuePool, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from db import postgresql, sqlite
from db.driver import PostgresqlDirect, SqliteDirect

_ENGINES = {"sqlite+aiosqlite": sqlite.engine, "postgresql+asyncpg": postgresql.engine}
_STRAIGHT: dict[str, Callable[[AsyncEngine, AsyncEngine, float], PostgresqlDirect | SqliteDirect]] = {
    "sqlite": sqlite.straight,
    "postgresql": postgresql.straight,
}
_PATIENCE_SECONDS = 30.0
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
        self.look_seconds = _LOOK_SECONDS[parsed.get_backend_name()]
        self.write_engine = engine(parsed, writes=True, patience=patience)
        self.read_engine = engine(parsed, writes=False, patience=patience)
        self.writes = async_sessionmaker(self.write_engine, expire_on_commit=False)
        self.reads: async_sessionmaker[AsyncSession] = async_sessionmaker(
            self.read_engine, expire_on_commit=False, autoflush=False
        )
        self._straight = _STRAIGHT[parsed.get_backend_name()]
        self._patience = patience
        self._made: list[PostgresqlDirect | SqliteDirect] = []
        self.direct = self.straight()

    def straight(self) -> PostgresqlDirect | SqliteDirect:
        """A straight way to this database; a process has one."""
        made = self._straight(self.read_engine, self.write_engine, self._patience)
        self._made.append(made)
        return made

    def lent(self) -> tuple[int, int]:
        """How many connections somebody uses now: of those that read, and of those that write."""
        kept_reads = sum(each.reads.idle for each in self._made)
        kept_writes = sum(each.writes.idle for each in self._made)
        return _checked_out(self.read_engine) - kept_reads, _checked_out(self.write_engine) - kept_writes

    async def close(self) -> None:
        """Give all connections back to the database."""
        for each in self._made:
            await each.close()
        await self.write_engine.dispose()
        await self.read_engine.dispose()


def _checked_out(engine: AsyncEngine) -> int:
    pool = engine.pool
    return pool.checkedout() if isinstance(pool, QueuePool) else 0
