"""The database: an engine for reads, an engine for writes, and the driver for hot paths on both."""

from typing import cast

from sqlalchemy import QueuePool, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from db import postgresql, sqlite
from db.driver import PooledDriver

_ENGINE_FACTORIES = {"sqlite+aiosqlite": sqlite.create_engine, "postgresql+asyncpg": postgresql.create_engine}
DRIVERS = tuple(_ENGINE_FACTORIES)
"""The drivers that a database's URL can name."""
_TIMEOUT_SECONDS = 30.0
# How often the poller looks for changes of other processes. On PostgreSQL they are notified besides.
_POLL_INTERVAL_SECONDS = {"sqlite": 0.5, "postgresql": 2.0}


class Database:
    """Sessions that read one snapshot each without locks, sessions that write one transaction each, and the driver.

    After `timeout_seconds` without a connection or a lock, a request fails as "busy". Raises ValueError for the address
    of a database that is not supported.
    """

    def __init__(self, url: str, *, timeout_seconds: float = _TIMEOUT_SECONDS) -> None:
        self.url = url
        parsed = make_url(url)
        engine = _ENGINE_FACTORIES.get(parsed.drivername)
        if engine is None:
            raise ValueError(f"DATABASE_URL must begin with {' or '.join(f'{name}://' for name in DRIVERS)}")
        self.poll_interval_seconds = _POLL_INTERVAL_SECONDS[parsed.get_backend_name()]
        self.write_engine = engine(parsed, writes=True, timeout_seconds=timeout_seconds)
        self.read_engine = engine(parsed, writes=False, timeout_seconds=timeout_seconds)
        self.writes = async_sessionmaker(self.write_engine, expire_on_commit=False)
        self.reads: async_sessionmaker[AsyncSession] = async_sessionmaker(
            self.read_engine, expire_on_commit=False, autoflush=False
        )
        self._read_pool: postgresql.ReadPool | None = None
        if parsed.get_backend_name() == "postgresql":
            self._read_pool = postgresql.ReadPool(parsed, timeout_seconds)
            self.driver = PooledDriver(self._read_pool.fetch, self.write_engine)
        else:
            self.driver = sqlite.create_driver(self.read_engine, self.write_engine)

    def connections_in_use(self) -> tuple[int, int]:
        """How many connections are in use now, for reads and for writes."""
        in_read_pool = 0 if self._read_pool is None else self._read_pool.connections_in_use
        return _pool(self.read_engine).checkedout() + in_read_pool, _pool(self.write_engine).checkedout()

    def pool_sizes(self) -> tuple[int, int]:
        """How many connections can be in use at once, for reads and for writes."""
        in_read_pool = 0 if self._read_pool is None else postgresql.READ_POOL_SIZE
        return _pool(self.read_engine).size() + in_read_pool, _pool(self.write_engine).size()

    async def close(self) -> None:
        """Close all connections."""
        if self._read_pool is not None:
            await self._read_pool.close()
        await self.write_engine.dispose()
        await self.read_engine.dispose()


def _pool(engine: AsyncEngine) -> QueuePool:
    return cast("QueuePool", engine.pool)  # of the engines of both databases
