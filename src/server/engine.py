"""The database: one engine that only reads, one that writes, set up so that nothing acknowledged is ever lost."""

from __future__ import annotations

from sqlalchemy import make_url
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from server import postgresql, sqlite
from server.direct import PostgresqlDirect, SqliteDirect

_ENGINES = {"sqlite+aiosqlite": sqlite.engine, "postgresql+asyncpg": postgresql.engine}
_DIRECT: dict[str, type[PostgresqlDirect] | type[SqliteDirect]] = {
    "sqlite": SqliteDirect,
    "postgresql": PostgresqlDirect,
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
        straight = _DIRECT[parsed.get_backend_name()]
        self.direct: PostgresqlDirect | SqliteDirect = straight(self.read_engine, self.write_engine, patience)

    async def close(self) -> None:
        """Give all connections back to the database."""
        await self.write_engine.dispose()
        await self.read_engine.dispose()
